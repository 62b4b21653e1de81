import { createModels } from './models';
import { createRandom, type Random } from './random';
import type { ErpRecord, ErpVersion, ModelDefinition, Values } from './types';

/**
 * The simulated database: tables of records, one time-stamp a transaction, microseconds kept.
 * It knows nothing of domains, access or RPC.
 */
export interface ErpStore {
  readonly version: ErpVersion;
  readonly models: ReadonlyMap<string, ModelDefinition>;
  readonly random: Random;
  table(model: string): ReadonlyMap<number, ErpRecord>;
  find(model: string, id: number): ErpRecord | undefined;
  /** Starts a transaction: everything written until the next one carries its start, as in Postgres' `now()`. */
  begin(at?: number): number;
  /** The running transaction's start, in microseconds. */
  transactionAt(): number;
  /** The latest time-stamp in use, so that generated rows can be placed after everything a client has seen. */
  latest(): number;
  insert(model: string, values: Values, at?: number, id?: number): ErpRecord;
  /** `bump: false` changes a value without touching `write_date` (a blacklist entry, a computed column). */
  change(model: string, id: number, values: Values, options?: { bump?: boolean; at?: number }): void;
  remove(model: string, id: number): void;
  /** Ids whose many2one `field` points at `target`, oldest first. */
  referring(model: string, field: string, target: number): readonly number[];
  /** Grows with every change of the table; what is derived from it may be kept as long as it stands. */
  revision(model?: string): number;
}

const NONE: readonly number[] = [];

const nowMicros = () => Math.floor((performance.timeOrigin + performance.now()) * 1000);

export const createStore = (options: { version: ErpVersion; seed: number }): ErpStore => {
  const models = createModels(options.version);
  const tables = new Map<string, Map<number, ErpRecord>>();
  const lastIds = new Map<string, number>();
  const revisions = new Map<string, number>();
  const references = new Map<string, Map<string, { revision: number; ids: Map<number, number[]> }>>();
  let total = 0;
  let transactionAt = 0;
  let latestAt = 0;

  const tableOf = (model: string) => {
    let table = tables.get(model);
    if (!table) {
      table = new Map();
      tables.set(model, table);
    }
    return table;
  };
  const touched = (model: string) => {
    total += 1;
    revisions.set(model, (revisions.get(model) ?? 0) + 1);
  };

  const store: ErpStore = {
    version: options.version,
    models,
    random: createRandom(options.seed),
    table: tableOf,
    find: (model, id) => tables.get(model)?.get(id),
    begin: (at) => {
      // Strictly later than anything written, also on a machine whose clock is behind the demo's dates.
      transactionAt = at ?? Math.max(nowMicros(), latestAt + 1);
      return transactionAt;
    },
    transactionAt: () => transactionAt || store.begin(),
    latest: () => latestAt,
    insert: (model, values, at, id) => {
      const recordId = id ?? (lastIds.get(model) ?? 0) + 1;
      const stamp = at ?? (transactionAt || store.begin());
      latestAt = Math.max(latestAt, stamp);
      lastIds.set(model, Math.max(lastIds.get(model) ?? 0, recordId));
      const record: ErpRecord = { ...values, id: recordId, create_date: stamp, write_date: stamp };
      tableOf(model).set(recordId, record);
      touched(model);
      return record;
    },
    change: (model, id, values, { bump = true, at } = {}) => {
      const record = tableOf(model).get(id);
      if (!record) return;
      Object.assign(record, values);
      if (bump) {
        record.write_date = at ?? (transactionAt || store.begin());
        latestAt = Math.max(latestAt, record.write_date);
      }
      touched(model);
    },
    remove: (model, id) => {
      if (tableOf(model).delete(id)) touched(model);
    },
    referring: (model, field, target) => {
      const revision = revisions.get(model) ?? 0;
      let fields = references.get(model);
      if (!fields) {
        fields = new Map();
        references.set(model, fields);
      }
      let index = fields.get(field);
      if (!index || index.revision !== revision) {
        const ids = new Map<number, number[]>();
        for (const record of tableOf(model).values()) {
          const to = record[field];
          if (typeof to !== 'number') continue;
          const list = ids.get(to);
          if (list) list.push(record.id);
          else ids.set(to, [record.id]);
        }
        index = { revision, ids };
        fields.set(field, index);
      }
      return index.ids.get(target) ?? NONE;
    },
    revision: (model) => (model === undefined ? total : (revisions.get(model) ?? 0)),
  };
  return store;
};
