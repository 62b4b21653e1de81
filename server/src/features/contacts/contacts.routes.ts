import type { AdminRoute } from '../../platform/feature';

export const contactsRoutes: AdminRoute[] = [
  { method: 'GET', path: '/contacts', handler: 'directory.list', permission: 'contacts.read' },
  { method: 'GET', path: '/consents', handler: 'contacts.listConsents', permission: 'contacts.read' },
  { method: 'POST', path: '/consents/state', handler: 'contacts.stateConsent', permission: 'contacts.state-consent' },
  // Before `:id`: the router takes the first that fits.
  { method: 'GET', path: '/contacts/options', handler: 'directory.options', permission: 'contacts.read' },
  { method: 'GET', path: '/contacts/duplicates', handler: 'directory.listDuplicates', permission: 'contacts.merge' },
  { method: 'GET', path: '/contacts/merge', handler: 'directory.previewMerge', permission: 'contacts.merge' },
  { method: 'POST', path: '/contacts/merge', handler: 'directory.merge', permission: 'contacts.merge' },
  { method: 'POST', path: '/contacts', handler: 'directory.create', permission: 'contacts.write' },
  { method: 'GET', path: '/contacts/:id', handler: 'directory.get', permission: 'contacts.read' },
  { method: 'PUT', path: '/contacts/:id', handler: 'directory.update', permission: 'contacts.write' },
  { method: 'PUT', path: '/contacts/:id/partners/:partner', handler: 'directory.link', permission: 'contacts.write' },
  { method: 'DELETE', path: '/contacts/:id/partners/:partner', handler: 'directory.unlink', permission: 'contacts.write' },
  { method: 'GET', path: '/partners/:id/contact', handler: 'directory.partnerContact', permission: 'contacts.read' },
  { method: 'POST', path: '/partners/:id/contact', handler: 'directory.makePartnerContact', permission: 'contacts.write' },
];
