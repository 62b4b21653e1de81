import type { Feature } from './platform/feature';
import { permissionUid } from '../../plugin/permissions';
import type { PermissionAction } from '../../plugin/permissions';

/** Admin routes: signed in, and holding the action the route names. */
export const adminRoutes = (features: Feature[]) =>
  features.flatMap((feature) =>
    (feature.adminRoutes ?? []).map(({ method, path, handler, permission }) => ({
      method,
      path,
      handler,
      config: {
        policies: [
          'admin::isAuthenticatedAdmin',
          ...(permission ? [{ name: 'admin::hasPermissions', config: { actions: [permissionUid(permission as PermissionAction)] } }] : []),
        ],
      },
    })),
  );

/** Content API routes; Strapi derives the token scope from the handler, our grants decide what it may do. */
export const contentApiRoutes = (features: Feature[]) =>
  features.flatMap((feature) => (feature.contentApiRoutes ?? []).map(({ method, path, handler }) => ({ method, path, handler, config: {} })));
