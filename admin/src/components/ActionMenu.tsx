import * as React from 'react';
import { Menu, type SimpleMenuProps } from '@strapi/design-system';
import { pageDirection } from './direction';

/** `SimpleMenu` ends after four entries and hides its scroll bar: what comes after them is not found. This one grows with the room. */
export const ActionMenu = React.forwardRef<HTMLButtonElement, SimpleMenuProps>(({ children, onOpen, onClose, onReachEnd: _onReachEnd, intersectionId: _intersectionId, popoverPlacement, ...trigger }, ref) => (
  <Menu.Root dir={pageDirection()} onOpenChange={(open: boolean) => (open ? onOpen?.() : onClose?.())}>
    <Menu.Trigger ref={ref} {...trigger}>
      {trigger.label}
    </Menu.Trigger>
    <Menu.Content popoverPlacement={popoverPlacement} maxHeight="min(48rem, var(--radix-dropdown-menu-content-available-height))">
      {children}
    </Menu.Content>
  </Menu.Root>
));
ActionMenu.displayName = 'ActionMenu';
