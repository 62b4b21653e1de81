import * as React from 'react';
import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';
import { useText } from '../../i18n';
import { typeWords } from '../messages/message-words';
import { BubbleContent } from './BubbleContent';
import { BubbleMenu, mayReactTo, useReact } from './BubbleMenu';
import { BubbleOrigin } from './BubbleOrigin';
import { BubbleState, PlainButton } from './BubbleState';
import { plainWords } from './format-text';
import { shownAt } from './thread-pages';
import { useThreadTools } from './thread-tools';
import { messageLabel, useThreadTimes, writerWords } from './thread-words';

/** Left what came, right what went, as on a phone. The dark theme's green is the wall's colour: there ours are lighter. */
const Frame = styled.article<{ $ours: boolean; $bare: boolean }>`
  position: relative;
  align-self: ${({ $ours }) => ($ours ? 'flex-end' : 'flex-start')};
  max-inline-size: min(64rem, 88%);
  min-inline-size: 9rem;
  padding: ${({ $bare }) => ($bare ? '0.4rem' : '0.8rem 1.2rem')};
  border: 1px solid ${({ theme, $ours, $bare }) => ($bare ? 'transparent' : $ours ? theme.colors.success200 : theme.colors.neutral200)};
  border-radius: 0.8rem;
  border-start-start-radius: ${({ $ours }) => ($ours ? '0.8rem' : '0.2rem')};
  border-start-end-radius: ${({ $ours }) => ($ours ? '0.2rem' : '0.8rem')};
  background: ${({ theme, $ours, $bare }) => ($bare ? 'transparent' : !$ours ? theme.colors.neutral0 : theme.colors.success100 === theme.colors.neutral100 ? theme.colors.neutral150 : theme.colors.success100)};
  color: ${({ theme }) => theme.colors.neutral800};

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
  &[data-found='true'] {
    outline: 3px solid ${({ theme }) => theme.colors.warning600};
    outline-offset: 2px;
  }
`;

const QuoteBox = styled.div`
  margin-block-end: 0.6rem;
  padding: 0.6rem 0.8rem;
  border-inline-start: 4px solid ${({ theme }) => theme.colors.success600};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
`;

const QuotedWords = styled.span`
  display: -webkit-box;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 3;
  overflow: hidden;
  overflow-wrap: anywhere;
`;

const Quote = ({ quoted }: { quoted: NonNullable<ThreadMessage['quoted']> }) => {
  const text = useText();
  const { name, goTo } = useThreadTools();
  const { id } = quoted;
  const who = quoted.direction === 'inbound' ? name : text('thread.by.us');
  const words = (
    <>
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" tag="span" display="block" dir="auto">
        {who}
      </Typography>
      <QuotedWords dir="auto">
        <Typography variant="pi" textColor="neutral600">
          {(quoted.text && plainWords(quoted.text)) || (id === null ? text('thread.quote.unknown') : typeWords(quoted.type, text))}
        </Typography>
      </QuotedWords>
    </>
  );
  if (id === null) return <QuoteBox>{words}</QuoteBox>;
  return (
    <QuoteBox as={PlainButton} type="button" style={{ display: 'block', inlineSize: '100%' }} onClick={() => goTo(id)}>
      {words}
    </QuoteBox>
  );
};

const Chip = styled.button`
  display: inline-flex;
  align-items: center;
  gap: 0.4rem;
  padding: 0.2rem 0.8rem;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: 2rem;
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: 1.4rem;
  cursor: pointer;

  &:disabled {
    cursor: default;
  }
  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
  }
`;

/** Reactions under their message. A press takes ours back, or joins the customer's. */
const Chips = ({ message }: { message: ThreadMessage }) => {
  const text = useText();
  const { name, mayReply, me } = useThreadTools();
  const react = useReact(message);
  const groups = new Map<string, ThreadMessage['reactions']>();
  for (const reaction of message.reactions) groups.set(reaction.emoji, [...(groups.get(reaction.emoji) ?? []), reaction]);
  const nameOf = (by: ThreadMessage['reactions'][number]['by']): string => (by === null ? name : by.id === me ? text('thread.by.me') : by.name || text('thread.by.us'));
  return (
    <Flex gap={1} wrap="wrap" style={{ alignSelf: message.direction === 'outbound' ? 'flex-end' : 'flex-start', marginBlockStart: '-0.6rem', position: 'relative', paddingInline: '0.8rem' }}>
      {[...groups].map(([emoji, reactions]) => {
        const names = reactions.map(({ by }) => nameOf(by)).join(', ');
        const ours = reactions.some(({ by }) => by !== null);
        return (
          <Chip key={emoji} type="button" title={names} aria-label={text('thread.reaction', { emoji, names })} aria-pressed={ours} disabled={!mayReply || react.pending || !mayReactTo(message)} onClick={() => void react.run(ours ? '' : emoji)}>
            {emoji}
            {reactions.length > 1 && <span>{reactions.length}</span>}
          </Chip>
        );
      })}
    </Flex>
  );
};

/** One message of the thread. */
export const Bubble = React.memo(({ message, follows }: { message: ThreadMessage; follows: boolean }) => {
  const text = useText();
  const { name, me } = useThreadTools();
  const { time, day } = useThreadTimes();
  const ours = message.direction === 'outbound';
  const who = writerWords(message, name, me, text);
  const at = shownAt(message);
  const isSticker = message.content?.kind === 'file' && message.content.file === 'sticker' && message.media?.state === 'stored';
  return (
    <>
      <Frame $ours={ours} $bare={isSticker} tabIndex={-1} data-message={message.id} data-status={message.status} aria-label={messageLabel(message, who, `${day(at, text)} ${time(at)}`, text)}>
        <BubbleMenu message={message} label={text('thread.menu', { who, time: time(at) })} />
        {ours && !follows && (
          <Typography variant="pi" fontWeight="bold" textColor="neutral800" tag="p" dir="auto" style={{ paddingInlineEnd: '2.4rem', overflowWrap: 'anywhere' }}>
            {who}
          </Typography>
        )}
        <BubbleOrigin message={message} />
        {message.quoted && <Quote quoted={message.quoted} />}
        <BubbleContent message={message} />
        <BubbleState message={message} />
      </Frame>
      {message.reactions.length > 0 && <Chips message={message} />}
    </>
  );
});
Bubble.displayName = 'Bubble';
