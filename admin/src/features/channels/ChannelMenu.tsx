import * as React from 'react';
import { IconButton, MenuItem } from '@strapi/design-system';
import { Bell, Check, More, Pencil, PriceTag, User, VolumeMute } from '@strapi/icons';
import { CHANNEL_PRIORITIES, type ChannelDetail } from '../../../../plugin/contracts/channels';
import { ActionMenu } from '../../components/ActionMenu';
import { useText } from '../../i18n';
import { PeopleDialog } from './PeopleDialog';
import { TagsDialog } from './TagsDialog';
import { TitleDialog } from './TitleDialog';
import type { ChannelChange } from './use-channel-change';

/** What is done with a conversation less often. */
export const ChannelMenu = ({ channel, change }: { channel: ChannelDetail; change: ChannelChange }) => {
  const text = useText();
  const [dialog, setDialog] = React.useState<'tags' | 'agents' | 'title' | null>(null);
  const { may } = channel;
  // After the menu has given the focus back: a dialog opened before that would lose it again.
  const open = (which: 'tags' | 'agents' | 'title') => () => void setTimeout(() => setDialog(which), 0);
  if (!may.reply && !may.assign && !may.configure) return null;
  return (
    <>
      <ActionMenu tag={IconButton} icon={<More />} label={text('work.more')} disabled={change.pending} popoverPlacement="bottom-end">
        {may.reply &&
          CHANNEL_PRIORITIES.map((priority) => (
            <MenuItem key={priority} startIcon={channel.priority === priority ? <Check /> : undefined} onSelect={() => void change.change('priority', { priority })}>
              {text('work.priority.set', { priority: text(`work.priority.${priority}`) })}
            </MenuItem>
          ))}
        {may.reply && (
          <MenuItem startIcon={<PriceTag />} onSelect={open('tags')}>
            {text('work.tags')}
          </MenuItem>
        )}
        {may.assign && (
          <MenuItem startIcon={<User />} onSelect={open('agents')}>
            {text('work.agents')}
          </MenuItem>
        )}
        {may.configure && (
          <>
            <MenuItem startIcon={<Pencil />} onSelect={open('title')}>
              {text('work.rename')}
            </MenuItem>
            <MenuItem startIcon={channel.muted ? <Bell /> : <VolumeMute />} onSelect={() => void change.change('settings', { muted: !channel.muted })}>
              {text(channel.muted ? 'work.unmute' : 'work.mute')}
            </MenuItem>
          </>
        )}
      </ActionMenu>
      {dialog === 'tags' && <TagsDialog channel={channel} change={change} onClose={() => setDialog(null)} />}
      {dialog === 'agents' && <PeopleDialog channel={channel} change={change} onClose={() => setDialog(null)} />}
      {dialog === 'title' && <TitleDialog channel={channel} change={change} onClose={() => setDialog(null)} />}
    </>
  );
};
