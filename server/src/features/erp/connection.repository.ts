import type { Core } from '@strapi/types';
import type { RecordKind, SyncRunView } from '../../../../plugin/contracts/erp';
import type { CursorState } from '../../../../bridge/src';
import { newDocumentId, Table } from '../../platform/database';
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

    insertRun: (run: Partial<SyncRunRow>) => runs().insert({ ...run, documentId: newDocumentId(), startedAt: now() }),
    updateRun: (id: number, changes: Partial<SyncRunRow>, trx?: Knex) => runs().update(id, changes, trx),
    findRun: (documentId: string) => runs().findOne({ documentId }),
    findRunById: (id: number) => runs().findById(id),
    async listRuns(limit: number): Promise<SyncRunRow[]> {
      return runs().fromRows(await runs().query().orderBy('id', 'desc').limit(limit));
    },
    /** Runs of a process that ended in the middle. */
    async closeInterrupted(): Promise<void> {
      await runs()
        .query()
        .where('state', 'running')
        .update(runs().toRow({ state: 'failed', errorCode: 'sync.interrupted', errorMessage: 'The server was stopped during this pull. The next one goes on from there.', finishedAt: now() }));
    },
  };
};

export type ConnectionRepository = ReturnType<typeof createConnectionRepository>;

export const toRunView = (run: SyncRunRow): SyncRunView => ({
  id: run.documentId,
  state: run.state,
  full: run.full,
  records: run.records,
  counts: run.counts ?? {},
  startedBy: run.startedBy,
  error: run.errorCode ? { code: run.errorCode, message: run.errorMessage ?? '' } : null,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
});
