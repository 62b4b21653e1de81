import type { Core } from '@strapi/types';
import { PERMISSIONS, permissionUid } from '../../../plugin/permissions';
import type { PermissionAction } from '../../../plugin/permissions';
import { PLUGIN_ID } from '../../../plugin/plugin-id';

export const registerPermissions = async (strapi: Core.Strapi): Promise<void> => {
  await strapi.service('admin::permission').actionProvider.registerMany(
    PERMISSIONS.map(({ action, displayName, subCategory }) => ({
      section: 'plugins',
      displayName,
      uid: action,
      subCategory,
      pluginName: PLUGIN_ID,
    })),
  );
};

interface AdminContext {
  state: { user?: { id: number }; userAbility?: { can(action: string): boolean } };
}

/** The administrator of a request, for evidence and logs. */
export const adminIdOf = (ctx: AdminContext): number | null => ctx.state.user?.id ?? null;

/** Whether the administrator of a request holds an action of ours. */
export const mayAdmin = (ctx: AdminContext, action: PermissionAction): boolean => ctx.state.userAbility?.can(permissionUid(action)) ?? false;
