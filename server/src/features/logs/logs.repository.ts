import type { Core } from '@strapi/types';
import { findAdminNames, findTokenNames } from '../../platform/admin-names';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { DocumentRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import type { Activity } from '../../platform/services';

export interface LogRow extends DocumentRow, Activity {
  occurredAt: Date;
}

export interface LogFilter {
  operation?: string;
  success?: boolean;
  /** Row ids; null: every account and what belongs to none. */
  accounts?: number[] | null;
  account?: number;
  user?: number;
  /** What a person did, and not what goes on by itself or by a token. */
  byPeople?: boolean;
  from?: Date;
  until?: Date;
}

/** As many as one delete takes: SQLite has one writer, and it must not wait long. */
const PRUNE_AT_ONCE = 2_000;

export const createLogsRepository = (strapi: Core.Strapi) => {
  // Made when first asked: services are made before the database knows its tables.
  let table: Table<LogRow> | null = null;
  const logs = (): Table<LogRow> => (table ??= new Table<LogRow>(strapi, contentTypeUid('log')));
  return {
    insert: (rows: Partial<LogRow>[]) => logs().insertMany(rows, { readBack: false }),

    /** Ids under `before`, newest first. */
    async list(filter: LogFilter, before: number | null, limit: number): Promise<LogRow[]> {
      const query = logs().query().orderBy('id', 'desc').limit(limit);
      const column = (name: keyof LogRow & string) => logs().column(name);
      if (before !== null) void query.where('id', '<', before);
      if (filter.operation) void query.where('operation', filter.operation);
      if (filter.success !== undefined) void query.where('success', filter.success);
      if (filter.account !== undefined) void query.where('account', filter.account);
      if (filter.user !== undefined) void query.where('user', filter.user);
      // In words that the partial index has: SQLite uses it for no others.
      if (filter.byPeople) void query.whereRaw('"user" IS NOT NULL');
      if (filter.from) void query.where(column('occurredAt'), '>=', filter.from);
      if (filter.until) void query.where(column('occurredAt'), '<', filter.until);
      const { accounts } = filter;
      if (accounts) void query.where((own: Knex.QueryBuilder) => own.whereIn('account', accounts));
      return logs().fromRows(await query);
    },

    users: (ids: number[]) => findAdminNames(strapi, ids),
    tokens: (ids: number[]) => findTokenNames(strapi, ids),

    /** Which operations there are, for the filter. */
    async operations(): Promise<string[]> {
      const rows = (await logs().query().distinct('operation').orderBy('operation').limit(200)) as { operation: string }[];
      return rows.map(({ operation }) => operation);
    },

    async prune(olderThan: Date): Promise<number> {
      let removed = 0;
      for (;;) {
        const old = logs().query().select('id').where(logs().column('occurredAt'), '<', olderThan).orderBy(logs().column('occurredAt')).limit(PRUNE_AT_ONCE);
        const ids = ((await old) as { id: number }[]).map(({ id }) => id);
        if (ids.length > 0) await logs().query().whereIn('id', ids).delete();
        removed += ids.length;
        if (ids.length < PRUNE_AT_ONCE) return removed;
      }
    },
  };
};

export type LogsRepository = ReturnType<typeof createLogsRepository>;
