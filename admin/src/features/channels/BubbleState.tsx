import * as React from 'react';
import { Box, Button, Flex, Popover, Typography } from '@strapi/design-system';
import { Clock, WarningCircle } from '@strapi/icons';
import { styled } from 'styled-components';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';
import { mayResend } from '../../../../plugin/domain/message-status';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { DeliveryGlyph } from '../../components/Delivery';
import { sentenceOfFailure } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { blockedWords } from '../messages/message-words';
import { FormattedText } from './FormattedText';
import { shownAt } from './thread-pages';
import { useThreadTools } from './thread-tools';
import { useThreadTimes } from './thread-words';

export const PlainButton = styled.button`
  padding: 0;
  border: none;
  background: transparent;
  font: inherit;
  color: inherit;
  text-align: start;
  cursor: pointer;

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

const Mark = ({ children }: { children: React.ReactNode }) => (
  <Typography variant="pi" textColor="neutral600">
    {children}
  </Typography>
);

/** That it was edited, and what it said before. */
const Edits = ({ edits }: { edits: ThreadMessage['edits'] }) => {
  const text = useText();
  const { moment } = useTimes();
  return (
    <Popover.Root>
      <Popover.Trigger>
        <PlainButton type="button" style={{ textDecoration: 'underline' }}>
          <Mark>{text('thread.edited')}</Mark>
        </PlainButton>
      </Popover.Trigger>
      <Popover.Content aria-label={text('thread.edits')}>
        <Flex tag="ol" direction="column" alignItems="stretch" gap={3} padding={4} maxWidth="36rem" style={{ maxHeight: '32rem', overflowY: 'auto' }}>
          {edits.map((edit) => (
            <li key={edit.at}>
              <Mark>{text('thread.edits.until', { at: moment(edit.at) })}</Mark>
              <FormattedText words={edit.text} />
            </li>
          ))}
        </Flex>
      </Popover.Content>
    </Popover.Root>
  );
};

/** What became of it, where that needs words: why it failed, what it waits for, when it goes. */
const Outcome = ({ message }: { message: ThreadMessage }) => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  const client = useClient();
  const { channel, mayReply, update } = useThreadTools();
  const path = `/channels/${segment(channel)}/messages/${segment(message.id)}`;
  const act = useAction(async (what: 'retry' | 'cancel') => {
    const { data } = await client.post<ThreadMessage | null>(`${path}/${what}`);
    if (data?.id === message.id) update(data);
    else if (data) update({ ...message, retriedBy: data.id });
    return true;
  });
  const { status, error, retriedBy } = message;
  const failed = status === 'failed';
  const lines: string[] = [];
  if (failed) lines.push(error ? say({ code: error.code, sentence: error.message }) || text('failure.unknown') : text('failure.unknown'));
  if (status === 'uncertain') lines.push(text('log.uncertain'));
  if (status === 'cancelled') lines.push(text('status.cancelled'));
  if (status === 'queued' && message.sendAt && message.cancellable) lines.push(text('thread.scheduled', { at: moment(message.sendAt) }));
  else if (status === 'queued' && message.blockedBy) lines.push(blockedWords(message.blockedBy, text));
  if (act.failure) lines.push(sentenceOfFailure(act.failure, text, say));
  const mayRetry = mayReply && failed && retriedBy === null && mayResend(status);
  const mayCancel = mayReply && message.cancellable;
  if (lines.length === 0 && !mayCancel) return null;
  const Icon = failed || status === 'uncertain' || act.failure ? WarningCircle : Clock;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} paddingTop={1}>
      {lines.map((line) => (
        <Flex key={line} gap={2} alignItems="flex-start">
          <Box display="flex" color={failed ? 'danger600' : 'neutral600'} style={{ paddingBlockStart: 2 }} aria-hidden>
            <Icon fill="currentColor" width="1.4rem" height="1.4rem" />
          </Box>
          <Typography variant="pi" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
            {line}
          </Typography>
        </Flex>
      ))}
      {failed && retriedBy !== null && <Mark>{text('thread.retried')}</Mark>}
      {(mayRetry || mayCancel) && (
        <Flex gap={2}>
          {mayRetry && (
            <Button size="S" variant="secondary" loading={act.pending} onClick={() => void act.run('retry')}>
              {text('thread.retry')}
            </Button>
          )}
          {mayCancel && (
            <Button size="S" variant="tertiary" loading={act.pending} onClick={() => void act.run('cancel')}>
              {text('thread.cancel')}
            </Button>
          )}
        </Flex>
      )}
    </Flex>
  );
};

/** The line below a message: where it came from, when, and its ticks. */
export const BubbleState = ({ message }: { message: ThreadMessage }) => {
  const text = useText();
  const { moment } = useTimes();
  const { time } = useThreadTimes();
  const at = shownAt(message);
  return (
    <>
      {message.revokedAt && (
        <Typography variant="pi" textColor="neutral600" tag="p" style={{ fontStyle: 'italic' }}>
          {text(message.direction === 'inbound' ? 'thread.revoked.by_customer' : 'thread.revoked')} · {moment(message.revokedAt)}
        </Typography>
      )}
      {message.late && message.occurredAt && <Mark>{text('thread.late', { at: moment(message.occurredAt) })}</Mark>}
      <Flex gap={2} justifyContent="flex-end" wrap="wrap" paddingTop={1}>
        {message.origin === 'phone-app' && <Mark>{text('thread.from_phone')}</Mark>}
        {message.origin === 'import' && <Mark>{text('thread.imported')}</Mark>}
        {message.edits.length > 0 && <Edits edits={message.edits} />}
        <Typography variant="pi" textColor="neutral600" tag="time" dateTime={at} title={moment(at)}>
          {time(at)}
        </Typography>
        {message.direction === 'outbound' && <DeliveryGlyph status={message.status} />}
      </Flex>
      <Outcome message={message} />
    </>
  );
};
