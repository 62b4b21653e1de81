import type { OdooRow } from '../odoo/rpc';
import type { MappingContext } from './context';
import { mapLine } from './line';
import type { SalesOrderRecord } from './records';
import { readDate, readDatetime, readExtra, readNumber, readReference, readReferenceName, readText } from './values';

export const SALES_ORDER_FIELDS = [
  'id', 'name', 'state', 'date_order', 'validity_date', 'partner_id', 'partner_invoice_id', 'partner_shipping_id', 'company_id', 'currency_id',
  'user_id', 'client_order_ref', 'amount_untaxed', 'amount_tax', 'amount_total', 'invoice_status', 'order_line', 'write_date',
] as const;

/** Odoo calls an order without a number `New` (translated) only before it is saved; `/` and `false` mean none. */
export function readDocumentNumber(value: unknown): string | null {
  const text = readText(value);
  return text === '/' ? null : text;
}

export function mapSalesOrder(row: OdooRow, lines: readonly OdooRow[], context: MappingContext): SalesOrderRecord {
  return {
    erpId: Number(row['id']),
    number: readDocumentNumber(row['name']),
    state: readText(row['state']) ?? 'draft',
    orderedAt: readDatetime(row['date_order']),
    validUntil: readDate(row['validity_date']),
    reference: readText(row['client_order_ref']),
    company: readReference(row['company_id']),
    partner: readReference(row['partner_id']),
    invoicePartner: readReference(row['partner_invoice_id']),
    shippingPartner: readReference(row['partner_shipping_id']),
    salesperson: readReference(row['user_id']),
    currency: readReferenceName(row['currency_id']),
    amountUntaxed: readNumber(row['amount_untaxed']),
    amountTax: readNumber(row['amount_tax']),
    amountTotal: readNumber(row['amount_total']),
    invoiceStatus: readText(row['invoice_status']),
    lines: lines.map(mapLine),
    changedAt: readDatetime(row['write_date']),
    extra: readExtra(row, context.extraFields, context.fields),
  };
}
