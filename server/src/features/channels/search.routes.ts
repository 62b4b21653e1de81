import type { AdminRoute } from '../../platform/feature';

export const searchRoutes: AdminRoute[] = [{ method: 'GET', path: '/channels/search', handler: 'channel-search.search', permission: 'channels.read' }];
