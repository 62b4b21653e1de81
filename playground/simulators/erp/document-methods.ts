import { createHash } from 'node:crypto';
import { requireAccess, requirePosting } from './access';
import { rpcDate, rpcDatetime } from './dates';
import { findCompute } from './computed-fields';
import type { Environment } from './environment';
import { userError, valueError } from './faults';
import { recordMethod, modelMethod, type MethodCall, type MethodTable } from './method';
import { requireRecords } from './model-methods';
import { settleReceivable } from './totals';
import type { ErpRecord, JsonValue } from './types';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The file name the portal and the attachment share: `Sales_Order_S00020.pdf`, `INV_2026_00001.pdf`. */
export const documentFileName = (model: string, record: ErpRecord): string => {
  const stem = model === 'sale.order'
    ? `${record.state === 'sale' ? 'Sales Order' : 'Quotation'} ${text(record.name)}`
    : text(record.name) && record.name !== '/' ? text(record.name) : `Draft Invoice ${record.id}`;
  return `${stem.replace(/\W+/g, '_')}.pdf`;
};

/**
 * `get_portal_url`: relative, with an access token. Making the token is a write: the record re-enters the change feed,
 * on the first call only. Recorded: no record at all (`[null]`) answers `#?access_token=…`.
 */
const portalUrl = (call: MethodCall): JsonValue => {
  const { model, env, args, ids } = call;
  requireAccess(env, 'read', model.name);
  const records = requireRecords(call);
  if (ids.length > 1) throw valueError(`Expected singleton: ${model.name}(${ids.join(', ')})`);
  const [record] = records;
  let token = record ? text(record.access_token) : env.store.random.uuid();
  if (record && !token) {
    token = env.store.random.uuid();
    env.store.change(model.name, record.id, { access_token: token });
  }
  const path = record ? text(findCompute(model.name, 'access_url')?.(record, env)) : '#';
  const reportType = typeof args.report_type === 'string' ? `&report_type=${args.report_type}` : '';
  return `${path}${text(args.suffix)}?access_token=${token}${reportType}${args.download === true ? '&download=true' : ''}${text(args.query_string)}${args.anchor ? `#${text(args.anchor)}` : ''}`;
};

const escapeHtml = (value: string) => value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** Posts in the record's chatter. It does not touch the record: `write_date` stays. */
const messagePost = (call: MethodCall): JsonValue => {
  const { model, env, args, ids } = call;
  const nextId = Math.max(0, ...env.store.table('mail.message').keys()) + 1;
  requirePosting(env, model.name, nextId);
  const [record] = requireRecords(call);
  if (!record || ids.length !== 1) throw valueError(`Expected singleton: ${model.name}(${ids.join(', ')})`);
  const subtype = args.subtype_xmlid === 'mail.mt_comment' ? 1 : 2;
  const body = text(args.body);
  const author = typeof args.author_id === 'number' ? args.author_id : (env.store.find('res.users', env.user.id)?.partner_id ?? false);
  const message = env.store.insert('mail.message', {
    model: model.name, res_id: record.id, body: body ? `<p>${args.body_is_html === true ? body.replace(/^<p>|<\/p>$/g, '') : escapeHtml(body)}</p>` : false,
    message_type: text(args.message_type) || 'notification', subtype_id: subtype, author_id: author, is_internal: false,
    attachment_ids: Array.isArray(args.attachment_ids) ? args.attachment_ids.filter((id): id is number => typeof id === 'number') : [],
    date: rpcDatetime(env.store.transactionAt()),
  });
  return env.version === 19 ? [message.id] : message.id;
};

const chatter: MethodTable = {
  message_post: recordMethod('MailThread', 'body subject message_type email_from author_id subtype_xmlid subtype_id partner_ids attachments attachment_ids body_is_html', messagePost, { open: true }),
};
const portal: MethodTable = { get_portal_url: recordMethod('PortalMixin', 'suffix report_type download query_string anchor', portalUrl) };

const transition = (model: 'sale.order' | 'account.move', change: (record: ErpRecord, env: Environment) => void) =>
  recordMethod(model === 'sale.order' ? 'SaleOrder' : 'AccountMove', '', (call) => {
    requireAccess(call.env, 'write', call.model.name);
    requireRecords(call).forEach((record) => change(record, call.env));
    return true;
  });

const orders: MethodTable = {
  ...portal,
  ...chatter,
  action_confirm: transition('sale.order', (record, env) => {
    if (record.state !== 'draft' && record.state !== 'sent') throw userError('Some orders are not in a state requiring confirmation.');
    env.store.change('sale.order', record.id, { state: 'sale', date_order: rpcDatetime(env.store.transactionAt()), invoice_status: 'to invoice' });
  }),
  action_cancel: transition('sale.order', (record, env) => {
    if (record.locked === true) throw userError('You cannot cancel a locked order. Please unlock it first.');
    env.store.change('sale.order', record.id, { state: 'cancel', invoice_status: 'no' });
  }),
  action_draft: transition('sale.order', (record, env) => {
    if (record.state === 'cancel' || record.state === 'sent') env.store.change('sale.order', record.id, { state: 'draft' });
  }),
  action_quotation_sent: transition('sale.order', (record, env) => {
    if (record.state !== 'draft') throw userError('Only draft orders can be marked as sent directly.');
    env.store.change('sale.order', record.id, { state: 'sent' });
  }),
};

/** `INV/2026/00012`: the next number of that kind, company and year. */
const nextNumber = (record: ErpRecord, env: Environment): string => {
  const prefix = { out_invoice: 'INV', out_refund: 'RINV', in_invoice: 'BILL', in_refund: 'RBILL' }[text(record.move_type)] ?? 'MISC';
  const year = text(record.invoice_date).slice(0, 4);
  const start = `${prefix}/${year}/`;
  const used = [...env.store.table('account.move').values()]
    .filter((move) => move.company_id === record.company_id && text(move.name).startsWith(start))
    .map((move) => Number(text(move.name).slice(start.length)));
  return `${start}${String(Math.max(0, ...used) + 1).padStart(5, '0')}`;
};

const invoices: MethodTable = {
  ...portal,
  ...chatter,
  action_post: transition('account.move', (record, env) => {
    if (record.state !== 'draft') throw userError('You can only post draft moves.');
    if (!record.partner_id && record.move_type !== 'entry') throw userError("The 'Customer' field is required to validate the invoice.");
    const invoiceDate = text(record.invoice_date) || rpcDate(env.store.transactionAt());
    const dated = { ...record, invoice_date: invoiceDate };
    const name = text(record.name) && record.name !== '/' ? text(record.name) : nextNumber(dated, env);
    env.store.change('account.move', record.id, {
      state: 'posted', name, invoice_date: invoiceDate, date: invoiceDate, invoice_date_due: text(record.invoice_date_due) || invoiceDate,
      payment_reference: text(record.payment_reference) || name, payment_state: 'not_paid', amount_residual: record.amount_total ?? 0, posted_before: true,
    });
    settleReceivable(env.store, record.id);
  }),
  button_draft: transition('account.move', (record, env) => {
    if (record.state !== 'posted' && record.state !== 'cancel') throw userError('Only posted/cancelled journal entries can be reset to draft.');
    env.store.change('account.move', record.id, { state: 'draft', payment_state: 'not_paid', amount_residual: record.amount_total ?? 0, invoice_pdf_report_id: false, is_move_sent: false });
    settleReceivable(env.store, record.id);
  }),
  button_cancel: transition('account.move', (record, env) => {
    if (record.state !== 'draft') throw userError('Only draft journal entries can be cancelled.');
    env.store.change('account.move', record.id, { state: 'cancel' });
  }),
};

/** Registers a payment; what is left stays as residual. */
export const payInvoice = (record: ErpRecord, amount: number | null, env: Environment): void => {
  if (record.state !== 'posted') throw userError('You can only register payment for posted journal entries.');
  const residual = Number(record.amount_residual);
  if (residual <= 0) throw userError('This invoice is paid already.');
  const left = Math.max(0, Math.round((residual - (amount ?? residual)) * 100) / 100);
  env.store.change('account.move', record.id, { amount_residual: left, payment_state: left === 0 ? 'paid' : 'partial' });
  settleReceivable(env.store, record.id);
};

const wizardMove = (call: MethodCall): number | null => {
  const ids = call.env.context.active_ids;
  const [first] = Array.isArray(ids) ? ids : [];
  return call.env.context.active_model === 'account.move' && typeof first === 'number' ? first : null;
};

/** Renders the official PDF and attaches it, as the send wizard of 18 and 19 does (17 has another one). */
const sendAndPrint = async (call: MethodCall): Promise<JsonValue> => {
  const { env } = call;
  for (const wizard of requireRecords(call)) {
    const move = env.store.find('account.move', Number(wizard.move_id));
    if (!move) throw userError('There are no invoices to send.');
    if (move.state !== 'posted') throw userError('You cannot send invoices that are not posted.');
    if (!env.hasPdfEngine) throw userError('Unable to find Wkhtmltopdf on this system. The PDF can not be created.');
    if (typeof move.invoice_pdf_report_id === 'number') continue;
    const bytes = Buffer.from(await env.renderPdf('account.move', move.id));
    env.store.begin();
    const attachment = env.store.insert('ir.attachment', {
      name: documentFileName('account.move', move), mimetype: 'application/pdf', type: 'binary', file_size: bytes.length,
      checksum: createHash('sha1').update(bytes).digest('hex'), datas: bytes.toString('base64'),
      res_model: 'account.move', res_id: move.id, res_field: 'invoice_pdf_report_file', access_token: false,
    });
    env.store.change('account.move', move.id, { invoice_pdf_report_id: attachment.id, is_move_sent: true, access_token: text(move.access_token) || env.store.random.uuid() });
  }
  return { type: 'ir.actions.act_window_close' };
};

const wizard: MethodTable = {
  create: modelMethod('AccountMoveSendWizard', 'vals_list', (call) => {
    requireAccess(call.env, 'create', call.model.name);
    const move = wizardMove(call);
    if (move === null) throw userError('You cannot send invoices without a record.');
    if (call.env.store.find('account.move', move)?.state !== 'posted') throw userError('You cannot send invoices that are not posted.');
    return call.env.store.insert('account.move.send.wizard', { move_id: move, sending_methods: [] }).id;
  }, { required: 1 }),
  action_send_and_print: recordMethod('AccountMoveSendWizard', 'allow_fallback_pdf', sendAndPrint, { open: true }),
};

export const DOCUMENT_METHODS: Readonly<Record<string, MethodTable>> = {
  'res.partner': chatter,
  'sale.order': orders,
  'account.move': invoices,
  'account.move.send.wizard': wizard,
};
