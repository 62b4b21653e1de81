import * as React from 'react';
import { Alert, Box, Button, EmptyStateLayout, Flex, Loader, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { EmptyDocuments } from '@strapi/icons/symbols';
import type { Failure } from '../api/failure';
import { useText, type Text } from '../i18n';
import { useSay, type Say } from '../sentences';

/** The sentence of a failure: the server's own, else what is known from the kind of failure. */
export const sentenceOfFailure = (failure: Failure, text: Text, say: Say): string => {
  if (failure.code === 'network') return text('failure.network');
  if (failure.sentence) return say(failure);
  if (failure.status === 403) return text('failure.denied');
  if (failure.status === 404) return text('failure.missing');
  if (failure.status >= 500) return text('failure.server');
  return text('failure.unknown');
};

export const LoadingBlock = () => {
  const text = useText();
  return (
    <Flex justifyContent="center" padding={8} aria-busy>
      <Loader>{text('state.loading')}</Loader>
    </Flex>
  );
};

/** A part of a screen that could not be read, with its reason and a second try. */
export const FailureBlock = ({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) => {
  const text = useText();
  const say = useSay();
  return (
    <Box background="neutral0" hasRadius shadow="tableShadow" padding={6} role="alert">
      <Flex direction="column" gap={4} alignItems="center">
        <Typography variant="delta" textAlign="center">
          {text('failure.title')}
        </Typography>
        <Typography textColor="neutral600" textAlign="center" maxWidth="64rem">
          {sentenceOfFailure(failure, text, say)}
        </Typography>
        {onRetry && (
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {text('action.retry')}
          </Button>
        )}
      </Flex>
    </Box>
  );
};

/** A write that failed, above what was being written. */
export const FailureAlert = ({ failure, onClose }: { failure: Failure | null; onClose?: () => void }) => {
  const text = useText();
  const say = useSay();
  if (!failure) return null;
  return (
    <Alert variant="danger" title={text('failure.title')} closeLabel={text('action.close')} {...(onClose ? { onClose } : {})} role="alert">
      {sentenceOfFailure(failure, text, say)}
    </Alert>
  );
};

export const EmptyBlock = ({ content, action }: { content: string; action?: React.ReactNode }) => (
  <EmptyStateLayout icon={<EmptyDocuments width="16rem" height="8.8rem" />} content={content} action={action} hasRadius shadow="tableShadow" />
);

/** A poll that failed while older rows are still shown: say that they may be old. */
export const StaleNote = ({ failure, onRetry }: { failure: Failure | null; onRetry: () => void }) => {
  const text = useText();
  const say = useSay();
  if (!failure) return null;
  return (
    <Flex gap={3} wrap="wrap" role="status">
      <Typography variant="pi" textColor="neutral800">
        {text('state.stale', { reason: sentenceOfFailure(failure, text, say) })}
      </Typography>
      <Button size="S" variant="tertiary" onClick={onRetry}>
        {text('action.retry')}
      </Button>
    </Flex>
  );
};
