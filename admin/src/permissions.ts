import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import { permissionUid, type PermissionAction } from '../../plugin/permissions';

/** As Strapi's menu, settings links and Page.Protect want them. Our actions have no subject. */
export const permissionsOf = (...actions: PermissionAction[]): { action: string; subject: null }[] =>
  actions.map((action) => ({ action: permissionUid(action), subject: null }));

/**
 * Whether the person signed in holds an action. `useRBAC` names its answers after the last word of an action, and
 * `messages.read` and `templates.read` would both be `canRead`. This only hides what would be refused: the server decides.
 */
export const useMay = (): ((action: PermissionAction) => boolean) => {
  const permissions = useAuth('useMay', (state) => state.permissions);
  return React.useMemo(() => {
    const held = new Set(permissions.map((permission) => permission.action));
    return (action) => held.has(permissionUid(action));
  }, [permissions]);
};
