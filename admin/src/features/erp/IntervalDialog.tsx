import * as React from 'react';
import { Button, Checkbox, Field, Flex, Modal, NumberInput } from '@strapi/design-system';
import { INTERVAL_MINUTES, type SyncKindBody, type SyncKindView } from '../../../../plugin/contracts/erp';
import type { Action } from '../../api/use-action';
import { OpenModal, ModalFooter } from '../../components/OpenModal';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { isInterval } from './progress';

interface IntervalDialogProps {
  name: string;
  view: SyncKindView;
  action: Action<[SyncKindBody], boolean>;
  onClose: () => void;
}

/** How often one kind is pulled by itself: as the connection says, or by minutes of its own. */
export const IntervalDialog = ({ name, view, action, onClose }: IntervalDialogProps) => {
  const text = useText();
  const [isOwn, setOwn] = React.useState(view.isOwnInterval);
  const [minutes, setMinutes] = React.useState<number | null>(view.intervalMinutes);
  const isWrong = isOwn && !isInterval(minutes, INTERVAL_MINUTES);
  const save = async () => {
    if (!isWrong && (await action.run({ intervalMinutes: isOwn ? minutes : null }))) onClose();
  };
  return (
    <OpenModal title={text('sync.interval.title', { kind: name })} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Checkbox checked={!isOwn} onCheckedChange={(checked: boolean | 'indeterminate') => setOwn(checked !== true)}>
            {text('sync.interval.as-connection')}
          </Checkbox>
          <Field.Root required hint={text('sync.interval.hint', INTERVAL_MINUTES)} error={isWrong ? text('sync.interval.wrong', INTERVAL_MINUTES) : undefined}>
            <Field.Label>{text('erp.interval')}</Field.Label>
            <NumberInput value={minutes ?? undefined} disabled={!isOwn} onValueChange={(value: number | undefined) => setMinutes(value ?? null)} />
            <Field.Hint />
            <Field.Error />
          </Field.Root>
          <FailureAlert failure={action.failure} onClose={action.clear} />
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button loading={action.pending} disabled={isWrong} onClick={() => void save()}>
          {text('action.save')}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};
