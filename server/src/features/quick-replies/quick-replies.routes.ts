import type { AdminRoute } from '../../platform/feature';

/** One's own needs the inbox; everybody's `quick-replies.write` besides. */
export const quickRepliesRoutes: AdminRoute[] = [
  { method: 'GET', path: '/quick-replies', handler: 'quick-replies.list', permission: 'channels.read' },
  { method: 'POST', path: '/quick-replies', handler: 'quick-replies.create', permission: 'channels.reply' },
  { method: 'PUT', path: '/quick-replies/:id', handler: 'quick-replies.update', permission: 'channels.reply' },
  { method: 'DELETE', path: '/quick-replies/:id', handler: 'quick-replies.remove', permission: 'channels.reply' },
  { method: 'POST', path: '/channels/:id/quick-replies/:reply', handler: 'quick-replies.use', permission: 'channels.reply' },
];
