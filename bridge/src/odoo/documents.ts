import { createHash } from 'node:crypto';
import { readReference, readText } from '../mapping/values';
import { parseDispositionFilename, sanitizePdfFilename } from './filename';
import { exchange, findStatusError, isHtml, withDeadline } from './http';
import type { Exchange } from './http';
import type { OdooClient } from './odoo-client';
import { isOdooError, OdooError } from './odoo-error';
import { resolveFields } from './record-reader';
import type { OdooCallOptions } from './rpc';
import { extractOnlyPdf, isPdf, isZip } from './zip';

export interface ErpDocument {
  /** Safe to show and to store, ends in `.pdf`. */
  filename: string;
  mimeType: 'application/pdf';
  content: Buffer;
  /** Of `content`, hexadecimal. */
  sha256: string;
  /** The ERP's own stored invoice PDF, or what its customer portal made. */
  source: 'attachment' | 'portal';
}

export interface DocumentRequest {
  kind: 'sales-order' | 'invoice';
  erpId: number;
}

export interface DocumentOptions {
  /** Milliseconds for everything together. Default 60,000: one PDF takes a real Odoo 1.2 s, a busy one far longer. */
  timeoutMs?: number;
  signal?: AbortSignal;
  /** Default 100 MB: what WhatsApp takes. */
  maxBytes?: number;
}

export const DEFAULT_DOCUMENT_TIMEOUT_MS = 60_000;
export const MAX_DOCUMENT_BYTES = 100 * 1024 * 1024;

const MODELS = { 'sales-order': 'sale.order', invoice: 'account.move' } as const;

interface RawDocument {
  content: Buffer;
  filename: string | null;
  source: ErpDocument['source'];
}

/**
 * The ERP's own PDF of an order or invoice: the stored official one where the ERP has it, else what its portal
 * makes. Throws `OdooError` in the words of documents. No error, and nothing else that leaves this file, holds
 * the portal's address: whoever has it can open the document without signing in.
 */
export async function fetchDocument(client: OdooClient, { kind, erpId }: DocumentRequest, options: DocumentOptions = {}): Promise<ErpDocument> {
  const maxBytes = options.maxBytes ?? MAX_DOCUMENT_BYTES;
  const timeoutMs = options.timeoutMs ?? DEFAULT_DOCUMENT_TIMEOUT_MS;
  try {
    return await withDeadline(timeoutMs, options.signal, async (signal) => {
      const call = { timeoutMs, signal };
      const official = kind === 'invoice' ? await findOfficialPdf(client, erpId, maxBytes, call) : null;
      const raw = official ?? (await fetchFromPortal(client, kind, erpId, maxBytes, call));
      return finish(raw, maxBytes, `${kind}-${erpId}`);
    });
  } catch (error) {
    throw isOdooError(error, 'timeout') ? new OdooError('document_timeout') : error;
  }
}

/**
 * The PDF an invoice was sent with, read as its attachment. Null where there is none, or where this user may
 * not read it: then the portal's is the document. Refuses an invoice that is not posted on the way, as the
 * portal's answer for it is no path.
 */
async function findOfficialPdf(client: OdooClient, erpId: number, maxBytes: number, call: OdooCallOptions): Promise<RawDocument | null> {
  const { fields } = await resolveFields(client, 'account.move', ['id', 'state', 'move_type', 'invoice_pdf_report_id'], call);
  const [invoice] = await client.readByIds('account.move', [erpId], fields, call);
  if (!invoice) throw new OdooError('missing_record', { model: 'account.move' });
  if (invoice['state'] !== 'posted') throw new OdooError('not_posted');
  const attachment = readReference(invoice['invoice_pdf_report_id']);
  if (!attachment) return null;
  try {
    const known = await client.fieldsOf('ir.attachment', call);
    // `datas` is gone in 20, where `raw` takes its place (not run); before that `raw` can't travel over RPC.
    const field = known.has('datas') ? 'datas' : 'raw';
    const [row] = await client.readByIds('ir.attachment', [attachment.id], ['id', 'name', field], { ...call, maxBytes: Math.ceil(maxBytes * 1.4) + 65_536 });
    const encoded = readText(row?.[field]);
    return encoded ? { content: Buffer.from(encoded, 'base64'), filename: readText(row?.['name']) ?? attachment.name, source: 'attachment' } : null;
  } catch (error) {
    if (isOdooError(error, 'too_large')) throw new OdooError('document_too_large', { limitBytes: maxBytes });
    if (isOdooError(error, 'access_denied', 'missing_record', 'missing_field', 'missing_model')) return null;
    throw error;
  }
}

/**
 * `get_portal_url` works on 17, 18 and 19 with an API key alone (recorded 2026-11). Its answer is checked before
 * anything is asked: `#?access_token=…` is what a draft gets, and only the ERP's own origin is ever called.
 */
function getPortalTarget(client: OdooClient, answer: unknown): string {
  if (typeof answer !== 'string' || answer.trim() === '') throw new OdooError('no_portal');
  if (answer.startsWith('#')) throw new OdooError('not_posted');
  const { origin, prefix } = client.address;
  if (!URL.canParse(answer, origin)) throw new OdooError('no_portal');
  const url = new URL(answer, origin);
  if (url.origin !== origin || url.username !== '' || url.password !== '') throw new OdooError('portal_elsewhere');
  if (prefix !== '' && answer.startsWith('/') && !url.pathname.startsWith(`${prefix}/`)) url.pathname = `${prefix}${url.pathname}`;
  url.hash = '';
  return url.href;
}

/**
 * The ERP's page of a record for its customer. Whoever has it can open the document without signing in: it goes into
 * the customer's message and nowhere else.
 */
export async function fetchPortalLink(client: OdooClient, { kind, erpId }: DocumentRequest, options: { timeoutMs?: number; signal?: AbortSignal } = {}): Promise<string> {
  const answer = await client.callMethod(MODELS[kind], 'get_portal_url', [erpId], {}, options);
  return getPortalTarget(client, answer);
}

async function fetchFromPortal(client: OdooClient, kind: DocumentRequest['kind'], erpId: number, maxBytes: number, call: OdooCallOptions & { timeoutMs: number }): Promise<RawDocument> {
  const answer = await client.callMethod(MODELS[kind], 'get_portal_url', [erpId], { report_type: 'pdf', download: true }, call);
  const target = getPortalTarget(client, answer);
  let page: Exchange;
  try {
    page = await exchange(
      client.fetch,
      target,
      // Several databases on one server: without the header it asks which one, in HTML.
      { method: 'GET', headers: { accept: 'application/pdf', 'x-odoo-database': client.database } },
      { timeoutMs: call.timeoutMs, signal: call.signal, maxBytes },
    );
  } catch (error) {
    throw isOdooError(error, 'too_large') ? new OdooError('document_too_large', { limitBytes: maxBytes }) : error;
  }
  checkPage(page);
  return { content: page.content, filename: parseDispositionFilename(page.headers.get('content-disposition')), source: 'portal' };
}

/** Odoo itself says `application/pdf`, and the bare word `pdf` on one of its routes (recorded 2026-11). */
const DOCUMENT_TYPES = /^$|pdf|zip|octet-stream/i;

function checkPage(page: Exchange): void {
  if (page.status >= 300 && page.status < 400) throw new OdooError('login_required', { httpStatus: page.status });
  // 19 without wkhtmltopdf (recorded in facts, 2026-11).
  if (page.status === 422) throw new OdooError('pdf_engine_missing', { httpStatus: page.status });
  if (page.status === 404) throw new OdooError('no_portal', { httpStatus: page.status });
  const statusError = findStatusError(page);
  if (statusError) throw statusError;
  if (isHtml(page)) throw new OdooError('document_html', { httpStatus: page.status });
  const type = (page.headers.get('content-type') ?? '').split(';')[0]!.trim();
  if (page.status !== 200 || !DOCUMENT_TYPES.test(type)) throw new OdooError('not_pdf', { httpStatus: page.status });
}

async function finish(raw: RawDocument, maxBytes: number, fallbackName: string): Promise<ErpDocument> {
  const unpacked = isZip(raw.content) ? await extractOnlyPdf(raw.content) : raw;
  if (unpacked.content.length > maxBytes) throw new OdooError('document_too_large', { limitBytes: maxBytes });
  if (!isPdf(unpacked.content)) throw new OdooError('not_pdf');
  return {
    filename: sanitizePdfFilename(unpacked.filename, fallbackName),
    mimeType: 'application/pdf',
    content: unpacked.content,
    sha256: createHash('sha256').update(unpacked.content).digest('hex'),
    source: raw.source,
  };
}
