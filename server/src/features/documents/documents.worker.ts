import type { Core } from '@strapi/types';
import { isOdooError } from '../../../../bridge/src';
import { decideDocument } from '../../../../plugin/domain/document-rules';
import type { OutboundMessage, MediaRef } from '../../../../plugin/domain/message';
import { holdsPortalLink, putPortalLink } from '../../../../plugin/domain/template';
import { decideRetry } from '../../../../plugin/domain/retry';
import { now } from '../../platform/clock';
import { isDatabaseAway } from '../../platform/database-errors';
import { failureText, failureTrace } from '../../platform/failure-text';
import type { DocumentOrder, MessageRow } from '../../platform/records';
import { codeOf } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ErpRecord, FreshRecord, RecordType } from '../../platform/services';
import type { ProviderErrorKind } from '../../providers/provider-error';
import { fetchDocumentFile } from './document-file';

/** A real Odoo makes 2.4 PDFs a second with four clients, and no more with eight. */
const CONCURRENCY = 4;
/** Longer than the PDF's own time-out: a message is never worked by two. */
const LEASE_MS = 120_000;
const POLL_MS = 2_000;
const REFRESH_DEADLINE_MS = 10_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 10 * 60_000;

type Outcome = { kind: 'released' } | { kind: 'failed'; code: string; message?: string } | { kind: 'retry'; at: Date; code: string; message: string };

const backoff = (attempts: number): Date => new Date(now().getTime() + Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(attempts, 10)));

const withMedia = (payload: OutboundMessage, media: MediaRef): OutboundMessage => {
  if (payload.type === 'media') return { ...payload, media };
  if (payload.type === 'template') return { ...payload, header: { type: 'document', media } };
  return payload;
};

/** Fetches the PDFs that queued messages wait for: outside the lane, so that a slow ERP holds up nobody else's message. */
export const createDocumentsWorker = (strapi: Core.Strapi) => {
  let timer: NodeJS.Timeout | null = null;
  let stopping = false;
  let round: Promise<void> | null = null;
  let again = false;

  const fetchFor = async (message: MessageRow, order: DocumentOrder): Promise<Outcome> => {
    const erp = getService(strapi, 'erp');
    const record = await erp.findRecord(order.recordType as RecordType, order.record);
    if (!record) return { kind: 'failed', code: 'document.deleted' };
    const checked = await checkAgain(message, order, record);
    if (typeof checked === 'string') return { kind: 'failed', code: checked };
    const pdf = await fetchDocumentFile(strapi, record, checked);
    const account = await getService(strapi, 'accounts').getById(message.account);
    const filename = pdf.filename || order.filename || 'document.pdf';
    const media = await getService(strapi, 'media').store({ content: pdf.content, mimeType: pdf.mimeType, filename, origin: 'document', kind: 'document', account: account.id, company: message.company, contact: message.contact });
    const providerMediaId = await getService(strapi, 'media').providerIdOf(media, account);
    const carrying = withMedia(message.payload as OutboundMessage, { mediaId: media.documentId, providerMediaId, filename, mimeType: pdf.mimeType });
    const payload = await withPortalLink(carrying, message, record);
    if (!payload) return { kind: 'failed', code: 'template.portal_link_elsewhere' };
    await getService(strapi, 'delivery').release(message.id, { payload, media: media.id, document: { ...order, checkedAt: now().toISOString(), ...(pdf.madeHere ? { madeHere: pdf.madeHere } : {}) } });
    if (pdf.madeHere) noteMadeHere(message, record, pdf.madeHere);
    return { kind: 'released' };
  };

  const noteMadeHere = (message: MessageRow, { type, row }: ErpRecord, because: string): void =>
    getService(strapi, 'logs').record({
      operation: 'documents.made-here',
      provider: 'odoo',
      account: message.account,
      success: true,
      user: message.sentBy,
      subjectType: type,
      subject: row.documentId,
      details: { number: row.number, message: message.documentId, because },
    });

  /** The customer's link is asked for last, so that no queue, log or answer holds it. Null where the button can't carry it. */
  const withPortalLink = async (payload: OutboundMessage, message: MessageRow, record: ErpRecord): Promise<OutboundMessage | null> => {
    if (payload.type !== 'template' || !holdsPortalLink(payload)) return payload;
    const template = message.template === null ? null : await getService(strapi, 'templates').findById(message.template);
    return putPortalLink(payload, await getService(strapi, 'erp').portalLink(record), template?.components ?? []);
  };

  /** State, company and partner as the ERP has them now: what was promised in the dialog may no longer be so. The code of why not, or the record. */
  const checkAgain = async (message: MessageRow, order: DocumentOrder, record: ErpRecord): Promise<string | FreshRecord> => {
    const fresh = await getService(strapi, 'erp').refresh(record, REFRESH_DEADLINE_MS);
    if (!fresh) return 'document.deleted';
    const decision = decideDocument({ type: record.type, state: fresh.state, moveType: fresh.moveType });
    if (decision.kind === 'refuse') return decision.code;
    const isRenamed = decision.title !== order.title && message.type === 'template';
    const isOthers = (order.partnerErpId ?? null) !== null && fresh.partnerErpId !== order.partnerErpId && !order.sentElsewhere;
    const isOtherCompany = (order.companyErpId ?? null) !== null && fresh.companyErpId !== order.companyErpId;
    return isRenamed || isOthers || isOtherCompany ? 'document.changed' : fresh;
  };

  const outcomeOf = (message: MessageRow, error: unknown): Outcome => {
    if (isOdooError(error)) {
      return error.isTransient ? { kind: 'retry', at: backoff(message.attempts), code: error.code, message: error.message } : { kind: 'failed', code: error.code, message: error.message };
    }
    const { kind, retryAfterMs } = error as { kind?: ProviderErrorKind; retryAfterMs?: number };
    if (error instanceof Error && error.name === 'ProviderError' && kind) {
      // An upload that may have arrived is simply uploaded again: nobody sees a file.
      const decision = decideRetry({ kind: kind === 'unknown_outcome' ? 'temporary' : kind, attempts: message.attempts + 1, now: now(), retryAfterMs, random: Math.random(), purpose: message.purpose ?? 'utility' });
      if (decision.kind === 'fail') return { kind: 'failed', code: decision.code, message: error.message };
      return { kind: 'retry', at: decision.kind === 'retry' ? decision.at : backoff(message.attempts), code: decision.kind === 'hold' ? decision.code : 'provider.unreachable', message: error.message };
    }
    const code = codeOf(error);
    if (code && code !== 'media.disk_full' && !code.startsWith('secrets.') && code !== 'erp.secret_missing') return { kind: 'failed', code, message: failureText(error) };
    // A full disk, a missing key, a database away, a defect: the message waits, it is never lost.
    if (!isDatabaseAway(error) && !code) strapi.log.error(`[whatsapp] document of message ${message.documentId}: ${failureTrace(error)}`);
    return { kind: 'retry', at: backoff(message.attempts), code: code ?? 'document.fetch_failed', message: failureText(error) };
  };

  const work = async (message: MessageRow): Promise<void> => {
    const delivery = getService(strapi, 'delivery');
    const outcome = message.document
      ? await fetchFor(message, message.document).catch((error: unknown) => outcomeOf(message, error))
      : ({ kind: 'failed', code: 'document.deleted' } satisfies Outcome);
    if (outcome.kind === 'failed') await delivery.fail(message.id, { code: outcome.code, message: outcome.message });
    if (outcome.kind === 'retry') await delivery.retryBlocked(message.id, outcome.at, { code: outcome.code, message: outcome.message });
  };

  const drain = async (): Promise<void> => {
    do {
      again = false;
      while (!stopping) {
        const messages = await getService(strapi, 'delivery').takeBlocked('document', CONCURRENCY, LEASE_MS);
        if (messages.length === 0) break;
        // Each alone: one that can't be written must not leave the others of its round unsettled.
        const results = await Promise.allSettled(messages.map(work));
        for (const result of results) if (result.status === 'rejected') strapi.log.warn(`[whatsapp] a document could not be settled and is tried again when its lease ends: ${failureText(result.reason)}`);
      }
    } while (again && !stopping);
  };

  const nudge = (): void => {
    if (stopping) return;
    if (round) {
      again = true;
      return;
    }
    round = drain()
      .catch((error: unknown) => void strapi.log.warn(`[whatsapp] documents wait: ${failureText(error)}`))
      .finally(() => {
        round = null;
        // Asked for between the last look and here.
        if (again) nudge();
      });
  };

  return {
    nudge,
    async start(): Promise<void> {
      stopping = false;
      timer = setInterval(nudge, POLL_MS);
      timer.unref();
    },
    async stop(): Promise<void> {
      stopping = true;
      if (timer) clearInterval(timer);
      await round;
    },
  };
};
