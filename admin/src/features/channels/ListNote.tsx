import * as React from 'react';
import { Flex, Typography } from '@strapi/design-system';

interface ListNoteProps {
  title: string;
  hint?: string;
  action?: React.ReactNode;
  /** In the middle of a pane of its own, with a picture. */
  icon?: React.ReactNode;
}

/** Said in place of rows: why there are none, and what can be done. */
export const ListNote = ({ title, hint, action, icon }: ListNoteProps) => (
  <Flex direction="column" justifyContent="center" gap={3} flex={icon ? '1' : undefined} paddingTop={8} paddingBottom={8} paddingLeft={5} paddingRight={5} role="status">
    {icon && (
      <Flex justifyContent="center" background="neutral150" color="neutral600" width="6.4rem" height="6.4rem" borderRadius="50%" aria-hidden>
        {icon}
      </Flex>
    )}
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
