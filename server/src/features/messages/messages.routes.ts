import type { AdminRoute } from '../../platform/feature';

export const messagesRoutes: AdminRoute[] = [
  { method: 'GET', path: '/messages', handler: 'messages.list', permission: 'messages.read' },
  // Before `:id`: the router takes the first that fits.
  { method: 'GET', path: '/messages/export', handler: 'messages.export', permission: 'messages.read' },
  { method: 'GET', path: '/messages/:id', handler: 'messages.get', permission: 'messages.read' },
  { method: 'GET', path: '/parked', handler: 'messages.listParked', permission: 'messages.read' },
  { method: 'POST', path: '/parked/replay', handler: 'messages.replayParked', permission: 'messages.replay' },
];
