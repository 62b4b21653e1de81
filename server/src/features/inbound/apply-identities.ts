import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import { getService } from '../../platform/services';
import type { ClaimedEvent } from './route-events';

export const applyIdentities = async (strapi: Core.Strapi, events: ClaimedEvent[], trx: Knex): Promise<void> => {
  for (const { event, account, row } of events) {
    if (event.kind !== 'identity') continue;
    const scope = getService(strapi, 'accounts').portfolioOf(account);
    await getService(strapi, 'contacts').applyIdentityChange({ previous: event.previous, current: event.current, scope, at: event.at ?? row.receivedAt }, trx);
  }
};
