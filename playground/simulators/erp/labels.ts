import { languageOf, type Environment } from './environment';
import type { ErpRecord } from './types';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const countryNames = new Map<string, Intl.DisplayNames>();
const countryName = (record: ErpRecord, lang: string): string => {
  if (lang.startsWith('en')) return text(record.name);
  const names = countryNames.get(lang) ?? new Intl.DisplayNames([lang.replace('_', '-')], { type: 'region' });
  countryNames.set(lang, names);
  return names.of(text(record.code)) ?? text(record.name);
};

const selectionLabel = (env: Environment, model: string, field: string, value: unknown): string =>
  env.store.models.get(model)?.fields.get(field)?.selection?.find(([key]) => key === value)?.[1] ?? text(value);

/** `Company, Person`; a nameless address is called by its type. */
const partnerName = (record: ErpRecord, env: Environment): string => {
  const parent = typeof record.parent_id === 'number' ? env.store.find('res.partner', record.parent_id) : undefined;
  if (!parent) return text(record.name);
  const own = text(record.name) || selectionLabel(env, 'res.partner', 'type', record.type);
  return `${partnerName(parent, env)}, ${own}`;
};

export const MOVE_TYPE_NAMES: Record<string, string> = {
  out_invoice: 'Invoice', out_refund: 'Credit Note', in_invoice: 'Bill', in_refund: 'Refund', entry: 'Journal Entry',
};

const moveName = (record: ErpRecord): string => {
  const name = text(record.name);
  const hasName = name !== '' && name !== '/';
  if (record.state !== 'draft') return hasName ? name : '/';
  return `Draft ${MOVE_TYPE_NAMES[text(record.move_type)] ?? 'Entry'} ${hasName ? name : `(* ${record.id})`}`;
};

/** `display_name`: the second half of every many2one. */
export const displayName = (model: string, record: ErpRecord, env: Environment): string => {
  switch (model) {
    case 'res.partner':
      return partnerName(record, env);
    case 'account.move':
      return moveName(record);
    case 'res.country':
      return countryName(record, languageOf(env));
    case 'res.country.state': {
      const country = typeof record.country_id === 'number' ? env.store.find('res.country', record.country_id) : undefined;
      return `${text(record.name)} (${text(country?.code)})`;
    }
    case 'product.product':
      return record.default_code ? `[${text(record.default_code)}] ${text(record.name)}` : text(record.name);
    case 'sale.order.line': {
      const order = typeof record.order_id === 'number' ? env.store.find('sale.order', record.order_id) : undefined;
      return `${text(order?.name)} - ${text(record.name).split('\n')[0] ?? ''}`;
    }
    case 'phone.blacklist':
      return text(record.number);
    case 'ir.config_parameter':
      return text(record.key);
    case 'mail.message':
    case 'account.move.send.wizard':
      return `${model},${record.id}`;
    default:
      return text(record.name);
  }
};

/** A many2one as read: `[id, name]`, or `false`. A dangling id reads as empty. */
export const many2one = (model: string, id: unknown, env: Environment): [number, string] | false => {
  if (typeof id !== 'number') return false;
  const record = env.store.find(model, id);
  return record ? [id, displayName(model, record, env)] : false;
};
