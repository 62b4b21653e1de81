import * as React from 'react';
import { Button, DateTimePicker, Field, Flex, Modal } from '@strapi/design-system';
import { NoticeBox } from '../../components/Notices';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { useText } from '../../i18n';

interface WhenDialogProps {
  title: string;
  label: string;
  button: string;
  initial: Date;
  /** Said about what was chosen; it does not bar it. */
  warn?: (at: Date) => string | null;
  onClose: () => void;
  onChosen: (at: Date) => void;
}

/** A moment to come: to send, or to wake a conversation. */
export const WhenDialog = ({ title, label, button, initial, warn, onClose, onChosen }: WhenDialogProps) => {
  const text = useText();
  const [at, setAt] = React.useState<Date | undefined>(initial);
  const [past, setPast] = React.useState(false);
  const warning = at ? (warn?.(at) ?? null) : null;
  const choose = () => {
    const over = !at || at.getTime() <= Date.now();
    setPast(over);
    if (at && !over) onChosen(at);
  };
  return (
    <OpenModal title={title} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Field.Root name="at" required error={past ? text('write.when.past') : undefined}>
            <Field.Label>{label}</Field.Label>
            <DateTimePicker
              value={at ?? null}
              minDate={new Date()}
              step={15}
              dateLabel={text('write.when.date')}
              timeLabel={text('write.when.time')}
              clearLabel={text('action.clear')}
              onChange={(chosen) => {
                setPast(false);
                setAt(chosen);
              }}
              onClear={() => setAt(undefined)}
            />
            <Field.Error />
          </Field.Root>
          {warning && <NoticeBox level="warning">{warning}</NoticeBox>}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button disabled={!at} onClick={choose}>
          {button}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};
