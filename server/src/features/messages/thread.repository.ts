import type { Core } from '@strapi/types';
import { connectionOf, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

const QUOTED = ['id', 'documentId', 'account', 'channel', 'direction', 'type', 'body', 'providerMessageId', 'revokedAt'] as const satisfies readonly (keyof MessageRow)[];
const REACTION = ['id', 'account', 'channel', 'contact', 'direction', 'deliveryStatus', 'payload', 'replyToProviderMessageId', 'sentBy', 'occurredAt', 'createdAt'] as const satisfies readonly (keyof MessageRow)[];

export type QuotedRow = Pick<MessageRow, (typeof QUOTED)[number]>;
export type ReactionRow = Pick<MessageRow, (typeof REACTION)[number]>;

/** Where a page of a thread is. `around`: as many on both sides of it, itself among them. */
export type ThreadPlace = { before: number } | { after: number } | { around: number } | null;

/** What a thread reads besides the message log. */
export const createThreadRepository = (strapi: Core.Strapi) => {
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const columns = (names: readonly (keyof MessageRow)[]): string[] => names.map((name) => messages.column(name));

  return {
    messages,

    /** Row id of a message of this conversation; null for one of another. By its own name alone: a database given both may walk the conversation. */
    async placeOf(channel: number, documentId: string): Promise<number | null> {
      const row = await messages.findOne({ documentId });
      return row?.channel === channel ? row.id : null;
    },

    /** Oldest first, with whether there are more on each side. `until`: the row that follows the page. */
    async page(channel: number, place: ThreadPlace, limit: number): Promise<{ rows: MessageRow[]; hasEarlier: boolean; hasLater: boolean; until: number | null }> {
      const walk = async (side: '<' | '>' | '>=', at: number | null, most: number): Promise<MessageRow[]> => {
        const query = messages.query().where('channel', channel).whereNot('type', 'reaction').orderBy('id', side === '<' ? 'desc' : 'asc').limit(most + 1);
        if (at !== null) void query.where('id', side, at);
        return messages.fromRows(await query);
      };
      if (place && 'around' in place) {
        const half = Math.floor(limit / 2);
        const [earlier, later] = [await walk('<', place.around, half), await walk('>=', place.around, limit - half)];
        return {
          rows: [...earlier.slice(0, half).reverse(), ...later.slice(0, limit - half)],
          hasEarlier: earlier.length > half,
          hasLater: later.length > limit - half,
          until: later[limit - half]?.id ?? null,
        };
      }
      if (place && 'after' in place) {
        const later = await walk('>', place.after, limit);
        return { rows: later.slice(0, limit), hasEarlier: true, hasLater: later.length > limit, until: later[limit]?.id ?? null };
      }
      const earlier = await walk('<', place?.before ?? null, limit);
      return { rows: earlier.slice(0, limit).reverse(), hasEarlier: earlier.length > limit, hasLater: place !== null, until: place?.before ?? null };
    },

    /** Of the customer's, newer than a row; never more than is shown. Reactions are nothing to be read. */
    async countUnread(channel: number, after: number, most: number, trx: Knex): Promise<number> {
      const rows = (await messages.query(trx).select('id').where('channel', channel).where('id', '>', after).where('direction', 'inbound').whereNot('type', 'reaction').orderBy('id', 'desc').limit(most)) as unknown[];
      return rows.length;
    },

    /** The newest a customer wrote between two rows, the second included. */
    async newestInbound(channel: number, after: number, until: number, trx: Knex): Promise<Pick<MessageRow, 'id' | 'providerMessageId'> | null> {
      const row = (await messages
        .query(trx)
        .select(columns(['id', 'providerMessageId']))
        .where('channel', channel)
        .where('id', '>', after)
        .where('id', '<=', until)
        .where({ direction: 'inbound', origin: 'inbound' })
        .whereNotNull(messages.column('providerMessageId'))
        .orderBy('id', 'desc')
        .first()) as Record<string, unknown> | undefined;
      return row ? messages.fromRow(row) : null;
    },

    /** What each message answers, by the answering row's id. What is of another conversation is not shown. */
    async quotedBy(rows: MessageRow[]): Promise<Map<number, QuotedRow>> {
      const quoting = rows.filter(({ replyTo, replyToProviderMessageId }) => replyTo !== null || replyToProviderMessageId !== null);
      if (quoting.length === 0) return new Map();
      const ids = quoting.flatMap(({ replyTo }) => replyTo ?? []);
      const providerIds = quoting.flatMap(({ replyTo, replyToProviderMessageId }) => (replyTo === null && replyToProviderMessageId !== null ? [replyToProviderMessageId] : []));
      // Two lists put together, not one condition with OR: each is looked up by its own index.
      const select = (column: string, values: (string | number)[]) => messages.query().select(columns(QUOTED)).whereIn(column, [...new Set(values)]);
      const lists = [...(ids.length > 0 ? [select('id', ids)] : []), ...(providerIds.length > 0 ? [select(messages.column('providerMessageId'), providerIds)] : [])];
      const found: QuotedRow[] = messages.fromRows(await connectionOf(strapi).unionAll(lists));
      const byId = new Map(found.map((row) => [row.id, row]));
      const byProviderId = new Map(found.map((row) => [`${row.account} ${row.providerMessageId ?? ''}`, row]));
      return new Map(
        quoting.flatMap((row) => {
          const quoted = row.replyTo === null ? byProviderId.get(`${row.account} ${row.replyToProviderMessageId ?? ''}`) : byId.get(row.replyTo);
          return quoted && quoted.channel === row.channel ? [[row.id, quoted] as const] : [];
        }),
      );
    },

    /** Which message tried each failed one again: its documentId by the failed one's row id. */
    async retriesOf(rows: MessageRow[]): Promise<Map<number, string>> {
      const failed = rows.filter(({ deliveryStatus }) => deliveryStatus === 'failed').map(({ id }) => id);
      if (failed.length === 0) return new Map();
      const found = messages.fromRows(await messages.query().select(columns(['documentId', 'retryOf'])).whereIn(messages.column('retryOf'), failed).whereRaw('retry_of IS NOT NULL'));
      return new Map(found.flatMap(({ retryOf, documentId }) => (retryOf === null ? [] : [[retryOf, documentId] as const])));
    },

    /** In no order, which would make SQLite walk the conversation; the condition is written as the index has it, or it takes no partial one. */
    async reactionsTo(rows: MessageRow[]): Promise<ReactionRow[]> {
      const channels = [...new Set(rows.flatMap(({ channel }) => channel ?? []))];
      const providerIds = [...new Set(rows.flatMap(({ providerMessageId }) => providerMessageId ?? []))];
      if (channels.length === 0 || providerIds.length === 0) return [];
      return messages.fromRows(
        await messages
          .query()
          .select(columns(REACTION))
          .whereIn('channel', channels)
          .whereIn(messages.column('replyToProviderMessageId'), providerIds)
          .whereRaw("type = 'reaction'"),
      );
    },
  };
};
