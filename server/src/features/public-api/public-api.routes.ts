import type { ContentApiRoute } from '../../platform/feature';

/**
 * No action ends in `find` or `findOne`: a read-only token of Strapi's would pass those.
 * `send/media` and `health` are answered by our doors before Strapi's body parser; listed here, a custom token can be given them.
 */
export const publicApiRoutes: ContentApiRoute[] = [
  { method: 'POST', path: '/send/text', handler: 'public-api.sendText' },
  { method: 'POST', path: '/send/media', handler: 'public-api.sendMedia' },
  { method: 'POST', path: '/send/template', handler: 'public-api.sendTemplate' },
  { method: 'POST', path: '/send/interactive', handler: 'public-api.sendInteractive' },
  { method: 'POST', path: '/send/document', handler: 'public-api.sendDocument' },
  { method: 'GET', path: '/messages', handler: 'public-api.listMessages' },
  { method: 'GET', path: '/messages/:id', handler: 'public-api.readMessage' },
  { method: 'GET', path: '/partners', handler: 'public-api.listPartners' },
  { method: 'GET', path: '/sales-orders', handler: 'public-api.listSalesOrders' },
  { method: 'GET', path: '/invoices', handler: 'public-api.listInvoices' },
  { method: 'POST', path: '/contacts', handler: 'public-api.saveContact' },
  { method: 'POST', path: '/sync/trigger', handler: 'public-api.triggerSync' },
  { method: 'GET', path: '/sync/:id', handler: 'public-api.readSync' },
  { method: 'GET', path: '/media/:id', handler: 'public-api.readMedia' },
  { method: 'GET', path: '/health', handler: 'public-api.readHealth' },
];
