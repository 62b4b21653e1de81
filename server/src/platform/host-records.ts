import type { Core } from '@strapi/types';
import { z } from 'zod';
import { PLUGIN_ID } from '../../../plugin/plugin-id';

/** A field of a record, or of what it points to: `phone`, `customer.phone`. */
const path = z.string().regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*){0,3}$/, 'is the name of a field, such as "phone" or "customer.phone"');

/** A collection type of the host that messages are sent from; `records` in `config/plugins.ts`, by the type's uid. */
export const hostRecordSchema = z.strictObject({
  /** What people call such a record. */
  label: z.string().min(1).max(100),
  /** Its number or title. */
  number: path,
  phone: path,
  name: path,
  /** The customer's language, such as `pt_BR`. */
  language: path.optional(),
  /** The company it belongs to: the name, or the documentId, of a company pulled from the ERP. */
  company: path.optional(),
  /** A media field that holds the PDF to send. */
  pdf: path.optional(),
  /** The approved template that goes where the customer's window is closed and nobody chose one. */
  template: z.string().min(1).max(512).optional(),
  /** How phone numbers without + are read: ISO 3166 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'is two capital letters, such as "ES"').optional(),
  /** Fields a template may be filled with, by the name they get there: `{{own.<name>}}`. */
  variables: z.record(z.string().regex(/^[A-Za-z_]\w*$/, 'is a word'), z.strictObject({ field: path, label: z.string().min(1).max(100) })).optional(),
});

export const hostRecordsSchema = z.record(z.string().regex(/^api::[\w-]+\.[\w-]+$/, 'is the uid of a collection type, such as "api::repair-order.repair-order"'), hostRecordSchema);

export interface HostRecordType extends z.infer<typeof hostRecordSchema> {
  uid: string;
}

interface Attribute {
  type: string;
  target?: string;
  component?: string;
  repeatable?: boolean;
  relation?: string;
}

interface Schema {
  kind?: string;
  attributes: Record<string, Attribute>;
}

const schemaOf = (strapi: Core.Strapi, uid: string): Schema | null => ((strapi.contentTypes as Record<string, unknown>)[uid] ?? (strapi.components as Record<string, unknown>)[uid] ?? null) as Schema | null;

/** Why a path leads nowhere; null where it ends at a field with one value. */
const findPathProblem = (strapi: Core.Strapi, uid: string, words: string, wanted: 'value' | 'media'): string | null => {
  const names = words.split('.');
  let at = schemaOf(strapi, uid);
  for (const [index, name] of names.entries()) {
    const attribute = at && Object.hasOwn(at.attributes, name) ? at.attributes[name] : undefined;
    // Every type has these, named in no schema.
    if (!attribute && index === names.length - 1 && wanted === 'value' && ['documentId', 'id', 'createdAt', 'updatedAt'].includes(name)) return null;
    if (!attribute) return `has no field "${names.slice(0, index + 1).join('.')}"`;
    const isLast = index === names.length - 1;
    const leadsOn = attribute.type === 'relation' || attribute.type === 'component';
    if (attribute.repeatable || /ToMany$/.test(attribute.relation ?? '')) return `has many of "${name}", where one is needed`;
    if (isLast) {
      if (wanted === 'media') return attribute.type === 'media' ? null : `holds no file in "${words}"`;
      return leadsOn || ['media', 'json', 'blocks', 'dynamiczone', 'password'].includes(attribute.type) ? `holds no plain value in "${words}"` : null;
    }
    if (!leadsOn) return `has nothing below "${names.slice(0, index + 1).join('.')}"`;
    at = schemaOf(strapi, attribute.target ?? attribute.component ?? '');
  }
  return null;
};

const problemOf = (strapi: Core.Strapi, uid: string, type: HostRecordType): string | null => {
  const schema = schemaOf(strapi, uid);
  if (!schema) return 'there is no such collection type';
  if (schema.kind !== 'collectionType') return 'is no collection type';
  const values = [type.number, type.phone, type.name, type.language, type.company, ...Object.values(type.variables ?? {}).map(({ field }) => field)];
  for (const value of values) {
    const problem = value === undefined ? null : findPathProblem(strapi, uid, value, 'value');
    if (problem) return problem;
  }
  return type.pdf === undefined ? null : findPathProblem(strapi, uid, type.pdf, 'media');
};

const known = new WeakMap<Core.Strapi, Map<string, HostRecordType>>();

/** The host's types that can be sent from, by uid. One that is wrong is left out, and the log says why, once. */
export const hostRecordTypes = (strapi: Core.Strapi): ReadonlyMap<string, HostRecordType> => {
  const read = known.get(strapi);
  if (read) return read;
  const types = new Map<string, HostRecordType>();
  const configured = strapi.config.get<Record<string, Omit<HostRecordType, 'uid'>>>(`plugin::${PLUGIN_ID}.records`, {}) ?? {};
  for (const [uid, rest] of Object.entries(configured)) {
    const type = { ...rest, uid };
    const problem = problemOf(strapi, uid, type);
    if (problem) strapi.log.error(`[whatsapp] config/plugins.ts, records: ${uid} ${problem}. It is left out; everything else goes on.`);
    else types.set(uid, type);
  }
  known.set(strapi, types);
  return types;
};

/** Fields of the host's records that a template may be filled with, each name once. */
export const ownFieldsOf = (strapi: Core.Strapi): { path: string; label: string; type: string }[] => {
  const seen = new Set<string>();
  return [...hostRecordTypes(strapi).values()].flatMap((type) =>
    Object.entries(type.variables ?? {}).flatMap(([name, { label }]) => {
      const path = `own.${name}`;
      if (seen.has(path)) return [];
      seen.add(path);
      return [{ path, label, type: type.label }];
    }),
  );
};

/** The value a path leads to; null where there is none on the way. */
export const valueAt = (record: unknown, words: string): unknown =>
  words.split('.').reduce<unknown>((at, name) => (typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as Record<string, unknown>)[name] : null), record);

type Populate = Record<string, { populate?: Populate } | true>;

/** What has to be read along, so that every path has its value. */
export const populateOf = (type: HostRecordType): Populate => {
  const tree: Populate = {};
  const values = [type.number, type.phone, type.name, type.language, type.company, ...Object.values(type.variables ?? {}).map(({ field }) => field)];
  const ways = [...values.flatMap((value) => (value === undefined ? [] : [value.split('.').slice(0, -1)])), ...(type.pdf === undefined ? [] : [type.pdf.split('.')])];
  for (const way of ways) {
    let at = tree;
    for (const name of way) {
      const next = at[name] === undefined || at[name] === true ? {} : at[name];
      at[name] = next;
      next.populate ??= {};
      at = next.populate;
    }
  }
  return prune(tree);
};

/** `{populate: {}}` reads nothing more: said as `true`. */
const prune = (tree: Populate): Populate =>
  Object.fromEntries(
    Object.entries(tree).map(([name, entry]) => {
      const below = entry === true || !entry.populate ? {} : prune(entry.populate);
      return [name, Object.keys(below).length === 0 ? true : { populate: below }];
    }),
  );
