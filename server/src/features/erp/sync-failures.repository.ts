import type { Core } from '@strapi/types';
import type { RecordKind } from '../../../../plugin/contracts/erp';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { now } from '../../platform/clock';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';
import type { Sight } from '../../platform/services';
import { narrowToCompanies } from '../../platform/sight';

export interface SyncFailureRow extends Row {
  connection: number;
  kind: RecordKind;
  erpId: number;
  name: string | null;
  /** Our id of the company it belongs to. */
  company: number | null;
  code: string;
  message: string | null;
  attempts: number;
  failedAt: Date;
}

export type NewFailure = Pick<SyncFailureRow, 'erpId' | 'name' | 'company' | 'code' | 'message'>;

/** Records that could not be stored. A row leaves when its record is stored after all, or is gone at the ERP. */
export const createSyncFailuresRepository = (strapi: Core.Strapi) => {
  const failures = () => new Table<SyncFailureRow>(strapi, modelUid('sync-failures'));

  return {
    /** ERP ids that wait for another try, oldest failure first. */
    async waiting(connection: number, kind: RecordKind, limit: number): Promise<number[]> {
      const rows = (await failures().query().select('erp_id').where({ connection, kind }).orderBy('failed_at').limit(limit)) as { erp_id: number }[];
      return rows.map((row) => Number(row.erp_id));
    },

    async note(connection: number, kind: RecordKind, failed: NewFailure[], trx: Knex): Promise<void> {
      if (failed.length === 0) return;
      const former = new Map(failures().fromRows(await failures().query(trx).where({ connection, kind }).whereIn('erp_id', failed.map(({ erpId }) => erpId))).map((row) => [row.erpId, row.attempts]));
      const failedAt = now();
      await failures().insertMany(
        failed.map((failure) => ({ ...failure, connection, kind, failedAt, attempts: (former.get(failure.erpId) ?? 0) + 1 })),
        { onConflict: ['connection', 'kind', 'erpId'], merge: ['name', 'company', 'code', 'message', 'attempts', 'failedAt'], readBack: false },
        trx,
      );
    },

    async forget(connection: number, kind: RecordKind, erpIds: number[], trx?: Knex): Promise<void> {
      for (let start = 0; start < erpIds.length; start += 5_000) {
        await failures().query(trx).where({ connection, kind }).whereIn('erp_id', erpIds.slice(start, start + 5_000)).delete();
      }
    },

    async forgetAll(connection: number): Promise<void> {
      await failures().query().where('connection', connection).delete();
    },

    /** Newest first. */
    async list(filter: { connection: number; kind?: RecordKind; sight: Sight }, before: number | null, limit: number): Promise<SyncFailureRow[]> {
      const query = failures().query().where('connection', filter.connection).orderBy('id', 'desc').limit(limit);
      if (filter.kind) void query.where('kind', filter.kind);
      if (before !== null) void query.where('id', '<', before);
      narrowToCompanies(query, 'company', filter.sight.companies);
      return failures().fromRows(await query);
    },

    async countByKind(connection: number, sight: Sight): Promise<Map<RecordKind, number>> {
      const query = failures().query().select('kind').count({ rows: '*' }).where('connection', connection).groupBy('kind');
      narrowToCompanies(query, 'company', sight.companies);
      return new Map(((await query) as { kind: RecordKind; rows: number | string }[]).map(({ kind, rows }) => [kind, Number(rows)]));
    },
  };
};

export type SyncFailuresRepository = ReturnType<typeof createSyncFailuresRepository>;
