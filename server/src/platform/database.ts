import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { AttributeType } from './schema';
import type { Row } from './records';
import { now } from './clock';

export type { Knex } from 'knex';

/** Postgres allows 65,535 bindings in a statement, SQLite 32,766. */
const MAX_BINDINGS = 30_000;

/** On SQLite knex writes an insert of many rows as one compound SELECT, and SQLite takes 500 terms in one. */
const MAX_SQLITE_ROWS = 450;

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A documentId as Strapi writes them: 24 lower-case letters and digits, the first a letter. */
export const newDocumentId = (): string => {
  const bytes = randomBytes(24);
  let id = '';
  for (let position = 0; position < 24; position += 1) {
    const range = position === 0 ? 26 : ID_ALPHABET.length;
    id += ID_ALPHABET[(bytes[position] ?? 0) % range];
  }
  return id;
};

export const isPostgres = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'postgres';

/** The shared connection. On SQLite there is one: inside a transaction always pass its `trx` instead. */
export const connectionOf = (strapi: Core.Strapi): Knex => strapi.db.connection as unknown as Knex;

/** Runs `work` in a transaction; nothing that waits for the network belongs in it. */
export const inTransaction = async <T>(strapi: Core.Strapi, work: (trx: Knex, afterCommit: (callback: () => void) => void) => Promise<T>): Promise<T> =>
  strapi.db.transaction(async ({ trx, onCommit }) =>
    work(trx as unknown as Knex, (callback) => onCommit(() => callback())),
  ) as Promise<T>;

const toDate = (value: unknown): Date | null => {
  if (value === null || value === undefined) return null;
  const date = value instanceof Date ? value : new Date(value as string | number);
  return Number.isNaN(date.getTime()) ? null : date;
};

const decode = (type: AttributeType | 'increments', value: unknown): unknown => {
  if (value === null || value === undefined) return null;
  switch (type) {
    case 'datetime':
      return toDate(value);
    case 'json':
      return typeof value === 'string' ? (JSON.parse(value) as unknown) : value;
    case 'boolean':
      return value === true || value === 1 || value === '1';
    case 'decimal':
    case 'float':
    case 'integer':
    case 'biginteger':
    case 'increments':
      return Number(value);
    default:
      return value;
  }
};

const encode = (type: AttributeType | 'increments', value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  if (type === 'json') return JSON.stringify(value);
  if (type === 'datetime') return toDate(value);
  return value;
};

interface Column {
  attribute: string;
  name: string;
  type: AttributeType | 'increments';
}

/** How a value of VALUES is typed; without it Postgres takes every parameter for text. */
const castOf = (type: Column['type'], postgres: boolean): string => {
  switch (type) {
    case 'integer':
    case 'increments':
      return 'integer';
    case 'biginteger':
      return 'bigint';
    case 'datetime':
      return postgres ? 'timestamp' : 'integer';
    case 'boolean':
      return postgres ? 'boolean' : 'integer';
    case 'json':
      return postgres ? 'jsonb' : 'text';
    case 'decimal':
      return 'numeric';
    case 'float':
      return postgres ? 'double precision' : 'real';
    default:
      return 'text';
  }
};

/**
 * Rows of one table, read and written in batches. Knows columns, times, JSON and booleans of both databases,
 * so that a repository speaks attributes only. Strapi's own services are for screens and rare writes.
 */
export class Table<R extends Row> {
  readonly name: string;
  private readonly columns: Column[];
  private readonly byAttribute: Map<string, Column>;
  private readonly byColumn: Map<string, Column>;
  private readonly isDocument: boolean;
  private readonly postgres: boolean;

  constructor(
    private readonly strapi: Core.Strapi,
    readonly uid: string,
  ) {
    const meta = strapi.db.metadata.get(uid);
    this.name = meta.tableName;
    this.columns = Object.entries(meta.attributes).flatMap(([attribute, definition]) => {
      const { type, columnName } = definition as { type: string; columnName?: string };
      return type === 'relation' ? [] : [{ attribute, name: columnName ?? attribute, type: type as Column['type'] }];
    });
    this.byAttribute = new Map(this.columns.map((column) => [column.attribute, column]));
    this.byColumn = new Map(this.columns.map((column) => [column.name, column]));
    this.isDocument = this.byAttribute.has('documentId') && this.byAttribute.has('publishedAt');
    this.postgres = isPostgres(strapi);
  }

  /** The column of an attribute, for where clauses. */
  column(attribute: keyof R & string): string {
    const column = this.byAttribute.get(attribute);
    if (!column) throw new Error(`${this.uid} has no attribute ${attribute}`);
    return column.name;
  }

  /** A query on this table in `trx`, or on the shared connection where there is no transaction. */
  query(trx?: Knex): Knex.QueryBuilder {
    return (trx ?? connectionOf(this.strapi))(this.name);
  }

  fromRow(row: Record<string, unknown>): R {
    const record: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(row)) {
      const column = this.byColumn.get(name);
      if (column) record[column.attribute] = decode(column.type, value);
    }
    return record as unknown as R;
  }

  fromRows(rows: unknown): R[] {
    return (rows as Record<string, unknown>[]).map((row) => this.fromRow(row));
  }

  toRow(record: Partial<R>): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (const [attribute, value] of Object.entries(record)) {
      const column = this.byAttribute.get(attribute);
      if (!column) throw new Error(`${this.uid} has no attribute ${attribute}`);
      if (value !== undefined) row[column.name] = encode(column.type, value);
    }
    return row;
  }

  /** Fills what Strapi would fill: documentId and the times. */
  private withDefaults(record: Partial<R>): Partial<R> {
    const at = now();
    const defaults = this.isDocument
      ? { documentId: newDocumentId(), createdAt: at, updatedAt: at, publishedAt: at }
      : {};
    return { ...defaults, ...record };
  }

  async insert(record: Partial<R>, trx?: Knex): Promise<R> {
    const [row] = await this.insertMany([record], {}, trx);
    if (!row) throw new Error(`${this.uid}: the row was not inserted`);
    return row;
  }

  /**
   * Inserts rows in as few statements as the database allows and returns those inserted.
   * `onConflict`: columns' attributes of a unique index; rows that exist are left alone (and not returned), or merged.
   * Every record must set the same attributes.
   */
  async insertMany(
    records: Partial<R>[],
    options: { onConflict?: (keyof R & string)[]; merge?: (keyof R & string)[] } = {},
    trx?: Knex,
  ): Promise<R[]> {
    if (records.length === 0) return [];
    const rows = records.map((record) => this.toRow(this.withDefaults(record)));
    const width = Math.max(...rows.map((row) => Object.keys(row).length));
    const size = Math.max(1, Math.min(Math.floor(MAX_BINDINGS / width), this.postgres ? Infinity : MAX_SQLITE_ROWS));
    const inserted: R[] = [];
    for (let start = 0; start < rows.length; start += size) {
      let statement = this.query(trx).insert(rows.slice(start, start + size));
      if (options.onConflict) {
        const conflict = statement.onConflict(options.onConflict.map((attribute) => this.column(attribute)));
        statement = options.merge ? conflict.merge(options.merge.map((attribute) => this.column(attribute))) : conflict.ignore();
      }
      inserted.push(...this.fromRows(await statement.returning('*')));
    }
    return inserted;
  }

  async findById(id: number, trx?: Knex): Promise<R | null> {
    const row = (await this.query(trx).where('id', id).first()) as Record<string, unknown> | undefined;
    return row ? this.fromRow(row) : null;
  }

  async findByIds(ids: number[], trx?: Knex): Promise<R[]> {
    return this.findWhereIn('id', ids, trx);
  }

  /** Rows whose attribute is one of `values`, in chunks. */
  async findWhereIn(attribute: keyof R & string, values: readonly (string | number)[], trx?: Knex): Promise<R[]> {
    const found: R[] = [];
    const unique = [...new Set(values)];
    for (let start = 0; start < unique.length; start += 5_000) {
      found.push(...this.fromRows(await this.query(trx).whereIn(this.column(attribute), unique.slice(start, start + 5_000))));
    }
    return found;
  }

  /** One row by attributes that identify it; null where there is none. */
  async findOne(where: Partial<R>, trx?: Knex): Promise<R | null> {
    const row = (await this.query(trx).where(this.toRow(where)).orderBy('id').first()) as Record<string, unknown> | undefined;
    return row ? this.fromRow(row) : null;
  }

  async update(id: number, changes: Partial<R>, trx?: Knex): Promise<void> {
    await this.query(trx).where('id', id).update(this.toRow(this.touched(changes)));
  }

  private touched(changes: Partial<R>): Partial<R> {
    return this.byAttribute.has('updatedAt') ? { updatedAt: now(), ...changes } : changes;
  }

  /**
   * Rows by id, locked until the transaction ends (Postgres; SQLite has one writer anyway), in id order so that
   * two transactions can't wait for each other.
   */
  async lockByIds(ids: number[], trx: Knex): Promise<R[]> {
    const query = this.query(trx).whereIn('id', ids).orderBy('id');
    return this.fromRows(await (this.postgres ? query.forUpdate() : query));
  }

  /**
   * Writes different values to many rows in one statement a chunk: `UPDATE … FROM (VALUES …)`.
   * Every change sets the same attributes. Returns nothing: lock first where the old values matter.
   */
  async updateEach(changes: (Partial<R> & { id: number })[], trx?: Knex): Promise<void> {
    if (changes.length === 0) return;
    const attributes = Object.keys(changes[0] ?? {}).filter((attribute) => attribute !== 'id');
    if (this.byAttribute.has('updatedAt') && !attributes.includes('updatedAt')) attributes.push('updatedAt');
    const columns = attributes.map((attribute) => {
      const column = this.byAttribute.get(attribute);
      if (!column) throw new Error(`${this.uid} has no attribute ${attribute}`);
      return column;
    });
    const knex = trx ?? connectionOf(this.strapi);
    const touchedAt = now();
    const placeholder = `(CAST(? AS integer), ${columns.map((column) => `CAST(? AS ${castOf(column.type, this.postgres)})`).join(', ')})`;
    const size = Math.max(1, Math.floor(MAX_BINDINGS / (columns.length + 1)));
    for (let start = 0; start < changes.length; start += size) {
      const chunk = changes.slice(start, start + size);
      const bindings: unknown[] = [];
      for (const change of chunk) {
        bindings.push(change.id);
        for (const column of columns) {
          const value = (change as Record<string, unknown>)[column.attribute];
          const encoded = encode(column.type, column.attribute === 'updatedAt' && value === undefined ? touchedAt : value);
          bindings.push(!this.postgres && encoded instanceof Date ? encoded.getTime() : encoded);
        }
      }
      const names = columns.map((column) => column.name);
      await knex.raw(
        `WITH changed (row_id, ${names.map((_, index) => `c${index}`).join(', ')}) AS (VALUES ${chunk.map(() => placeholder).join(', ')}) ` +
          `UPDATE ?? SET ${names.map((_, index) => `?? = changed.c${index}`).join(', ')} FROM changed WHERE ??.?? = changed.row_id`,
        [...bindings, this.name, ...names, this.name, 'id'] as Knex.RawBinding[],
      );
    }
  }
}

/** Whether an error is the database refusing a second row where one may be. */
export const isUniqueViolation = (error: unknown): boolean => {
  const code = (error as { code?: string } | null)?.code;
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
};

/** Whether an error says that the database is away or busy, so that trying again makes sense. */
export const isDatabaseAway = (error: unknown): boolean => {
  const { code = '', name = '', message = '' } = (error ?? {}) as { code?: string; name?: string; message?: string };
  return (
    /^(08|57P|40001|40P01|53)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'SQLITE_BUSY', 'SQLITE_LOCKED', 'SQLITE_IOERR', 'SQLITE_FULL', 'SQLITE_CANTOPEN'].includes(code) ||
    name === 'KnexTimeoutError' ||
    /Connection terminated|server closed the connection|Client has encountered a connection error/i.test(message)
  );
};
