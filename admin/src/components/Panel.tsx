import * as React from 'react';
import { Box, Flex, Typography } from '@strapi/design-system';

interface PanelProps {
  title?: string;
  hint?: React.ReactNode;
  actions?: React.ReactNode;
  children: React.ReactNode;
}

/** A white card of a screen, with a heading of its own. */
export const Panel = ({ title, hint, actions, children }: PanelProps) => (
  <Box tag="section" background="neutral0" hasRadius shadow="tableShadow" padding={{ initial: 4, medium: 6 }} aria-label={title}>
    <Flex direction="column" alignItems="stretch" gap={4}>
      {(title || actions) && (
        <Flex justifyContent="space-between" alignItems="flex-start" gap={3} wrap="wrap">
          <Flex direction="column" alignItems="flex-start" gap={1} maxWidth="72rem">
            {title && (
              <Typography variant="delta" tag="h2">
                {title}
              </Typography>
            )}
            {hint && (
              <Typography variant="pi" textColor="neutral600">
                {hint}
              </Typography>
            )}
          </Flex>
          {actions && (
            <Flex gap={2} wrap="wrap">
              {actions}
            </Flex>
          )}
        </Flex>
      )}
      {children}
    </Flex>
  </Box>
);

/** A name and what it is, stacked; long values break instead of pushing the screen wide. */
export const Fact = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
    <Typography variant="sigma" textColor="neutral600" tag="dt">
      {name}
    </Typography>
    <Typography tag="dd" textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
      {children}
    </Typography>
  </Flex>
);
