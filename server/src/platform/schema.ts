import { PLUGIN_ID } from '../../../plugin/plugin-id';

export type AttributeType =
  | 'string'
  | 'text'
  | 'integer'
  | 'biginteger'
  | 'float'
  | 'decimal'
  | 'boolean'
  | 'datetime'
  | 'json'
  | 'email'
  | 'enumeration';

export interface Attribute {
  type: AttributeType;
  required?: boolean;
  default?: string | number | boolean;
  enum?: string[];
  configurable?: false;
  writable?: boolean;
}

export type Attributes = Record<string, Attribute>;

/** Columns are named as in the database: snake case. `unique: true` on an attribute would make no constraint. */
export interface Index {
  columns: string[];
  unique?: boolean;
  /**
   * A condition in plain SQL of both databases: only rows that meet it are in the index. Every change of a row writes
   * to each index the row is in, so what only few rows need does not cost the others. Strapi has no such indexes:
   * see platform/partial-indexes.
   */
  where?: string;
  /** Ends its name, where several conditions stand over the same columns. */
  suffix?: string;
}

/** An index Strapi does not make. */
export interface PartialIndex {
  name: string;
  table: string;
  columns: string[];
  unique: boolean;
  where: string;
}

const nameOf = (table: string, { columns, unique, where, suffix = '' }: Index): string =>
  `${`${table}_${columns.join('_')}_${where === undefined ? '' : 'p'}${unique ? 'uq' : 'ix'}`.slice(0, 60 - suffix.length)}${suffix}`;

const toIndexes = (table: string, indexes: Index[]) =>
  indexes
    .filter(({ where }) => where === undefined)
    .map((index) => ({ name: nameOf(table, index), columns: index.columns, ...(index.unique ? { type: 'unique' as const } : {}) }));

const toPartialIndexes = (table: string, indexes: Index[]): PartialIndex[] =>
  indexes.flatMap((index) =>
    index.where === undefined ? [] : [{ name: nameOf(table, index), table, columns: index.columns, unique: index.unique ?? false, where: index.where }],
  );

/** Columns that link rows, and what only programs read: not for people's forms. */
const HIDDEN = new Set(['connection', 'company', 'partner', 'contact', 'contactLink', 'partnerErpId', 'invoicePartnerErpId', 'parentErpId', 'commercialErpId', 'erpFields', 'mergedInto', 'mapping', 'documentTitles', 'recordMappings', 'headerFile', 'preferredAgent']);

/** `amountTotal` → `Amount total`, `erpId` → `ERP id`. */
const labelOf = (name: string): string => {
  const words = name.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/\berp\b/, 'ERP').replace(/\bvat\b/, 'VAT').replace(/ at$/, '');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** How the Content Manager shows a type at first; an administrator may change it there. */
const metadatasOf = (attributes: Attributes, editable: readonly string[]) =>
  Object.fromEntries(
    Object.keys(attributes).map((name) => [
      name,
      { edit: { label: labelOf(name), editable: editable.includes(name), visible: !HIDDEN.has(name) }, list: { label: labelOf(name) } },
    ]),
  );

export interface ContentTypeDefinition {
  singularName: string;
  pluralName: string;
  displayName: string;
  description?: string;
  /** Whether people find it in the Content Manager. The others have our screens, and foreign writes are refused. */
  visible: boolean;
  /** What people may change in the Content Manager; the rest is refused there. */
  editable?: readonly string[];
  attributes: Attributes;
  indexes: Index[];
}

export interface ContentTypeSchema {
  kind: 'collectionType';
  collectionName: string;
  info: { singularName: string; pluralName: string; displayName: string; description?: string };
  options: { draftAndPublish: false };
  pluginOptions: Record<string, unknown>;
  config: { metadatas: ReturnType<typeof metadatasOf> };
  attributes: Attributes;
  indexes: ReturnType<typeof toIndexes>;
}

/** Declares a content type of ours. Table: `whatsapp_<plural>`. No relations: see ARCHITECTURE, the data model. */
export const defineContentType = (definition: ContentTypeDefinition): { schema: ContentTypeSchema; partialIndexes: PartialIndex[] } => {
  const collectionName = `${PLUGIN_ID}_${definition.pluralName.replaceAll('-', '_')}`;
  const { singularName, pluralName, displayName, description } = definition;
  return {
    schema: {
      kind: 'collectionType',
      collectionName,
      info: { singularName, pluralName, displayName, ...(description ? { description } : {}) },
      options: { draftAndPublish: false },
      pluginOptions: {
        'content-manager': { visible: definition.visible },
        'content-type-builder': { visible: false },
      },
      config: { metadatas: metadatasOf(definition.attributes, definition.editable ?? []) },
      attributes: definition.attributes,
      indexes: toIndexes(collectionName, definition.indexes),
    },
    partialIndexes: toPartialIndexes(collectionName, definition.indexes),
  };
};

export interface ModelSchema {
  uid: string;
  singularName: string;
  tableName: string;
  attributes: Record<string, Attribute | { type: 'increments' }>;
  indexes: ReturnType<typeof toIndexes>;
  partialIndexes: PartialIndex[];
}

/** Declares a plain model: a table the Content Manager refuses even to a super-admin. Table: `whatsapp_<name>`. */
export const defineModel = (definition: { name: string; attributes: Attributes; indexes: Index[] }): ModelSchema => {
  const tableName = `${PLUGIN_ID}_${definition.name.replaceAll('-', '_')}`;
  return {
    uid: `${PLUGIN_ID}::${definition.name}`,
    singularName: `${PLUGIN_ID}-${definition.name}`,
    tableName,
    attributes: { id: { type: 'increments' }, ...definition.attributes },
    indexes: toIndexes(tableName, definition.indexes),
    partialIndexes: toPartialIndexes(tableName, definition.indexes),
  };
};

export const contentTypeUid = (singularName: string): `plugin::${string}.${string}` => `plugin::${PLUGIN_ID}.${singularName}`;
export const modelUid = (name: string): string => `${PLUGIN_ID}::${name}`;
