/**
 * The ERP's records in our words: plain, JSON-safe, the same for Odoo 17, 18 and 19.
 * Empty is `null` everywhere; datetimes are ISO 8601 in UTC, dates `YYYY-MM-DD`, money a number in `currency`.
 */

export type RecordKind = 'company' | 'partner' | 'sales-order' | 'invoice';

/** A many2one: the other record's ERP id and the name the ERP shows for it. */
export interface Reference {
  id: number;
  name: string;
}

export interface Country extends Reference {
  /** ISO 3166-1 alpha-2 in capitals, null where the user may not read countries. */
  code: string | null;
}

interface PulledRecord {
  erpId: number;
  /** `write_date` to the second, null where the ERP gives none. */
  changedAt: string | null;
  /** Fields asked for beyond our own (a mapped consent field), by the ERP's name. Empty where none were. */
  extra: Record<string, ExtraValue>;
}

export type ExtraValue = string | number | boolean | null | Reference | number[];

export interface CompanyRecord extends PulledRecord {
  name: string;
  active: boolean;
  partner: Reference | null;
  currency: string | null;
  country: Country | null;
  phone: string | null;
  email: string | null;
  vat: string | null;
}

export interface PartnerRecord extends PulledRecord {
  name: string;
  /** With the parent's name in front where there is one. */
  displayName: string;
  active: boolean;
  isCompany: boolean;
  /** `contact`, `invoice`, `delivery`, `other`, … */
  addressType: string | null;
  parent: Reference | null;
  childIds: number[];
  commercialPartner: Reference | null;
  company: Reference | null;
  email: string | null;
  phone: string | null;
  /** 17 and 18 only; gone in 19. */
  mobile: string | null;
  /** E.164 as the ERP made it, null where the ERP could not. */
  phoneSanitized: string | null;
  /** The ERP's opt-out list at the time of reading. It does not bump `write_date`: see `readPhoneBlacklist`. */
  phoneBlacklisted: boolean;
  /** Odoo's code, such as `pt_BR`. */
  lang: string | null;
  country: Country | null;
  vat: string | null;
}

export type LineDisplay = 'product' | 'section' | 'subsection' | 'note';

export interface LineRecord {
  erpId: number;
  /** What the line says; may have several lines of text. */
  name: string;
  displayType: LineDisplay;
  product: Reference | null;
  quantity: number;
  /** Unit of measure. */
  uom: string | null;
  unitPrice: number;
  /** Percent. */
  discount: number;
  /** Without tax. */
  subtotal: number;
  /** With tax. */
  total: number;
}

interface CommercialRecord extends PulledRecord {
  /** The document's number; null while a draft has none. */
  number: string | null;
  state: string;
  company: Reference | null;
  partner: Reference | null;
  currency: string | null;
  amountUntaxed: number;
  amountTax: number;
  amountTotal: number;
  lines: LineRecord[];
}

export interface SalesOrderRecord extends CommercialRecord {
  /** `draft` and `sent` are quotations; then `sale`, `cancel`. */
  state: string;
  orderedAt: string | null;
  validUntil: string | null;
  /** The customer's own reference. */
  reference: string | null;
  invoicePartner: Reference | null;
  shippingPartner: Reference | null;
  salesperson: Reference | null;
  invoiceStatus: string | null;
}

export interface InvoiceRecord extends CommercialRecord {
  /** `draft`, `posted`, `cancel`. */
  state: string;
  moveType: 'out_invoice' | 'out_refund';
  /** `not_paid`, `in_payment`, `paid`, `partial`, `reversed`, `blocked` (18 and later), … */
  paymentState: string | null;
  invoiceDate: string | null;
  dueDate: string | null;
  /** What is still to be paid. */
  amountDue: number;
  commercialPartner: Reference | null;
  shippingPartner: Reference | null;
  /** Number of the order or contract it came from. */
  origin: string | null;
  reference: string | null;
  /** The invoice a refund takes back. */
  reversedInvoice: Reference | null;
  /** The ERP holds the official PDF already. */
  hasOfficialPdf: boolean;
}

export interface RecordByKind {
  company: CompanyRecord;
  partner: PartnerRecord;
  'sales-order': SalesOrderRecord;
  invoice: InvoiceRecord;
}

/** Draft and sent orders are called quotations towards customers. */
export function isQuotation(order: Pick<SalesOrderRecord, 'state'>): boolean {
  return order.state === 'draft' || order.state === 'sent';
}
