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
