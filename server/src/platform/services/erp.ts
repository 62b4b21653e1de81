import type { CompanyRow, InvoiceRow, PartnerRow, SalesOrderRow } from '../records';

export type RecordType = 'sales-order' | 'invoice';

export interface ErpRecord {
  type: RecordType;
  row: SalesOrderRow | InvoiceRow;
  partner: PartnerRow | null;
  company: CompanyRow | null;
}

export interface RecordLine {
  name: string;
  displayType: 'product' | 'section' | 'subsection' | 'note';
  quantity: number;
  uom: string | null;
  unitPrice: number;
  /** Percent. */
  discount: number;
  /** Without tax. */
  subtotal: number;
}

/** What stands in a record, for a document of it. */
export type RecordContent = {
  number: string | null;
  reference: string | null;
  company: { name: string | null } | null;
  partner: { name: string | null } | null;
  currency: string | null;
  amountUntaxed: number;
  amountTax: number;
  amountTotal: number;
  lines: readonly RecordLine[];
} & ({ orderedAt: string | null; validUntil: string | null } | { invoiceDate: string | null; dueDate: string | null });

/** As the ERP has it now. */
export interface FreshRecord {
  state: string;
  moveType: string | null;
  number: string | null;
  companyErpId: number | null;
  partnerErpId: number | null;
  /** Lines, amounts and all. */
  content: RecordContent;
  /** In order: invoice address, partner, children, commercial partner. */
  candidates: { erpId: number; name: string; phoneSanitized: string | null; phone: string | null; mobile: string | null; country: string | null }[];
}

export interface ErpService {
  findRecord(type: RecordType, id: number): Promise<ErpRecord | null>;
  findRecordByDocumentId(type: RecordType, documentId: string): Promise<ErpRecord | null>;
  /** Refuses with `document.missing`, and 409 `document.ambiguous` where a number exists in several companies or connections. */
  getRecordByNumber(type: RecordType, number: string, narrow: { company?: string; connection?: string; companies?: number[] | null }): Promise<ErpRecord>;
  /** Reads the record again at the ERP. Null when it is gone. Throws OdooError (transient: out of reach). */
  refresh(record: ErpRecord, deadlineMs: number): Promise<FreshRecord | null>;
  /** Candidates from our own rows, for when the ERP is out of reach. */
  storedCandidates(record: ErpRecord): Promise<FreshRecord['candidates']>;
  /** The ERP's own link for the customer; never stored, logged or answered. Throws OdooError. */
  portalLink(record: ErpRecord): Promise<string>;
  /** Fields of the ERP's partners; null where the ERP is out of reach or there is none. */
  partnerFields(): Promise<{ name: string; label: string; type: string }[] | null>;
  fetchPdf(record: ErpRecord): Promise<{ filename: string; mimeType: string; content: Buffer; checksum: string }>;
  /** Remembers which contact a partner is; the ERP's blacklist then counts for the contact too. */
  linkPartner(partner: { connection: number; erpId: number }, contact: number): Promise<void>;
  /** Pulled records as the API shows them, newest first; with `changedAfter` oldest change first. Keyset pages. */
  list(
    kind: 'partner' | RecordType,
    query: { number?: string; changedAfter?: Date; after?: string; limit: number; companies?: number[] | null },
  ): Promise<{ records: import('../../../../plugin/contracts/records').RecordView[]; nextCursor: string | null }>;
  /** Starts a pull, or returns the one that runs. Refuses with `erp.not_connected`. */
  trigger(request: { records?: import('../../../../plugin/contracts/erp').RecordKind[]; full?: boolean; startedBy: string }): Promise<import('../../../../plugin/contracts/erp').SyncRunView>;
  findRun(documentId: string): Promise<import('../../../../plugin/contracts/erp').SyncRunView | null>;
  /** For the health answer. */
  facts(): Promise<{ connected: boolean; lastPulledAt: Date | null; error: { code: string; message: string } | null }>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
