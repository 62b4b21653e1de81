import { displayName } from './labels';
import { ENGLISH, wordsOf, type DocumentWords } from './pdf-words';
import type { Environment } from './environment';
import type { ErpRecord } from './types';

export interface DocumentLine {
  kind: 'product' | 'section' | 'note';
  text: string;
  quantity: string;
  unitPrice: string;
  discount: string;
  amount: string;
}

/** What a printed document says, as text: drawing it is another file's job. */
export interface DocumentContent {
  words: DocumentWords;
  title: string;
  localTitle: string;
  stamp: string;
  company: { name: string; lines: string[]; colour: 'green' | 'blue' };
  customer: { name: string; lines: string[] };
  facts: [label: string, value: string][];
  lines: DocumentLine[];
  totals: { label: string; value: string; strong: boolean }[];
  payment: string;
  writtenAt: Date;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const find = (env: Environment, model: string, id: unknown): ErpRecord | undefined => (typeof id === 'number' ? env.store.find(model, id) : undefined);

const addressLines = (record: ErpRecord | undefined, words: DocumentWords, env: Environment): string[] => {
  if (!record) return [];
  const country = find(env, 'res.country', record.country_id);
  const state = find(env, 'res.country.state', record.state_id);
  const town = [text(record.city), text(state?.code)].filter(Boolean).join(' - ');
  return [
    text(record.street), text(record.street2), [town, text(record.zip)].filter(Boolean).join('  '),
    country ? displayName('res.country', country, { ...env, context: { lang: words.locale.replace('-', '_') } }) : '',
    record.vat ? `${words.taxId}: ${text(record.vat)}` : '', text(record.phone), text(record.email),
  ].filter(Boolean);
};

const titleOf = (model: string, record: ErpRecord, words: DocumentWords): string => {
  if (model === 'sale.order') return record.state === 'sale' ? words.order : words.quotation;
  return record.move_type === 'out_refund' || record.move_type === 'in_refund' ? words.creditNote : words.invoice;
};

const stampOf = (model: string, record: ErpRecord, words: DocumentWords): string => {
  if (record.state === 'cancel') return words.cancelled;
  if (model !== 'account.move') return '';
  if (record.state === 'draft') return words.draft;
  return record.payment_state === 'paid' || record.payment_state === 'in_payment' ? words.paidStamp : '';
};

const formatters = (words: DocumentWords, currency: ErpRecord | undefined) => {
  const code = text(currency?.name) || 'USD';
  const money = new Intl.NumberFormat(words.locale, { style: 'currency', currency: code });
  const quantity = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 2 });
  const day = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return {
    money: (value: unknown) => money.format(number(value)),
    quantity: (value: unknown) => quantity.format(number(value)),
    day: (value: unknown) => (text(value) ? day.format(new Date(`${text(value).slice(0, 10)}T00:00:00Z`)) : ''),
  };
};

export const documentContent = (model: string, record: ErpRecord, env: Environment): DocumentContent => {
  const partner = find(env, 'res.partner', model === 'sale.order' ? record.partner_invoice_id || record.partner_id : record.partner_id);
  const words = wordsOf(partner?.lang);
  const { money, quantity, day } = formatters(words, find(env, 'res.currency', record.currency_id));
  const company = find(env, 'res.company', record.company_id);
  const companyPartner = find(env, 'res.partner', company?.partner_id);
  const isOrder = model === 'sale.order';
  const lineModel = isOrder ? 'sale.order.line' : 'account.move.line';
  const lines = env.store.referring(lineModel, isOrder ? 'order_id' : 'move_id', record.id)
    .map((id) => env.store.find(lineModel, id))
    .filter((line): line is ErpRecord => line !== undefined && line.display_type !== 'tax' && line.display_type !== 'payment_term')
    .sort((left, right) => number(left.sequence) - number(right.sequence) || left.id - right.id);
  const documentNumber = text(record.name) && record.name !== '/' ? text(record.name) : `${words.draft} ${record.id}`;
  const paid = number(record.amount_total) - number(record.amount_residual);
  const facts: [string, string][] = isOrder
    ? [[words.date, day(record.date_order)], [words.validUntil, day(record.validity_date)], [words.reference, text(record.client_order_ref)], [words.salesperson, text(find(env, 'res.users', record.user_id)?.name)]]
    : [[words.date, day(record.invoice_date)], [words.dueDate, day(record.invoice_date_due)], [words.reference, text(record.ref) || text(record.invoice_origin)], [words.salesperson, text(find(env, 'res.users', record.invoice_user_id)?.name)]];
  return {
    words,
    title: `${titleOf(model, record, ENGLISH)} ${documentNumber}`,
    localTitle: words === ENGLISH ? '' : titleOf(model, record, words),
    stamp: stampOf(model, record, words),
    company: { name: text(company?.name), lines: addressLines(companyPartner, words, env), colour: record.company_id === 1 ? 'green' : 'blue' },
    customer: { name: partner ? displayName('res.partner', partner, env) : '', lines: addressLines(partner, words, env) },
    facts: facts.filter(([, value]) => value !== ''),
    lines: lines.map((line) => ({
      kind: line.display_type === 'line_section' ? 'section' : line.display_type === 'line_note' ? 'note' : 'product',
      text: text(line.name), quantity: quantity(isOrder ? line.product_uom_qty : line.quantity), unitPrice: money(line.price_unit),
      discount: number(line.discount) ? `${quantity(line.discount)}%` : '', amount: money(line.price_subtotal),
    })),
    totals: [
      { label: words.untaxed, value: money(record.amount_untaxed), strong: false },
      ...(number(record.amount_tax) ? [{ label: words.taxes, value: money(record.amount_tax), strong: false }] : []),
      { label: words.total, value: money(record.amount_total), strong: true },
      ...(!isOrder && paid > 0 && record.state === 'posted'
        ? [{ label: words.paid, value: money(paid), strong: false }, { label: words.due, value: money(record.amount_residual), strong: true }] : []),
    ],
    payment: !isOrder && record.state === 'posted' && number(record.amount_residual) > 0 ? `${words.payWith} ${text(record.payment_reference) || documentNumber}` : '',
    writtenAt: new Date(Math.floor(record.write_date / 1000)),
  };
};
