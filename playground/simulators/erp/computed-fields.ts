import type { Environment } from './environment';
import { displayName, MOVE_TYPE_NAMES } from './labels';
import type { ErpRecord, FieldValue } from './types';

type Compute = (record: ErpRecord, env: Environment) => FieldValue;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const amount = (value: unknown): number => (typeof value === 'number' ? value : 0);
const idOf = (value: unknown): number | false => (typeof value === 'number' ? value : false);

const follow = (env: Environment, model: string, id: unknown): ErpRecord | undefined =>
  typeof id === 'number' ? env.store.find(model, id) : undefined;

const reverse = (model: string, field: string): Compute => (record, env) => env.store.referring(model, field, record.id);

/** Archived children are not in a one2many unless the context asks for them. */
const activeChildren: Compute = (record, env) => {
  const children = env.store.referring('res.partner', 'parent_id', record.id);
  if (children.length === 0) return children;
  const shown = env.context.active_test === false ? [...children] : children.filter((id) => env.store.find('res.partner', id)?.active !== false);
  const nameOf = (id: number) => text(env.store.find('res.partner', id)?.name);
  return shown.sort((left, right) => nameOf(left).localeCompare(nameOf(right)) || right - left);
};

/** The company a contact belongs to: the first ancestor that is a company or has no parent. */
export const commercialPartner = (record: ErpRecord, env: Pick<Environment, 'store'>): number => {
  let current = record;
  for (let depth = 0; depth < 20; depth += 1) {
    if (current.is_company === true || typeof current.parent_id !== 'number') return current.id;
    const parent = env.store.find('res.partner', current.parent_id);
    if (!parent) return current.id;
    current = parent;
  }
  return current.id;
};

const blacklisted = (record: ErpRecord, env: Environment): boolean => {
  const number = record.phone_sanitized;
  if (typeof number !== 'string') return false;
  for (const entry of env.store.table('phone.blacklist').values()) {
    if (entry.number === number && entry.active !== false) return true;
  }
  return false;
};

const address = (record: ErpRecord, env: Environment): string => {
  const country = follow(env, 'res.country', record.country_id);
  const town = [text(record.zip), text(record.city)].filter(Boolean).join(' ');
  return [text(record.street), text(record.street2), town, country ? displayName('res.country', country, env) : ''].filter(Boolean).join('\n');
};

const countryCode: Compute = (record, env) => text(follow(env, 'res.country', record.country_id)?.code) || false;

const partner: Record<string, Compute> = {
  complete_name: (record, env) => displayName('res.partner', record, env),
  parent_name: (record, env) => text(follow(env, 'res.partner', record.parent_id)?.name) || false,
  child_ids: activeChildren,
  commercial_partner_id: (record, env) => commercialPartner(record, env),
  commercial_company_name: (record, env) => text(env.store.find('res.partner', commercialPartner(record, env))?.name) || false,
  company_type: (record) => (record.is_company === true ? 'company' : 'person'),
  country_code: countryCode,
  contact_address: (record, env) => address(record, env),
  contact_address_inline: (record, env) => address(record, env).replace(/\n/g, ', '),
  email_normalized: (record) => (text(record.email) ? text(record.email).trim().toLowerCase() : false),
  email_formatted: (record) => (text(record.email) ? `"${text(record.name)}" <${text(record.email)}>` : false),
  phone_sanitized_blacklisted: blacklisted,
  phone_blacklisted: (record, env) => blacklisted(record, env) && Boolean(record.phone),
  mobile_blacklisted: (record, env) => blacklisted(record, env) && Boolean(record.mobile) && !record.phone,
  sale_order_ids: reverse('sale.order', 'partner_id'),
  sale_order_count: (record, env) => env.store.referring('sale.order', 'partner_id', record.id).length,
  invoice_ids: reverse('account.move', 'partner_id'),
  user_ids: reverse('res.users', 'partner_id'),
  active_lang_count: (_record, env) => [...env.store.table('res.lang').values()].filter((lang) => lang.active === true).length,
  self: (record) => record.id,
};

const ofPartner = (field: string): Compute => (record, env) => follow(env, 'res.partner', record.partner_id)?.[field] ?? false;

const company: Record<string, Compute> = {
  ...Object.fromEntries(['phone', 'mobile', 'email', 'vat', 'street', 'street2', 'zip', 'city', 'state_id', 'country_id', 'website'].map((field) => [field, ofPartner(field)])),
  country_code: (record, env) => text(follow(env, 'res.country', follow(env, 'res.partner', record.partner_id)?.country_id)?.code) || false,
  account_fiscal_country_id: ofPartner('country_id'),
  email_formatted: (record, env) => {
    const email = text(follow(env, 'res.partner', record.partner_id)?.email);
    return email ? `"${text(record.name)}" <${email}>` : false;
  },
};

const totals = (record: ErpRecord): FieldValue => ({
  currency_id: amount(record.currency_id),
  base_amount_currency: amount(record.amount_untaxed),
  tax_amount_currency: amount(record.amount_tax),
  total_amount_currency: amount(record.amount_total),
});

const orderName = (record: ErpRecord) => (record.state === 'sale' ? 'Sales Order' : 'Quotation');

const order: Record<string, Compute> = {
  order_line: (record, env) => sortedLines(env, 'sale.order.line', 'order_id', record.id),
  invoice_ids: (record, env) => env.store.referring('account.move', 'x_sale_order_id', record.id),
  invoice_count: (record, env) => env.store.referring('account.move', 'x_sale_order_id', record.id).length,
  access_url: (record) => `/my/orders/${record.id}`,
  type_name: orderName,
  tax_totals: totals,
  is_expired: () => false,
  country_code: (record, env) => text(follow(env, 'res.country', follow(env, 'res.partner', follow(env, 'res.company', record.company_id)?.partner_id)?.country_id)?.code) || false,
};

const ofOrder = (field: string): Compute => (record, env) => follow(env, 'sale.order', record.order_id)?.[field] ?? false;

const orderLine: Record<string, Compute> = {
  company_id: ofOrder('company_id'),
  currency_id: ofOrder('currency_id'),
  order_partner_id: ofOrder('partner_id'),
  salesman_id: ofOrder('user_id'),
  state: ofOrder('state'),
  tax_id: (record) => record.tax_ids ?? [],
};

function sortedLines(env: Environment, model: string, field: string, id: number, keep: (line: ErpRecord) => boolean = () => true): number[] {
  const lines = env.store.referring(model, field, id).map((lineId) => env.store.find(model, lineId)).filter((line): line is ErpRecord => line !== undefined && keep(line));
  return lines.sort((left, right) => amount(left.sequence) - amount(right.sequence) || left.id - right.id).map((line) => line.id);
}

const INVOICE_LINES = new Set<FieldValue>(['product', 'line_section', 'line_subsection', 'line_note']);

/** Refunds and vendor bills count the other way round in signed amounts. */
const direction = (record: ErpRecord): 1 | -1 => (record.move_type === 'out_refund' || record.move_type === 'in_invoice' ? -1 : 1);

const statusInPayment: Compute = (record) => {
  if (record.state !== 'posted') return record.state ?? false;
  if (record.payment_state !== 'not_paid') return record.payment_state ?? false;
  return record.is_move_sent === true ? 'sent' : 'posted';
};

const signed = (field: string): Compute => (record) => direction(record) * amount(record[field]);

const move: Record<string, Compute> = {
  invoice_line_ids: (record, env) => sortedLines(env, 'account.move.line', 'move_id', record.id, (line) => INVOICE_LINES.has(line.display_type ?? false)),
  line_ids: (record, env) => sortedLines(env, 'account.move.line', 'move_id', record.id),
  commercial_partner_id: (record, env) => {
    const owner = follow(env, 'res.partner', record.partner_id);
    return owner ? commercialPartner(owner, env) : false;
  },
  invoice_partner_display_name: (record, env) => {
    const owner = follow(env, 'res.partner', record.partner_id);
    return owner ? displayName('res.partner', owner, env) : false;
  },
  // Facts (2026-11-20): a draft invoice answers `#?access_token=…` on all three releases.
  access_url: (record) => (record.state === 'draft' ? '#' : `/my/invoices/${record.id}`),
  company_currency_id: (record, env) => idOf(follow(env, 'res.company', record.company_id)?.currency_id),
  direction_sign: (record) => -direction(record),
  amount_untaxed_signed: signed('amount_untaxed'),
  amount_tax_signed: signed('amount_tax'),
  amount_total_signed: signed('amount_total'),
  amount_total_in_currency_signed: signed('amount_total'),
  amount_residual_signed: signed('amount_residual'),
  amount_paid: (record) => Math.round((amount(record.amount_total) - amount(record.amount_residual)) * 100) / 100,
  status_in_payment: statusInPayment,
  move_sent_values: (record) => (record.is_move_sent === true ? 'sent' : 'not_sent'),
  type_name: (record) => MOVE_TYPE_NAMES[text(record.move_type)] ?? 'Entry',
  reversal_move_ids: reverse('account.move', 'reversed_entry_id'),
  message_main_attachment_id: (record) => record.invoice_pdf_report_id ?? false,
  invoice_pdf_report_file: (record, env) => follow(env, 'ir.attachment', record.invoice_pdf_report_id)?.datas ?? false,
  attachment_ids: (record, env) =>
    [...env.store.table('ir.attachment').values()].filter((item) => item.res_model === 'account.move' && item.res_id === record.id && !item.res_field).map((item) => item.id),
  sale_order_count: (record) => (typeof record.x_sale_order_id === 'number' ? 1 : 0),
  tax_totals: totals,
  user_id: (record) => record.invoice_user_id ?? false,
  country_code: order.country_code ?? (() => false),
};

const ofMove = (field: string): Compute => (record, env) => follow(env, 'account.move', record.move_id)?.[field] ?? false;

const moveLine: Record<string, Compute> = {
  company_id: ofMove('company_id'),
  currency_id: ofMove('currency_id'),
  company_currency_id: (record, env) => idOf(follow(env, 'res.company', follow(env, 'account.move', record.move_id)?.company_id)?.currency_id),
  partner_id: ofMove('partner_id'),
  parent_state: ofMove('state'),
  move_name: ofMove('name'),
  move_type: ofMove('move_type'),
  journal_id: ofMove('journal_id'),
  invoice_date: ofMove('invoice_date'),
  date: ofMove('date'),
  ref: ofMove('ref'),
};

const attachment: Record<string, Compute> = { raw: (record) => record.datas ?? false };

const COMPUTED: Record<string, Record<string, Compute>> = {
  'res.partner': partner,
  'res.company': company,
  'sale.order': order,
  'sale.order.line': orderLine,
  'account.move': move,
  'account.move.line': moveLine,
  'ir.attachment': attachment,
};

/** The function behind a computed field, or null for a stored one. */
export const findCompute = (model: string, field: string): Compute | null => {
  if (field === 'display_name') return (record, env) => displayName(model, record, env);
  return COMPUTED[model]?.[field] ?? null;
};
