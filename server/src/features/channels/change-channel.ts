import type { Core } from '@strapi/types';
import { inTransaction, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { emit } from '../../platform/events';
import type { ChannelRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { createChannelTimeline } from './channel-timeline';
import type { TimelineEntry } from './channel-timeline';

/** What a change writes on the row, and what the timeline says of it; null: the timeline is not for this. */
export interface ChannelChange {
  row: Partial<ChannelRow>;
  entry: Omit<TimelineEntry, 'channel'> | null;
}

export type DecideChange = (row: ChannelRow, trx: Knex) => Promise<ChannelChange | null> | ChannelChange | null;

/** Locks the row, asks what is to change, writes both, tells observers after the commit. Null: it is so already, and nothing is written. */
export const createChangeChannel = (strapi: Core.Strapi) => {
  const timeline = createChannelTimeline(strapi);
  return (channel: Pick<ChannelRow, 'id'>, decide: DecideChange): Promise<ChannelRow> =>
    inTransaction(strapi, async (trx, afterCommit) => {
      const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
      const [row] = await channels.lockByIds([channel.id], trx);
      // Merged into another meanwhile.
      if (!row) throw missing('channel.missing');
      const decided = await decide(row, trx);
      if (!decided) return row;
      if (Object.keys(decided.row).length > 0) await channels.update(row.id, decided.row, trx);
      if (decided.entry) await timeline.write([{ channel: row.id, ...decided.entry }]);
      afterCommit(() => emit(strapi, 'channel.changed', { channels: [row.id] }));
      return { ...row, ...decided.row };
    });
};
