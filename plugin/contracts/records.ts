/** One pulled record on the wire (API.md). Partners have no amounts; `number` is their name. */
/** GET /records/types: the host's own collection types that messages are sent from. */
export interface RecordTypeView {
  /** Its uid. */
  type: string;
  label: string;
  /** Whether its records may hold a PDF. */
  hasDocument: boolean;
}

export interface RecordView {
  id: string;
  number: string | null;
  erpId: number;
  company: { id: string; name: string | null } | null;
  partner: { id: string; name: string | null } | null;
  amountTotal: number | null;
  amountDue: number | null;
  currency: string | null;
  state: string | null;
  changedAt: string | null;
  lines: unknown[];
  /** Partners only. */
  phone?: string | null;
  email?: string | null;
  /** Invoices only. */
  moveType?: string | null;
  paymentState?: string | null;
}

/** An open record of a contact's partner, as a card shows it. Dates are YYYY-MM-DD. */
export interface ContactRecordView {
  type: 'sales-order' | 'invoice';
  id: string;
  number: string | null;
  partner: string | null;
  state: string | null;
  /** Invoices only. */
  paymentState: string | null;
  amountTotal: number | null;
  amountDue: number | null;
  currency: string | null;
  date: string | null;
  dueDate: string | null;
}

/** GET /contacts/:id/records. `linked`: the contact is known in the ERP at all; `more`: not all of them are here. */
export interface ContactRecordsView {
  linked: boolean;
  orders: ContactRecordView[];
  invoices: ContactRecordView[];
  more: boolean;
}
