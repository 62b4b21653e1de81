import { COMPANY_FIELDS, mapCompany } from '../mapping/company';
import type { MappingContext } from '../mapping/context';
import { INVOICE_FIELDS, INVOICE_MOVE_TYPES, mapInvoice } from '../mapping/invoice';
import { INVOICE_LINE_FIELDS, SALES_ORDER_LINE_FIELDS, SHOWN_LINE_TYPES } from '../mapping/line';
import { mapPartner, PARTNER_FIELDS } from '../mapping/partner';
import type { RecordByKind, RecordKind } from '../mapping/records';
import { mapSalesOrder, SALES_ORDER_FIELDS } from '../mapping/sales-order';
import type { OdooDomain, OdooRow } from './rpc';

/** Where the lines of a record live, and how they are found. */
export interface LineModel {
  model: string;
  /** On the record: the ids of its lines, which say how many to expect. */
  listField: string;
  /** On the line: its record. */
  parentField: 'order_id' | 'move_id';
  fields: readonly string[];
  domain: OdooDomain;
}

/** One kind of record as it stands in Odoo. */
export interface RecordModel<K extends RecordKind> {
  model: string;
  /** Asked for where the server has them. */
  fields: readonly string[];
  /** Without these the record is worth nothing: their absence is an error in words. */
  required: readonly string[];
  /** Which records are ours. */
  domain: OdooDomain;
  lines: LineModel | null;
  map(row: OdooRow, lines: readonly OdooRow[], context: MappingContext): RecordByKind[K];
}

export const RECORD_MODELS: { readonly [K in RecordKind]: RecordModel<K> } = {
  company: {
    model: 'res.company',
    fields: COMPANY_FIELDS,
    required: ['name', 'write_date'],
    domain: [],
    lines: null,
    map: (row, _lines, context) => mapCompany(row, context),
  },
  partner: {
    model: 'res.partner',
    fields: PARTNER_FIELDS,
    required: ['name', 'write_date'],
    domain: [],
    lines: null,
    map: (row, _lines, context) => mapPartner(row, context),
  },
  'sales-order': {
    model: 'sale.order',
    fields: SALES_ORDER_FIELDS,
    required: ['name', 'state', 'partner_id', 'company_id', 'amount_total', 'write_date'],
    domain: [],
    lines: { model: 'sale.order.line', listField: 'order_line', parentField: 'order_id', fields: SALES_ORDER_LINE_FIELDS, domain: [] },
    map: mapSalesOrder,
  },
  invoice: {
    model: 'account.move',
    fields: INVOICE_FIELDS,
    required: ['name', 'move_type', 'state', 'partner_id', 'company_id', 'amount_total', 'write_date'],
    domain: [['move_type', 'in', INVOICE_MOVE_TYPES]],
    lines: {
      model: 'account.move.line',
      listField: 'invoice_line_ids',
      parentField: 'move_id',
      fields: INVOICE_LINE_FIELDS,
      domain: [['display_type', 'in', SHOWN_LINE_TYPES]],
    },
    map: mapInvoice,
  },
};
