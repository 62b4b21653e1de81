import * as React from 'react';
import { Flex, Typography } from '@strapi/design-system';

/** Said in place of rows: why there are none, and what can be done. */
export const ListNote = ({ title, hint, action }: { title: string; hint?: string; action?: React.ReactNode }) => (
  <Flex direction="column" gap={3} paddingTop={8} paddingBottom={8} paddingLeft={5} paddingRight={5} role="status">
    <Typography fontWeight="semiBold" textAlign="center">
      {title}
    </Typography>
    {hint && (
      <Typography variant="pi" textColor="neutral600" textAlign="center">
        {hint}
      </Typography>
    )}
    {action}
  </Flex>
);
