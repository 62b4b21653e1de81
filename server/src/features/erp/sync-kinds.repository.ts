import type { Core } from '@strapi/types';
import type { RecordKind, SyncCounts } from '../../../../plugin/contracts/erp';
import { Table } from '../../platform/database';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';
import type { ErpConnectionRow } from './connection.repository';

export interface SyncKindRow extends Row {
  connection: number;
  kind: RecordKind;
  active: boolean;
  intervalMinutes: number | null;
  startedAt: Date | null;
  doneAt: Date | null;
  nextAt: Date | null;
  counts: SyncCounts | null;
  errorCode: string | null;
  errorMessage: string | null;
  failedAt: Date | null;
}

/** Companies first, then those who belong to them: each kind links to the ones before. */
export const PULL_ORDER: RecordKind[] = ['company', 'partner', 'sales-order', 'invoice'];

const MINUTE_MS = 60_000;

export const intervalOf = (kind: Pick<SyncKindRow, 'intervalMinutes'>, connection: Pick<ErpConnectionRow, 'intervalMinutes'>): number => kind.intervalMinutes ?? connection.intervalMinutes;

/** When a kind is pulled next by itself; null: never. Counted from the last start, so that a slow pull does not drift. */
export const nextRunAt = (kind: Pick<SyncKindRow, 'active' | 'intervalMinutes' | 'startedAt' | 'nextAt'>, connection: Pick<ErpConnectionRow, 'active' | 'intervalMinutes'>, at: Date): Date | null => {
  if (!connection.active || !kind.active) return null;
  if (kind.startedAt === null) return at;
  const due = new Date(kind.startedAt.getTime() + intervalOf(kind, connection) * MINUTE_MS);
  // An interrupted pull goes on sooner than its interval says.
  return kind.nextAt !== null && kind.nextAt < due ? kind.nextAt : due;
};

/** How each kind of record of a connection is pulled; a kind nobody has touched has the connection's settings. */
export const createSyncKindsRepository = (strapi: Core.Strapi) => {
  const kinds = () => new Table<SyncKindRow>(strapi, modelUid('sync-kinds'));

  return {
    /** All kinds, in the order they are pulled. Rows are made where they lack: two that make them at once make them once. */
    async listOf(connection: Pick<ErpConnectionRow, 'id' | 'lastPulledAt'>): Promise<SyncKindRow[]> {
      const table = kinds();
      const read = async () => new Map(table.fromRows(await table.query().where('connection', connection.id)).map((row) => [row.kind, row]));
      let rows = await read();
      const lacking = PULL_ORDER.filter((kind) => !rows.has(kind));
      if (lacking.length > 0) {
        // A connection from before had one time for all kinds.
        const { lastPulledAt } = connection;
        await table.insertMany(lacking.map((kind) => ({ connection: connection.id, kind, active: true, startedAt: lastPulledAt, doneAt: lastPulledAt })), { onConflict: ['connection', 'kind'], readBack: false });
        rows = await read();
      }
      return PULL_ORDER.flatMap((kind) => rows.get(kind) ?? []);
    },

    async forgetResults(connection: number): Promise<void> {
      await kinds().query().where('connection', connection).update(kinds().toRow({ startedAt: null, doneAt: null, nextAt: null, counts: null, errorCode: null, errorMessage: null, failedAt: null }));
    },

    async change(connection: number, names: RecordKind[], changes: Partial<SyncKindRow>): Promise<void> {
      if (names.length > 0) await kinds().query().where('connection', connection).whereIn('kind', names).update(kinds().toRow(changes));
    },
  };
};

export type SyncKindsRepository = ReturnType<typeof createSyncKindsRepository>;
