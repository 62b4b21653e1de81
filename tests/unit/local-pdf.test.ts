import { config } from '../../server/src/config';
import type { InvoiceRecord, LineRecord, SalesOrderRecord } from '../../bridge/src';
import { OdooError } from '../../bridge/src';
import { LOCAL_PDF_CREATOR, mayMakeLocalPdf } from '../../plugin/domain/document-rules';
import { makeLocalPdf } from '../../server/src/features/documents/local-pdf';
import type { LocalDocument } from '../../server/src/features/documents/local-pdf';
import { readPdf } from '../support/pdf-text';

const line = (over: Partial<LineRecord> = {}): LineRecord => ({ erpId: 1, name: 'Office chair', displayType: 'product', product: null, quantity: 2, uom: 'Units', unitPrice: 617.25, discount: 0, subtotal: 1234.5, total: 1493.75, ...over });

const order: SalesOrderRecord = {
  erpId: 20, number: 'S00020', state: 'sale', orderedAt: '2026-11-03T10:00:00.000Z', validUntil: '2026-12-03', reference: 'PO-7', company: { id: 1, name: 'Our company' }, partner: { id: 7, name: 'Azure Interior' },
  invoicePartner: null, shippingPartner: null, salesperson: null, currency: 'EUR', amountUntaxed: 1234.5, amountTax: 259.25, amountTotal: 1493.75, invoiceStatus: null, lines: [line()], changedAt: '2026-11-03T10:00:00.000Z', extra: {},
};
const invoice: InvoiceRecord = {
  ...order, state: 'posted', moveType: 'out_invoice', number: 'INV/2026/00001', paymentState: 'not_paid', invoiceDate: '2026-11-03', dueDate: '2026-12-03', amountDue: 1493.75, commercialPartner: null, origin: null, reversedInvoice: null, hasOfficialPdf: false,
};
const document = (over: Partial<LocalDocument> = {}): LocalDocument => ({
  record: order, title: 'order', company: { name: 'Our company', phone: '+34600111222', email: null }, customer: { name: 'Azure Interior' }, language: 'en_US', madeAt: new Date('2026-11-20T10:00:00Z'), ...over,
});
const read = async (over: Partial<LocalDocument> = {}) => {
  const made = await makeLocalPdf(document(over));
  if (!made) throw new Error('no PDF was made');
  return readPdf(made);
};

describe('a PDF made here', () => {
  it('holds who, what and how much', async () => {
    const { text, pages, creator } = await read();
    for (const words of ['Our company', 'Order', 'Azure Interior', 'S00020', 'PO-7', 'Nov 3, 2026', 'Office chair', '2 Units', '€617.25', '€1,234.50', '€259.25', '€1,493.75', 'Page 1 of 1']) expect(text).toContain(words);
    expect([pages, creator]).toEqual([1, LOCAL_PDF_CREATOR]);
  });

  it.each([
    ['en_US', 'quotation', 'Quotation', '€1,493.75'],
    ['es_ES', 'quotation', 'Presupuesto', '1493,75 €'],
    ['pt_BR', 'order', 'Pedido', '€ 1.493,75'],
    ['fr_FR', 'quotation', 'Devis', '1 493,75 €'],
    ['de_DE', 'quotation', 'Angebot', '1.493,75 €'],
    ['it_IT', 'order', 'Ordine', '1493,75 €'],
    ['id_ID', 'quotation', 'Penawaran', '€1.493,75'],
    // Words, dates and amounts that Roboto can't draw are English ones.
    ['ar_001', 'quotation', 'Quotation', '€1,493.75'],
    ['hi_IN', 'order', 'Order', '€1,493.75'],
    [null, 'order', 'Order', '€1,493.75'],
  ] as const)('speaks %s: a %s is "%s" of %s', async (language, title, heading, total) => {
    const { text } = await read({ language, title });
    expect(text).toContain(heading);
    expect(text).toContain(total);
  });

  it.each([
    ['en_US', 'invoice', 'Summary, not an invoice'],
    ['de_DE', 'invoice', 'Zusammenfassung, keine Rechnung'],
    ['en_US', 'credit_note', 'Summary, not an invoice'],
  ] as const)('never calls itself what it is not: %s %s is "%s"', async (language, title, heading) => {
    const { text } = await read({ record: invoice, language, title });
    expect(text).toContain(heading);
    expect(text).toContain('INV/2026/00001');
  });

  it('draws sections and notes as Odoo has them, and a discount where there is one', async () => {
    const lines = [line({ displayType: 'section', name: 'Furniture' }), line({ discount: 12.5 }), line({ displayType: 'note', name: 'Delivered to the third floor' })];
    const { text } = await read({ record: { ...order, lines } });
    expect(text).toMatch(/Furniture.*Office chair.*12.5%.*Delivered to the third floor/s);
    expect(text.match(/€617\.25/g)).toHaveLength(1);
  });

  it('goes over as many pages as it needs, its columns named on each', async () => {
    const { text, pages } = await read({ record: { ...order, lines: Array.from({ length: 60 }, (_, index) => line({ erpId: index, name: `Chair ${index}` })) } });
    expect(pages).toBeGreaterThan(1);
    expect(text).toContain(`Page 2 of ${pages}`);
    expect(text).toContain('Chair 59');
    expect(text.match(/Unit price/g)).toHaveLength(pages);
  });

  it.each([
    ['a long sentence', 'very long name of a chair '.repeat(40)],
    ['a word without an end', 'W'.repeat(400)],
  ])('keeps %s inside its column', async (_, name) => {
    const { text, right, width } = await read({ record: { ...order, lines: [line({ name })] }, customer: { name }, company: { name } });
    expect(text.replaceAll(/\s/g, '')).toContain(name.replaceAll(/\s/g, ''));
    expect(right).toBeLessThan(width - 40);
  });

  it.each([
    ['right to left', 'شركة النور'],
    ['Hebrew', 'חברה'],
    ['Hindi', 'कुर्सी'],
    ['Chinese', '办公椅'],
  ])('is not made where it would lose a name: %s', async (_, name) => {
    expect(await makeLocalPdf(document({ customer: { name } }))).toBeNull();
    expect(await makeLocalPdf(document({ record: { ...order, lines: [line({ name })] } }))).toBeNull();
  });

  it('leaves out what is no letter, and keeps every European one', async () => {
    const { text } = await read({ customer: { name: 'Łódź Ωmega Ёлка ğüş \u202eGmbH 🎉\ufe0f' } });
    expect(text).toContain('Łódź Ωmega Ёлка ğüş GmbH');
  });

  it('writes the code of a currency whose sign it can not draw', async () => {
    expect((await read({ record: { ...order, currency: 'UAH' }, language: 'en' })).text).toMatch(/1,493\.75/);
    expect((await read({ record: { ...order, currency: 'KHR' }, language: 'en' })).text).toMatch(/KHR/);
  });

  it('makes nothing run and links nowhere', async () => {
    const name = 'javascript:alert(1) https://evil.example <script>';
    const made = await makeLocalPdf(document({ customer: { name }, record: { ...order, lines: [line({ name })] } }));
    expect(made?.toString('latin1')).not.toMatch(/\/(?:JavaScript|JS|OpenAction|AA|URI|Launch|EmbeddedFile)\b/);
    const { annotations, text } = await readPdf(made as Buffer);
    expect(annotations).toBe(0);
    expect(text).toContain('https://evil.example');
  });

  it('is the same file for the same record', async () => {
    const [first, second] = [await makeLocalPdf(document()), await makeLocalPdf(document())];
    expect(first?.equals(second as Buffer)).toBe(true);
    expect(first?.equals((await makeLocalPdf(document({ customer: { name: 'Another' } }))) as Buffer)).toBe(false);
  });
});

describe('which failure of the ERP lets a PDF be made here', () => {
  const DEFAULT = { orders: true, invoices: false };
  const ALL = { orders: true, invoices: true };
  const NONE = { orders: false, invoices: false };

  it.each([
    ['pdf_engine_missing', true],
    ['document_html', true],
    ['not_pdf', true],
    ['no_portal', true],
    ['login_required', true],
    ['access_denied', true],
    ['missing_method', true],
    // It will come, or must be mended first.
    ['document_timeout', false],
    ['timeout', false],
    ['unreachable', false],
    ['server', false],
    ['rate_limited', false],
    ['aborted', false],
    ['tls', false],
    ['bad_credentials', false],
    ['missing_record', false],
    ['not_posted', false],
    ['portal_elsewhere', false],
    ['document_too_large', false],
    ['zip_several_pdfs', false],
    ['malformed', false],
  ] as const)('%s: %s for an order, for an invoice only where it is switched on', (kind, may) => {
    const { code, isTransient } = new OdooError(kind);
    const ask = (type: 'sales-order' | 'invoice', allowed: typeof DEFAULT) => mayMakeLocalPdf({ type, code, isTransient, allowed });
    expect([ask('sales-order', DEFAULT), ask('invoice', DEFAULT), ask('invoice', ALL), ask('sales-order', NONE)]).toEqual([may, false, may, false]);
  });
});

describe('documents.localPdf', () => {
  it.each([
    [{ documents: { localPdf: { orders: false, invoices: true } } }, null],
    [{ documents: {} }, null],
    [{ documents: { localPdf: { invoices: 'yes' } } }, /documents\.localPdf\.invoices/],
    [{ documents: { localPdf: { quotations: true } } }, /quotations/],
  ])('is judged at start: %j', (value, problem) => {
    if (problem) expect(() => config.validator(value)).toThrow(problem);
    else expect(() => config.validator(value)).not.toThrow();
  });

  it('is off for invoices unless asked for', () => {
    expect(config.default.documents).toEqual({ localPdf: { orders: true, invoices: false } });
  });
});
