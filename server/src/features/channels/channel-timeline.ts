import type { Core } from '@strapi/types';
import type { ChannelEventKind } from '../../../../plugin/contracts/channels';
import { now } from '../../platform/clock';
import { inTransaction, newDocumentId, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { emit } from '../../platform/events';
import type { ChannelEventRow, ChannelRow, MessageRow } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';

export interface TimelineEntry {
  channel: number;
  kind: ChannelEventKind;
  actor: number | null;
  body?: string | null;
  details?: Record<string, unknown>;
  /** Row id of the message it stands behind, where it is known; else behind the newest. */
  afterMessage?: number;
}

/** What happened in conversations besides messages. Written once, never changed. */
export const createChannelTimeline = (strapi: Core.Strapi) => {
  const events = () => new Table<ChannelEventRow>(strapi, modelUid('channel-events'));

  /** Of each channel by itself: its index ends with the id, so that the newest is the first looked at, however long the conversation. */
  const newestMessages = async (channels: number[], trx: Knex): Promise<Map<number, number>> => {
    if (channels.length === 0) return new Map();
    const channel = new Table<ChannelRow>(strapi, contentTypeUid('channel')).name;
    const message = new Table<MessageRow>(strapi, contentTypeUid('message')).name;
    const rows = (await trx(channel)
      .whereIn(`${channel}.id`, channels)
      .select(`${channel}.id as id`, trx(message).max('id').whereRaw('?? = ??', [`${message}.channel`, `${channel}.id`]).as('newest'))) as { id: number; newest: number | null }[];
    return new Map(rows.map(({ id, newest }) => [id, Number(newest ?? 0)]));
  };

  return {
    /** In one statement, and told after the commit of the transaction it is called in. */
    write: (entries: TimelineEntry[]): Promise<ChannelEventRow[]> =>
      inTransaction(strapi, async (trx, afterCommit) => {
        if (entries.length === 0) return [];
        const unplaced = entries.flatMap(({ channel, afterMessage }) => (afterMessage === undefined ? [channel] : []));
        const newest = await newestMessages([...new Set(unplaced)], trx);
        const occurredAt = now();
        const written = await events().insertMany(
          entries.map(({ channel, kind, actor, body = null, details = {}, afterMessage = newest.get(channel) ?? 0 }) => ({
            documentId: newDocumentId(),
            channel,
            kind,
            actor,
            body,
            details,
            afterMessage,
            occurredAt,
          })),
          {},
          trx,
        );
        afterCommit(() => emit(strapi, 'channel.noted', { events: written }));
        return written;
      }),

    move: async (from: number, to: number, trx: Knex): Promise<void> => {
      await events().query(trx).where({ channel: from }).update({ channel: to });
    },
  };
};
