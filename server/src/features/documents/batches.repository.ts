import type { Core } from '@strapi/types';
import type { BatchEntryState, BatchState } from '../../../../plugin/contracts/batches';
import { inTransaction, newDocumentId, Table } from '../../platform/database';
import { now } from '../../platform/clock';
import type { Row } from '../../platform/records';
import { modelUid } from '../../platform/schema';

/** What was chosen for every record of a batch. */
export interface BatchChoice {
  account?: string;
  template?: string;
  language?: string;
}

export interface BatchRow extends Row {
  documentId: string;
  recordType: string;
  state: BatchState;
  total: number;
  choice: BatchChoice | null;
  mayRepeat: boolean;
  startedBy: number | null;
  idempotencyKey: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface BatchEntryRow extends Row {
  batch: number;
  position: number;
  recordId: string;
  record: number | null;
  number: string | null;
  partnerName: string | null;
  company: number | null;
  state: BatchEntryState;
  recipient: string | null;
  account: string | null;
  templateName: string | null;
  templateLanguage: string | null;
  code: string | null;
  sentence: string | null;
  message: number | null;
}

/** What looking at a record finds out, and what sending it adds. */
export const FOUND_ATTRIBUTES = ['state', 'record', 'number', 'partnerName', 'company', 'recipient', 'account', 'templateName', 'templateLanguage', 'code', 'sentence', 'message'] as const satisfies readonly (keyof BatchEntryRow)[];

export const createBatchesRepository = (strapi: Core.Strapi) => {
  const batches = () => new Table<BatchRow>(strapi, modelUid('batches'));
  const entries = () => new Table<BatchEntryRow>(strapi, modelUid('batch-entries'));

  return {
    /** Null where this person has made a batch of this key already. */
    async insert(batch: Pick<BatchRow, 'recordType' | 'choice' | 'startedBy' | 'idempotencyKey'>, recordIds: string[]): Promise<BatchRow | null> {
      return inTransaction(strapi, async (trx) => {
        const [row] = await batches().insertMany(
          [{ ...batch, documentId: newDocumentId(), state: 'preparing', total: recordIds.length, mayRepeat: false, createdAt: now() }],
          { onConflict: ['startedBy', 'idempotencyKey'] },
          trx,
        );
        if (!row) return null;
        await entries().insertMany(recordIds.map((recordId, index) => ({ batch: row.id, position: index + 1, recordId, state: 'waiting' })), { readBack: false }, trx);
        return row;
      });
    },

    findById: (id: number) => batches().findById(id),
    findByDocumentId: (documentId: string) => batches().findOne({ documentId }),
    findByKey: (startedBy: number | null, idempotencyKey: string) => batches().findOne({ startedBy, idempotencyKey }),

    async listOf(startedBy: number | null, before: number | null, limit: number): Promise<BatchRow[]> {
      const query = batches().query().where({ started_by: startedBy }).orderBy('id', 'desc').limit(limit);
      if (before !== null) void query.where('id', '<', before);
      return batches().fromRows(await query);
    },

    async listUnfinished(): Promise<BatchRow[]> {
      return batches().fromRows(await batches().query().whereRaw("state IN ('preparing', 'sending')").orderBy('id').limit(100));
    },

    /** Moves a batch on, from one of these states only. False where it has moved meanwhile. */
    async move(id: number, from: BatchState[], changes: Partial<BatchRow>): Promise<boolean> {
      return ((await batches().query().where({ id }).whereIn('state', from).update(batches().toRow(changes))) as unknown as number) > 0;
    },

    async listEntries(batch: number, filter: { states?: BatchEntryState[]; after?: number; limit: number }): Promise<BatchEntryRow[]> {
      const query = entries().query().where({ batch }).orderBy('position').limit(filter.limit);
      if (filter.states) void query.whereIn('state', filter.states);
      if (filter.after !== undefined) void query.where('position', '>', filter.after);
      return entries().fromRows(await query);
    },

    writeEntries: (rows: BatchEntryRow[]): Promise<void> => entries().updateEach(rows, undefined, { attributes: FOUND_ATTRIBUTES }),

    async countStates(ids: number[]): Promise<Map<number, Record<BatchEntryState, number>>> {
      const counts = new Map(ids.map((id) => [id, { waiting: 0, ready: 0, refused: 0, repeated: 0, queued: 0, failed: 0 }]));
      if (ids.length === 0) return counts;
      const rows = (await entries().query().whereIn('batch', ids).groupBy('batch', 'state').select('batch', 'state').count({ rows: '*' })) as { batch: number; state: BatchEntryState; rows: number | string }[];
      for (const { batch, state, rows: count } of rows) {
        const own = counts.get(Number(batch));
        if (own) own[state] = Number(count);
      }
      return counts;
    },
  };
};

export type BatchesRepository = ReturnType<typeof createBatchesRepository>;
