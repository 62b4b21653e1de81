import type { AdminRoute } from '../../platform/feature';

export const realtimeRoutes: AdminRoute[] = [
  { method: 'GET', path: '/notification-settings', handler: 'notification-settings.read', permission: 'channels.read' },
  { method: 'PUT', path: '/notification-settings', handler: 'notification-settings.save', permission: 'channels.read' },
];
