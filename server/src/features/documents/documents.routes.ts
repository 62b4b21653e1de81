import type { AdminRoute } from '../../platform/feature';

export const documentsRoutes: AdminRoute[] = [
  { method: 'POST', path: '/documents/prepare', handler: 'documents.prepare', permission: 'documents.send' },
  { method: 'GET', path: '/documents/:type/:id/pdf', handler: 'documents.readPdf', permission: 'documents.send' },
  { method: 'POST', path: '/documents/send', handler: 'documents.send', permission: 'documents.send' },
  { method: 'GET', path: '/documents/batches', handler: 'batches.list', permission: 'documents.send' },
  { method: 'POST', path: '/documents/batches', handler: 'batches.create', permission: 'documents.send' },
  { method: 'GET', path: '/documents/batches/:id', handler: 'batches.get', permission: 'documents.send' },
  { method: 'GET', path: '/documents/batches/:id/entries', handler: 'batches.listEntries', permission: 'documents.send' },
  { method: 'POST', path: '/documents/batches/:id/send', handler: 'batches.send', permission: 'documents.send' },
  { method: 'POST', path: '/documents/batches/:id/cancel', handler: 'batches.cancel', permission: 'documents.send' },
  { method: 'GET', path: '/records/types', handler: 'documents.listTypes', permission: 'documents.send' },
  { method: 'GET', path: '/records/:type/:id', handler: 'documents.readPanel', permission: 'documents.send' },
  { method: 'GET', path: '/documents/fields', handler: 'documents.listFields', permission: 'templates.map' },
  { method: 'GET', path: '/documents/samples', handler: 'documents.listSamples', permission: 'templates.map' },
];
