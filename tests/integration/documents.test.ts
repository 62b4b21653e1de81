import { createHash } from 'node:crypto';
import type { MessageView } from '../../plugin/contracts/messages';
import type { DocumentPreparation, RecordPanel } from '../../plugin/contracts/documents';
import { DEMO_TEMPLATES } from '../../playground/src/demo/templates';
import type { InvoiceRow, PartnerRow, SalesOrderRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

interface LedgerEntry {
  to: string;
  type: string;
  template?: { name: string; language: string } | string;
  media?: { mimeType: string; filename: string; bytes: number; sha256: string };
  callbackData?: string;
}

describe.each(DATABASES)('documents from records, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let token: string;
  let admin: string;

  const control = async (where: string, body: unknown): Promise<Response> => {
    const answer = await fetch(where, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${where}: ${answer.status} ${await answer.text()}`);
    return answer;
  };
  const ledger = async (): Promise<LedgerEntry[]> => ((await (await fetch(`${app.whatsapp.url}/control/ledger`)).json()) as { data: LedgerEntry[] }).data;
  const view = async (id: string): Promise<MessageView> => (await app.request('GET', `/api/whatsapp/messages/${id}`, { token })).body.data as MessageView;
  const arrive = (id: string, statuses: string[]) => eventually(`message ${id} is ${statuses.join(' or ')}`, async () => {
    const message = await view(id);
    return statuses.includes(message.status) ? message : null;
  });
  const send = (body: object) => app.request('POST', '/api/whatsapp/send/document', { token, body });
  const invoices = (where: object) => app.strapi.db.query('plugin::whatsapp.invoice' as never).findMany({ where, orderBy: { erpId: 'asc' } }) as unknown as Promise<InvoiceRow[]>;
  const orders = (where: object) => app.strapi.db.query('plugin::whatsapp.sales-order' as never).findMany({ where, orderBy: { erpId: 'asc' } }) as unknown as Promise<SalesOrderRow[]>;

  /** Consent for whoever the record goes to. */
  const consentFor = async (record: { type: string; id: string }): Promise<string | null> => {
    const { body } = await app.request('POST', '/whatsapp/documents/prepare', { token: admin, body: { record } });
    const { to } = body.data as DocumentPreparation;
    if (!to) return null;
    await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: to, consent: { utility: true, source: 'order form of the test' } } });
    return to;
  };

  /** A posted invoice (or other record) whose customer has a number. */
  const reachable = async <R extends InvoiceRow | SalesOrderRow>(type: string, rows: R[], skip = 0): Promise<{ row: R; to: string }> => {
    let skipped = 0;
    for (const row of rows) {
      const to = await consentFor({ type, id: row.documentId });
      if (to && skipped++ === skip) return { row, to };
    }
    throw new Error('no record with a usable number');
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    await app.connectErp();
    admin = (await app.signIn()).token;
    token = (await app.createToken({ verbs: ['send.document', 'messages.read', 'contacts.write'], accounts: null })).accessKey;
    await app.service('templates').sync(account.row);
    for (const { name, mapping, documentTitles } of DEMO_TEMPLATES) {
      await app.strapi.db.query('plugin::whatsapp.template' as never).updateMany({ where: { name }, data: { mapping, documentTitles } as never });
    }
    await control(`${app.whatsapp.url}/control`, { account: account.key, statusDelayMs: 5 });
  });
  afterAll(() => app.stop());

  it('sends the ERP’s own PDF of a posted invoice in its template, and follows it to read', async () => {
    const { row, to } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }));
    const { status, body } = await send({ record: { type: 'invoice', id: row.documentId } });
    expect([status, body.data?.status]).toEqual([202, 'queued']);
    const message = await arrive(body.data.id, ['read']);
    expect(message).toMatchObject({ direction: 'outbound', type: 'template', record: { type: 'invoice', number: row.number }, to });
    expect(message.sentAt && message.deliveredAt && message.readAt).toBeTruthy();
    const [entry] = (await ledger()).filter(({ callbackData }) => callbackData === body.data.id);
    expect(entry?.media).toMatchObject({ mimeType: 'application/pdf' });
    const media = await app.service('media').findByDocumentId(message.media!.id);
    const content = await app.service('media').read(media!);
    expect(content.subarray(0, 5).toString()).toBe('%PDF-');
    expect(createHash('sha256').update(content).digest('hex')).toBe(entry?.media?.sha256);
    expect(message.text).toContain(row.number);
    const panel = (await app.request('GET', `/whatsapp/records/invoice/${row.documentId}`, { token: admin })).body.data as RecordPanel;
    expect(panel.messages[0]).toMatchObject({ id: body.data.id, status: 'read' });
  });

  it('sends a draft order as a quotation and a confirmed one as an order', async () => {
    for (const [state, template] of [['draft', 'quotation_document'], ['sale', 'order_confirmation_document']] as const) {
      const { row } = await reachable('sales-order', await orders({ state, deletedAt: { $null: true } }));
      const { body } = await send({ record: { type: 'sales-order', number: row.number } });
      expect((await arrive(body.data.id, ['accepted', 'sent', 'delivered', 'read'])).template?.name).toBe(template);
    }
  });

  it('sends a plain document while the customer’s window is open', async () => {
    const { row, to } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }), 1);
    await control(`${app.whatsapp.url}/control/inbound`, { account: account.key, from: to.slice(1), type: 'text', text: 'Could I have my invoice?' });
    await eventually('the window is open', async () => {
      const { body } = await app.request('POST', '/whatsapp/documents/prepare', { token: admin, body: { record: { type: 'invoice', id: row.documentId } } });
      return (body.data as DocumentPreparation).mode === 'plain';
    });
    const { body } = await send({ record: { type: 'invoice', id: row.documentId }, caption: 'As you asked' });
    const message = await arrive(body.data.id, ['delivered', 'read']);
    expect(message).toMatchObject({ type: 'document', template: null, text: 'As you asked' });
  });

  it.each([
    ['a draft invoice', { state: 'draft', moveType: 'out_invoice' }, 'document.not_posted'],
    ['a cancelled invoice', { state: 'cancel', moveType: 'out_invoice' }, 'document.cancelled'],
  ])('refuses %s at once and leaves no row', async (_, where, code) => {
    const [row] = await invoices(where);
    const before = await app.strapi.db.query('plugin::whatsapp.message').count({});
    const { status, body } = await send({ record: { type: 'invoice', id: row!.documentId } });
    expect([status, body.error.details.code]).toEqual([400, code]);
    expect(body.error.details.requestId).toBeTruthy();
    expect(await app.strapi.db.query('plugin::whatsapp.message').count({})).toBe(before);
  });

  it('refuses a customer without consent, and one who said STOP until START', async () => {
    const rows = await invoices({ state: 'posted', moveType: 'out_invoice' });
    const { row, to } = await reachable('invoice', rows, 2);
    const say = (text: string) => control(`${app.whatsapp.url}/control/inbound`, { account: account.key, from: to.slice(1), type: 'text', text });
    const refusal = async () => ((await app.request('GET', `/whatsapp/records/invoice/${row.documentId}`, { token: admin })).body.data as RecordPanel).refusal?.code ?? null;
    await say('STOP');
    await eventually('STOP is known', async () => (await refusal()) === 'message.opted_out');
    expect((await send({ record: { type: 'invoice', id: row.documentId } })).body.error.details.code).toBe('message.opted_out');
    // A later message opens the window for replies, not for documents.
    await say('What does this mean?');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await send({ record: { type: 'invoice', id: row.documentId } })).body.error.details.code).toBe('message.opted_out');
    await say('START');
    await eventually('START is known', async () => (await refusal()) === null);
    expect((await send({ record: { type: 'invoice', id: row.documentId } })).status).toBe(202);
  });

  it('refuses someone else’s number, and lets an administrator who may send there on a second yes, logged', async () => {
    const { row } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }));
    const stranger = '+14155550123';
    await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: stranger, consent: { utility: true, source: 'test' } } });
    expect((await send({ record: { type: 'invoice', id: row.documentId }, to: stranger })).body.error.details.code).toBe('document.elsewhere');
    const dialog = { record: { type: 'invoice', id: row.documentId }, to: stranger, idempotencyKey: `elsewhere-${database}` };
    const first = await app.request('POST', '/whatsapp/documents/send', { token: admin, body: dialog });
    expect([first.status, first.body.error?.details.code]).toEqual([400, 'document.elsewhere']);
    const second = await app.request('POST', '/whatsapp/documents/send', { token: admin, body: { ...dialog, confirmElsewhere: true } });
    expect(second.status).toBe(202);
    const limited = await app.signIn(['documents.send', 'messages.read']);
    expect((await app.request('POST', '/whatsapp/documents/send', { token: limited.token, body: { ...dialog, idempotencyKey: 'another-key', confirmElsewhere: true } })).status).toBe(400);
    await eventually('the activity is logged', async () => app.strapi.db.query('plugin::whatsapp.log' as never).findOne({ where: { operation: 'documents.send-elsewhere' } }));
  });

  it('queues once for a pressed-twice button', async () => {
    const { row } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }));
    const body = { record: { type: 'invoice', id: row.documentId }, idempotencyKey: `dialog-${database}-twice` };
    const answers = await Promise.all([1, 2, 3].map(() => app.request('POST', '/whatsapp/documents/send', { token: admin, body })));
    expect(new Set(answers.map(({ body: { data } }) => data?.id)).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
  });

  it('refuses an invoice that is reset to draft between dialog and dispatch', async () => {
    const { row } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice', paymentState: 'not_paid' }));
    const sendAt = new Date(Date.now() + 1_500).toISOString();
    const { body } = await send({ record: { type: 'invoice', id: row.documentId }, sendAt });
    expect(body.data.status).toBe('queued');
    expect((await control(`${app.erp.url}/actions/reset-invoice`, { id: row.erpId })).status).toBe(200);
    const message = await arrive(body.data.id, ['failed', 'accepted', 'sent', 'delivered', 'read']);
    expect([message.status, message.error?.code]).toEqual(['failed', 'document.not_posted']);
    expect((await ledger()).some(({ callbackData }) => callbackData === body.data.id)).toBe(false);
    await control(`${app.erp.url}/actions/post-invoice`, { id: row.erpId });
  });

  it.each([
    ['html', 'document.html'],
    ['login', 'document.login_required'],
    ['not-pdf', 'document.not_pdf'],
    ['zip-empty', 'document.zip_without_pdf'],
    ['zip-several', 'document.zip_several_pdfs'],
    ['no-wkhtmltopdf', 'document.pdf_engine_missing'],
  ])('fails with the reason in words when the ERP gives %s instead of a PDF', async (pdf, code) => {
    const { row } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }), 1);
    await control(`${app.erp.url}/control`, { pdf });
    try {
      const { body } = await send({ record: { type: 'invoice', id: row.documentId } });
      const message = await arrive(body.data.id, ['failed', 'accepted', 'sent', 'delivered', 'read']);
      expect([message.status, message.error?.code]).toEqual(['failed', code]);
      expect(message.error?.message).not.toMatch(/access_token|https?:/);
    } finally {
      await control(`${app.erp.url}/control`, { pdf: 'ok' });
    }
  });

  it('opens a zip that holds one PDF', async () => {
    const { row } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }), 1);
    await control(`${app.erp.url}/control`, { pdf: 'zip' });
    try {
      const { body } = await send({ record: { type: 'invoice', id: row.documentId } });
      expect((await arrive(body.data.id, ['failed', 'delivered', 'read'])).status).not.toBe('failed');
    } finally {
      await control(`${app.erp.url}/control`, { pdf: 'ok' });
    }
  });

  it('queues while the ERP is out of reach, and sends when it is back', async () => {
    const { row } = await reachable('invoice', await invoices({ state: 'posted', moveType: 'out_invoice' }), 1);
    await control(`${app.erp.url}/control`, { offline: true });
    const { status, body } = await send({ record: { type: 'invoice', id: row.documentId } });
    expect(status).toBe(202);
    await eventually('the message waits with a reason', async () => {
      const message = await view(body.data.id);
      return message.status === 'queued' && message.blockedBy === 'document';
    });
    await control(`${app.erp.url}/control`, { offline: false });
    expect((await arrive(body.data.id, ['delivered', 'read', 'failed'])).status).not.toBe('failed');
  }, 40_000);

  it('says which number is missing when nobody of the record can be reached', async () => {
    const partners = (await app.strapi.db.query('plugin::whatsapp.partner' as never).findMany({ where: { phone: null, phoneSanitized: null } })) as unknown as PartnerRow[];
    const candidates = await invoices({ state: 'posted', partner: { $in: partners.map(({ id }) => id) } });
    expect(candidates.length).toBeGreaterThan(0);
    const answers = await Promise.all(candidates.map(({ documentId }) => send({ record: { type: 'invoice', id: documentId } })));
    expect(answers.map(({ body }) => body.error?.details.code)).toContain('recipient.invalid');
  });
});
