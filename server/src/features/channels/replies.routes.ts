import type { AdminRoute } from '../../platform/feature';

export const repliesRoutes: AdminRoute[] = [
  { method: 'POST', path: '/channels/:id/replies', handler: 'replies.reply', permission: 'channels.reply' },
  { method: 'POST', path: '/channels/:id/files', handler: 'replies.upload', permission: 'channels.reply' },
  { method: 'POST', path: '/channels/:id/messages/:message/retry', handler: 'replies.retry', permission: 'channels.reply' },
  { method: 'POST', path: '/channels/:id/messages/:message/cancel', handler: 'replies.cancel', permission: 'channels.reply' },
];
