import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { ChannelEventRow } from '../../platform/records';
import { modelUid } from '../../platform/schema';
import { createChannelJoins } from './channel-joins.repository';

/** A page shows no more than this of what happened between its messages: the newest of it. */
const MOST_EVENTS = 300;

export const createChannelEvents = (strapi: Core.Strapi) => {
  const events = new Table<ChannelEventRow>(strapi, modelUid('channel-events'));
  const joins = createChannelJoins(strapi);

  return {
    /** What stands behind messages of these row ids, oldest first; `until` itself is of the page after. */
    async between(channel: number, from: number, until: number | null): Promise<ChannelEventRow[]> {
      const query = events.query().where('channel', channel).where(events.column('afterMessage'), '>=', from);
      if (until !== null) void query.where(events.column('afterMessage'), '<', until);
      const rows = await query.orderBy([{ column: events.column('afterMessage'), order: 'desc' }, { column: 'id', order: 'desc' }]).limit(MOST_EVENTS);
      return events.fromRows(rows).reverse();
    },

    /** The message of the thread at or before a row. */
    placeName: async (channel: number, at: number | null): Promise<string | null> => (at === null ? null : ((await joins.messagesAt([{ channel, at }])).get(`${channel} ${at}`) ?? null)),
  };
};
