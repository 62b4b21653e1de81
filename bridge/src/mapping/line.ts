import type { OdooRow } from '../odoo/rpc';
import type { LineDisplay, LineRecord } from './records';
import { readNumber, readReference, readReferenceName, readText } from './values';

/** A sales order's lines say `product_uom` on 17 and 18, `product_uom_id` on 19 (recorded 2026-11). */
export const SALES_ORDER_LINE_FIELDS = [
  'id', 'order_id', 'sequence', 'display_type', 'name', 'product_id', 'product_uom_qty', 'product_uom', 'product_uom_id',
  'price_unit', 'discount', 'price_subtotal', 'price_total',
] as const;

export const INVOICE_LINE_FIELDS = [
  'id', 'move_id', 'sequence', 'display_type', 'name', 'product_id', 'quantity', 'product_uom_id',
  'price_unit', 'discount', 'price_subtotal', 'price_total',
] as const;

/** What people see of an invoice; taxes, rounding and payment terms are lines of the same model. Subsections come with 19. */
export const SHOWN_LINE_TYPES = ['product', 'line_section', 'line_subsection', 'line_note'] as const;

const DISPLAY: Readonly<Record<string, LineDisplay>> = { line_section: 'section', line_subsection: 'subsection', line_note: 'note' };

/** An order's product line has `display_type: false`, an invoice's `'product'`. */
export function mapLine(row: OdooRow): LineRecord {
  return {
    erpId: Number(row['id']),
    name: readText(row['name']) ?? readReferenceName(row['product_id']) ?? '',
    displayType: DISPLAY[String(row['display_type'])] ?? 'product',
    product: readReference(row['product_id']),
    quantity: readNumber(row['quantity'] ?? row['product_uom_qty']),
    uom: readReferenceName(row['product_uom_id'] ?? row['product_uom']),
    unitPrice: readNumber(row['price_unit']),
    discount: readNumber(row['discount']),
    subtotal: readNumber(row['price_subtotal']),
    total: readNumber(row['price_total']),
  };
}

/**
 * Lines by their record, in the order people see. `order: 'move_id, …'` sorts by the other record's own
 * order, so the answer is grouped here and sorted by sequence and id.
 */
export function groupLines(rows: readonly OdooRow[], parentField: 'order_id' | 'move_id'): Map<number, OdooRow[]> {
  const groups = new Map<number, OdooRow[]>();
  for (const row of rows) {
    const parent = readReference(row[parentField]);
    if (!parent) continue;
    const group = groups.get(parent.id);
    if (group) group.push(row);
    else groups.set(parent.id, [row]);
  }
  for (const group of groups.values()) {
    group.sort((a, b) => readNumber(a['sequence']) - readNumber(b['sequence']) || readNumber(a['id']) - readNumber(b['id']));
  }
  return groups;
}
