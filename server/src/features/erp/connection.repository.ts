import type { Core } from '@strapi/types';
import type { RecordKind, SyncRunView } from '../../../../plugin/contracts/erp';
import type { CursorState } from '../../../../bridge/src';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { newDocumentId, Table } from '../../platform/database';
import { isUniqueViolation } from '../../platform/database-errors';
import type { Knex } from '../../platform/database';
import { now } from '../../platform/clock';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';

export interface ErpConnectionRow extends Row {
  name: string | null;
  baseUrl: string;
  database: string;
  login: string;
  protocol: 'auto' | 'jsonrpc';
  active: boolean;
  serverVersion: string | null;
  consentMapping: { utility?: string; marketing?: string } | null;
  cursors: Partial<Record<RecordKind, CursorState>> | null;
  intervalMinutes: number;
  lastPulledAt: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  createdAt: Date;
}

export interface SyncRunRow extends Row {
  documentId: string;
  connection: number;
  records: RecordKind[];
  full: boolean;
  state: SyncRunView['state'];
  startedBy: string | null;
  counts: SyncRunView['counts'];
  errorCode: string | null;
  errorMessage: string | null;
  startedAt: Date;
  finishedAt: Date | null;
  seenAt: Date | null;
}

/** Connections (one until stage 7) and the runs of their pulls. */
export const createConnectionRepository = (strapi: Core.Strapi) => {
  const connections = () => new Table<ErpConnectionRow>(strapi, modelUid('erp-connections'));
  const runs = () => new Table<SyncRunRow>(strapi, modelUid('sync-runs'));
  return {
    findFirst: () => connections().findOne({}),
    findById: (id: number, trx?: Knex) => connections().findById(id, trx),
    insert: (row: Partial<ErpConnectionRow>) => connections().insert({ ...row, createdAt: now() }),
    update: (id: number, changes: Partial<ErpConnectionRow>, trx?: Knex) => connections().update(id, changes, trx),

    /** Null where a pull of this connection runs already, in this process or in another. */
    async insertRun(run: Partial<SyncRunRow>): Promise<SyncRunRow | null> {
      try {
        return await runs().insert({ ...run, documentId: newDocumentId(), startedAt: now(), seenAt: now() });
      } catch (error) {
        if (isUniqueViolation(error)) return null;
        throw error;
      }
    },
    updateRun: (id: number, changes: Partial<SyncRunRow>, trx?: Knex) => runs().update(id, { ...changes, seenAt: now() }, trx),
    findRunning: (connection: number) => runs().findOne({ connection, state: 'running' }),
    findRun: (documentId: string) => runs().findOne({ documentId }),
    findRunById: (id: number) => runs().findById(id),
    async listRuns(limit: number): Promise<SyncRunRow[]> {
      return runs().fromRows(await runs().query().orderBy('id', 'desc').limit(limit));
    },
    /** Ends the runs whose process is gone: silent since `before`, or all of them. Returns what was under way. */
    async closeInterrupted({ before, except }: { before: Date | null; except: number | null }): Promise<SyncRunRow[]> {
      const query = runs().query().where('state', 'running');
      if (before) void query.where((silent: Knex.QueryBuilder) => void silent.whereNull('seen_at').orWhere('seen_at', '<', before));
      if (except !== null) void query.whereNot('id', except);
      const changes = runs().toRow({ state: 'failed', errorCode: 'sync.interrupted', errorMessage: sentenceOf('sync.interrupted'), finishedAt: now() });
      return runs().fromRows(await query.update(changes).returning('*'));
    },
  };
};

export type ConnectionRepository = ReturnType<typeof createConnectionRepository>;

/** Runs of an earlier version did not count these. */
const NO_FAILURES = { unchanged: 0, failed: 0 };

export const toRunView = (run: SyncRunRow): SyncRunView => ({
  id: run.documentId,
  state: run.state,
  full: run.full,
  records: run.records,
  counts: Object.fromEntries(Object.entries(run.counts ?? {}).map(([kind, counts]) => [kind, { ...NO_FAILURES, ...counts }])),
  startedBy: run.startedBy,
  error: run.errorCode ? { code: run.errorCode, message: run.errorMessage ?? '' } : null,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
});
