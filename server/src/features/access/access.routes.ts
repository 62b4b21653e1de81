import type { AdminRoute } from '../../platform/feature';

export const accessRoutes: AdminRoute[] = [
  { method: 'GET', path: '/grants', handler: 'access.listGrants', permission: 'access.configure' },
  { method: 'PUT', path: '/grants/:tokenId', handler: 'access.saveGrant', permission: 'access.configure' },
];
