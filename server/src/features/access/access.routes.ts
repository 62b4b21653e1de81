import type { AdminRoute } from '../../platform/feature';

export const accessRoutes: AdminRoute[] = [
  { method: 'GET', path: '/grants', handler: 'access.listGrants', permission: 'access.configure' },
  { method: 'PUT', path: '/grants/:tokenId', handler: 'access.saveGrant', permission: 'access.configure' },
  { method: 'GET', path: '/access/subjects', handler: 'account-access.listSubjects', permission: 'access.configure' },
  { method: 'GET', path: '/accounts/:id/access', handler: 'account-access.read', permission: 'access.configure' },
  { method: 'PUT', path: '/accounts/:id/access', handler: 'account-access.save', permission: 'access.configure' },
];
