import { parsePhone, type PhoneProblem } from './address';

/** What a document is called towards the customer. */
export type DocumentTitle = 'quotation' | 'order' | 'invoice' | 'credit_note';

export type DocumentRefusal = 'document.not_posted' | 'document.cancelled' | 'document.not_for_customers' | 'document.state_unknown' | 'document.deleted';

export type DocumentDecision = { kind: 'send'; title: DocumentTitle } | { kind: 'refuse'; code: DocumentRefusal };

export interface DocumentState {
  type: 'sales-order' | 'invoice';
  /** Odoo's word: an order's draft, sent, sale, done (until 16), cancel; an invoice's draft, posted, cancel. */
  state: string | null | undefined;
  /** Of an invoice: only `out_invoice` and `out_refund` are a customer's. */
  moveType?: string | null;
  /** No longer in the ERP. */
  deleted?: boolean;
}

/** Whether a record may be sent as it is, and as what. Asked before queueing and again before dispatch. */
export function decideDocument(record: DocumentState): DocumentDecision {
  if (record.deleted === true) return { kind: 'refuse', code: 'document.deleted' };
  return record.type === 'invoice' ? decideInvoice(record) : decideOrder(record.state);
}

function decideOrder(state: DocumentState['state']): DocumentDecision {
  switch (state) {
    case 'draft':
    case 'sent':
      return { kind: 'send', title: 'quotation' };
    case 'sale':
    case 'done':
      return { kind: 'send', title: 'order' };
    case 'cancel':
      return { kind: 'refuse', code: 'document.cancelled' };
    default:
      return { kind: 'refuse', code: 'document.state_unknown' };
  }
}

function decideInvoice(record: DocumentState): DocumentDecision {
  if (record.moveType !== 'out_invoice' && record.moveType !== 'out_refund') return { kind: 'refuse', code: 'document.not_for_customers' };
  switch (record.state) {
    case 'posted':
      return { kind: 'send', title: record.moveType === 'out_refund' ? 'credit_note' : 'invoice' };
    case 'draft':
      return { kind: 'refuse', code: 'document.not_posted' };
    case 'cancel':
      return { kind: 'refuse', code: 'document.cancelled' };
    default:
      return { kind: 'refuse', code: 'document.state_unknown' };
  }
}

/** Someone a document may go to, with the numbers the ERP holds. */
export interface RecipientCandidate {
  erpId: number;
  name: string;
  /** Odoo's own E.164, false or null where it could make none. */
  phoneSanitized?: string | false | null;
  /** Gone in Odoo 19. */
  mobile?: string | false | null;
  phone?: string | false | null;
  /** ISO 3166 alpha-2 of the partner. */
  country?: string | false | null;
}

export type RecipientChoice =
  | { kind: 'found'; erpId: number; name: string; e164: string; digits: string; country?: string; source: 'phoneSanitized' | 'mobile' | 'phone' }
  /** `tried`: every number there was and why it is none; empty where nobody has one. */
  | { kind: 'none'; code: 'recipient.invalid'; tried: { erpId: number; name: string; value: string; reason: PhoneProblem }[] };

/** The people of a document in the order they are asked: invoice address, partner, children, commercial partner; each once. */
export function orderCandidates<T extends { erpId: number }>(people: {
  invoiceAddress?: T | null;
  partner?: T | null;
  children?: readonly T[];
  commercialPartner?: T | null;
}): T[] {
  const all = [people.invoiceAddress, people.partner, ...(people.children ?? []), people.commercialPartner];
  const seen = new Set<number>();
  return all.filter((person): person is T => {
    if (!person || seen.has(person.erpId)) return false;
    seen.add(person.erpId);
    return true;
  });
}

/**
 * The first candidate with a usable number. Of each, what the ERP made of it first; else the number as the partner's,
 * then the company's country writes it. Mobile before phone, as Odoo itself does. Without any country only a number
 * in international form is taken: a national one could be a stranger's abroad.
 */
export function chooseRecipient(input: { candidates: readonly RecipientCandidate[]; companyCountry?: string | false | null }): RecipientChoice {
  const tried: Extract<RecipientChoice, { kind: 'none' }>['tried'] = [];
  for (const candidate of input.candidates) {
    const countries = [candidate.country || null, input.companyCountry || null];
    const hasCountry = countries.some((country) => country !== null);
    for (const source of ['phoneSanitized', 'mobile', 'phone'] as const) {
      const value = (candidate[source] || '').trim();
      if (value === '') continue;
      const isInternational = /^[\s([]*(?:\+|0\s*0)/.test(value);
      const parsed = parsePhone(value, countries);
      if (parsed.ok && (hasCountry || isInternational)) {
        const { e164, digits, country } = parsed;
        return { kind: 'found', erpId: candidate.erpId, name: candidate.name, e164, digits, country, source };
      }
      tried.push({ erpId: candidate.erpId, name: candidate.name, value, reason: parsed.ok ? 'country_unknown' : parsed.reason });
    }
  }
  return { kind: 'none', code: 'recipient.invalid', tried };
}

/** Who made the file, as its own properties say it: so that a preview can tell ours from the ERP's. */
export const LOCAL_PDF_CREATOR = 'strapi-plugin-whatsapp';

/**
 * The ERP answered, and has no PDF to give: no engine for reports, no report, a page instead of a file, or no right to
 * the report for our user. Never a time-out or an ERP out of reach: there the PDF will come.
 */
const UNRENDERABLE: ReadonlySet<string> = new Set(['document.pdf_engine_missing', 'document.html', 'document.not_pdf', 'document.no_portal', 'document.login_required', 'erp.access_denied', 'erp.missing_method']);

/** Whether a PDF made here may take the place of the one the ERP failed to give. */
export function mayMakeLocalPdf(input: { type: DocumentState['type']; code: string; isTransient: boolean; allowed: { orders: boolean; invoices: boolean } }): boolean {
  const { type, code, isTransient, allowed } = input;
  return !isTransient && UNRENDERABLE.has(code) && (type === 'invoice' ? allowed.invoices : allowed.orders);
}
