import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { storedDatetime } from './dates';
import type { Environment } from './environment';
import { answer, escapeHtml, HTML } from './http-answer';
import { displayName, MOVE_TYPE_NAMES } from './labels';
import { PAGE_SCRIPT, PAGE_STYLE } from './page-style';
import type { Settings } from './settings';
import type { ErpStore } from './store';
import type { ErpRecord } from './types';

const MOST_ROWS = 120;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

interface Button {
  label: string;
  action: string;
  isMain?: boolean;
  model?: string;
  ask?: string;
}

const button = (record: ErpRecord, name: string, { label, action, isMain, model, ask }: Button): string =>
  `<button type="button"${isMain ? ' class="main"' : ''} data-action="${action}" data-id="${record.id}"${model ? ` data-model="${model}"` : ''}${ask ? ` data-ask="${escapeHtml(ask)}"` : ''} aria-label="${escapeHtml(`${label}: ${name}`)}">${escapeHtml(label)}</button>`;

const badge = (label: string, tone = ''): string => `<span class="badge ${tone}">${escapeHtml(label)}</span>`;

const cell = (label: string, content: string, className = ''): string => `<td data-label="${escapeHtml(label)}"${className ? ` class="${className}"` : ''}>${content}</td>`;

const table = (id: string, title: string, note: string, heads: readonly string[], rows: readonly string[]): string =>
  `<section aria-labelledby="${id}"><h2 id="${id}">${escapeHtml(title)} <small>${escapeHtml(note)}</small></h2><div class="card"><table><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></section>`;

const ORDER_STATES: Record<string, [label: string, tone: string]> = { draft: ['Quotation', ''], sent: ['Quotation sent', 'warn'], sale: ['Sales order', 'ok'], cancel: ['Cancelled', 'bad'] };
const MOVE_STATES: Record<string, [label: string, tone: string]> = { draft: ['Draft', ''], posted: ['Posted', 'ok'], cancel: ['Cancelled', 'bad'] };
const PAYMENTS: Record<string, [label: string, tone: string]> = {
  not_paid: ['Not paid', 'warn'], partial: ['Partly paid', 'warn'], in_payment: ['In payment', 'ok'], paid: ['Paid', 'ok'], reversed: ['Reversed', ''], blocked: ['Blocked', 'bad'],
};
const stateBadge = (states: Record<string, [string, string]>, value: unknown): string => badge(...(states[text(value)] ?? [text(value), '']));

const createRows = (env: Environment) => {
  const find = (model: string, id: unknown) => (typeof id === 'number' ? env.store.find(model, id) : undefined);
  const name = (model: string, id: unknown) => {
    const record = find(model, id);
    return record ? displayName(model, record, env) : '';
  };
  const money = (amount: unknown, currency: unknown) =>
    new Intl.NumberFormat('en-US', { style: 'currency', currency: text(find('res.currency', currency)?.name) || 'USD' }).format(Number(amount ?? 0));
  const stamp = (record: ErpRecord) => `<span class="soft" title="write_date ${storedDatetime(record.write_date)}">${storedDatetime(record.write_date).slice(0, 16)}</span>`;
  const openPdf = (model: string, record: ErpRecord, label: string) =>
    `<a class="button" href="/preview/${model}/${record.id}" target="_blank" rel="noopener" aria-label="${escapeHtml(`Open PDF: ${label}`)}">Open PDF</a>`;

  const company = (record: ErpRecord) => {
    const partner = find('res.partner', record.partner_id);
    return `<tr>${cell('Name', `<strong>${escapeHtml(text(record.name))}</strong>`)}${cell('Country', escapeHtml(name('res.country', partner?.country_id)))}${cell('Currency', escapeHtml(name('res.currency', record.currency_id)))}${cell('Language', escapeHtml(text(partner?.lang)))}</tr>`;
  };

  const partner = (record: ErpRecord) => {
    const label = displayName('res.partner', record, env);
    const phone = text(record.phone) || text(record.mobile);
    const isBlacklisted = typeof record.phone_sanitized === 'string' && [...env.store.table('phone.blacklist').values()].some((item) => item.number === record.phone_sanitized && item.active !== false);
    const sanitized = record.phone_sanitized ? escapeHtml(text(record.phone_sanitized)) : phone ? 'not a valid number' : 'no phone';
    const badges = [record.active === false ? badge('Archived', 'bad') : '', isBlacklisted ? badge('Blacklisted', 'bad') : '', record.type === 'invoice' ? badge('Invoice address') : ''].join(' ');
    const archive: Button = record.active === false ? { label: 'Restore', action: 'unarchive-partner' } : { label: 'Archive', action: 'archive-partner' };
    return `<tr>${cell('Name', `<strong>${escapeHtml(label)}</strong> ${badges}<br><span class="soft">${escapeHtml(text(record.email))}</span>`)}`
      + cell('Country', `${escapeHtml(name('res.country', record.country_id))}<br><span class="soft">${escapeHtml(text(record.lang))}</span>`)
      + cell('Phone', `<form class="phone" data-id="${record.id}"><label class="visually-hidden" for="phone-${record.id}">Phone of ${escapeHtml(label)}</label><input id="phone-${record.id}" name="phone" value="${escapeHtml(phone)}" autocomplete="off"><button>Save</button></form><span class="soft">${sanitized}</span>`)
      + cell('Changed', stamp(record))
      + `<td><div class="buttons">${button(record, label, archive)}${button(record, label, { label: 'Delete', action: 'delete', model: 'res.partner', ask: `Delete ${label} for good?` })}</div></td></tr>`;
  };

  const order = (record: ErpRecord) => {
    const label = text(record.name);
    const buttons: Button[] = [];
    if (record.state === 'draft' || record.state === 'sent') buttons.push({ label: 'Confirm', action: 'confirm-order', isMain: true });
    if (record.state === 'draft') buttons.push({ label: 'Mark as sent', action: 'send-order' });
    if (record.state !== 'cancel') buttons.push({ label: 'Cancel', action: 'cancel-order' });
    if (record.state === 'cancel' || record.state === 'sent') buttons.push({ label: 'Back to draft', action: 'reset-order' });
    buttons.push({ label: 'Delete', action: 'delete', model: 'sale.order', ask: `Delete ${label} for good?` });
    return `<tr>${cell('Number', `<strong>${escapeHtml(label)}</strong><br>${stateBadge(ORDER_STATES, record.state)}`)}${cell('Customer', `${escapeHtml(name('res.partner', record.partner_id))}<br><span class="soft">${escapeHtml(name('res.company', record.company_id))}</span>`)}`
      + `${cell('Total', money(record.amount_total, record.currency_id), 'money')}${cell('Changed', stamp(record))}<td><div class="buttons">${buttons.map((item) => button(record, label, item)).join('')}${openPdf('sale.order', record, label)}</div></td></tr>`;
  };

  const invoice = (record: ErpRecord) => {
    const label = displayName('account.move', record, env);
    const buttons: Button[] = [];
    if (record.state === 'draft') buttons.push({ label: 'Post', action: 'post-invoice', isMain: true }, { label: 'Cancel', action: 'cancel-invoice' });
    if (record.state === 'posted' && Number(record.amount_residual) > 0) buttons.push({ label: 'Pay', action: 'pay-invoice', isMain: true });
    if (record.state !== 'draft') buttons.push({ label: 'Reset to draft', action: 'reset-invoice' });
    buttons.push({ label: 'Delete', action: 'delete', model: 'account.move', ask: `Delete ${label} for good?` });
    const due = record.state === 'posted' ? `<br><span class="soft">due ${money(record.amount_residual, record.currency_id)}</span>` : '';
    return `<tr>${cell('Number', `<strong>${escapeHtml(label)}</strong><br><span class="soft">${escapeHtml(MOVE_TYPE_NAMES[text(record.move_type)] ?? '')}</span>`)}${cell('Customer', `${escapeHtml(name('res.partner', record.partner_id))}<br><span class="soft">${escapeHtml(name('res.company', record.company_id))}</span>`)}`
      + cell('State', `${stateBadge(MOVE_STATES, record.state)} ${record.state === 'posted' ? stateBadge(PAYMENTS, record.payment_state) : ''}`)
      + `${cell('Total', money(record.amount_total, record.currency_id) + due, 'money')}${cell('Changed', stamp(record))}<td><div class="buttons">${buttons.map((item) => button(record, label, item)).join('')}${openPdf('account.move', record, label)}</div></td></tr>`;
  };
  return { company, partner, order, invoice };
};

const newest = (store: ErpStore, model: string): { records: ErpRecord[]; note: string } => {
  const all = [...store.table(model).values()];
  const records = all.slice(0, MOST_ROWS);
  return { records, note: all.length > records.length ? `the first ${records.length} of ${all.length.toLocaleString('en-US')}` : String(all.length) };
};

const warnings = (settings: Settings): string => {
  const set = [
    settings.offline ? 'offline' : '', settings.latencyMs > 0 ? `${settings.latencyMs} ms slower` : '', settings.pdf === 'ok' ? '' : `PDFs: ${settings.pdf}`, settings.answers === 'ok' ? '' : `RPC: ${settings.answers}`,
    settings.paceRowsPerSecond > 0 ? `${settings.paceRowsPerSecond} rows a second` : '', settings.errors.length > 0 ? `${settings.errors.length} error rule(s)` : '',
  ].filter(Boolean);
  return set.length > 0 ? `<p>${badge(`Set by /control: ${set.join(' · ')}`, 'warn')}</p>` : '';
};

/** `GET /`: the ERP as an accountant would see it, plain, on a phone too. */
export const renderPage = (response: ServerResponse, store: ErpStore, settings: Settings, database: string): void => {
  const env: Environment = {
    store, version: store.version, user: { id: 2, login: 'admin', role: 'administrator' }, context: {}, hasPdfEngine: true, renderPdf: () => Promise.reject(new Error('Not from the page')),
  };
  const rows = createRows(env);
  const partners = newest(store, 'res.partner');
  const orders = newest(store, 'sale.order');
  const invoices = newest(store, 'account.move');
  const companies = newest(store, 'res.company');
  const nonce = randomBytes(16).toString('base64');
  const body = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Simulated ERP</title><link rel="icon" href="data:,"><style nonce="${nonce}">${PAGE_STYLE}</style></head>
<body><header><div><h1>Simulated ERP</h1> ${badge(`Odoo ${store.version}`)} ${badge(`database ${database}`)}
<p class="soft">What you change here, the bridge finds at its next pull.</p>${warnings(settings)}
<nav aria-label="Sections"><a href="#orders">Sales orders</a><a href="#invoices">Invoices</a><a href="#partners">Contacts</a><a href="#companies">Companies</a></nav></div></header>
<main>
${table('orders', 'Sales orders', orders.note, ['Number', 'Customer', 'Total', 'Changed', 'Actions'], orders.records.map(rows.order))}
${table('invoices', 'Invoices', invoices.note, ['Number', 'Customer', 'State', 'Total', 'Changed', 'Actions'], invoices.records.map(rows.invoice))}
${table('partners', 'Contacts', partners.note, ['Name', 'Country', 'Phone', 'Changed', 'Actions'], partners.records.map(rows.partner))}
${table('companies', 'Companies', companies.note, ['Name', 'Country', 'Currency', 'Language'], companies.records.map(rows.company))}
</main><div id="notice" role="alert" hidden></div><script nonce="${nonce}">${PAGE_SCRIPT}</script></body></html>`;
  answer(response, 200, {
    'content-type': HTML, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY',
    'content-security-policy': `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  }, body);
};
