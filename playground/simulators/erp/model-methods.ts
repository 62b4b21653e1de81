import { mayAccess, requireAccess, type Operation } from './access';
import type { Bound } from './arguments';
import { accessError, invalidField, missingRecord, typeError, valueError } from './faults';
import { displayName } from './labels';
import { modelMethod, recordMethod, type MethodCall, type MethodTable } from './method';
import { readRecords } from './read-records';
import { countRecords, searchRecords } from './search-records';
import { isJsonObject, type ErpRecord, type ErpVersion, type FieldDefinition, type JsonObject, type JsonValue, type ModelDefinition } from './types';
import { createRecords, unlinkRecords, writeRecords } from './write-records';

const OWNER = 'BaseModel';

const fieldNames = (value: JsonValue | undefined): string[] | null =>
  Array.isArray(value) ? value.map((name) => {
    if (typeof name !== 'string') throw typeError(`unhashable type: '${typeof name}'`);
    return name;
  }) : null;

const requireFields = (model: ModelDefinition, fields: readonly string[] | null, version: ErpVersion): void => {
  for (const field of fields ?? []) if (!model.fields.has(field)) throw invalidField(version, model.name, field);
};

const found = ({ model, env }: MethodCall, args: Bound): ErpRecord[] => searchRecords(model, args.domain, env, { offset: args.offset, limit: args.limit, order: args.order });

const searchRead = (call: MethodCall): JsonValue => {
  const { model, env, args } = call;
  requireAccess(env, 'read', model.name);
  const fields = fieldNames(args.fields);
  requireFields(model, fields, env.version);
  return readRecords(model, found(call, args), fields, env, args.load === undefined ? '_classic_read' : args.load);
};

const existing = ({ model, env, ids }: MethodCall): ErpRecord[] =>
  ids.map((id) => env.store.find(model.name, id)).filter((record): record is ErpRecord => record !== undefined);

const read = (call: MethodCall): JsonValue => {
  const { model, env, args } = call;
  requireAccess(env, 'read', model.name);
  const fields = fieldNames(args.fields);
  requireFields(model, fields, env.version);
  const records = existing(call);
  if (model.name === 'res.users' && env.user.role !== 'administrator' && records.some((record) => record.id !== env.user.id)) {
    throw accessError("Due to security restrictions, you are not allowed to access 'User' (res.users) records.\n\nContact your administrator to request access if necessary.");
  }
  return readRecords(model, records, fields, env, args.load === undefined ? '_classic_read' : args.load);
};

const definitionOf = (call: MethodCall, name: string, field: FieldDefinition): FieldDefinition => {
  if (name !== 'lang') return field;
  const languages = [...call.env.store.table('res.lang').values()].filter((lang) => lang.active === true);
  return { ...field, selection: languages.map((lang) => [String(lang.code), String(lang.name)]) };
};

/** `searchable` is there whether asked for or not, where a model adds it itself (recorded on 17). */
const fieldsGet = (call: MethodCall): JsonValue => {
  const { model, args } = call;
  const only = fieldNames(args.allfields);
  const attributes = fieldNames(args.attributes);
  const answer: JsonObject = {};
  for (const [name, field] of model.fields) {
    if (only && only.length > 0 && !only.includes(name)) continue;
    const entries = Object.entries(definitionOf(call, name, field)).filter(([key]) => !attributes || attributes.length === 0 || attributes.includes(key) || key === 'searchable');
    answer[name] = { ...Object.fromEntries(entries), ...(attributes ? {} : { name }) };
  }
  return answer;
};

const create = ({ model, env, args }: MethodCall): JsonValue => {
  const input = args.vals_list;
  if (Array.isArray(input)) {
    if (!input.every(isJsonObject)) throw valueError('create() takes a dictionary or a list of dictionaries');
    return createRecords(model, input, env);
  }
  if (!isJsonObject(input)) throw valueError('create() takes a dictionary or a list of dictionaries');
  return createRecords(model, [input], env)[0] ?? false;
};

const write = ({ model, env, ids, args }: MethodCall): JsonValue => {
  if (!isJsonObject(args.vals)) throw typeError('write() takes a dictionary');
  writeRecords(model, ids, args.vals, env);
  return true;
};

const setActive = (active: boolean) => ({ model, env, ids }: MethodCall): JsonValue => {
  if (!model.hasActive) throw invalidField(env.version, model.name, 'active');
  writeRecords(model, ids.filter((id) => env.store.find(model.name, id)?.active !== active), { active }, env);
  // 19 answers nothing at all (recorded: no `result` key), older ones True.
  return env.version === 19 ? null : true;
};

const nameSearch = ({ model, env, args }: MethodCall): JsonValue => {
  requireAccess(env, 'read', model.name);
  const name = typeof args.name === 'string' ? args.name : '';
  const domain = args.domain ?? args.args;
  const restriction = Array.isArray(domain) ? domain : [];
  const operator = typeof args.operator === 'string' ? args.operator : 'ilike';
  const records = searchRecords(model, name ? [...restriction, ['display_name', operator, name]] : restriction, env, { limit: args.limit ?? 100 });
  return records.map((record) => [record.id, displayName(model.name, record, env)]);
};

const OPERATIONS: readonly string[] = ['read', 'write', 'create', 'unlink'];
const operationOf = (value: JsonValue | undefined): Operation => {
  if (typeof value === 'string' && OPERATIONS.includes(value)) return value as Operation;
  throw valueError(`Invalid access mode: ${String(value)}`);
};

const checkAccessRights = ({ model, env, args }: MethodCall): JsonValue => {
  const operation = operationOf(args.operation);
  if (args.raise_exception !== false) requireAccess(env, operation, model.name);
  return mayAccess(env, operation, model.name);
};

const shared: MethodTable = {
  search: modelMethod(OWNER, 'domain offset limit order', (call) => {
    requireAccess(call.env, 'read', call.model.name);
    return found(call, call.args).map((record) => record.id);
  }, { required: 1 }),
  search_count: modelMethod(OWNER, 'domain limit', ({ model, env, args }) => {
    requireAccess(env, 'read', model.name);
    return countRecords(model, args.domain, env, args.limit);
  }, { required: 1 }),
  search_read: modelMethod(OWNER, 'domain fields offset limit order load', searchRead),
  fields_get: modelMethod(OWNER, 'allfields attributes', fieldsGet),
  create: modelMethod(OWNER, 'vals_list', create, { required: 1 }),
  read: recordMethod(OWNER, 'fields load', read),
  write: recordMethod(OWNER, 'vals', write, { required: 1 }),
  unlink: recordMethod(OWNER, '', ({ model, env, ids }) => {
    unlinkRecords(model, ids, env);
    return true;
  }),
  action_archive: recordMethod(OWNER, '', setActive(false)),
  action_unarchive: recordMethod(OWNER, '', setActive(true)),
  check_access_rights: modelMethod(OWNER, 'operation raise_exception', checkAccessRights, { required: 1 }),
};

const hasAccess = recordMethod(OWNER, 'operation', ({ model, env, args }) => mayAccess(env, operationOf(args.operation), model.name), { required: 1 });

/** Refuses what points at nothing, as every method on records does. */
export const requireRecords = ({ model, env, ids }: MethodCall): ErpRecord[] => {
  const missing = ids.filter((id) => !env.store.find(model.name, id));
  if (missing.length > 0) throw missingRecord(model.name, missing, env.user.id);
  return ids.map((id) => env.store.find(model.name, id) as ErpRecord);
};

/** What every model answers to, by release: `has_access` came with 18, `name_search` renamed an argument in 19. */
export const createSharedMethods = (version: ErpVersion): MethodTable => ({
  ...shared,
  name_search: modelMethod(OWNER, version === 19 ? 'name domain operator limit' : 'name args operator limit', nameSearch),
  ...(version >= 18 ? { has_access: hasAccess } : {}),
  // Private since 19 (recorded); before, it answered the ids that exist.
  ...(version < 19 ? { exists: recordMethod(OWNER, '', (call) => existing(call).map((record) => record.id)) } : {}),
});
