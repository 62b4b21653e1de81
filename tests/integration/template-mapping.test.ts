import type { DocumentPreparation } from '../../plugin/contracts/documents';
import type { SampleRecordView, TemplateFieldsView, TemplateView } from '../../plugin/contracts/templates';
import type { InvoiceRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { post, webhook } from '../support/signed-webhooks';

interface LedgerEntry {
  callbackData?: string;
  raw: { template?: { components?: { type: string; parameters?: { text?: string }[] }[] } };
}

describe.each(DATABASES)('mappings of templates, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let other: TestAccount;
  let admin: string;
  let token: string;
  let invoice: InvoiceRow;

  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const answer = await app.request(method, path, { token: admin, body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body.data as T;
  };
  const list = async (query: string): Promise<TemplateView[]> => call('GET', `/whatsapp/templates?pageSize=100&${query}`);
  const find = async (name: string, language: string, key = account.key): Promise<TemplateView> => {
    const found = (await list(`search=${name}&account=${key}`)).find((one) => one.name === name && one.language === language);
    if (!found) throw new Error(`no template ${name} ${language}`);
    return found;
  };
  const map = (template: TemplateView, body: object) => call<TemplateView>('PUT', `/whatsapp/templates/${template.id}/mapping`, body);
  const prepare = (extra: object = {}) =>
    call<DocumentPreparation>('POST', '/whatsapp/documents/prepare', { record: { type: 'invoice', id: invoice.documentId }, template: 'invoice_document', language: 'en_US', ...extra });
  let sends = 0;
  const send = () =>
    app.request('POST', '/whatsapp/documents/send', {
      token: admin,
      body: { record: { type: 'invoice', id: invoice.documentId }, template: 'invoice_document', language: 'en_US', idempotencyKey: `mapping-test-${(sends += 1)}` },
    });
  const slots = ({ template }: DocumentPreparation) => Object.fromEntries((template?.slots ?? []).map(({ key, value, from }) => [key, [value, from]]));
  const codes = ({ notices }: DocumentPreparation) => notices.filter(({ level }) => level === 'refusal').map(({ code }) => code);
  const hear = (field: string, value: object, to = account) => post(app, to, webhook({ id: to.businessAccountId, changes: [{ field, value: { message_template_id: 1, ...value } }] }));

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    other = await app.connectAccount();
    await app.connectErp();
    admin = (await app.signIn()).token;
    token = (await app.createToken({ verbs: ['send.document', 'messages.read', 'contacts.write'], accounts: null })).accessKey;
    await app.service('templates').sync(account.row);
    await app.service('templates').sync(other.row);
    const invoices = (await app.strapi.db.query('plugin::whatsapp.invoice' as never).findMany({ where: { state: 'posted', moveType: 'out_invoice' }, orderBy: { erpId: 'asc' } })) as unknown as InvoiceRow[];
    for (const row of invoices) {
      invoice = row;
      const { to } = await prepare();
      if (!to) continue;
      await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: to, consent: { utility: true, source: 'order form of the test' } } });
      return;
    }
    throw new Error('no invoice with a usable number');
  }, 180_000);
  afterAll(() => app?.stop());

  it('asks for every value until something fills it, and says so before anyone tries', async () => {
    const template = await find('invoice_document', 'en_US');
    expect(template).toMatchObject({ refusal: null, obstacles: [{ code: 'template.variables_unmapped', level: 'notice' }] });
    expect(codes(await prepare())).toEqual(['template.variable_missing']);
    const { status, body } = await app.request('POST', '/api/whatsapp/send/document', { token, body: { record: { type: 'invoice', id: invoice.documentId }, template: 'invoice_document' } });
    expect([status, body.error.details.code]).toEqual([400, 'template.variable_missing']);
  });

  it('fills each value from its field, text or fallback, an invoice otherwise than the rest', async () => {
    const template = await find('invoice_document', 'en_US');
    const saved = await map(template, {
      mapping: { 'body.1': { text: 'dear {{contact.name}}' }, 'body.2': { path: 'record.number' }, 'body.3': { path: 'record.amountTotal' }, 'body.4': { path: 'record.validUntil', fallback: 'soon' } },
      recordMappings: { invoice: { 'body.3': { text: 'its amount of {{record.currency}}' } } },
    });
    expect(saved.obstacles).toEqual([]);
    const shown = await prepare();
    expect(codes(shown)).toEqual([]);
    expect(slots(shown)).toMatchObject({
      'body.1': [expect.stringMatching(/^dear \S/), 'mapping'],
      'body.2': [invoice.number, 'mapping'],
      'body.3': [`its amount of ${invoice.currency}`, 'mapping'],
      'body.4': ['soon', 'fallback'],
    });
    expect(slots(await prepare({ typed: { 'body.2': 'typed' } }))).toMatchObject({ 'body.2': ['typed', 'typed'] });
  });

  it('keeps languages and business accounts apart, and the mapping through a sync', async () => {
    const [portuguese, elsewhere] = [await find('invoice_document', 'pt_BR'), await find('invoice_document', 'en_US', other.key)];
    expect([portuguese.mapping, elsewhere.mapping]).toEqual([{}, {}]);
    await app.service('templates').sync(account.row);
    const again = await find('invoice_document', 'en_US');
    expect(Object.keys(again.mapping)).toEqual(['body.1', 'body.2', 'body.3', 'body.4']);
    expect(again.languages.map(({ language }) => language).sort()).toEqual(['es', 'pt_BR']);
    expect(again.languages.map(({ id }) => id)).not.toContain(elsewhere.id);
  });

  it.each([
    ['a place the template has not', { mapping: { 'body.9': { text: 'x' } } }, 'template.mapping_invalid'],
    ['a field nobody has', { recordMappings: { invoice: { 'body.1': { path: 'partner.password' } } } }, 'template.mapping_invalid'],
    ['a record nobody maps', { recordMappings: { account: {} } }, 'request.invalid'],
    ['a key that is no place', { mapping: { __proto__x: { text: 'x' } } }, 'request.invalid'],
  ])('refuses %s', async (_what, body, code) => {
    const template = await find('invoice_document', 'en_US');
    const answer = await app.request('PUT', `/whatsapp/templates/${template.id}/mapping`, { token: admin, body });
    expect([answer.status, answer.body.error.details.code]).toEqual([400, code]);
    expect((await find('invoice_document', 'en_US')).mapping).toEqual(template.mapping);
  });

  it('lets only those map who may', async () => {
    const template = await find('invoice_document', 'en_US');
    const reader = (await app.signIn(['templates.read', 'documents.send'])).token;
    expect((await app.request('PUT', `/whatsapp/templates/${template.id}/mapping`, { token: reader, body: { mapping: {} } })).status).toBe(403);
    expect((await app.request('GET', '/whatsapp/documents/fields?type=invoice', { token: reader })).status).toBe(403);
    const mapper = (await app.signIn(['templates.read', 'templates.map'])).token;
    expect((await app.request('PUT', `/whatsapp/templates/${template.id}/mapping`, { token: mapper, body: {} })).status).toBe(200);
  });

  it('documents every field with the value of a chosen record', async () => {
    const records = await call<SampleRecordView[]>('GET', `/whatsapp/documents/samples?type=invoice&number=${encodeURIComponent(invoice.number ?? '')}`);
    expect(records.map(({ id }) => id)).toContain(invoice.documentId);
    const shown = await call<TemplateFieldsView>('GET', `/whatsapp/documents/fields?type=invoice&record=${invoice.documentId}`);
    expect(shown).toMatchObject({ erpKnown: true, record: { id: invoice.documentId, number: invoice.number } });
    const sample = (path: string) => shown.fields.find((field) => field.path === path)?.sample;
    expect([sample('record.number'), sample('user.email')]).toEqual([invoice.number, expect.stringContaining('@')]);
    expect(sample('record.portalLink')).toBe('https://…');
    expect(JSON.stringify(shown)).not.toContain('access_token');
    expect((await app.request('GET', '/whatsapp/documents/fields?type=invoice&record=nobody', { token: admin })).status).toBe(404);
  });

  it('reads a field of the ERP’s own once it is mapped, and refuses in words when the ERP loses it', async () => {
    const template = await find('invoice_document', 'en_US');
    const field = 'x_gone_one_day';
    const partner = { path: 'partner.erp.website', fallback: '-' };
    await map(template, { recordMappings: { invoice: { ...template.recordMappings['invoice'], 'body.1': partner } } });
    const erp = app.service('erp') as ReturnType<typeof app.service<'erp'>> & { pulls: { settled(): Promise<void> } };
    await erp.trigger({ startedBy: 'test' });
    await erp.pulls.settled();
    const known = await prepare();
    expect(codes(known)).toEqual([]);
    await map(template, { recordMappings: { invoice: { ...template.recordMappings['invoice'], 'body.1': { path: `partner.erp.${field}`, fallback: 'x' } } } });
    const lost = await prepare();
    expect(codes(lost)).toEqual(['template.field_missing']);
    expect(lost.notices.map(({ sentence }) => sentence).join()).toContain(field);
    expect(codes(await prepare({ typed: { 'body.1': 'typed by hand' } }))).toEqual([]);
    const { status, body } = await send();
    expect([status, body.error.details.code]).toEqual([400, 'template.field_missing']);
    expect(await find('invoice_document', 'en_US')).toMatchObject({ refusal: { code: 'template.field_missing' } });
    expect((await prepare({ template: 'invoice_document', language: 'pt_BR' })).template?.language).toBe('pt_BR');
    await map(template, { recordMappings: template.recordMappings });
  });

  it('puts the ERP’s link into the customer’s message, and nowhere else before', async () => {
    const template = await find('invoice_document', 'en_US');
    await map(template, { recordMappings: { invoice: { ...template.recordMappings['invoice'], 'body.4': { text: 'see {{record.portalLink}}' } } } });
    expect(JSON.stringify(await prepare())).not.toContain('access_token');
    const { body } = await send();
    const entry = await eventually('the message was accepted', async () =>
      ((await (await fetch(`${app.whatsapp.url}/control/ledger`)).json()) as { data: LedgerEntry[] }).data.find(({ callbackData }) => callbackData === body.data.id),
    );
    const texts = entry.raw.template?.components?.find(({ type }) => type === 'body')?.parameters?.map(({ text }) => text) ?? [];
    expect(texts[3]).toMatch(new RegExp(`^see ${app.erp.url}/my/invoices/\\d+\\?access_token=`));
    const message = await app.request('GET', `/api/whatsapp/messages/${body.data.id}`, { token });
    expect(message.body.data.text).toContain('see https://…');
    expect(JSON.stringify(message.body)).not.toContain('access_token');
    await map(template, { recordMappings: template.recordMappings });
  });

  it('follows category, quality and status by webhook, each in its business account only', async () => {
    const named = { message_template_name: 'invoice_document', message_template_language: 'en_US' };
    await hear('message_template_quality_update', { ...named, new_quality_score: 'YELLOW' });
    await hear('template_category_update', { ...named, previous_category: 'UTILITY', new_category: 'MARKETING' });
    const changed = await eventually('the category has changed', async () => {
      const template = await find('invoice_document', 'en_US');
      return template.category === 'MARKETING' && template.quality === 'YELLOW' ? template : null;
    });
    expect(changed.obstacles.map(({ code }) => code)).toEqual(['template.marketing_consent']);
    expect(codes(await prepare())).toEqual(['message.no_opt_in']);
    expect((await find('invoice_document', 'en_US', other.key)).category).toBe('UTILITY');

    for (const [event, code] of [['PAUSED', 'template.paused'], ['REJECTED', 'template.rejected'], ['DISABLED', 'template.disabled'], ['FLAGGED', 'template.not_approved'], ['DELETED', 'template.deleted']] as const) {
      await hear('message_template_status_update', { ...named, event, reason: 'INCORRECT_CATEGORY' });
      await eventually(`the template is ${event}`, async () => (await find('invoice_document', 'en_US')).refusal?.code === code);
      expect(codes(await prepare({ language: 'en_US' }))).not.toEqual([]);
    }
    await hear('message_template_status_update', { ...named, event: 'APPROVED', reason: 'NONE', message_template_category: 'UTILITY' });
    const approved = await eventually('the template is approved', async () => {
      const template = await find('invoice_document', 'en_US');
      return template.refusal === null ? template : null;
    });
    expect(approved).toMatchObject({ category: 'UTILITY', rejectedReason: null });
  });

  it('says which language is missing, and shows a template that is gone as missing while its mapping stays', async () => {
    await app.strapi.db.query('plugin::whatsapp.template' as never).create({
      data: { documentId: 'onlyspanish', name: 'only_spanish', language: 'es', businessAccount: account.businessAccountId, provider: 'meta', approvalStatus: 'APPROVED', category: 'UTILITY', components: [{ type: 'body', text: 'Hola' }] } as never,
    });
    expect(codes(await prepare({ template: 'only_spanish', language: 'de' }))).toEqual(['template.language_missing']);
    expect(codes(await prepare({ template: 'no_such_template', language: 'de' }))).toEqual(['template.missing']);
    app.whatsapp.setTemplates(account.businessAccountId, []);
    await app.service('templates').sync(account.row);
    const gone = await find('invoice_document', 'en_US');
    expect(gone).toMatchObject({ missing: true, refusal: { code: 'template.deleted' } });
    expect(Object.keys(gone.mapping)).toHaveLength(4);
    expect(codes(await prepare())).toEqual(['template.deleted']);
    expect((await find('invoice_document', 'en_US', other.key)).missing).toBe(false);
  });
});
