import * as React from 'react';
import { Box, Flex, Popover, Typography } from '@strapi/design-system';
import { ChevronDown, Duplicate, Plus } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import { styled } from 'styled-components';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';
import { useClient } from '../../api/client';
import { newKey } from '../../api/new-key';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { EmojiButton, EmojiPicker } from '../../components/EmojiPicker';
import { QUICK_REACTIONS } from '../../components/emoji-groups';
import { NoticeBox } from '../../components/Notices';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { RecordLink } from '../messages/RecordLink';
import { filePath } from './file-address';
import { useThreadTools } from './thread-tools';
import { wordsOf } from './thread-words';
import { saveBytes } from './use-file-bytes';

const Opener = styled.button`
  position: absolute;
  inset-block-start: 0.4rem;
  inset-inline-end: 0.4rem;
  display: inline-flex;
  padding: 0.4rem;
  border: none;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  cursor: pointer;
  opacity: 0;

  article:hover > &,
  article:focus > &,
  article:focus-within > &,
  &[data-state='open'] {
    opacity: 1;
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
  }
  @media (hover: none) {
    opacity: 0.7;
  }
`;

const Choice = styled.button`
  display: flex;
  align-items: center;
  gap: 0.8rem;
  inline-size: 100%;
  padding: 0.8rem 1.2rem;
  border: none;
  border-radius: ${({ theme }) => theme.borderRadius};
  background: transparent;
  font: inherit;
  text-align: start;
  text-decoration: none;
  cursor: pointer;

  &:hover {
    background: ${({ theme }) => theme.colors.neutral150};
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

const Label = ({ children }: { children: React.ReactNode }) => (
  <Typography textColor="neutral800" style={{ fontSize: '1.4rem' }}>
    {children}
  </Typography>
);

/** Our reaction on a message. All of us together are one person to WhatsApp. */
export const useReact = (message: ThreadMessage) => {
  const client = useClient();
  const { channel, update, me } = useThreadTools();
  return useAction(async (emoji: string) => {
    await client.post(`/channels/${segment(channel)}/replies`, { reaction: { message: message.id, emoji }, idempotencyKey: newKey() });
    const others = message.reactions.filter(({ by }) => by === null);
    update({ ...message, reactions: emoji === '' ? others : [...others, { emoji, by: { id: me ?? 0, name: '' }, at: new Date().toISOString() }] });
    return true;
  });
};

const isOurs = ({ by }: ThreadMessage['reactions'][number]): boolean => by !== null;

export const mayReactTo = ({ providerMessageId, revokedAt, type }: ThreadMessage): boolean => providerMessageId !== null && revokedAt === null && type !== 'unsupported';

const Reactions = ({ message, onDone }: { message: ThreadMessage; onDone: () => void }) => {
  const text = useText();
  const [more, setMore] = React.useState(false);
  const react = useReact(message);
  const ours = message.reactions.find(isOurs)?.emoji;
  const pick = async (emoji: string) => {
    if (await react.run(emoji === ours ? '' : emoji)) onDone();
  };
  return (
    <>
      <FailureAlert failure={react.failure} onClose={react.clear} />
      <Flex gap={1} padding={2} role="group" aria-label={text('thread.react')}>
        {QUICK_REACTIONS.map((emoji) => (
          <EmojiButton key={emoji} type="button" aria-pressed={emoji === ours} disabled={react.pending} onClick={() => void pick(emoji)}>
            {emoji}
          </EmojiButton>
        ))}
        <EmojiButton type="button" aria-label={text('thread.react.more')} aria-expanded={more} onClick={() => setMore((open) => !open)}>
          <Plus aria-hidden />
        </EmojiButton>
      </Flex>
      {more && <EmojiPicker onPick={(emoji) => void pick(emoji)} />}
    </>
  );
};

/** The library may be readable by anyone who has an address in it: that is said before, not after. */
const SaveToLibrary = ({ media, onDone }: { media: string; onDone: () => void }) => {
  const text = useText();
  const client = useClient();
  const { channel } = useThreadTools();
  const [asks, setAsks] = React.useState(false);
  const [saved, setSaved] = React.useState(false);
  const save = useAction(async () => {
    await client.post(filePath(channel, media, '/library'));
    setSaved(true);
    return true;
  });
  if (saved) {
    return (
      <Box padding={2} role="status">
        <NoticeBox level="success" action={<Choice type="button" onClick={onDone}><Label>{text('action.close')}</Label></Choice>}>
          {text('thread.library.done')}
        </NoticeBox>
      </Box>
    );
  }
  if (!asks) {
    return (
      <Choice type="button" onClick={() => setAsks(true)}>
        <Label>{text('thread.library')}</Label>
      </Choice>
    );
  }
  return (
    <Box padding={2}>
      <FailureAlert failure={save.failure} onClose={save.clear} />
      <NoticeBox level="warning" action={<Choice type="button" autoFocus disabled={save.pending} onClick={() => void save.run()}><Label>{text('thread.library.confirm')}</Label></Choice>}>
        {text('thread.library.warning')}
      </NoticeBox>
    </Box>
  );
};

const Choices = ({ message, onDone }: { message: ThreadMessage; onDone: () => void }) => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const { channel, mayReply, quote } = useThreadTools();
  const words = wordsOf(message);
  const media = message.media?.state === 'stored' ? message.media : null;
  const copy = useAction(async () => {
    await navigator.clipboard.writeText(words);
    onDone();
  });
  const save = useAction(async () => {
    if (!media) return;
    saveBytes(await client.bytes(filePath(channel, media.id)), media.filename || media.id);
    onDone();
  });
  const maySay = mayReply && message.providerMessageId !== null;
  return (
    <Flex direction="column" alignItems="stretch" minWidth="22rem" maxWidth="36rem">
      {mayReply && mayReactTo(message) && <Reactions message={message} onDone={onDone} />}
      <FailureAlert failure={save.failure} onClose={save.clear} />
      {maySay && (
        <Choice type="button" onClick={() => { onDone(); quote(message); }}>
          <Label>{text('thread.reply')}</Label>
        </Choice>
      )}
      {words !== '' && (
        <Choice type="button" onClick={() => void copy.run()}>
          <Duplicate aria-hidden fill="currentColor" />
          <Label>{copy.failure ? text('thread.copy.failed') : text('thread.copy')}</Label>
        </Choice>
      )}
      {media && (
        <Choice type="button" disabled={save.pending} onClick={() => void save.run()}>
          <Label>{text('thread.file.save')}</Label>
        </Choice>
      )}
      {media && <SaveToLibrary media={media.id} onDone={onDone} />}
      {message.record && (
        <Box paddingTop={2} paddingBottom={2} paddingLeft={3} paddingRight={3}>
          <Typography variant="pi" textColor="neutral600" tag="p">
            {text('thread.record')}
          </Typography>
          <RecordLink record={message.record} />
        </Box>
      )}
      {may('messages.trace') && (
        <Choice as={RouterLink} to={`/plugins/whatsapp/messages/${segment(message.id)}/trace`}>
          <Label>{text('trace.open')}</Label>
        </Choice>
      )}
    </Flex>
  );
};

/** What can be done with one message. Mounted whole only while it is open: a thread holds hundreds. */
export const BubbleMenu = ({ message, label }: { message: ThreadMessage; label: string }) => {
  const [open, setOpen] = React.useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger>
        <Opener type="button" aria-label={label}>
          <ChevronDown aria-hidden width="1.2rem" height="1.2rem" />
        </Opener>
      </Popover.Trigger>
      {open && (
        <Popover.Content align="end" aria-label={label}>
          <Choices message={message} onDone={() => setOpen(false)} />
        </Popover.Content>
      )}
    </Popover.Root>
  );
};
