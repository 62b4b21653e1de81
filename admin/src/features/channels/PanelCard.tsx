import * as React from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { Resource } from '../../api/use-resource';
import { FailureAlert, LoadingBlock, StaleNote } from '../../components/States';
import { useText } from '../../i18n';

interface PanelCardProps {
  title: string;
  action?: React.ReactNode;
  children: React.ReactNode;
}

/** One subject of the side panel. */
export const PanelCard = ({ title, action, children }: PanelCardProps) => (
  <Box tag="section" aria-label={title} padding={4} borderColor="neutral150" hasRadius background="neutral0">
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex justifyContent="space-between" gap={2}>
        <Typography variant="sigma" textColor="neutral600" tag="h3">
          {title}
        </Typography>
        {action}
      </Flex>
      {children}
    </Flex>
  </Box>
);

/** What was read for a card in each of its states. */
export const CardContent = <T,>({ of, children }: { of: Resource<T>; children: (data: T) => React.ReactNode }) => {
  const text = useText();
  if (of.loading) return <LoadingBlock />;
  if (of.data === null) {
    return (
      of.failure && (
        <Flex direction="column" alignItems="stretch" gap={2}>
          <FailureAlert failure={of.failure} />
          <Button size="S" variant="tertiary" onClick={of.reload}>
            {text('action.retry')}
          </Button>
        </Flex>
      )
    );
  }
  return (
    <>
      <StaleNote failure={of.failure} onRetry={of.reload} />
      {children(of.data)}
    </>
  );
};

export const Quiet = ({ children }: { children: React.ReactNode }) => (
  <Typography variant="pi" textColor="neutral600">
    {children}
  </Typography>
);
