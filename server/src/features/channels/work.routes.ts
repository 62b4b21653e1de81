import type { AdminRoute } from '../../platform/feature';

/** Who may see a conversation at all is asked of each; for others, `channels.assign` besides. */
export const workRoutes: AdminRoute[] = [
  { method: 'GET', path: '/channels/agents', handler: 'work.listAgents', permission: 'channels.read' },
  { method: 'PUT', path: '/channels/:id/assignee', handler: 'work.assign', permission: 'channels.reply' },
  { method: 'PUT', path: '/channels/:id/state', handler: 'work.setState', permission: 'channels.reply' },
  { method: 'PUT', path: '/channels/:id/priority', handler: 'work.setPriority', permission: 'channels.reply' },
  { method: 'PUT', path: '/channels/:id/tags', handler: 'work.setTags', permission: 'channels.reply' },
  { method: 'PUT', path: '/channels/:id/agents', handler: 'work.setAgents', permission: 'channels.reply' },
  { method: 'PUT', path: '/channels/:id/title', handler: 'work.setTitle', permission: 'channels.configure' },
  { method: 'PUT', path: '/channels/:id/settings', handler: 'work.setSettings', permission: 'channels.configure' },
  { method: 'PUT', path: '/channels/:id/preferred-agent', handler: 'work.setPreferredAgent', permission: 'channels.assign' },
  { method: 'POST', path: '/channels/:id/notes', handler: 'work.note', permission: 'channels.reply' },
  { method: 'GET', path: '/tags', handler: 'tags.list', permission: 'channels.read' },
  { method: 'POST', path: '/tags', handler: 'tags.create', permission: 'channels.configure' },
  { method: 'PUT', path: '/tags/:id', handler: 'tags.update', permission: 'channels.configure' },
  { method: 'DELETE', path: '/tags/:id', handler: 'tags.remove', permission: 'channels.configure' },
  { method: 'GET', path: '/channel-views', handler: 'views.list', permission: 'channels.read' },
  { method: 'POST', path: '/channel-views', handler: 'views.create', permission: 'channels.read' },
  { method: 'DELETE', path: '/channel-views/:id', handler: 'views.remove', permission: 'channels.read' },
];
