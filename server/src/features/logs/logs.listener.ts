import type { Core } from '@strapi/types';
import { listen } from '../../platform/events';
import { getService } from '../../platform/services';

/** What happened and an administrator will ask about. Accounts that halt record themselves, with their reason. */
export const listenForActivities = (strapi: Core.Strapi): (() => void) => {
  const record = getService(strapi, 'logs').record;
  const stops = [
    listen(strapi, 'contact.merged', ({ kept, merged, user }) => record({ operation: 'contact.merge', success: true, user: user ?? null, subjectType: 'contact', subject: String(kept), details: { merged } })),
    listen(strapi, 'message.queued', ({ message }) => {
      // A campaign is one thing a person did, and records itself; its messages are in the message log.
      if (message.batch !== null) return;
      record({
        operation: 'message.enqueue',
        account: message.account,
        success: true,
        user: message.sentBy,
        subjectType: 'message',
        subject: message.documentId,
        details: { origin: message.origin, type: message.type, purpose: message.purpose },
      });
    }),
    listen(strapi, 'message.advanced', ({ messages }) => {
      for (const { account, deliveryStatus, documentId, batch } of messages) {
        if (deliveryStatus === 'cancelled' && batch === null) record({ operation: 'message.cancel', account, success: true, subjectType: 'message', subject: documentId });
      }
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
