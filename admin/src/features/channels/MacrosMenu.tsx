import * as React from 'react';
import { IconButton, MenuItem } from '@strapi/design-system';
import { Lightning } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import type { MacroRun, MacroView } from '../../../../plugin/contracts/macros';
import { useClient } from '../../api/client';
import { parseFailure } from '../../api/failure';
import { newKey } from '../../api/new-key';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { ActionMenu } from '../../components/ActionMenu';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { mayHaveArrived } from './attempts';
import type { ChannelChange } from './use-channel-change';

/** Several steps in one press. */
export const MacrosMenu = ({ channel, change }: { channel: ChannelDetail; change: ChannelChange }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [opened, setOpened] = React.useState(false);
  const [pending, setPending] = React.useState(false);
  const macros = useResource<MacroView[]>(opened ? '/macros' : null);
  // Pressed again after no answer came, it is the same run.
  const keys = React.useRef(new Map<string, string>());

  const run = async (macro: MacroView) => {
    if (pending) return;
    const place = `${channel.id}:${macro.id}`;
    const key = keys.current.get(place) ?? newKey();
    keys.current.set(place, key);
    setPending(true);
    try {
      const { data } = await client.post<MacroRun>(`/channels/${segment(channel.id)}/macros/${segment(macro.id)}`, { seen: channel.lastMessage, key });
      keys.current.delete(place);
      toggleNotification(
        data.refused
          ? { type: 'warning', message: text('work.macro.stopped', { name: macro.name, count: data.done, reason: say(data.refused) }) }
          : { type: 'success', message: text('work.macro.done', { name: macro.name, count: data.done }) },
      );
    } catch (thrown) {
      if (!mayHaveArrived(parseFailure(thrown))) keys.current.delete(place);
      change.tell(thrown);
    } finally {
      setPending(false);
      await change.reload();
    }
  };

  const rows = macros.data ?? [];
  return (
    <ActionMenu tag={IconButton} icon={<Lightning />} label={text('work.macros')} disabled={pending || !channel.may.reply} popoverPlacement="bottom-end" onOpen={() => setOpened(true)}>
      {rows.map((macro) => (
        <MenuItem key={macro.id} onSelect={() => void run(macro)}>
          {macro.name}
        </MenuItem>
      ))}
      {rows.length === 0 && <MenuItem disabled>{macros.failure ? text('failure.title') : text(macros.data ? 'work.macros.none' : 'state.loading')}</MenuItem>}
    </ActionMenu>
  );
};
