import { namesField, parseDomain } from './domain';
import { hidesArchived, type Environment } from './environment';
import { ErpFault, invalidField, userError } from './faults';
import { compileDomain } from './match-domain';
import { rawReader } from './read-records';
import type { ErpRecord, FieldValue, ModelDefinition } from './types';

const collator = new Intl.Collator('en', { sensitivity: 'variant' });

/** Postgres puts empty values last when ascending. */
const compareValues = (left: FieldValue, right: FieldValue): number => {
  if (left === right) return 0;
  if (left === false) return 1;
  if (right === false) return -1;
  if (typeof left === 'string' && typeof right === 'string') return collator.compare(left, right);
  return left < right ? -1 : 1;
};

interface Term {
  field: string;
  descending: boolean;
}

const parseOrder = (model: ModelDefinition, order: string, env: Environment): Term[] =>
  order.split(',').map((part) => {
    const match = /^\s*([a-z_][a-z0-9_.]*)(?:\s+(asc|desc))?(?:\s+nulls\s+(?:first|last))?\s*$/i.exec(part);
    if (!match?.[1]) {
      throw userError(`Invalid "order" specified (${order}). A valid "order" specification is a comma-separated list of valid field names (optionally followed by asc/desc for the direction)`);
    }
    if (!model.fields.has(match[1])) throw invalidField(env.version, model.name, match[1]);
    return { field: match[1], descending: match[2]?.toLowerCase() === 'desc' };
  });

/** Where each record of a related model stands in that model's own order: a many2one sorts by it. */
const ranksOf = (relation: string, env: Environment, depth: number): ((id: FieldValue) => FieldValue) => {
  const model = env.store.models.get(relation);
  if (!model || depth > 2) return (id) => id;
  const ranks = new Map<number, number>();
  orderedRecords(model, model.order, env, depth + 1).forEach((record, index) => ranks.set(record.id, index));
  return (id) => (typeof id === 'number' ? (ranks.get(id) ?? false) : false);
};

interface Ordered {
  revision: number;
  records: ErpRecord[];
}

const cache = new WeakMap<object, Map<string, Ordered>>();

/**
 * All records of a model in an order. Kept until the tables change: a pull reads the same order page after page,
 * and sorting 200,000 rows for each page would measure this simulator instead of its client.
 */
function orderedRecords(model: ModelDefinition, order: string, env: Environment, depth = 0): ErpRecord[] {
  const terms = parseOrder(model, order, env);
  const usesRelations = terms.some(({ field }) => model.fields.get(field)?.relation !== undefined);
  const revision = env.store.revision(usesRelations ? undefined : model.name);
  const kept = cache.get(env.store) ?? new Map<string, Ordered>();
  cache.set(env.store, kept);
  const key = `${model.name}|${order}|${depth}`;
  const known = kept.get(key);
  if (known?.revision === revision) return known.records;
  const keys = terms.map(({ field, descending }) => {
    const raw = rawReader(model, field, env);
    const relation = model.fields.get(field)?.relation;
    const rank = relation ? ranksOf(relation, env, depth) : null;
    return { read: rank ? (record: ErpRecord) => rank(raw(record)) : raw, sign: descending ? -1 : 1 };
  });
  const rows = [...env.store.table(model.name).values()].map((record) => ({ record, values: keys.map((item) => item.read(record)) }));
  rows.sort((left, right) => {
    for (let index = 0; index < keys.length; index += 1) {
      const difference = compareValues(left.values[index] as FieldValue, right.values[index] as FieldValue);
      if (difference !== 0) return difference * (keys[index]?.sign ?? 1);
    }
    return 0;
  });
  const records = rows.map((row) => row.record);
  kept.set(key, { revision, records });
  return records;
}

export interface SearchOptions {
  offset?: unknown;
  limit?: unknown;
  order?: unknown;
}

const countOf = (value: unknown, what: string): number => {
  if (value === undefined || value === null || value === false) return 0;
  const count = Number(value);
  if (!Number.isInteger(count)) throw new ErpFault('psycopg2.errors.InvalidTextRepresentation', `invalid input syntax for type bigint: "${String(value)}"`);
  if (count < 0) throw new ErpFault('psycopg2.errors.InvalidRowCountInLimitClause', `${what} must not be negative`);
  return count;
};

/** The rule of an ordinary user: of the users, only oneself; of the keys, only one's own. */
const isVisible = (model: ModelDefinition, record: ErpRecord, env: Environment): boolean => {
  if (env.user.role === 'administrator') return true;
  if (model.name === 'res.users') return record.id === env.user.id;
  return model.name !== 'res.users.apikeys' || record.user_id === env.user.id;
};

const predicateOf = (model: ModelDefinition, domain: unknown, env: Environment): ((record: ErpRecord) => boolean) => {
  const node = parseDomain(domain, env.version);
  const matches = compileDomain(model, node, env);
  const activeOnly = model.hasActive && hidesArchived(env) && !namesField(node, 'active');
  return (record) => (!activeOnly || record.active !== false) && isVisible(model, record, env) && matches(record);
};

/** The records of a domain, in order; reading stops where the limit is reached. A limit of 0 is no limit. */
export const searchRecords = (model: ModelDefinition, domain: unknown, env: Environment, options: SearchOptions = {}): ErpRecord[] => {
  const matches = predicateOf(model, domain, env);
  const offset = countOf(options.offset, 'OFFSET');
  const limit = countOf(options.limit, 'LIMIT');
  const order = typeof options.order === 'string' && options.order !== '' ? options.order : model.order;
  const found: ErpRecord[] = [];
  let skipped = 0;
  for (const record of orderedRecords(model, order, env)) {
    if (!matches(record)) continue;
    if (skipped < offset) skipped += 1;
    else found.push(record);
    if (limit > 0 && found.length === limit) break;
  }
  return found;
};

export const countRecords = (model: ModelDefinition, domain: unknown, env: Environment, limit?: unknown): number => {
  const matches = predicateOf(model, domain, env);
  const most = countOf(limit, 'LIMIT');
  let count = 0;
  for (const record of env.store.table(model.name).values()) {
    if (!matches(record)) continue;
    count += 1;
    if (most > 0 && count === most) break;
  }
  return count;
};
