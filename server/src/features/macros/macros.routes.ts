import type { AdminRoute } from '../../platform/feature';

/** One's own needs the inbox; everybody's `macros.write` besides. */
export const macrosRoutes: AdminRoute[] = [
  { method: 'GET', path: '/macros', handler: 'macros.list', permission: 'channels.read' },
  { method: 'POST', path: '/macros', handler: 'macros.create', permission: 'channels.reply' },
  { method: 'PUT', path: '/macros/:id', handler: 'macros.update', permission: 'channels.reply' },
  { method: 'DELETE', path: '/macros/:id', handler: 'macros.remove', permission: 'channels.reply' },
  { method: 'POST', path: '/channels/:id/macros/:macro', handler: 'macros.run', permission: 'channels.reply' },
];
