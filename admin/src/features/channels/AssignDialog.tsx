import * as React from 'react';
import { Button, Field, Flex, Modal, Textarea, Typography } from '@strapi/design-system';
import type { AgentView, ChannelDetail } from '../../../../plugin/contracts/channels';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { usePresence } from '../../realtime/realtime';

interface AssignDialogProps {
  channel: ChannelDetail;
  pending: boolean;
  onClose: () => void;
  onAssign: (user: number, reason: string) => void;
}

/** Gives a conversation to somebody, and says why where it was another's. */
export const AssignDialog = ({ channel, pending, onClose, onAssign }: AssignDialogProps) => {
  const text = useText();
  const presence = usePresence();
  const agents = useResource<AgentView[]>('/channels/agents');
  const [user, setUser] = React.useState<string | null>(null);
  const [reason, setReason] = React.useState('');
  const others = (agents.data ?? []).filter(({ id }) => id !== channel.assignee?.id);
  return (
    <OpenModal title={text(channel.assignee ? 'work.transfer' : 'work.assign')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {channel.assignee && <Typography textColor="neutral600">{text('work.assigned-to', { name: channel.assignee.name })}</Typography>}
          {agents.loading && <LoadingBlock />}
          {agents.failure && <FailureBlock failure={agents.failure} onRetry={agents.reload} />}
          {agents.data && (
            <>
              <Choice
                label={text('work.assign.to')}
                value={user}
                required
                disabled={pending}
                placeholder={text(others.length > 0 ? 'work.assign.choose' : 'work.assign.nobody')}
                options={others.map(({ id, name }) => ({ value: String(id), label: `${name} · ${text(`work.presence.${presence.of(id)}`)}` }))}
                onChange={setUser}
              />
              <Field.Root name="reason" hint={text('work.reason.hint')}>
                <Field.Label>{text('work.reason')}</Field.Label>
                <Textarea value={reason} maxLength={500} disabled={pending} onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => setReason(event.target.value)} />
                <Field.Hint />
              </Field.Root>
            </>
          )}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button disabled={user === null} loading={pending} onClick={() => user !== null && onAssign(Number(user), reason.trim())}>
          {text(channel.assignee ? 'work.transfer' : 'work.assign')}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};
