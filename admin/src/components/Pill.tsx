import * as React from 'react';
import { Flex, Status, Typography, type StatusVariant } from '@strapi/design-system';

/** A status as wide as its word: by itself the design system's stretches over its cell. */
export const Pill = ({ variant, children }: { variant: StatusVariant; children: React.ReactNode }) => (
  <Flex inline>
    <Status variant={variant} size="S">
      {/* The design system's orange on its tint is below what small text needs. */}
      <Typography variant="pi" fontWeight="semiBold" textColor={variant === 'warning' ? 'neutral800' : 'inherit'}>
        {children}
      </Typography>
    </Status>
  </Flex>
);
