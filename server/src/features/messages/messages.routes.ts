import type { AdminRoute } from '../../platform/feature';

export const messagesRoutes: AdminRoute[] = [
  { method: 'GET', path: '/messages', handler: 'messages.list', permission: 'messages.read' },
  { method: 'GET', path: '/messages/:id', handler: 'messages.get', permission: 'messages.read' },
  { method: 'GET', path: '/parked', handler: 'messages.listParked', permission: 'messages.read' },
];
