import type { Core } from '@strapi/types';
import { isOdooError } from '../../../../bridge/src';
import { decideDocument, mayMakeLocalPdf } from '../../../../plugin/domain/document-rules';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { now } from '../../platform/clock';
import { failureText, failureTrace } from '../../platform/failure-text';
import { getService } from '../../platform/services';
import type { ErpRecord, FreshRecord } from '../../platform/services';
import { makeLocalPdf } from './local-pdf';

export interface DocumentFile {
  filename: string;
  mimeType: string;
  content: Buffer;
  /** The code of what kept the ERP from making it; null: it is the ERP's own. */
  madeHere: string | null;
}

const FRESH_DEADLINE_MS = 10_000;

/**
 * The ERP's own PDF; where it answers that it can't make one, ours, if the configuration lets it. `fresh` saves a second
 * look where the caller has just asked the ERP. Throws what the ERP said in every other case.
 */
export const fetchDocumentFile = async (strapi: Core.Strapi, record: ErpRecord, given?: FreshRecord): Promise<DocumentFile> => {
  const erp = getService(strapi, 'erp');
  try {
    const { filename, mimeType, content } = await erp.fetchPdf(record);
    return { filename, mimeType, content, madeHere: null };
  } catch (error) {
    if (!isOdooError(error)) throw error;
    const { orders = true, invoices = false } = strapi.config.get<{ orders?: boolean; invoices?: boolean }>(`plugin::${PLUGIN_ID}.documents.localPdf`, {}) ?? {};
    if (!mayMakeLocalPdf({ type: record.type, code: error.code, isTransient: error.isTransient, allowed: { orders, invoices } })) throw error;
    const content = await makeHere(strapi, record, given).catch((failure: unknown) => {
      // The ERP's own word stands: a defect here must not hide what has to be mended there.
      strapi.log.error(`[whatsapp] the PDF of ${record.type} ${record.row.documentId} could not be made here: ${isOdooError(failure) ? failureText(failure) : failureTrace(failure)}`);
      return null;
    });
    if (!content) throw error;
    const filename = `${(record.row.number ?? record.type).replaceAll(/[^\p{L}\p{N}._-]+/gu, '_')}.pdf`;
    return { filename, mimeType: 'application/pdf', content, madeHere: error.code };
  }
};

const makeHere = async (strapi: Core.Strapi, record: ErpRecord, given?: FreshRecord): Promise<Buffer | null> => {
  const fresh = given ?? (await getService(strapi, 'erp').refresh(record, FRESH_DEADLINE_MS));
  if (!fresh) return null;
  const decision = decideDocument({ type: record.type, state: fresh.state, moveType: fresh.moveType });
  if (decision.kind === 'refuse') return null;
  const { company, partner, row } = record;
  return makeLocalPdf({
    record: fresh.content,
    title: decision.title,
    company: { name: company?.name ?? fresh.content.company?.name ?? row.companyName, phone: company?.phone ?? null, email: company?.email ?? null },
    customer: { name: fresh.content.partner?.name ?? row.partnerName },
    language: partner?.language ?? null,
    madeAt: now(),
  });
};
