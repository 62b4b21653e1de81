import * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';
import { Lock } from '@strapi/icons';
import { styled } from 'styled-components';
import type { ChannelEventView } from '../../../../plugin/contracts/channels';
import { useText, useTimes } from '../../i18n';
import { FormattedText } from './FormattedText';
import { eventWords, useThreadTimes } from './thread-words';

/** Dashed and of a colour of its own: nobody takes it for something the customer reads. */
const NoteFrame = styled.article`
  align-self: flex-end;
  max-inline-size: min(64rem, 88%);
  padding: 0.8rem 1.2rem;
  border: 1px dashed ${({ theme }) => theme.colors.warning600};
  border-inline-start: 4px solid ${({ theme }) => theme.colors.warning600};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.warning100};

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

const Note = ({ event }: { event: ChannelEventView }) => {
  const text = useText();
  const { moment } = useTimes();
  const { time } = useThreadTimes();
  const who = event.actor?.name ?? text('thread.event.nobody');
  return (
    <NoteFrame tabIndex={-1} data-event={event.id} aria-label={[text('thread.note'), who, time(event.at), event.text ?? ''].join(', ')}>
      <Flex gap={2} color="neutral800">
        <Lock fill="currentColor" width="1.2rem" height="1.2rem" aria-hidden />
        <Typography variant="pi" fontWeight="bold" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {text('thread.note')} · <bdi>{who}</bdi>
        </Typography>
      </Flex>
      <FormattedText words={event.text ?? ''} />
      <Flex justifyContent="flex-end" paddingTop={1}>
        <Typography variant="pi" textColor="neutral800" tag="time" dateTime={event.at} title={moment(event.at)}>
          {time(event.at)}
        </Typography>
      </Flex>
    </NoteFrame>
  );
};

/** Something that happened besides messages, on a line of its own. */
export const ThreadEvent = React.memo(({ event }: { event: ChannelEventView }) => {
  const text = useText();
  const times = useTimes();
  const { time } = useThreadTimes();
  if (event.kind === 'note') return <Note event={event} />;
  return (
    <Box data-event={event.id} maxWidth="90%" style={{ alignSelf: 'center' }}>
      <Typography variant="pi" textColor="neutral600" textAlign="center" tag="p" style={{ overflowWrap: 'anywhere' }}>
        {eventWords(event, text, times)} ·{' '}
        <time dateTime={event.at} title={times.moment(event.at)}>
          {time(event.at)}
        </time>
      </Typography>
    </Box>
  );
});
ThreadEvent.displayName = 'ThreadEvent';
