import type { MappingContext } from '../mapping/context';
import { groupLines } from '../mapping/line';
import type { RecordByKind, RecordKind } from '../mapping/records';
import { readIds } from '../mapping/values';
import type { OdooClient, OdooReadOptions } from './odoo-client';
import { isOdooError, OdooError } from './odoo-error';
import { RECORD_MODELS } from './record-models';
import type { LineModel, RecordModel } from './record-models';
import type { OdooCallOptions, OdooRow } from './rpc';

/** Lines asked for in one call. A page of 1,000 ordinary records stays in one; only monsters are split, so that an answer stays far below 64 MB. */
const MAX_LINES_A_CALL = 20_000;

/** Which of the wanted fields this server has for this user. */
export interface ResolvedFields {
  fields: string[];
  /** Wanted, but not there: a warning for a settings screen. */
  missing: string[];
}

/** Only fields that exist may be asked for: one unknown name (`mobile` on 19) fails the whole call. */
export async function resolveFields(client: OdooClient, model: string, wanted: readonly string[], options?: OdooCallOptions): Promise<ResolvedFields> {
  const known = await client.fieldsOf(model, options);
  // `id` is no field a module could take away; a fields_get that leaves it out changes nothing.
  const has = (name: string): boolean => name === 'id' || known.has(name);
  return { fields: wanted.filter(has), missing: wanted.filter((name) => !has(name)) };
}

/** Reads one kind of record: knows its fields on this server, completes rows with their lines, maps them. */
export interface RecordReader<K extends RecordKind> {
  readonly definition: RecordModel<K>;
  readonly fields: readonly string[];
  /** Extra fields that were asked for and do not exist here. */
  readonly missingExtraFields: readonly string[];
  /** Reads the lines of all rows in one call and maps everything, in the order of `rows`. */
  complete(rows: readonly OdooRow[], options?: OdooReadOptions): Promise<RecordByKind[K][]>;
}

/** Throws `missing_model` where the app is not installed, `missing_field` where a field we can't do without is hidden. */
export async function createRecordReader<K extends RecordKind>(client: OdooClient, kind: K, extraFields: readonly string[] = [], options: OdooCallOptions = {}): Promise<RecordReader<K>> {
  const definition: RecordModel<K> = RECORD_MODELS[kind];
  const own = await resolveFields(client, definition.model, definition.fields, options);
  const lost = own.missing.find((name) => definition.required.includes(name));
  if (lost) throw new OdooError('missing_field', { model: definition.model, field: lost });
  const [extra, lineFields, fields, countryCodes] = await Promise.all([
    resolveFields(client, definition.model, extraFields, options),
    definition.lines ? resolveFields(client, definition.lines.model, definition.lines.fields, options) : { fields: [], missing: [] },
    client.fieldsOf(definition.model, options),
    own.fields.includes('country_id') ? client.countryCodes(options) : new Map<number, string>(),
  ]);
  const context: MappingContext = { countryCodes, fields, extraFields: extra.fields };
  return {
    definition,
    fields: [...new Set([...own.fields, ...extra.fields])],
    missingExtraFields: extra.missing,
    async complete(rows, readOptions = {}) {
      const lines = definition.lines ? await readLines(client, definition.lines, lineFields.fields, rows, readOptions) : new Map<number, OdooRow[]>();
      return rows.map((row) => definition.map(row, lines.get(Number(row['id'])) ?? [], context));
    },
  };
}

/** Records by whose lines fit one call. */
function chunkByLines(rows: readonly OdooRow[], listField: string): number[][] {
  const chunks: number[][] = [];
  let room = 0;
  for (const row of rows) {
    const count = readIds(row[listField]).length;
    if (count === 0) continue;
    if (chunks.length === 0 || count > room) {
      chunks.push([]);
      room = MAX_LINES_A_CALL;
    }
    chunks.at(-1)!.push(Number(row['id']));
    room -= count;
  }
  return chunks;
}

async function readLines(client: OdooClient, lines: LineModel, fields: readonly string[], rows: readonly OdooRow[], options: OdooReadOptions): Promise<Map<number, OdooRow[]>> {
  const found: OdooRow[] = [];
  for (const ids of chunkByLines(rows, lines.listField)) {
    const domain = [[lines.parentField, 'in', ids] as const, ...lines.domain];
    found.push(...(await client.searchRead(lines.model, domain, fields, { ...options, order: `${lines.parentField}, sequence, id` })));
  }
  return groupLines(found, lines.parentField);
}

/** Runs `read` again once where a field vanished between asking for the list and using it: the ERP was upgraded. */
export async function withFreshFields<T>(client: OdooClient, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isOdooError(error, 'missing_field')) throw error;
    client.forget();
    return read();
  }
}
