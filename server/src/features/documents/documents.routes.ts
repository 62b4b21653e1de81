import type { AdminRoute } from '../../platform/feature';

export const documentsRoutes: AdminRoute[] = [
  { method: 'POST', path: '/documents/prepare', handler: 'documents.prepare', permission: 'documents.send' },
  { method: 'GET', path: '/documents/:type/:id/pdf', handler: 'documents.readPdf', permission: 'documents.send' },
  { method: 'POST', path: '/documents/send', handler: 'documents.send', permission: 'documents.send' },
  { method: 'GET', path: '/records/:type/:id', handler: 'documents.readPanel', permission: 'documents.send' },
  { method: 'GET', path: '/documents/fields', handler: 'documents.listFields', permission: 'templates.map' },
  { method: 'GET', path: '/documents/samples', handler: 'documents.listSamples', permission: 'templates.map' },
];
