import type { Core } from '@strapi/types';
import { listen } from '../../platform/events';
import { getService } from '../../platform/services';

/** What happens by itself and an administrator will ask about: numbers that stopped, contacts that became one. */
export const listenForActivities = (strapi: Core.Strapi): (() => void) => {
  const record = getService(strapi, 'logs').record;
  const stops = [
    listen(strapi, 'account.halted', ({ account, code, message }) => record({ operation: 'account.halt', account, success: false, errorCode: code, errorMessage: message })),
    listen(strapi, 'contact.merged', ({ kept, merged }) => record({ operation: 'contact.merge', success: true, subjectType: 'contact', subject: String(kept), details: { merged } })),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
