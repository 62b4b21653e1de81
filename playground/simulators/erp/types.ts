/** The ERP releases that were recorded. They differ in fields, error texts and date comparison. */
export type ErpVersion = 17 | 18 | 19;

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

/**
 * A stored value, already in the ERP's own shape: `false` is empty, a many2one is a bare id, x2many are ids.
 * Only `create_date` and `write_date` differ: microseconds since 1970, because the database keeps what RPC cuts off.
 */
export type FieldValue = string | number | boolean | readonly number[] | JsonObject;

export interface ErpRecord {
  id: number;
  create_date: number;
  write_date: number;
  [field: string]: FieldValue;
}

export type Values = { [field: string]: FieldValue };

export type FieldType =
  | 'char' | 'text' | 'html' | 'integer' | 'float' | 'monetary' | 'boolean' | 'date' | 'datetime' | 'selection'
  | 'many2one' | 'one2many' | 'many2many' | 'binary' | 'json' | 'properties';

/** What `fields_get` says of a field. Attributes that no recording shows are absent. */
export interface FieldDefinition {
  type: FieldType;
  relation?: string;
  string?: string;
  help?: string;
  required?: boolean;
  readonly?: boolean;
  store?: boolean;
  selection?: [string, string][];
}

export interface ModelDefinition {
  name: string;
  /** The document kind as it appears in access errors. */
  label: string;
  /** The ORM's `_order`. */
  order: string;
  fields: ReadonlyMap<string, FieldDefinition>;
  hasActive: boolean;
}

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
