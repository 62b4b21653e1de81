import * as React from 'react';
import { MenuItem } from '@strapi/design-system';
import type { ChannelDetail, ChannelState } from '../../../../plugin/contracts/channels';
import { ActionMenu } from '../../components/ActionMenu';
import { useText, useTimes } from '../../i18n';
import { useInboxSignals } from './inbox-signals';
import { SNOOZES, snoozeUntil } from './snooze-times';
import type { ChannelChange } from './use-channel-change';
import { WhenDialog } from './WhenDialog';

/** What is to become of it: open, waiting, asleep until a time, done, put away. */
export const StateMenu = ({ channel, change }: { channel: ChannelDetail; change: ChannelChange }) => {
  const text = useText();
  const { moment } = useTimes();
  const [picking, setPicking] = React.useState(false);
  const { state } = channel;
  // Not by disabling the button: it would lose the focus.
  const put = (body: { state: ChannelState; snoozedUntil?: string }) => {
    if (!change.pending) void change.change('state', body);
  };
  const set = (next: ChannelState) => put({ state: next });
  const snooze = (until: Date) => put({ state: 'snoozed', snoozedUntil: until.toISOString() });
  useInboxSignals({ resolve: () => channel.may.reply && set(state === 'resolved' ? 'open' : 'resolved') });

  const words = state === 'snoozed' && channel.snoozedUntil ? text('work.snoozed-until', { at: moment(channel.snoozedUntil) }) : text(`inbox.state.${state}`);
  const offer = (next: Exclude<ChannelState, 'snoozed'>) => state !== next && <MenuItem onSelect={() => set(next)}>{text(`work.set.${next}`)}</MenuItem>;
  return (
    <>
      <ActionMenu
        size="S"
        variant="tertiary"
        disabled={!channel.may.reply}
        label={words}
        aria-label={text('work.state.label', { state: words })}
      >
        {offer('open')}
        {offer('pending')}
        {SNOOZES.map((one) => (
          <MenuItem key={one} onSelect={() => snooze(snoozeUntil(one, new Date()))}>
            {text(`work.snooze.${one}`)}
          </MenuItem>
        ))}
        <MenuItem onSelect={() => setTimeout(() => setPicking(true), 0)}>{text('work.snooze.pick')}</MenuItem>
        {offer('resolved')}
        {offer('archived')}
      </ActionMenu>
      {picking && (
        <WhenDialog
          title={text('work.snooze.title')}
          label={text('work.snooze.until')}
          button={text('work.snooze')}
          initial={snoozeUntil('tomorrow', new Date())}
          onClose={() => setPicking(false)}
          onChosen={(at) => {
            setPicking(false);
            snooze(at);
          }}
        />
      )}
    </>
  );
};
