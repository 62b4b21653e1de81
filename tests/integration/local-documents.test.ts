import type { DocumentPreparation } from '../../plugin/contracts/documents';
import type { MessageView } from '../../plugin/contracts/messages';
import type { MessageTraceView } from '../../plugin/contracts/traces';
import { LOCAL_PDF_CREATOR } from '../../plugin/domain/document-rules';
import { DEMO_TEMPLATES } from '../../playground/src/demo/templates';
import type { InvoiceRow, MessageRow, SalesOrderRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App } from '../support/boot';
import { readPdf } from '../support/pdf-text';
import { DATABASES } from '../support/postgres';

const GONE_OUT = ['accepted', 'sent', 'delivered', 'read'];

describe.each(DATABASES)('documents the ERP can not render, on %s', (database) => {
  let app: App;
  let token: string;
  let admin: string;

  const control = async (body: object): Promise<void> => {
    const answer = await fetch(`${app.erp.url}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  };
  const view = async (id: string): Promise<MessageView> => (await app.request('GET', `/api/whatsapp/messages/${id}`, { token })).body.data as MessageView;
  const arrive = (id: string, statuses: string[]) => eventually(`message ${id} is ${statuses.join(' or ')}`, async () => {
    const message = await view(id);
    return statuses.includes(message.status) ? message : null;
  });
  const send = (record: object) => app.request('POST', '/api/whatsapp/send/document', { token, body: { record } });
  const rows = <R>(uid: string, where: object) => app.strapi.db.query(`plugin::whatsapp.${uid}` as never).findMany({ where, orderBy: { id: 'asc' } }) as unknown as Promise<R[]>;
  const allow = (localPdf: object) => app.strapi.config.set('plugin::whatsapp.documents.localPdf', localPdf);
  const madeHere = async (message: string): Promise<unknown[]> => {
    const logged = await rows<{ details: unknown }>('log', { operation: 'documents.made-here' });
    return logged.filter(({ details }) => JSON.stringify(details).includes(message));
  };

  /** The first whose customer has a number, with that customer's consent. */
  const reachable = async <R extends { documentId: string }>(type: string, records: R[]): Promise<R> => {
    for (const record of records) {
      const { body } = await app.request('POST', '/whatsapp/documents/prepare', { token: admin, body: { record: { type, id: record.documentId } } });
      const { to } = body.data as DocumentPreparation;
      if (!to) continue;
      await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: to, consent: { utility: true, source: 'order form of the test' } } });
      return record;
    }
    throw new Error('no record with a usable number');
  };
  const anOrder = async (state: string) => reachable('sales-order', await rows<SalesOrderRow>('sales-order', { state, deletedAt: { $null: true } }));
  const anInvoice = async () => reachable('invoice', await rows<InvoiceRow>('invoice', { state: 'posted', moveType: 'out_invoice' }));
  const fileOf = async (message: MessageView): Promise<Buffer> => {
    const media = await app.service('media').findByDocumentId(message.media?.id ?? '');
    if (!media) throw new Error('the message has no file');
    return app.service('media').read(media);
  };

  beforeAll(async () => {
    app = await boot({ database });
    const account = await app.connectAccount();
    await app.connectErp();
    admin = (await app.signIn()).token;
    token = (await app.createToken({ verbs: ['send.document', 'messages.read', 'contacts.write'], accounts: null })).accessKey;
    await app.service('templates').sync(account.row);
    for (const { name, mapping, documentTitles } of DEMO_TEMPLATES) {
      await app.strapi.db.query('plugin::whatsapp.template' as never).updateMany({ where: { name }, data: { mapping, documentTitles } as never });
    }
  });
  afterEach(async () => {
    allow({ orders: true, invoices: false });
    await control({ pdf: 'ok', offline: false });
  });
  afterAll(() => app.stop());

  it.each([
    ['draft', 'no-wkhtmltopdf'],
    ['sale', 'html'],
    ['sale', 'login'],
    ['sale', 'not-pdf'],
  ])('sends a %s order with a PDF made here when the ERP gives %s, and says so', async (state, pdf) => {
    const row = await anOrder(state);
    await control({ pdf });
    const { status, body } = await send({ type: 'sales-order', id: row.documentId });
    expect(status).toBe(202);
    const message = await arrive(body.data.id, [...GONE_OUT, 'failed']);
    expect([message.error?.code ?? null, GONE_OUT.includes(message.status)]).toEqual([null, true]);
    const { text, creator } = await readPdf(await fileOf(message));
    expect(creator).toBe(LOCAL_PDF_CREATOR);
    expect(text).toContain(row.number);
    await eventually('the activity log says it', async () => (await madeHere(body.data.id)).length === 1);
    await eventually('the trace says it', async () => {
      const { steps } = (await app.request('GET', `/whatsapp/messages/${body.data.id}/trace`, { token: admin })).body.data as MessageTraceView;
      return steps.some(({ kind, outcome, reason }) => kind === 'file' && outcome === 'good' && reason?.code === 'document.made_here');
    });
    const preview = await fetch(`${app.url}/whatsapp/documents/sales-order/${row.documentId}/pdf`, { headers: { authorization: `Bearer ${admin}` } });
    expect((await readPdf(Buffer.from(await preview.arrayBuffer()))).creator).toBe(LOCAL_PDF_CREATOR);
  });

  it('sends the ERP’s own where it can make one', async () => {
    const { body } = await send({ type: 'sales-order', id: (await anOrder('sale')).documentId });
    const message = await arrive(body.data.id, [...GONE_OUT, 'failed']);
    expect((await readPdf(await fileOf(message))).creator).not.toBe(LOCAL_PDF_CREATOR);
    expect(await madeHere(body.data.id)).toEqual([]);
  });

  it('refuses an invoice as before', async () => {
    const row = await anInvoice();
    await control({ pdf: 'no-wkhtmltopdf' });
    const { body } = await send({ type: 'invoice', id: row.documentId });
    const message = await arrive(body.data.id, [...GONE_OUT, 'failed']);
    expect([message.status, message.error?.code]).toEqual(['failed', 'document.pdf_engine_missing']);
    expect((await app.request('GET', `/whatsapp/documents/invoice/${row.documentId}/pdf`, { token: admin })).body.error.details.code).toBe('document.pdf_engine_missing');
  });

  it('sends a summary of an invoice where the configuration lets it, which says that it is none', async () => {
    const row = await anInvoice();
    allow({ orders: true, invoices: true });
    await control({ pdf: 'no-wkhtmltopdf' });
    const { body } = await send({ type: 'invoice', id: row.documentId });
    const { text } = await readPdf(await fileOf(await arrive(body.data.id, [...GONE_OUT, 'failed'])));
    expect(text).toMatch(/Summary, not an invoice|no es una factura|n’est pas une facture|keine Rechnung|não é uma fatura|non è una fattura|bukan faktur/);
  });

  it('refuses an order too where it is switched off', async () => {
    const row = await anOrder('sale');
    allow({ orders: false });
    await control({ pdf: 'no-wkhtmltopdf' });
    const { body } = await send({ type: 'sales-order', id: row.documentId });
    expect((await arrive(body.data.id, [...GONE_OUT, 'failed'])).error?.code).toBe('document.pdf_engine_missing');
  });

  it('waits for an ERP out of reach, and then sends the ERP’s own', async () => {
    const row = await anOrder('sale');
    allow({ orders: true, invoices: true });
    await control({ offline: true });
    const { body } = await send({ type: 'sales-order', id: row.documentId });
    await eventually('it waits with a reason', async () => (await rows<MessageRow>('message', { documentId: body.data.id }))[0]?.errorCode);
    expect(await madeHere(body.data.id)).toEqual([]);
    await control({ offline: false });
    const message = await arrive(body.data.id, [...GONE_OUT, 'failed']);
    expect((await readPdf(await fileOf(message))).creator).not.toBe(LOCAL_PDF_CREATOR);
  });

  it('never follows a time-out', async () => {
    const row = await anOrder('sale');
    allow({ orders: true, invoices: true });
    await control({ pdf: 'timeout' });
    const { body } = await send({ type: 'sales-order', id: row.documentId });
    // The ERP is given its whole minute, as in life.
    const message = await eventually('the time-out is known', async () => {
      const [stored] = await rows<MessageRow>('message', { documentId: body.data.id });
      return stored?.errorCode ? stored : null;
    }, 90_000);
    expect(message).toMatchObject({ errorCode: 'document.timeout', deliveryStatus: 'queued', blockedBy: 'document' });
    expect(await madeHere(body.data.id)).toEqual([]);
  }, 120_000);
});
