import type { AdminRoute } from '../../platform/feature';

export const mediaRoutes: AdminRoute[] = [{ method: 'GET', path: '/media/:id', handler: 'media.get', permission: 'messages.read' }];
