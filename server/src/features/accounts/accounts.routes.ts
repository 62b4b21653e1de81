import type { AdminRoute } from '../../platform/feature';

export const accountsRoutes: AdminRoute[] = [
  { method: 'GET', path: '/providers', handler: 'accounts.listProviders', permission: 'accounts.read' },
  { method: 'GET', path: '/accounts', handler: 'accounts.list', permission: 'accounts.read' },
  { method: 'POST', path: '/accounts/test', handler: 'accounts.test', permission: 'accounts.configure' },
  { method: 'POST', path: '/accounts', handler: 'accounts.create', permission: 'accounts.configure' },
  { method: 'GET', path: '/accounts/media-settings', handler: 'connection.readMedia', permission: 'accounts.read' },
  { method: 'PUT', path: '/accounts/media-settings', handler: 'connection.writeMedia', permission: 'accounts.configure' },
  { method: 'GET', path: '/accounts/:id/connection', handler: 'connection.read', permission: 'accounts.read' },
  { method: 'POST', path: '/accounts/:id/connection/check', handler: 'connection.check', permission: 'accounts.configure' },
  { method: 'POST', path: '/accounts/:id/first-message', handler: 'connection.sendFirst', permission: 'accounts.configure' },
  { method: 'PUT', path: '/accounts/:id/secrets/:name', handler: 'connection.replaceSecret', permission: 'accounts.configure' },
  { method: 'POST', path: '/accounts/:id/secrets/:name/put-back', handler: 'connection.putBackSecret', permission: 'accounts.configure' },
  { method: 'DELETE', path: '/accounts/:id/secrets/:name/former', handler: 'connection.removeFormerSecret', permission: 'accounts.configure' },
  { method: 'GET', path: '/accounts/:id', handler: 'accounts.get', permission: 'accounts.read' },
  { method: 'PUT', path: '/accounts/:id', handler: 'accounts.update', permission: 'accounts.configure' },
  { method: 'DELETE', path: '/accounts/:id', handler: 'accounts.remove', permission: 'accounts.configure' },
  { method: 'POST', path: '/accounts/:id/resume', handler: 'accounts.resume', permission: 'accounts.configure' },
  { method: 'GET', path: '/companies', handler: 'defaults.listCompanies', permission: 'accounts.configure' },
  { method: 'GET', path: '/my-defaults', handler: 'defaults.read', permission: null },
  { method: 'PUT', path: '/my-defaults', handler: 'defaults.save', permission: null },
];
