import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { ChannelRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

/** Conversations of before the inbox had states: open, as what customers wrote was. In one statement, which finds nothing the next time. */
export const fillFormerChannels = async (strapi: Core.Strapi): Promise<void> => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  await channels
    .query()
    .whereNull('state')
    .orWhereNull('priority')
    .update({ state: strapi.db.connection.raw("COALESCE(state, 'open')"), priority: strapi.db.connection.raw("COALESCE(priority, 'normal')") });
};
