import type { AdminRoute } from '../../platform/feature';

export const channelMediaRoutes: AdminRoute[] = [
  { method: 'GET', path: '/channels/:id/media/:media', handler: 'channel-media.get', permission: 'channels.read' },
  { method: 'GET', path: '/channels/:id/media/:media/thumbnail', handler: 'channel-media.thumbnail', permission: 'channels.read' },
  { method: 'POST', path: '/channels/:id/media/:media/library', handler: 'channel-media.library', permission: 'channels.read' },
  { method: 'POST', path: '/channels/:id/media/:media/fetch', handler: 'channel-media.fetch', permission: 'channels.reply' },
];
