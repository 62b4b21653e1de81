import type { AdminRoute } from '../../platform/feature';

export const logsRoutes: AdminRoute[] = [
  { method: 'GET', path: '/activities', handler: 'logs.list', permission: 'logs.read' },
  { method: 'GET', path: '/activities/operations', handler: 'logs.listOperations', permission: 'logs.read' },
  { method: 'GET', path: '/activities/export', handler: 'logs.export', permission: 'logs.read' },
];
