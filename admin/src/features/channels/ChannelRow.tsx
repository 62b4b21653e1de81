import * as React from 'react';
import { VisuallyHidden } from '@strapi/design-system';
import { Bell, Briefcase, Clock, File, Image, Microphone, MusicNotes, PinMap, Play, ShoppingCart, Sparkle, User, VolumeMute, WarningCircle } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { styled } from 'styled-components';
import type { ChannelView } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';
import { countWords, isSnoozed, previewParts, rowTime, type PreviewIcon } from './channel-words';
import { plainWords } from './format-text';
import { Initials } from './Initials';
import { RowLink } from './RowLink';
import { TagLabel } from './TagLabel';
import { WindowChip } from './WindowChip';

/** Tags that fit below a name; the rest is counted. */
const TAGS = 2;

const ICONS: Record<PreviewIcon, typeof Image> = {
  image: Image,
  video: Play,
  audio: MusicNotes,
  voice: Microphone,
  document: File,
  sticker: Sparkle,
  location: PinMap,
  contact: User,
  order: ShoppingCart,
};

const Item = styled.li`
  border-block-end: 1px solid ${({ theme }) => theme.colors.neutral150};
  /* Rows out of sight are not laid out: the list may hold hundreds. */
  content-visibility: auto;
  contain-intrinsic-size: auto 8rem;
`;

const Row = styled(RowLink)`
  position: relative;
  gap: ${({ theme }) => theme.spaces[3]};

  &[aria-current='true'] {
    box-shadow: inset 3px 0 0 ${({ theme }) => theme.colors.primary600};
  }

  &[aria-current='true']:dir(rtl) {
    box-shadow: inset -3px 0 0 ${({ theme }) => theme.colors.primary600};
  }
`;

const Lines = styled.span`
  display: flex;
  flex: 1;
  flex-direction: column;
  gap: 0.2rem;
  min-width: 0;
`;

const Line = styled.span`
  display: flex;
  align-items: center;
  gap: ${({ theme }) => theme.spaces[2]};
  min-width: 0;
  overflow: hidden;
`;

const Cut = styled.span<{ $strong?: boolean; $soft?: boolean }>`
  flex: 1;
  min-width: 0;
  overflow: hidden;
  color: ${({ theme, $soft }) => ($soft ? theme.colors.neutral600 : theme.colors.neutral800)};
  font-size: ${({ $soft }) => ($soft ? '1.3rem' : '1.4rem')};
  font-weight: ${({ theme, $strong }) => ($strong ? theme.fontWeights.bold : theme.fontWeights.regular)};
  line-height: 1.43;
  text-overflow: ellipsis;
  white-space: nowrap;
  /* The words' own direction, so that their beginning is what is seen; at this page's start. */
  text-align: -webkit-match-parent;
  text-align: match-parent;
`;

const Time = styled.time<{ $unread: boolean }>`
  flex: none;
  color: ${({ theme, $unread }) => ($unread ? theme.colors.primary600 : theme.colors.neutral600)};
  font-size: 1.2rem;
`;

const Unread = styled.span`
  flex: none;
  min-width: 2rem;
  padding-inline: 0.6rem;
  border-radius: 1rem;
  background: ${({ theme }) => theme.colors.buttonPrimary600};
  color: ${({ theme }) => theme.colors.buttonNeutral0};
  font-size: 1.1rem;
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  line-height: 2rem;
  text-align: center;
`;

const Mark = styled.span<{ $colour: 'danger600' | 'warning600' | 'neutral600' }>`
  display: inline-flex;
  flex: none;
  color: ${({ theme, $colour }) => theme.colors[$colour]};
`;

const Small = styled.span`
  flex: none;
  color: ${({ theme }) => theme.colors.neutral600};
  font-size: 1.1rem;
`;

interface SignProps {
  label: string;
  icon: typeof Image;
  colour?: 'danger600' | 'warning600' | 'neutral600';
}

const Sign = ({ label, icon: Icon, colour = 'neutral600' }: SignProps) => (
  <Mark $colour={colour} title={label}>
    <Icon width="1.4rem" height="1.4rem" fill="currentColor" aria-hidden />
    <VisuallyHidden>{label}</VisuallyHidden>
  </Mark>
);

const Preview = ({ preview, strong }: { preview: string | null; strong: boolean }) => {
  const text = useText();
  const { icon, word, rest } = previewParts(preview);
  const Icon = icon && ICONS[icon];
  return (
    <>
      {Icon && (
        <Mark $colour="neutral600">
          <Icon width="1.3rem" height="1.3rem" fill="currentColor" aria-hidden />
        </Mark>
      )}
      <Cut $soft $strong={strong} dir="auto">
        {plainWords(rest) || (word ? text(word) : preview === null ? text('inbox.preview.none') : ' ')}
      </Cut>
    </>
  );
};

interface ChannelRowProps {
  channel: ChannelView;
  to: string;
  open: boolean;
  /** In the way of Tab: one row of the list is. */
  reachable: boolean;
  /** Names the account: there are several. */
  withAccount: boolean;
  now: number;
}

const DrawnRow = ({ channel, to, open, reachable, withAccount, now }: ChannelRowProps) => {
  const text = useText();
  const { locale } = useIntl();
  const { unread, tags, assignee, company } = channel;
  const isNew = unread > 0;
  const others = tags.length - TAGS;
  return (
    <Item>
      <Row to={to} aria-current={open ? 'true' : undefined} tabIndex={reachable ? 0 : -1} data-channel={channel.id}>
        <Initials name={channel.name} />
        <Lines>
          <Line>
            <Cut $strong={isNew} dir="auto" title={channel.name}>
              {channel.name}
            </Cut>
            {channel.priority !== 'normal' && (
              <Sign label={text(`inbox.priority.${channel.priority}`)} icon={channel.priority === 'urgent' ? WarningCircle : Bell} colour={channel.priority === 'urgent' ? 'danger600' : 'warning600'} />
            )}
            {channel.muted && <Sign label={text('inbox.muted')} icon={VolumeMute} />}
            {isSnoozed(channel, now) && <Sign label={text('inbox.state.snoozed')} icon={Clock} />}
            {channel.lastMessageAt && (
              <Time $unread={isNew} dateTime={channel.lastMessageAt}>
                {rowTime(channel.lastMessageAt, now, locale)}
              </Time>
            )}
          </Line>
          <Line>
            <Preview preview={channel.preview} strong={isNew} />
            {isNew && (
              <Unread>
                <span aria-hidden>{countWords(unread)}</span>
                <VisuallyHidden>{text('inbox.unread', { count: unread })}</VisuallyHidden>
              </Unread>
            )}
          </Line>
          <Line>
            <WindowChip window={channel.window} now={now} />
            {tags.slice(0, TAGS).map((tag) => (
              <TagLabel key={tag.id} tag={tag} />
            ))}
            {others > 0 && <Small title={tags.slice(TAGS).map(({ name }) => name).join(', ')}>{`+${others}`}</Small>}
            <Cut $soft dir="auto">{withAccount && tags.length === 0 ? channel.account.name : ''}</Cut>
            {company?.name && <Sign label={company.name} icon={Briefcase} />}
            {assignee && <Initials name={assignee.name} size="S" label={text('inbox.assigned-to', { name: assignee.name })} />}
          </Line>
        </Lines>
      </Row>
    </Item>
  );
};

/** One conversation of the list: who, what was said last, and what is to be done about it. */
export const ChannelRow = React.memo(DrawnRow);
