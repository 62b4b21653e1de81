import type { AdminRoute } from '../../platform/feature';

/** From a record it takes what sending its document takes; to anybody, the permission to send messages. */
export const compositionsRoutes: AdminRoute[] = [
  { method: 'POST', path: '/compositions/prepare', handler: 'compositions.prepare', permission: 'messages.send' },
  { method: 'POST', path: '/compositions/send', handler: 'compositions.send', permission: 'messages.send' },
  { method: 'GET', path: '/compositions/people', handler: 'compositions.listPeople', permission: 'messages.send' },
  { method: 'GET', path: '/compositions/countries', handler: 'compositions.listCountries', permission: 'messages.send' },
  { method: 'POST', path: '/records/:type/:id/compositions/prepare', handler: 'compositions.prepareForRecord', permission: 'documents.send' },
  { method: 'POST', path: '/records/:type/:id/compositions/send', handler: 'compositions.sendForRecord', permission: 'documents.send' },
];
