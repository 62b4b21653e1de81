import type { Core } from '@strapi/types';
import { connectionOf, isPostgres, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';

export interface WebhookEventRow extends Row {
  provider: string;
  account: number;
  digest: string;
  body: string;
  state: 'pending' | 'worked' | 'parked';
  attempts: number;
  notBefore: Date | null;
  errorMessage: string | null;
  receivedAt: Date;
  workedAt: Date | null;
}

export interface ParkedEventRow extends Row {
  account: number | null;
  kind: string;
  providerMessageId: string;
  detail: string;
  reason: string;
  payload: unknown;
  parkedAt: Date;
  resolvedAt: Date | null;
}

/** SQLite takes 500 rows in one insert: knex writes them as a compound select, and that is its limit of terms. */
const ROWS_AN_INSERT = 500;

export type NewWebhookEvent = Pick<WebhookEventRow, 'provider' | 'account' | 'digest' | 'body' | 'receivedAt'>;

export const createInboundRepository = (strapi: Core.Strapi) => {
  const events = new Table<WebhookEventRow>(strapi, modelUid('webhook-events'));
  const parked = new Table<ParkedEventRow>(strapi, modelUid('parked-events'));
  const postgres = isPostgres(strapi);
  const bodyLength = postgres ? 'octet_length(body)' : 'length(body)';

  // By hand: composing the same statement anew for every webhook would cost as much as storing it.
  const insertInto = `INSERT INTO ${events.name} (${(['provider', 'account', 'digest', 'body', 'state', 'attempts', 'receivedAt'] as const).map((name) => events.column(name)).join(', ')})`;

  return {
    /** A repeated delivery is left alone. Nothing is read back: the bodies would travel twice. */
    async insert(rows: NewWebhookEvent[]): Promise<void> {
      for (let start = 0; start < rows.length; start += ROWS_AN_INSERT) {
        const part = rows.slice(start, start + ROWS_AN_INSERT);
        const bindings = part.flatMap(({ provider, account, digest, body, receivedAt }) => [provider, account, digest, body, 'pending', 0, postgres ? receivedAt : receivedAt.getTime()]);
        await connectionOf(strapi).raw(`${insertInto} VALUES ${part.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')} ON CONFLICT (account, digest) DO NOTHING`, bindings);
      }
    },

    /** Due events in the order they came, as many as fit into `maxBytes` (but one at least). */
    async takeDue(at: Date, limit: { rows: number; bytes: number }): Promise<WebhookEventRow[]> {
      const sizes = (await events
        .query()
        .select('id', strapi.db.connection.raw(`${bodyLength} as bytes`))
        .where('state', 'pending')
        .where((due: Knex.QueryBuilder) => due.whereNull(events.column('notBefore')).orWhere(events.column('notBefore'), '<=', at))
        .orderBy('id')
        .limit(limit.rows)) as { id: number; bytes: number | string }[];
      let bytes = 0;
      const fitting = sizes.filter((row, index) => {
        bytes += Number(row.bytes);
        return index === 0 || bytes <= limit.bytes;
      });
      if (fitting.length === 0) return [];
      return events.fromRows(await events.query().whereIn('id', fitting.map(({ id }) => id)).orderBy('id'));
    },

    /** Those of `ids` that are still to be worked, held until the transaction ends; another process's are left out. */
    async lockPending(ids: number[], trx: Knex): Promise<Set<number>> {
      const query = events.query(trx).select('id').whereIn('id', ids).where('state', 'pending').orderBy('id');
      const rows = (await (postgres ? query.forUpdate().skipLocked() : query)) as { id: number }[];
      return new Set(rows.map(({ id }) => id));
    },

    async markWorked(ids: number[], at: Date, trx: Knex): Promise<void> {
      await events.query(trx).whereIn('id', ids).update(events.toRow({ state: 'worked', workedAt: at, errorMessage: null }));
    },

    update: (id: number, changes: Partial<WebhookEventRow>, trx: Knex) => events.update(id, changes, trx),

    /** Which accounts have a row of the same bytes, by digest. */
    async accountsByDigest(accounts: number[], digests: string[]): Promise<Map<string, number[]>> {
      const rows = (await events.query().select('account', 'digest').whereIn('account', accounts).whereIn('digest', digests).orderBy('account')) as { account: number; digest: string }[];
      const found = new Map<string, number[]>();
      for (const { account, digest } of rows) {
        const accounts = found.get(digest);
        if (accounts) accounts.push(account);
        else found.set(digest, [account]);
      }
      return found;
    },

    async hasDue(at: Date): Promise<boolean> {
      const row = (await events
        .query()
        .select('id')
        .where('state', 'pending')
        .where((due: Knex.QueryBuilder) => due.whereNull(events.column('notBefore')).orWhere(events.column('notBefore'), '<=', at))
        .first()) as { id: number } | undefined;
      return row !== undefined;
    },

    async park(rows: Omit<ParkedEventRow, 'id' | 'resolvedAt'>[], trx: Knex): Promise<void> {
      await parked.insertMany(rows, { onConflict: ['account', 'providerMessageId', 'detail'], readBack: false }, trx);
    },

    /** Forgets bodies long worked; the provider repeats a delivery for a week at most. Returns how many went. */
    async purgeWorked(before: Date, limit: number): Promise<number> {
      const rows = (await events
        .query()
        .select('id')
        .where('state', 'worked')
        .where(events.column('receivedAt'), '<', before)
        .limit(limit)) as { id: number }[];
      if (rows.length > 0) await events.query().whereIn('id', rows.map(({ id }) => id)).delete();
      return rows.length;
    },
  };
};

export type InboundRepository = ReturnType<typeof createInboundRepository>;
