import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Knex } from 'knex';
import type { AttributeType } from './schema';
import type { Row } from './records';
import { now } from './clock';

export type { Knex } from 'knex';

/** What Strapi fills on a document of its own. */
const DOCUMENT_DEFAULTS: readonly string[] = ['documentId', 'createdAt', 'updatedAt', 'publishedAt'];

/** SQLite allows 32,766 bindings in a statement. */
const MAX_BINDINGS = 30_000;
/** Postgres has no such limit where a column is one array; this keeps a single statement's memory small. */
const MAX_ROWS = 5_000;

const ID_ALPHABET = Buffer.from('abcdefghijklmnopqrstuvwxyz0123456789', 'latin1');
const ID_LENGTH = 24;
/** Random bytes are drawn for many ids at once: a pull makes thousands. */
const randomPool = { bytes: Buffer.alloc(0), used: 0 };
const idBytes = Buffer.alloc(ID_LENGTH);

/** A documentId as Strapi writes them: 24 lower-case letters and digits, the first a letter. */
export const newDocumentId = (): string => {
  if (randomPool.used + ID_LENGTH > randomPool.bytes.length) {
    randomPool.bytes = randomBytes(ID_LENGTH * 128);
    randomPool.used = 0;
  }
  for (let position = 0; position < ID_LENGTH; position += 1) {
    const range = position === 0 ? 26 : ID_ALPHABET.length;
    idBytes[position] = ID_ALPHABET[(randomPool.bytes[randomPool.used + position] ?? 0) % range] ?? 0;
  }
  randomPool.used += ID_LENGTH;
  return idBytes.toString('latin1');
};

export const isPostgres = (strapi: Core.Strapi): boolean => strapi.db.dialect.client === 'postgres';

/** The shared connection. On SQLite there is one: inside a transaction always pass its `trx` instead. */
export const connectionOf = (strapi: Core.Strapi): Knex => strapi.db.connection as unknown as Knex;

/**
 * SQLite gives a transaction the right to write with its first write, and refuses it where another process wrote since its first
 * read. So a write comes first: one that changes nothing, and waits for its turn.
 */
const FIRST_WRITE = 'UPDATE strapi_core_store_settings SET value = value WHERE 1 = 0';

/** Runs `work` in a transaction; nothing that waits for the network belongs in it. */
export const inTransaction = async <T>(strapi: Core.Strapi, work: (trx: Knex, afterCommit: (callback: () => void) => void) => Promise<T>): Promise<T> =>
  strapi.db.transaction(async ({ trx, onCommit }) => {
    if (!isPostgres(strapi)) await trx.raw(FIRST_WRITE);
    return work(trx as unknown as Knex, (callback) => onCommit(() => callback()));
  }) as Promise<T>;

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

/** How an array of values is typed on Postgres; without it every parameter is taken for text. */
const pgTypeOf = (type: Column['type']): string => {
  switch (type) {
    case 'integer':
    case 'increments':
      return 'integer';
    case 'biginteger':
      return 'bigint';
    case 'datetime':
      return 'timestamp';
    case 'boolean':
      return 'boolean';
    case 'json':
      return 'jsonb';
    case 'decimal':
      return 'numeric';
    case 'float':
      return 'double precision';
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

  async insert(record: Partial<R>, trx?: Knex): Promise<R> {
    const [row] = await this.insertMany([record], {}, trx);
    if (!row) throw new Error(`${this.uid}: the row was not inserted`);
    return row;
  }

  /**
   * Inserts rows in as few statements as the database allows and returns those inserted.
   * `onConflict`: columns' attributes of a unique index; rows that exist are left alone (and not returned), or merged.
   * `readBack: false`: returns nothing, where nobody looks at what was written.
   * What a record leaves out that another sets is written as null.
   */
  async insertMany(
    records: Partial<R>[],
    options: { onConflict?: (keyof R & string)[]; merge?: (keyof R & string)[]; readBack?: boolean } = {},
    trx?: Knex,
  ): Promise<R[]> {
    if (records.length === 0) return [];
    const at = now();
    const attributes = new Set<string>(this.isDocument ? DOCUMENT_DEFAULTS : []);
    for (const record of records) for (const attribute in record) attributes.add(attribute);
    const columns = this.columnsOf([...attributes]);
    const names = columns.map(({ name }) => name);
    // What Strapi would fill is asked for cell by cell: a copy of each record with its defaults costs more than its insert.
    const defaultOf = (attribute: string): unknown => (attribute === 'documentId' ? newDocumentId() : at);
    const valueOf = (record: Partial<R>, { attribute, type }: Column): unknown => {
      const value = (record as Record<string, unknown>)[attribute];
      return encode(type, value === undefined && this.isDocument && DOCUMENT_DEFAULTS.includes(attribute) ? defaultOf(attribute) : value);
    };
    const target = (options.onConflict ?? []).map((attribute) => this.column(attribute));
    const merged = (options.merge ?? []).map((attribute) => this.column(attribute));
    const tail =
      (target.length === 0 ? '' : ` ON CONFLICT (${target.map(() => '??').join(', ')}) DO ${merged.length === 0 ? 'NOTHING' : `UPDATE SET ${merged.map(() => '?? = excluded.??').join(', ')}`}`) +
      (options.readBack === false ? '' : ' RETURNING *');
    const tailBindings = [...target, ...merged.flatMap((name) => [name, name])];
    const inserted: R[] = [];
    for (const chunk of this.chunksOf(records, columns.length)) {
      const source = this.valuesOf(chunk, columns, valueOf);
      const answer: unknown = await (trx ?? connectionOf(this.strapi)).raw(`INSERT INTO ?? (${names.map(() => '??').join(', ')}) ${source.text}${tail}`, [
        this.name,
        ...names,
        ...source.bindings,
        ...tailBindings,
      ] as Knex.RawBinding[]);
      if (options.readBack !== false) inserted.push(...this.fromRows(this.postgres ? (answer as { rows: unknown }).rows : answer));
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

  /** 0 where there is no row. */
  async newestId(): Promise<number> {
    const row = (await this.query().max({ id: 'id' }).first()) as { id: number | string | null } | undefined;
    return Number(row?.id ?? 0);
  }

  async update(id: number, changes: Partial<R>, trx?: Knex): Promise<void> {
    await this.query(trx).where('id', id).update(this.toRow(this.touched(changes)));
  }

  private touched(changes: Partial<R>): Partial<R> {
    return this.byAttribute.has('updatedAt') ? { updatedAt: now(), ...changes } : changes;
  }

  /**
   * Rows by id, locked until the transaction ends (Postgres; SQLite has one writer anyway), in id order so that
   * two transactions can't wait for each other. `attributes`: all of them where none are named.
   */
  async lockByIds(ids: number[], trx: Knex): Promise<R[]>;
  async lockByIds<A extends keyof R & string>(ids: number[], trx: Knex, attributes: readonly A[]): Promise<Pick<R, A>[]>;
  async lockByIds(ids: number[], trx: Knex, attributes?: readonly (keyof R & string)[]): Promise<Partial<R>[]> {
    const query = this.query(trx).whereIn('id', ids).orderBy('id');
    if (attributes) void query.select(attributes.map((attribute) => this.column(attribute)));
    return this.fromRows(await (this.postgres ? query.forUpdate() : query));
  }

  /**
   * Writes different values to many rows in one statement a chunk. Every change sets the same attributes;
   * `attributes` names them where whole rows are given.
   * `unlessLater`: leaves rows alone whose value of that attribute is later than the change's.
   * Returns nothing: lock first where the old values matter.
   */
  async updateEach(changes: (Partial<R> & { id: number })[], trx?: Knex, options: { attributes?: readonly (keyof R & string)[]; unlessLater?: keyof R & string } = {}): Promise<void> {
    if (changes.length === 0) return;
    const given: string[] = (options.attributes ?? Object.keys(changes[0] ?? {})).filter((attribute) => attribute !== 'id');
    const touches = this.byAttribute.has('updatedAt') && !given.includes('updatedAt');
    const attributes = touches ? [...given, 'updatedAt'] : given;
    const columns = this.columnsOf(['id', ...attributes]);
    const touchedAt = now();
    const valueOf = (change: Partial<R>, column: Column): unknown => {
      const value = (change as Record<string, unknown>)[column.attribute];
      return encode(column.type, touches && column.attribute === 'updatedAt' ? touchedAt : value);
    };
    // The first is the id's.
    const aliases = columns.map((_, index) => `c${index}`);
    const names = columns.slice(1).map((column) => column.name);
    const later = options.unlessLater ? columns.findIndex(({ attribute }) => attribute === options.unlessLater) : -1;
    const guard = later === -1 ? '' : ` AND (??.?? IS NULL OR ??.?? <= changed.c${later})`;
    const guardNames = later === -1 ? [] : [this.name, columns[later]?.name, this.name, columns[later]?.name];
    for (const chunk of this.chunksOf(changes, columns.length)) {
      const source = this.valuesOf(chunk, columns, valueOf);
      await (trx ?? connectionOf(this.strapi)).raw(
        `WITH changed (${aliases.join(', ')}) AS (${source.text}) ` +
          `UPDATE ?? SET ${names.map((_, index) => `?? = changed.c${index + 1}`).join(', ')} FROM changed WHERE ??.?? = changed.c0${guard}`,
        [...source.bindings, this.name, ...names, this.name, 'id', ...guardNames] as Knex.RawBinding[],
      );
    }
  }

  private columnsOf(attributes: string[]): Column[] {
    return attributes.map((attribute) => {
      const column = this.byAttribute.get(attribute);
      if (!column) throw new Error(`${this.uid} has no attribute ${attribute}`);
      return column;
    });
  }

  /** As many rows as one statement takes. */
  private chunksOf<Item>(items: Item[], width: number): Item[][] {
    const size = this.postgres ? MAX_ROWS : Math.max(1, Math.floor(MAX_BINDINGS / width));
    return Array.from({ length: Math.ceil(items.length / size) }, (_, part) => items.slice(part * size, (part + 1) * size));
  }

  /**
   * Rows as the source of a statement. On Postgres one binding a column, however many rows: it reads arrays faster than it
   * parses a list of VALUES, and so do we write them.
   */
  private valuesOf<Item>(items: Item[], columns: Column[], valueOf: (item: Item, column: Column) => unknown): { text: string; bindings: unknown[] } {
    if (this.postgres) {
      return {
        text: `SELECT * FROM unnest(${columns.map(({ type }) => `?::${pgTypeOf(type)}[]`).join(', ')})`,
        bindings: columns.map((column) => items.map((item) => valueOf(item, column))),
      };
    }
    const row = `(${columns.map(() => '?').join(', ')})`;
    return {
      text: `VALUES ${items.map(() => row).join(', ')}`,
      bindings: items.flatMap((item) => columns.map((column) => valueOf(item, column))),
    };
  }
}
