import type { Core } from '@strapi/types';
import type { RecordKind, SyncCounts, SyncFailureView, SyncKindBody, SyncKindView, SyncOverview } from '../../../../plugin/contracts/erp';
import { RECORD_MODELS } from '../../../../bridge/src';
import { findAdminNames } from '../../platform/admin-names';
import { now } from '../../platform/clock';
import type { Sight } from '../../platform/services';
import { toRunView, type ConnectionRepository, type ErpConnectionRow } from './connection.repository';
import type { ErpConnection } from './erp-connection';
import type { RecordsRepository } from './records.repository';
import type { SyncFailureRow, SyncFailuresRepository } from './sync-failures.repository';
import { intervalOf, nextRunAt, type SyncKindRow, type SyncKindsRepository } from './sync-kinds.repository';

interface Parts {
  connection: ErpConnection;
  connections: ConnectionRepository;
  records: RecordsRepository;
  kinds: SyncKindsRepository;
  failures: SyncFailuresRepository;
}

/** A record's own page at the ERP, by the address every version understands. */
export const erpUrlOf = (baseUrl: string, kind: RecordKind, erpId: number): string | null => {
  try {
    return `${new URL(baseUrl).origin}/web#id=${erpId}&model=${RECORD_MODELS[kind].model}&view_type=form`;
  } catch {
    return null;
  }
};

const ZERO: SyncCounts = { pulled: 0, created: 0, changed: 0, unchanged: 0, failed: 0, deleted: 0, total: null };

/** The sync page: how each kind is pulled, how it went, and what could not be stored. */
export const createSyncOverview = (strapi: Core.Strapi, { connection, connections, records, kinds, failures }: Parts) => {
  const toKindView = (row: SyncKindRow, erp: ErpConnectionRow, facts: { stored: number; failures: number; isRunning: boolean }): SyncKindView => ({
    kind: row.kind,
    active: row.active,
    intervalMinutes: intervalOf(row, erp),
    isOwnInterval: row.intervalMinutes !== null,
    isRunning: facts.isRunning,
    lastStartedAt: row.startedAt?.toISOString() ?? null,
    lastDoneAt: row.doneAt?.toISOString() ?? null,
    nextAt: nextRunAt(row, erp, now())?.toISOString() ?? null,
    counts: row.counts ? { ...ZERO, ...row.counts } : null,
    stored: facts.stored,
    failures: facts.failures,
    error: row.errorCode ? { code: row.errorCode, message: row.errorMessage ?? '', at: row.failedAt?.toISOString() ?? null } : null,
  });

  const kindViews = async (erp: ErpConnectionRow, running: RecordKind[], sight: Sight): Promise<SyncKindView[]> => {
    const [rows, stored, failing] = await Promise.all([kinds.listOf(erp), records.counts(), failures.countByKind(erp.id, sight)]);
    return rows.map((row) => toKindView(row, erp, { stored: stored[row.kind], failures: failing.get(row.kind) ?? 0, isRunning: running.includes(row.kind) }));
  };

  return {
    async overview(sight: Sight): Promise<SyncOverview> {
      const erp = await connection.find();
      if (!erp) return { connection: null, kinds: [], running: null };
      const run = await connections.findRunning(erp.id);
      return {
        connection: { name: erp.name ?? '', active: erp.active, error: erp.errorCode ? { code: erp.errorCode, message: erp.errorMessage ?? '' } : null },
        kinds: await kindViews(erp, run?.records ?? [], sight),
        running: run ? toRunView(run) : null,
      };
    },

    /** Counted anew from the last start: a shorter interval takes hold at once. */
    async changeKind(kind: RecordKind, body: SyncKindBody, sight: Sight): Promise<SyncKindView | null> {
      const erp = await connection.get();
      await kinds.listOf(erp);
      await kinds.change(erp.id, [kind], { ...(body.active === undefined ? {} : { active: body.active }), ...(body.intervalMinutes === undefined ? {} : { intervalMinutes: body.intervalMinutes }), nextAt: null });
      const run = await connections.findRunning(erp.id);
      return (await kindViews(erp, run?.records ?? [], sight)).find((view) => view.kind === kind) ?? null;
    },

    async listFailures(filter: { kind?: RecordKind; sight: Sight }, before: number | null, limit: number): Promise<{ rows: SyncFailureRow[]; views: SyncFailureView[] }> {
      const erp = await connection.find();
      if (!erp) return { rows: [], views: [] };
      const rows = await failures.list({ connection: erp.id, ...filter }, before, limit);
      const ours = new Map<string, string>();
      for (const kind of new Set(rows.map((row) => row.kind))) {
        const erpIds = rows.flatMap((row) => (row.kind === kind ? [row.erpId] : []));
        for (const record of (await records.byErpId(kind, erp.id, erpIds)).values()) ours.set(`${kind}:${record.erpId}`, record.documentId);
      }
      return {
        rows,
        views: rows.map((row) => ({
          id: row.id,
          kind: row.kind,
          erpId: row.erpId,
          name: row.name,
          code: row.code,
          message: row.message ?? '',
          attempts: row.attempts,
          failedAt: row.failedAt.toISOString(),
          erpUrl: erpUrlOf(erp.baseUrl, row.kind, row.erpId),
          recordId: ours.get(`${row.kind}:${row.erpId}`) ?? null,
        })),
      };
    },

    /** Names instead of ids, for people. */
    async namesOf(startedBy: (string | null)[]): Promise<Map<string, string>> {
      const ids = startedBy.flatMap((by) => (by?.startsWith('admin:') ? [Number(by.slice(6))] : [])).filter(Number.isInteger);
      return new Map([...(await findAdminNames(strapi, ids))].map(([id, name]) => [`admin:${id}`, name]));
    },
  };
};
