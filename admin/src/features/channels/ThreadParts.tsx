import * as React from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { ArrowDown } from '@strapi/icons';
import { styled } from 'styled-components';
import type { Failure } from '../../api/failure';
import { sentenceOfFailure } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { useThreadTimes } from './thread-words';

export const Wall = styled.section`
  position: relative;
  display: flex;
  flex-direction: column;
  flex: 1;
  min-block-size: 0;
  min-inline-size: 0;
  block-size: 100%;
  background: ${({ theme }) => (theme.colors.success100 === theme.colors.neutral100 ? theme.colors.neutral100 : theme.colors.neutral150)};
`;

/** The place is kept by hand (use-thread-scroll): the browser's own anchoring would do it twice. */
export const Scroller = styled.div`
  position: relative;
  flex: 1;
  min-block-size: 0;
  overflow-y: auto;
  overflow-x: hidden;
  overflow-anchor: none;
  overscroll-behavior: contain;

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }
`;

export const Rows = styled.div`
  display: flex;
  flex-direction: column;
  justify-content: flex-end;
  min-block-size: 100%;
  padding: 1.6rem;

  @media (max-width: 640px) {
    padding: 1.2rem 0.8rem;
  }
`;

export const Row = styled.div<{ $close: boolean }>`
  display: flex;
  flex-direction: column;
  padding-block-start: ${({ $close }) => ($close ? '0.3rem' : '1rem')};
`;

const Line = styled.span`
  flex: 1;
  block-size: 1px;
  background: ${({ theme }) => theme.colors.primary600};
`;

export const DayHeading = ({ at }: { at: string }) => {
  const text = useText();
  const { day } = useThreadTimes();
  return (
    <Flex justifyContent="center">
      <Box background="neutral0" hasRadius borderColor="neutral200" paddingTop={1} paddingBottom={1} paddingLeft={3} paddingRight={3}>
        <Typography variant="pi" tag="h3" textColor="neutral600">
          {day(at, text)}
        </Typography>
      </Box>
    </Flex>
  );
};

export const UnreadLine = () => {
  const text = useText();
  return (
    <Flex gap={3} role="separator" aria-label={text('thread.unread')}>
      <Line aria-hidden />
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {text('thread.unread')}
      </Typography>
      <Line aria-hidden />
    </Flex>
  );
};

/** What stands at an end of what is held: a button to read on, why that failed, or that nothing was before. */
export const PageEnd = ({ label, more, pending, failure, onLoad, end }: { label: string; more: boolean; pending: boolean; failure: Failure | null; onLoad: () => void; end?: string }) => {
  const text = useText();
  const say = useSay();
  if (!more) {
    if (!end) return null;
    return (
      <Typography variant="pi" textColor="neutral600" textAlign="center" tag="p">
        {end}
      </Typography>
    );
  }
  return (
    <Flex direction="column" gap={2} padding={2}>
      {failure && (
        <Typography variant="pi" textColor="neutral800" role="alert">
          {sentenceOfFailure(failure, text, say)}
        </Typography>
      )}
      <Button size="S" variant="tertiary" loading={pending} onClick={onLoad}>
        {failure ? text('action.retry') : label}
      </Button>
    </Flex>
  );
};

const JumpButton = styled.button`
  position: absolute;
  inset-block-end: 1.6rem;
  inset-inline-end: 1.6rem;
  display: inline-flex;
  align-items: center;
  gap: 0.8rem;
  padding: 0.8rem 1.2rem;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: 2rem;
  background: ${({ theme }) => theme.colors.neutral0};
  color: ${({ theme }) => theme.colors.neutral800};
  box-shadow: ${({ theme }) => theme.shadows.popupShadow};
  cursor: pointer;

  &:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: 2px;
  }
`;

export const JumpToNewest = ({ count, onJump }: { count: number; onJump: () => void }) => {
  const text = useText();
  return (
    <JumpButton type="button" onClick={onJump}>
      <ArrowDown aria-hidden fill="currentColor" />
      <Typography variant="pi" fontWeight="bold" textColor="neutral800">
        {count > 0 ? text('thread.jump.new', { count }) : text('thread.jump')}
      </Typography>
    </JumpButton>
  );
};

const Ghost = styled.div<{ $ours: boolean; $width: number }>`
  align-self: ${({ $ours }) => ($ours ? 'flex-end' : 'flex-start')};
  inline-size: ${({ $width }) => $width}%;
  block-size: 4.4rem;
  margin-block-start: 1rem;
  border-radius: 0.8rem;
  background: ${({ theme }) => theme.colors.neutral200};
  opacity: 0.6;
`;

const GHOSTS = [52, 34, 61, 28, 46, 38];

/** The shape of what is coming, so that nothing jumps when it is there. */
export const ThreadSkeleton = () => {
  const text = useText();
  return (
    <Rows role="status" aria-busy aria-label={text('state.loading')}>
      {GHOSTS.map((width, index) => (
        <Ghost key={index} $ours={index % 3 === 1} $width={width} aria-hidden />
      ))}
    </Rows>
  );
};
