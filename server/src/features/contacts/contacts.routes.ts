import type { AdminRoute } from '../../platform/feature';

export const contactsRoutes: AdminRoute[] = [
  { method: 'GET', path: '/contacts', handler: 'contacts.list', permission: 'contacts.read' },
  { method: 'GET', path: '/consents', handler: 'contacts.listConsents', permission: 'contacts.read' },
  { method: 'POST', path: '/consents/state', handler: 'contacts.stateConsent', permission: 'contacts.state-consent' },
];
