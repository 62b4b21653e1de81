import type { Core } from '@strapi/types';
import { findAdminNames, findTokenNames } from '../../platform/admin-names';
import { Table } from '../../platform/database';
import type { ChannelRow, ContactRow, MediaRow, MessageRow, Row } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import type { TraceStep } from '../../platform/services';

export interface TraceRow extends Row {
  account: number;
  subject: string;
  kind: TraceStep['kind'];
  webhookEvent: number | null;
  details: Record<string, unknown> | null;
  recordedAt: Date;
}

/** A stored webhook, as far as a trace tells of it. */
export interface StoredWebhook extends Row {
  body: string;
  state: 'pending' | 'worked' | 'parked';
  attempts: number;
  errorMessage: string | null;
  receivedAt: Date;
  workedAt: Date | null;
}

export interface StoredParked extends Row {
  account: number | null;
  kind: string;
  detail: string;
  reason: string;
  payload: unknown;
  parkedAt: Date;
  resolvedAt: Date | null;
}

/** A halt of the account, from the activity log: it held every message at once, and was written once. */
export interface StoredHalt extends Row {
  account: number;
  errorCode: string | null;
  errorMessage: string | null;
  occurredAt: Date;
}

/** As many as one delete takes: SQLite has one writer, and it must not wait long. */
const PRUNE_AT_ONCE = 2_000;
/** A webhook may be 3 MB: no more of them are opened for one trace. */
const MOST_WEBHOOKS = 40;

export const createTracesRepository = (strapi: Core.Strapi) => {
  // Made when first asked: services are made before the database knows its tables.
  const tables = {
    traces: () => new Table<TraceRow>(strapi, modelUid('message-traces')),
    webhooks: () => new Table<StoredWebhook>(strapi, modelUid('webhook-events')),
    parked: () => new Table<StoredParked>(strapi, modelUid('parked-events')),
    media: () => new Table<MediaRow>(strapi, modelUid('media')),
    contacts: () => new Table<ContactRow>(strapi, contentTypeUid('contact')),
    channels: () => new Table<ChannelRow>(strapi, contentTypeUid('channel')),
    logs: () => new Table<StoredHalt>(strapi, contentTypeUid('log')),
  };
  let traces: Table<TraceRow> | null = null;
  const own = (): Table<TraceRow> => (traces ??= tables.traces());

  const nameAmong = async (find: typeof findAdminNames, id: number | null): Promise<string | null> => (id === null ? null : ((await find(strapi, [id])).get(id) ?? `#${id}`));

  return {
    insert: (rows: Partial<TraceRow>[]) => own().insertMany(rows, { readBack: false }),

    /** Oldest first. What another account recorded under the same id is not this message's. */
    async listOf(account: number, subjects: string[], limit: number): Promise<TraceRow[]> {
      return own().fromRows(await own().query().whereIn('subject', subjects).where('account', account).orderBy('id').limit(limit));
    },

    async webhooks(ids: number[]): Promise<Map<number, StoredWebhook>> {
      const rows = await tables.webhooks().findByIds([...new Set(ids)].slice(0, MOST_WEBHOOKS));
      return new Map(rows.map((row) => [row.id, row]));
    },

    async parkedOf(message: Pick<MessageRow, 'account' | 'providerMessageId'>): Promise<StoredParked[]> {
      if (message.providerMessageId === null) return [];
      const table = tables.parked();
      const rows = await table.query().where({ account: message.account, provider_message_id: message.providerMessageId }).orderBy('id').limit(50);
      return table.fromRows(rows);
    },

    /** While the message waited to be sent. */
    async haltsOf(message: Pick<MessageRow, 'account' | 'direction' | 'createdAt' | 'acceptedAt' | 'failedAt'>): Promise<StoredHalt[]> {
      if (message.direction !== 'outbound') return [];
      const table = tables.logs();
      const query = table.query().where({ operation: 'account.halt', account: message.account }).where(table.column('occurredAt'), '>=', message.createdAt).orderBy('id').limit(20);
      const until = message.acceptedAt ?? message.failedAt;
      if (until) void query.where(table.column('occurredAt'), '<=', until);
      return table.fromRows(await query);
    },

    contact: (id: number | null) => (id === null ? null : tables.contacts().findById(id)),
    channel: (id: number | null) => (id === null ? null : tables.channels().findById(id)),
    media: (id: number | null) => (id === null ? null : tables.media().findById(id)),
    userName: (id: number | null) => nameAmong(findAdminNames, id),
    tokenName: (id: number | null) => nameAmong(findTokenNames, id),

    /** Forgets what was recorded before. Rows are written in order of time, so the oldest have the lowest ids: no index on the time is needed. */
    async prune(before: Date): Promise<number> {
      let removed = 0;
      for (;;) {
        const oldest = own().fromRows(await own().query().select('id', own().column('recordedAt')).orderBy('id').limit(PRUNE_AT_ONCE));
        const ids = oldest.filter(({ recordedAt }) => recordedAt < before).map(({ id }) => id);
        if (ids.length > 0) await own().query().whereIn('id', ids).delete();
        removed += ids.length;
        if (ids.length < PRUNE_AT_ONCE) return removed;
      }
    },
  };
};

export type TracesRepository = ReturnType<typeof createTracesRepository>;
