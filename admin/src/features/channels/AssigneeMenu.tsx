import * as React from 'react';
import { MenuItem } from '@strapi/design-system';
import { User } from '@strapi/icons';
import { useAuth } from '@strapi/strapi/admin';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import { ActionMenu } from '../../components/ActionMenu';
import { useText } from '../../i18n';
import { AssignDialog } from './AssignDialog';
import { useInboxSignals } from './inbox-signals';
import type { ChannelChange } from './use-channel-change';

/** Whose conversation it is: take it, give it to somebody, leave it. */
export const AssigneeMenu = ({ channel, change }: { channel: ChannelDetail; change: ChannelChange }) => {
  const text = useText();
  const me = useAuth('AssigneeMenu', (state) => state.user?.id);
  const [assigning, setAssigning] = React.useState(false);
  const { assignee, may } = channel;
  const isMine = assignee !== null && String(assignee.id) === String(me);
  const mayTake = may.reply && me !== undefined && !isMine;

  // `from`: whose it was on this screen. Where somebody was faster since, the server says who.
  const assign = (user: number | null, reason?: string) => change.change('assignee', { user, from: assignee?.id ?? null, ...(reason ? { reason } : {}) });
  const take = () => void assign(Number(me));

  useInboxSignals({
    assign: () => {
      if (may.assign) setAssigning(true);
      else if (mayTake) take();
    },
  });

  return (
    <>
      <ActionMenu
        size="S"
        variant={assignee ? 'tertiary' : 'secondary'}
        startIcon={<User />}
        disabled={!may.reply && !may.assign}
        label={assignee ? (isMine ? text('work.mine') : assignee.name) : text('work.unassigned')}
        aria-label={assignee && !isMine ? text('work.assigned-to', { name: assignee.name }) : undefined}
      >
        {mayTake && <MenuItem onSelect={take}>{text('work.take')}</MenuItem>}
        {may.assign && <MenuItem onSelect={() => setTimeout(() => setAssigning(true), 0)}>{text(assignee ? 'work.transfer' : 'work.assign')}</MenuItem>}
        {assignee && (isMine || may.assign) && <MenuItem onSelect={() => void assign(null)}>{text('work.unassign')}</MenuItem>}
      </ActionMenu>
      {assigning && (
        <AssignDialog
          channel={channel}
          pending={change.pending}
          onClose={() => setAssigning(false)}
          onAssign={async (user, reason) => {
            // Said in a notice either way; a colleague's faster hand makes the choice a new one.
            await assign(user, reason);
            setAssigning(false);
          }}
        />
      )}
    </>
  );
};
