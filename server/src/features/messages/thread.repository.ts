import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

const QUOTED = ['id', 'documentId', 'account', 'channel', 'direction', 'type', 'body', 'providerMessageId', 'revokedAt'] as const satisfies readonly (keyof MessageRow)[];
const REACTION = ['id', 'account', 'channel', 'contact', 'direction', 'deliveryStatus', 'payload', 'replyToProviderMessageId', 'sentBy', 'occurredAt', 'createdAt'] as const satisfies readonly (keyof MessageRow)[];
/** More reactions than people press: a page of them never grows without bound. */
const MOST_REACTIONS = 2_000;

export type QuotedRow = Pick<MessageRow, (typeof QUOTED)[number]>;
export type ReactionRow = Pick<MessageRow, (typeof REACTION)[number]>;

/** What a thread reads besides the message log. */
export const createThreadRepository = (strapi: Core.Strapi) => {
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const columns = (names: readonly (keyof MessageRow)[]): string[] => names.map((name) => messages.column(name));

  return {
    messages,

    /** What each message answers, by the answering row's id. What is of another conversation is not shown. */
    async quotedBy(rows: MessageRow[]): Promise<Map<number, QuotedRow>> {
      const quoting = rows.filter(({ replyTo, replyToProviderMessageId }) => replyTo !== null || replyToProviderMessageId !== null);
      if (quoting.length === 0) return new Map();
      const ids = quoting.flatMap(({ replyTo }) => replyTo ?? []);
      const providerIds = quoting.flatMap(({ replyTo, replyToProviderMessageId }) => (replyTo === null && replyToProviderMessageId !== null ? [replyToProviderMessageId] : []));
      const found: QuotedRow[] = messages.fromRows(
        await messages
          .query()
          .select(columns(QUOTED))
          .where((either: Knex.QueryBuilder) => void either.whereIn('id', [...new Set(ids)]).orWhereIn(messages.column('providerMessageId'), [...new Set(providerIds)])),
      );
      const byId = new Map(found.map((row) => [row.id, row]));
      const byProviderId = new Map(found.map((row) => [`${row.account} ${row.providerMessageId ?? ''}`, row]));
      return new Map(
        quoting.flatMap((row) => {
          const quoted = row.replyTo === null ? byProviderId.get(`${row.account} ${row.replyToProviderMessageId ?? ''}`) : byId.get(row.replyTo);
          return quoted && quoted.channel === row.channel ? [[row.id, quoted] as const] : [];
        }),
      );
    },

    /** Newest first. The condition is written as the index has it: SQLite takes a partial index for no other. */
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
          .whereRaw("type = 'reaction'")
          .orderBy('id', 'desc')
          .limit(MOST_REACTIONS),
      );
    },
  };
};
