import type { AdminRoute } from '../../platform/feature';

export const channelsRoutes: AdminRoute[] = [
  { method: 'GET', path: '/channels', handler: 'channels.list', permission: 'channels.read' },
  { method: 'GET', path: '/channels/counts', handler: 'channels.counts', permission: 'channels.read' },
  { method: 'GET', path: '/channels/options', handler: 'channels.options', permission: 'channels.read' },
  { method: 'POST', path: '/channels', handler: 'channels.open', permission: 'channels.reply' },
  // After every fixed path, other features' too: the router takes the first that fits.
  { method: 'GET', path: '/channels/:id', handler: 'channels.get', permission: 'channels.read' },
  { method: 'GET', path: '/channels/:id/thread', handler: 'channels.thread', permission: 'channels.read' },
  { method: 'POST', path: '/channels/:id/read', handler: 'channels.read', permission: 'channels.read' },
];
