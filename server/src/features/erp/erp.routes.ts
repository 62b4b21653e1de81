import type { AdminRoute } from '../../platform/feature';

export const erpRoutes: AdminRoute[] = [
  { method: 'GET', path: '/erp/connection', handler: 'erp.readConnection', permission: 'erp.read' },
  { method: 'PUT', path: '/erp/connection', handler: 'erp.saveConnection', permission: 'erp.configure' },
  { method: 'POST', path: '/erp/test', handler: 'erp.testConnection', permission: 'erp.configure' },
  { method: 'GET', path: '/erp/fields', handler: 'erp.listFields', permission: 'erp.configure' },
  { method: 'PUT', path: '/erp/consent-mapping', handler: 'erp.saveConsentMapping', permission: 'erp.configure' },
  { method: 'POST', path: '/erp/pull', handler: 'erp.pull', permission: 'erp.pull' },
  { method: 'GET', path: '/erp/runs', handler: 'erp.listRuns', permission: 'erp.read' },
  { method: 'GET', path: '/erp/runs/:id', handler: 'erp.readRun', permission: 'erp.read' },
  { method: 'POST', path: '/erp/runs/:id/cancel', handler: 'erp.cancelRun', permission: 'erp.pull' },
  { method: 'GET', path: '/erp/sync', handler: 'sync.overview', permission: 'erp.read' },
  { method: 'PUT', path: '/erp/sync/:kind', handler: 'sync.changeKind', permission: 'erp.configure' },
  { method: 'GET', path: '/erp/sync/failures', handler: 'sync.listFailures', permission: 'erp.read' },
  { method: 'POST', path: '/erp/sync/preview', handler: 'sync.preview', permission: 'erp.pull' },
  { method: 'GET', path: '/contacts/:id/records', handler: 'erp.listContactRecords', permission: 'documents.send' },
];
