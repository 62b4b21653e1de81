import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { ArrowLeft, Information, VolumeMute } from '@strapi/icons';
import { styled } from 'styled-components';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import { Pill } from '../../components/Pill';
import { useText } from '../../i18n';
import { AssigneeMenu } from './AssigneeMenu';
import { ChannelMenu } from './ChannelMenu';
import { MacrosMenu } from './MacrosMenu';
import { StateMenu } from './StateMenu';
import { useChannelChange } from './use-channel-change';
import { useNow } from './use-now';
import { leftWords, windowState } from './window-words';

export interface ChannelHeaderProps {
  channel: ChannelDetail;
  onChanged(channel: ChannelDetail): void;
  /** On a phone: back to the list. */
  /** Null: the list is beside it. */
  onBack: (() => void) | null;
  panelOpen: boolean;
  onPanel(): void;
}

/** Points back in the direction of reading. */
const Back = styled(ArrowLeft)`
  [dir='rtl'] & {
    transform: scaleX(-1);
  }
`;

const PRIORITY_LOOKS = { high: 'warning', urgent: 'danger' } as const;

const WindowPill = ({ channel }: { channel: ChannelDetail }) => {
  const text = useText();
  const state = windowState(channel.window, useNow());
  if (state.kind === 'free') return null;
  if (state.kind === 'closed') return <Pill variant="neutral">{text('work.window.closed')}</Pill>;
  return <Pill variant={state.soon ? 'warning' : 'success'}>{text('work.window.open', { left: leftWords(state.minutes, text) })}</Pill>;
};

/** Who it is, the window, whose it is, and what can be done with it. */
export const ChannelHeader = ({ channel, onChanged, onBack, panelOpen, onPanel }: ChannelHeaderProps) => {
  const text = useText();
  const change = useChannelChange(channel.id, onChanged);
  const { contact, priority } = channel;
  const number = contact?.phone && contact.phone !== channel.name ? contact.phone : null;
  return (
    <Flex tag="header" gap={2} wrap="wrap" background="neutral0" paddingLeft={{ initial: 3, medium: 4 }} paddingRight={{ initial: 3, medium: 4 }} paddingTop={{ initial: 2, medium: 3 }} paddingBottom={{ initial: 2, medium: 3 }} data-channel={channel.id}>
      <Flex gap={{ initial: 2, medium: 3 }} flex="1 1 30rem" minWidth={0}>
        {onBack && (
          <IconButton label={text('work.back')} variant="ghost" onClick={onBack}>
            <Back />
          </IconButton>
        )}
        <Box minWidth={0} flex="1">
          <Flex gap={2} wrap="wrap">
            <Typography variant="delta" tag="h2" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {channel.name}
            </Typography>
            {channel.muted && <VolumeMute fill="currentColor" aria-label={text('work.muted')} role="img" />}
            <WindowPill channel={channel} />
            {priority !== 'normal' && <Pill variant={PRIORITY_LOOKS[priority]}>{text(`work.priority.${priority}`)}</Pill>}
          </Flex>
          <Typography tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
            {number && <bdi dir="ltr">{number}</bdi>}
            {number && ' · '}
            {channel.account.name}
          </Typography>
        </Box>
        <IconButton label={text(panelOpen ? 'work.panel.close' : 'work.panel.open')} aria-pressed={panelOpen} variant={panelOpen ? 'secondary' : 'tertiary'} onClick={onPanel}>
          <Information />
        </IconButton>
      </Flex>
      <Flex gap={{ initial: 1, medium: 2 }} wrap="wrap" minWidth={0}>
        <AssigneeMenu channel={channel} change={change} />
        <StateMenu channel={channel} change={change} />
        <MacrosMenu channel={channel} change={change} />
        <ChannelMenu channel={channel} change={change} />
      </Flex>
    </Flex>
  );
};
