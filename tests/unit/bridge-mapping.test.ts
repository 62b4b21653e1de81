import { isQuotation } from '../../bridge/src';
import { mapCompany } from '../../bridge/src/mapping/company';
import type { MappingContext } from '../../bridge/src/mapping/context';
import { mapInvoice } from '../../bridge/src/mapping/invoice';
import { groupLines, mapLine } from '../../bridge/src/mapping/line';
import { mapPartner } from '../../bridge/src/mapping/partner';
import { mapSalesOrder } from '../../bridge/src/mapping/sales-order';
import { readDate, readDatetime, readReference, readText } from '../../bridge/src/mapping/values';
import { resultOf } from '../support/fake-odoo';
import type { Row } from '../support/fake-odoo';

const context: MappingContext = { countryCodes: new Map([[233, 'US'], [128, 'LI']]), fields: new Map(), extraFields: [] };
const rowsOf = (version: number, name: string): Row[] => resultOf<Row[]>(`v${version}/${name}.json`);

describe('values of Odoo', () => {
  it.each([
    [false, null],
    ['', null],
    ['  ', null],
    [undefined, null],
    [0, null],
    ['text', 'text'],
  ])('text %j is %j', (value, expected) => expect(readText(value)).toBe(expected));

  it.each([
    ['2026-11-20 22:02:44', '2026-11-20T22:02:44.000Z'],
    ['2026-11-20 22:21:06.207888', '2026-11-20T22:21:06.207Z'],
    ['2026-11-20', null],
    ['2026-13-45 99:99:99', null],
    [false, null],
    ['2026-11-20T22:02:44Z', null],
  ])('datetime %j is %j, in UTC', (value, expected) => expect(readDatetime(value)).toBe(expected));

  it.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-11-20 22:02:44', null],
    [false, null],
  ])('date %j is %j', (value, expected) => expect(readDate(value)).toBe(expected));

  it.each([
    [[9, 'Acme Corporation'], { id: 9, name: 'Acme Corporation' }],
    [9, { id: 9, name: '' }],
    [[9, false], { id: 9, name: '' }],
    [false, null],
    [0, null],
    [undefined, null],
    [[], null],
  ])('many2one %j is %j', (value, expected) => expect(readReference(value)).toEqual(expected));
});

describe.each([17, 18, 19])('records as Odoo %i answers them', (version) => {
  it('companies', () => {
    const [company] = rowsOf(version, '02-company-search_read').map((row) => mapCompany(row, context));
    expect(company).toMatchObject({ erpId: 1, name: 'YourCompany', active: true, currency: 'USD', country: { id: 233, name: 'United States', code: 'US' }, email: 'info@yourcompany.com', vat: null });
  });

  it('partners: nothing is false where it means empty', () => {
    const partners = rowsOf(version, '04-partner-search_read').map((row) => mapPartner(row, context));
    expect(partners.length).toBeGreaterThan(0);
    for (const { active, isCompany, phoneBlacklisted, ...partner } of partners) {
      expect([active, isCompany, phoneBlacklisted].every((flag) => typeof flag === 'boolean')).toBe(true);
      expect(Object.values(partner)).not.toContain(false);
      expect(partner.changedAt).toMatch(/^2026-11-20T\d\d:\d\d:\d\d\.000Z$/);
      expect(partner.mobile).toBeNull();
    }
  });

  it('sales orders with their lines', () => {
    const lines = groupLines(rowsOf(version, '09-sale-order-line-read'), 'order_id');
    const rows = rowsOf(version, '07-sale-order-search_read');
    const orders = rows.map((row) => mapSalesOrder(row, lines.get(row.id) ?? [], context));
    for (const [index, order] of orders.entries()) {
      expect(order.lines.map(({ erpId }) => erpId).sort()).toEqual([...(rows[index]!['order_line'] as number[])].sort());
      expect(order.lines.reduce((sum, { subtotal }) => sum + subtotal, 0)).toBeCloseTo(order.amountUntaxed, 2);
      expect(order.amountUntaxed + order.amountTax).toBeCloseTo(order.amountTotal, 2);
      expect(order.number).toMatch(/^S\d{5}$/);
      expect(order).toMatchObject({ currency: 'USD', company: { id: 1, name: 'YourCompany' } });
      expect(order.validUntil).toBe('2026-12-20');
      expect(isQuotation(order)).toBe(order.state === 'draft' || order.state === 'sent');
    }
    expect(new Set(orders.map(isQuotation)).size).toBe(2);
  });

  it('invoices and refunds with their lines', () => {
    const lines = groupLines(rowsOf(version, '12-invoice-line-read'), 'move_id');
    const invoices = rowsOf(version, '10-invoice-search_read').map((row) => mapInvoice(row, lines.get(row.id) ?? [], context));
    for (const invoice of invoices) {
      expect(invoice.moveType).toBe(invoice.number!.startsWith('RINV') ? 'out_refund' : 'out_invoice');
      expect(invoice.lines.reduce((sum, { subtotal }) => sum + subtotal, 0)).toBeCloseTo(invoice.amountUntaxed, 2);
      expect(invoice).toMatchObject({ state: 'posted', currency: 'USD', hasOfficialPdf: false });
      expect(invoice.dueDate).toMatch(/^2026-\d\d-\d\d$/);
      expect(invoice.lines.every(({ displayType, quantity }) => displayType === 'product' && quantity > 0)).toBe(true);
    }
    expect(new Set(invoices.map(({ moveType }) => moveType))).toEqual(new Set(['out_invoice', 'out_refund']));
  });
});

describe('what differs between versions', () => {
  it('keeps the mobile number of 17 and 18', () => expect(mapPartner({ id: 1, name: 'A', mobile: '+32 470 12 34 56' }, context).mobile).toBe('+32 470 12 34 56'));

  it.each([
    [{ product_uom: [1, 'Units'] }, 'Units'],
    [{ product_uom_id: [2, 'kg'] }, 'kg'],
    [{ product_uom_id: false }, null],
    [{}, null],
  ])('the unit of %j is %j', (row, uom) => expect(mapLine({ id: 1, ...row }).uom).toBe(uom));

  it.each([
    ['/', null],
    [false, null],
    ['INV/2026/00001', 'INV/2026/00001'],
  ])('an invoice called %j has the number %j', (name, number) => expect(mapInvoice({ id: 1, name }, [], context).number).toBe(number));

  it('keeps a payment state it has not met', () => expect(mapInvoice({ id: 1, payment_state: 'blocked' }, [], context).paymentState).toBe('blocked'));

  it('knows an invoice whose official PDF exists (recorded after "send")', () => {
    const [row] = resultOf<Row[]>('006-inv-after-send.json');
    expect(mapInvoice(row!, [], context).hasOfficialPdf).toBe(true);
  });
});

describe('lines', () => {
  it.each([
    [false, 'product'],
    ['product', 'product'],
    ['line_section', 'section'],
    ['line_subsection', 'subsection'],
    ['line_note', 'note'],
  ])('display type %j is %s', (value, expected) => expect(mapLine({ id: 1, display_type: value }).displayType).toBe(expected));

  it('come in the order people see, whatever order they were answered in', () => {
    const rows = [
      { id: 9, move_id: [2, 'B'], sequence: 10 },
      { id: 3, move_id: [1, 'A'], sequence: 20 },
      { id: 7, move_id: [1, 'A'], sequence: 10 },
      { id: 5, move_id: [1, 'A'], sequence: 10 },
      { id: 4, move_id: false, sequence: 1 },
    ];
    expect([...groupLines(rows, 'move_id')].map(([id, lines]) => [id, lines.map((line) => line['id'])])).toEqual([
      [2, [9]],
      [1, [5, 7, 3]],
    ]);
  });
});

describe('partners without a name', () => {
  it.each([
    [{ id: 5, name: false, display_name: 'Acme, Invoice Address' }, 'Acme, Invoice Address'],
    [{ id: 5, name: false, display_name: false }, '#5'],
    [{ id: 5, name: 'Acme' }, 'Acme'],
  ])('%j is called %s', (row, name) => expect(mapPartner(row, context).name).toBe(name));
});

describe('fields beyond our own', () => {
  const extra: MappingContext = {
    ...context,
    extraFields: ['x_opt_in', 'x_opted_at', 'x_source', 'x_owner', 'x_score', 'x_tags'],
    fields: new Map([
      ['x_opt_in', { type: 'boolean' }],
      ['x_opted_at', { type: 'datetime' }],
      ['x_source', { type: 'selection' }],
      ['x_owner', { type: 'many2one' }],
      ['x_score', { type: 'float' }],
      ['x_tags', { type: 'many2many' }],
    ]),
  };
  it("a boolean's false stays false, every other false is empty", () => {
    expect(mapPartner({ id: 1, name: 'A', x_opt_in: false, x_opted_at: false, x_source: false, x_owner: false, x_score: 0, x_tags: [] }, extra).extra).toEqual({ x_opt_in: false, x_opted_at: null, x_source: null, x_owner: null, x_score: 0, x_tags: [] });
    expect(mapPartner({ id: 1, name: 'A', x_opt_in: true, x_opted_at: '2026-11-20 22:02:44', x_source: 'web', x_owner: [2, 'Mitchell'], x_score: 1.5, x_tags: [4] }, extra).extra).toEqual({
      x_opt_in: true,
      x_opted_at: '2026-11-20T22:02:44.000Z',
      x_source: 'web',
      x_owner: { id: 2, name: 'Mitchell' },
      x_score: 1.5,
      x_tags: [4],
    });
  });
});
