import type * as React from 'react';
import { Typography } from '@strapi/design-system';
import { PlainButton } from './BubbleState';

/** Opens what is too long to be shown at once, and closes it again. */
export const MoreButton = ({ open, onToggle, children }: { open: boolean; onToggle: () => void; children: React.ReactNode }) => (
  <PlainButton type="button" aria-expanded={open} onClick={onToggle}>
    <Typography variant="pi" fontWeight="semiBold" textColor="primary600">
      {children}
    </Typography>
  </PlainButton>
);
