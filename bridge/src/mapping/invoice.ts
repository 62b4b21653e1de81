import type { OdooRow } from '../odoo/rpc';
import type { MappingContext } from './context';
import { mapLine } from './line';
import type { InvoiceRecord } from './records';
import { readDocumentNumber } from './sales-order';
import { readDate, readDatetime, readExtra, readNumber, readReference, readReferenceName, readText } from './values';

export const INVOICE_FIELDS = [
  'id', 'name', 'move_type', 'state', 'payment_state', 'invoice_date', 'invoice_date_due', 'invoice_origin', 'ref', 'partner_id', 'commercial_partner_id',
  'partner_shipping_id', 'company_id', 'currency_id', 'amount_untaxed', 'amount_tax', 'amount_total', 'amount_residual', 'invoice_line_ids', 'reversed_entry_id',
  'invoice_pdf_report_id', 'write_date',
] as const;

/** Never `in_*`: those are other people's bills to us. */
export const INVOICE_MOVE_TYPES = ['out_invoice', 'out_refund'] as const;

export function isCustomerInvoice(row: OdooRow): boolean {
  return row['move_type'] === 'out_invoice' || row['move_type'] === 'out_refund';
}

export function mapInvoice(row: OdooRow, lines: readonly OdooRow[], context: MappingContext): InvoiceRecord {
  return {
    erpId: Number(row['id']),
    // Drafts are called `/` on 17 and `false` on 18 and later.
    number: readDocumentNumber(row['name']),
    moveType: row['move_type'] === 'out_refund' ? 'out_refund' : 'out_invoice',
    state: readText(row['state']) ?? 'draft',
    paymentState: readText(row['payment_state']),
    invoiceDate: readDate(row['invoice_date']),
    dueDate: readDate(row['invoice_date_due']),
    origin: readText(row['invoice_origin']),
    reference: readText(row['ref']),
    company: readReference(row['company_id']),
    partner: readReference(row['partner_id']),
    commercialPartner: readReference(row['commercial_partner_id']),
    shippingPartner: readReference(row['partner_shipping_id']),
    currency: readReferenceName(row['currency_id']),
    amountUntaxed: readNumber(row['amount_untaxed']),
    amountTax: readNumber(row['amount_tax']),
    amountTotal: readNumber(row['amount_total']),
    amountDue: readNumber(row['amount_residual']),
    reversedInvoice: readReference(row['reversed_entry_id']),
    hasOfficialPdf: readReference(row['invoice_pdf_report_id']) !== null,
    lines: lines.map(mapLine),
    changedAt: readDatetime(row['write_date']),
    extra: readExtra(row, context.extraFields, context.fields),
  };
}
