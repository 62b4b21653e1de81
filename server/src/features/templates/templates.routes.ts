import type { AdminRoute } from '../../platform/feature';

export const templatesRoutes: AdminRoute[] = [
  { method: 'GET', path: '/templates', handler: 'templates.list', permission: 'templates.read' },
  { method: 'POST', path: '/templates/sync', handler: 'templates.sync', permission: 'templates.sync' },
  { method: 'GET', path: '/templates/:id', handler: 'templates.get', permission: 'templates.read' },
  { method: 'PUT', path: '/templates/:id/mapping', handler: 'templates.saveMapping', permission: 'templates.map' },
  { method: 'POST', path: '/templates', handler: 'templates.create', permission: 'templates.write' },
  { method: 'PUT', path: '/templates/:id', handler: 'templates.update', permission: 'templates.write' },
  { method: 'DELETE', path: '/templates/:id', handler: 'templates.remove', permission: 'templates.write' },
  { method: 'POST', path: '/templates/:id/duplicate', handler: 'templates.duplicate', permission: 'templates.write' },
  { method: 'GET', path: '/templates/:id/usage', handler: 'templates.readUsage', permission: 'templates.read' },
  { method: 'GET', path: '/templates/:id/header-file', handler: 'template-header.read', permission: 'templates.read' },
  { method: 'PUT', path: '/templates/:id/header-file', handler: 'template-header.choose', permission: 'templates.map' },
  { method: 'POST', path: '/templates/:id/header-file', handler: 'template-header.upload', permission: 'templates.map' },
];
