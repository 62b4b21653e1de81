import { requireAccess } from './access';
import { parseRpcDatetime, rpcDatetime } from './dates';
import type { Environment } from './environment';
import type { ErpFault} from './faults';
import { missingRecord, userError, validationError, valueError } from './faults';
import { sanitizePhone } from './phone';
import { pythonText } from './python-text';
import { recomputeMove, recomputeOrder } from './totals';
import { isJsonObject, type ErpRecord, type FieldDefinition, type FieldValue, type JsonObject, type ModelDefinition, type Values } from './types';

const ALIASES: Record<string, Record<string, string>> = { 'sale.order.line': { tax_id: 'tax_ids', product_uom: 'product_uom_id' } };
const LINES: Record<string, { field: string; model: string; parent: string }> = {
  'sale.order': { field: 'order_line', model: 'sale.order.line', parent: 'order_id' },
  'account.move': { field: 'invoice_line_ids', model: 'account.move.line', parent: 'move_id' },
};

type Command = readonly [number, unknown?, unknown?];

const isEmpty = (value: unknown) => value === null || value === false || value === undefined;

/** `[[6, 0, ids]]`, `[[4, id]]`, `[[5]]` or a bare list of ids. */
const manyIds = (value: unknown, before: readonly number[]): readonly number[] => {
  if (!Array.isArray(value)) return [];
  let ids = [...before];
  if (value.every((item) => typeof item === 'number')) return value as number[];
  for (const [code, id, list] of value as Command[]) {
    if (code === 6) ids = Array.isArray(list) ? (list as number[]) : [];
    else if (code === 5) ids = [];
    else if (code === 4 && typeof id === 'number' && !ids.includes(id)) ids.push(id);
    else if (code === 3 && typeof id === 'number') ids = ids.filter((item) => item !== id);
  }
  return ids;
};

const convert = (model: ModelDefinition, name: string, field: FieldDefinition, value: unknown, before: FieldValue | undefined, env: Environment): FieldValue => {
  switch (field.type) {
    case 'boolean':
      return value === true || value === 1;
    case 'integer':
    case 'float':
    case 'monetary': {
      const number = isEmpty(value) ? 0 : Number(value);
      if (!Number.isFinite(number)) throw valueError(`could not convert string to float: ${pythonText(value)}`);
      return number;
    }
    case 'many2one': {
      if (isEmpty(value)) return false;
      if (typeof value !== 'number' || !field.relation) throw valueError(`Wrong value for ${model.name}.${name}: ${pythonText(value)}`);
      if (env.store.models.has(field.relation) && !env.store.find(field.relation, value)) throw missingRecord(field.relation, [value], env.user.id);
      return value;
    }
    case 'one2many':
    case 'many2many':
      return manyIds(value, Array.isArray(before) ? (before as readonly number[]) : []);
    case 'selection':
      if (isEmpty(value)) return false;
      if (field.selection && field.selection.length > 0 && name !== 'lang' && !field.selection.some(([key]) => key === value)) {
        throw valueError(`Wrong value for ${model.name}.${name}: ${pythonText(value)}`);
      }
      if (name === 'lang' && ![...env.store.table('res.lang').values()].some((lang) => lang.code === value && lang.active === true)) {
        throw valueError(`Wrong value for ${model.name}.${name}: ${pythonText(value)}`);
      }
      return String(value);
    case 'date':
    case 'datetime': {
      if (isEmpty(value)) return false;
      if (!parseRpcDatetime(String(value))) throw valueError(`time data ${pythonText(value)} does not match format '${field.type === 'date' ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S'}'`);
      return String(value).slice(0, field.type === 'date' ? 10 : 19);
    }
    case 'json':
    case 'properties':
      return isJsonObject(value) ? value : Array.isArray(value) ? (value as readonly number[]) : false;
    default:
      return isEmpty(value) || value === '' ? false : String(value);
  }
};

const prepare = (model: ModelDefinition, values: JsonObject, before: ErpRecord | undefined, env: Environment): { values: Values; lines: readonly Command[] | null } => {
  const prepared: Values = {};
  let lines: readonly Command[] | null = null;
  for (const [name, value] of Object.entries(values)) {
    const field = model.fields.get(name);
    if (!field) throw valueError(env.version === 19 ? `Invalid field '${name}' in '${model.name}'` : `Invalid field '${name}' on model '${model.name}'`);
    if (['id', 'create_date', 'write_date', 'create_uid', 'write_uid'].includes(name)) continue;
    if (LINES[model.name]?.field === name) lines = Array.isArray(value) ? (value as unknown as Command[]) : [];
    else prepared[ALIASES[model.name]?.[name] ?? name] = convert(model, name, field, value, before?.[name], env);
  }
  return { values: prepared, lines };
};

const countryOf = (record: ErpRecord, env: Environment): string | null => {
  const companyPartner = env.store.find('res.partner', Number(env.store.find('res.company', typeof record.company_id === 'number' ? record.company_id : 1)?.partner_id));
  const country = env.store.find('res.country', Number(record.country_id || companyPartner?.country_id));
  return typeof country?.code === 'string' ? country.code : null;
};

/** `phone_sanitized` is stored: it follows phone, mobile and country in the same write. */
const sanitize = (record: ErpRecord, env: Environment): void => {
  const country = countryOf(record, env);
  const number = sanitizePhone(record.phone, country) || sanitizePhone(record.mobile, country);
  env.store.change('res.partner', record.id, { phone_sanitized: number }, { bump: false });
};

const applyLines = (model: ModelDefinition, id: number, commands: readonly Command[], env: Environment): void => {
  const lines = LINES[model.name];
  const lineModel = lines && env.store.models.get(lines.model);
  if (!lines || !lineModel) return;
  for (const [code, lineId, values] of commands) {
    if (code === 0 && isJsonObject(values)) createOne(lineModel, { ...values, [lines.parent]: id }, env, false);
    else if (code === 1 && typeof lineId === 'number' && isJsonObject(values)) writeRecords(lineModel, [lineId], values, env);
    else if ((code === 2 || code === 3) && typeof lineId === 'number') env.store.remove(lines.model, lineId);
    else if (code === 5) [...env.store.referring(lines.model, lines.parent, id)].forEach((each) => env.store.remove(lines.model, each));
  }
  if (model.name === 'sale.order') recomputeOrder(env.store, id);
  else recomputeMove(env.store, id);
};

const DEFAULTS: Record<string, (env: Environment, record: Values) => Values> = {
  'res.partner': () => ({ active: true, type: 'contact', lang: 'en_US', is_company: false, customer_rank: 0, supplier_rank: 0 }),
  'sale.order': (env, record) => ({
    name: `S${String(Math.max(0, ...[...env.store.table('sale.order').keys()]) + 1).padStart(5, '0')}`, state: 'draft', invoice_status: 'no', company_id: 1, user_id: env.user.id,
    partner_invoice_id: record.partner_id ?? false, partner_shipping_id: record.partner_id ?? false, amount_untaxed: 0, amount_tax: 0, amount_total: 0,
    currency_id: env.store.find('res.company', Number(record.company_id ?? 1))?.currency_id ?? 1, locked: false, date_order: rpcDatetime(env.store.transactionAt()),
  }),
  'sale.order.line': () => ({ sequence: 10, display_type: false, product_uom_qty: 1, discount: 0, tax_ids: [] }),
  'account.move': (env, record) => ({
    name: env.version === 17 ? '/' : false, state: 'draft', move_type: 'entry', payment_state: 'not_paid', company_id: 1, amount_untaxed: 0, amount_tax: 0, amount_total: 0,
    amount_residual: 0, currency_id: env.store.find('res.company', Number(record.company_id ?? 1))?.currency_id ?? 1, is_move_sent: false,
  }),
  'account.move.line': () => ({ sequence: 100, display_type: 'product', quantity: 1, discount: 0, tax_ids: [] }),
};

const requireFields = (model: ModelDefinition, record: ErpRecord): void => {
  if (model.name === 'res.partner' && record.type === 'contact' && !record.name) throw validationError('The operation cannot be completed: Contacts require a name');
  if (model.name === 'sale.order' && !record.partner_id) {
    throw validationError('The operation cannot be completed:\n- Create/update: a mandatory field is not set.\n\nModel: Sales Order (sale.order), Field: Customer (partner_id)');
  }
};

/** Lines that count in their document's amounts: a description alone does not touch the order (recorded). */
const AMOUNT_FIELDS = new Set(['product_uom_qty', 'quantity', 'price_unit', 'discount', 'tax_ids', 'display_type', 'product_id']);

const afterLine = (model: ModelDefinition, record: ErpRecord, changed: readonly string[], env: Environment): void => {
  if (!changed.some((field) => AMOUNT_FIELDS.has(field))) return;
  if (model.name === 'sale.order.line' && typeof record.order_id === 'number') recomputeOrder(env.store, record.order_id);
  if (model.name === 'account.move.line' && typeof record.move_id === 'number') recomputeMove(env.store, record.move_id);
};

const createOne = (model: ModelDefinition, input: JsonObject, env: Environment, recompute = true): ErpRecord => {
  const { values, lines } = prepare(model, input, undefined, env);
  const record = env.store.insert(model.name, { ...DEFAULTS[model.name]?.(env, values), ...values, create_uid: env.user.id, write_uid: env.user.id });
  try {
    requireFields(model, record);
  } catch (fault) {
    env.store.remove(model.name, record.id);
    throw fault;
  }
  if (model.name === 'res.partner') sanitize(record, env);
  if (lines) applyLines(model, record.id, lines, env);
  if (recompute) afterLine(model, record, ['quantity'], env);
  return record;
};

export const createRecords = (model: ModelDefinition, inputs: readonly JsonObject[], env: Environment): number[] => {
  requireAccess(env, 'create', model.name);
  // All or nothing, as one transaction: a refused row must not leave the rows before it.
  inputs.forEach((input) => prepare(model, input, undefined, env));
  const created: ErpRecord[] = [];
  try {
    for (const input of inputs) created.push(createOne(model, input, env));
  } catch (fault) {
    created.forEach((record) => env.store.remove(model.name, record.id));
    throw fault;
  }
  return created.map((record) => record.id);
};

export function writeRecords(model: ModelDefinition, ids: readonly number[], input: JsonObject, env: Environment): void {
  requireAccess(env, 'write', model.name);
  const missing = ids.filter((id) => !env.store.find(model.name, id));
  if (missing.length > 0) throw missingRecord(model.name, missing, env.user.id);
  // Everything is checked before anything is written, as one transaction would be rolled back.
  const prepared = ids.map((id) => {
    const record = env.store.find(model.name, id) as ErpRecord;
    const { values, lines } = prepare(model, input, record, env);
    requireFields(model, { ...record, ...values });
    return { id, record, values, lines };
  });
  for (const { id, record, values, lines } of prepared) {
    env.store.change(model.name, id, { ...values, write_uid: env.user.id });
    if (model.name === 'res.partner' && ['phone', 'mobile', 'country_id'].some((field) => field in values)) sanitize(record, env);
    if (lines) applyLines(model, id, lines, env);
    afterLine(model, record, Object.keys(values), env);
  }
}

const REFERENCES: [owner: string, field: string, label: string, constraint: string][] = [
  ['sale.order', 'partner_id', 'Sales Order', 'sale_order_partner_id_fkey'],
  ['account.move', 'partner_id', 'Journal Entry', 'account_move_partner_id_fkey'],
  ['res.company', 'partner_id', 'Companies', 'res_company_partner_id_fkey'],
  ['res.users', 'partner_id', 'User', 'res_users_partner_id_fkey'],
];

const refuseUnlink = (model: ModelDefinition, record: ErpRecord, env: Environment): ErpFault | null => {
  if (model.name === 'sale.order' && record.state !== 'draft' && record.state !== 'cancel') {
    return userError('You can not delete a sent quotation or a confirmed sales order. You must first cancel it.');
  }
  if (model.name === 'account.move' && record.state === 'posted') {
    return userError("You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal entry to draft before deleting it.");
  }
  if (model.name === 'res.partner') {
    const holder = REFERENCES.find(([owner, field]) => env.store.referring(owner, field, record.id).length > 0);
    if (holder) {
      return validationError(`The operation cannot be completed: another model requires the record being deleted. If possible, archive it instead.\n\nModel: ${holder[2]} (${holder[0]}), Constraint: ${holder[3]}`);
    }
  }
  return null;
};

export const unlinkRecords = (model: ModelDefinition, ids: readonly number[], env: Environment): void => {
  requireAccess(env, 'unlink', model.name);
  const records = ids.map((id) => env.store.find(model.name, id)).filter((record): record is ErpRecord => record !== undefined);
  for (const record of records) {
    const refusal = refuseUnlink(model, record, env);
    if (refusal) throw refusal;
  }
  for (const record of records) {
    const lines = LINES[model.name];
    if (lines) [...env.store.referring(lines.model, lines.parent, record.id)].forEach((id) => env.store.remove(lines.model, id));
    env.store.remove(model.name, record.id);
    if (model.name === 'res.partner') {
      [...env.store.referring('res.partner', 'parent_id', record.id)].forEach((id) => env.store.change('res.partner', id, { parent_id: false }));
    }
    if (model.name === 'sale.order.line' && typeof record.order_id === 'number') recomputeOrder(env.store, record.order_id);
  }
};
