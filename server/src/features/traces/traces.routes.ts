import type { AdminRoute } from '../../platform/feature';

export const tracesRoutes: AdminRoute[] = [{ method: 'GET', path: '/messages/:id/trace', handler: 'traces.get', permission: 'messages.trace' }];
