import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BatchEntryView, BatchView } from '../../plugin/contracts/batches';
import type { CompositionPreparation } from '../../plugin/contracts/compositions';
import { hostRecordsSchema } from '../../server/src/platform/host-records';
import type { CompanyRow, MessageRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

const REPAIRS = 'api::repair-order.repair-order';
const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF');

describe('what config/plugins.ts says of the host’s records', () => {
  const right = { label: 'Repair', number: 'number', phone: 'customer.phone', name: 'customer.name' };
  it.each([
    ['a whole one', { [REPAIRS]: { ...right, pdf: 'report', country: 'ES', variables: { device: { field: 'device', label: 'Device' } } } }, null],
    ['a type that is no uid', { repair: right }, /uid of a collection type/],
    ['no phone', { [REPAIRS]: { ...right, phone: undefined } }, /expected string/],
    ['a path that is none', { [REPAIRS]: { ...right, phone: 'customer phone' } }, /name of a field/],
    ['a country that is none', { [REPAIRS]: { ...right, country: 'Spain' } }, /two capital letters/],
    ['an option nobody knows', { [REPAIRS]: { ...right, telephone: 'x' } }, /telephone/],
  ])('%s', (_, records, problem) => {
    const result = hostRecordsSchema.safeParse(records);
    expect(result.success).toBe(problem === null);
    if (problem) expect(result.error?.message).toMatch(problem);
  });
});

describe.each(DATABASES)('records of the host’s own, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let lastNumber = 0;
  let lastKey = 0;

  const newPhone = () => `+3461234${String(5_000 + (lastNumber += 1))}`;
  const newKey = () => `host-record-${(lastKey += 1)}`;
  const control = (where: string, body: object) => fetch(`${app.whatsapp.url}${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const ask = (method: string, where: string, body?: object, key = admin) => app.request(method, `/whatsapp${where}`, { token: key, body });
  const at = (id: string) => `/records/${encodeURIComponent(REPAIRS)}/${id}`;
  const prepare = async (id: string, body: object = { kind: 'text' }, key = admin): Promise<CompositionPreparation> => (await ask('POST', `${at(id)}/compositions/prepare`, { account: account.key, ...body }, key)).body.data as CompositionPreparation;
  const arrives = (id: string): Promise<MessageRow> =>
    eventually(`message ${id} arrives`, async () => {
      const row = (await app.service('messages').findByDocumentId(id)) as MessageRow;
      if (row.deliveryStatus === 'failed') throw new Error(JSON.stringify(row.errorMessage));
      return ['delivered', 'read'].includes(row.deliveryStatus) ? row : null;
    });

  const attach = async (id: number): Promise<void> => {
    const filepath = path.join(app.directory, 'report.pdf');
    writeFileSync(filepath, PDF);
    const upload = app.strapi.plugin('upload').service('upload') as { upload(input: object): Promise<unknown> };
    await upload.upload({ data: { ref: REPAIRS, refId: id, field: 'report' }, files: { filepath, originalFilename: 'report.pdf', mimetype: 'application/pdf', size: PDF.length } });
    rmSync(filepath);
  };
  const makeOrder = async (data: object, { pdf = false } = {}): Promise<{ id: string; phone: string; number: string }> => {
    const [phone, number] = [newPhone(), `R-${(lastNumber += 1)}`];
    const made = (await app.strapi.documents(REPAIRS as never).create({ data: { number, customerName: 'Ana Repair', customerPhone: phone, device: 'Grinder', readyOn: '2026-12-01', ...data } as never })) as unknown as { id: number; documentId: string };
    if (pdf) await attach(made.id);
    return { id: made.documentId, phone, number };
  };
  const consent = (phone: string) => app.service('contacts').findOrCreate({ phone, scope: 'installation', source: 'api' }).then(({ contact }) =>
    app.service('contacts').stateConsent([{ contact: contact.id, purpose: 'utility', state: 'granted', source: 'test', statedAt: new Date() }]));
  const openWindow = async (id: string, phone: string) => {
    await control('/control/inbound', { account: account.key, from: phone.slice(1), type: 'text', text: 'Is it ready?' });
    await eventually('the window is open', async () => (await prepare(id)).window.open);
  };
  /** A role with these actions of ours, and what it may read in the Content Manager. */
  const signInReading = async (fields: string[] | null): Promise<string> => {
    const { token, userId } = await app.signIn(['documents.send']);
    const user = (await app.strapi.db.query('admin::user').findOne({ where: { id: userId }, populate: ['roles'] })) as { roles: { id: number }[] };
    const roles = app.strapi.service('admin::role') as unknown as { assignPermissions(id: number, list: object[]): Promise<unknown> };
    const own = { action: 'plugin::whatsapp.documents.send', subject: null, conditions: [], properties: {} };
    const reading = fields ? [{ action: 'plugin::content-manager.explorer.read', subject: REPAIRS, conditions: [], properties: { fields } }] : [];
    await roles.assignPermissions(user.roles[0]?.id ?? 0, [own, ...reading]);
    return token;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    await app.connectErp();
    admin = (await app.signIn()).token;
    await app.service('templates').sync(account.row);
    await app.strapi.db.query('plugin::whatsapp.template' as never).updateMany({
      where: { name: 'order_confirmation_document' },
      data: { mapping: { 'body.1': { path: 'partner.name' }, 'body.2': { path: 'record.number' }, 'body.3': { path: 'record.amountTotal' } }, recordMappings: { [REPAIRS]: { 'body.3': { path: 'own.device' } } } } as never,
    });
    await control('/control', { account: account.key, statusDelayMs: 5 });
  });
  afterAll(async () => {
    const upload = app.strapi.plugin('upload').service('upload') as { remove(file: object): Promise<unknown> };
    for (const file of await app.strapi.db.query('plugin::upload.file').findMany({})) await upload.remove(file as object);
    await app.stop();
  });

  it('are named to the screens, with whether they hold a PDF', async () => {
    const { body } = await ask('GET', '/records/types');
    expect(body.data).toEqual([{ type: REPAIRS, label: 'Repair order', hasDocument: true }]);
  });

  it('know their customer, and what is sent from them shows on them and leads back', async () => {
    const { id, phone, number } = await makeOrder({});
    expect(await prepare(id)).toMatchObject({ record: { type: REPAIRS, id, number, title: 'Repair order', partnerName: 'Ana Repair' }, to: phone, elsewhere: false, ownFile: null, sendable: false });
    await openWindow(id, phone);
    const { status, body } = await ask('POST', `${at(id)}/compositions/send`, { content: { kind: 'text', text: 'It is ready.' }, account: account.key, idempotencyKey: newKey() });
    expect(status).toBe(202);
    expect(await arrives(body.data.id)).toMatchObject({ sourceType: REPAIRS, body: 'It is ready.' });
    const panel = (await ask('GET', at(id))).body.data;
    expect(panel).toMatchObject({ window: { open: true }, refusal: null, messages: [{ id: body.data.id, record: { type: REPAIRS, id, number } }] });
  });

  it('send the PDF they hold: by itself in an open window, in a template with the record’s values otherwise', async () => {
    const { id, phone, number } = await makeOrder({}, { pdf: true });
    await consent(phone);
    const closed = await prepare(id, { kind: 'document' });
    expect([closed.ownFile?.filename, closed.notices.map(({ code }) => code)]).toEqual(['report.pdf', ['message.outside_window']]);
    const template = { template: 'order_confirmation_document', language: 'en_US' };
    const shown = await prepare(id, { kind: 'template', ...template });
    expect([shown.sendable, shown.template?.file, shown.template?.preview]).toEqual([true, 'document', expect.stringContaining(`Hello Ana Repair, your order ${number} for Grinder is confirmed`)]);
    const wrapped = await ask('POST', `${at(id)}/compositions/send`, { content: { kind: 'template' }, ...template, account: account.key, useDefault: true, idempotencyKey: newKey() });
    expect(wrapped.status).toBe(202);
    const media = await app.service('media').findById((await arrives(wrapped.body.data.id)).media ?? 0);
    expect(await app.service('media').read(media!)).toEqual(PDF);

    await openWindow(id, phone);
    const plain = await ask('POST', `${at(id)}/compositions/send`, { content: { kind: 'document', caption: 'Your report' }, account: account.key, useDefault: true, idempotencyKey: newKey() });
    expect(await arrives(plain.body.data.id)).toMatchObject({ type: 'document', body: 'Your report' });
    const preview = await app.request('GET', `/whatsapp/documents/${encodeURIComponent(REPAIRS)}/${id}/pdf`, { token: admin });
    expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });

  it('are shown to nobody whom Strapi does not let read them, and no field more than it shows', async () => {
    const { id, phone } = await makeOrder({});
    const outsider = await signInReading(null);
    for (const [method, where, body] of [['GET', at(id), undefined], ['POST', `${at(id)}/compositions/prepare`, { kind: 'text' }], ['POST', `${at(id)}/compositions/send`, { content: { kind: 'text', text: 'x' }, idempotencyKey: newKey() }], ['GET', `/documents/${encodeURIComponent(REPAIRS)}/${id}/pdf`, undefined]] as const) {
      const answer = await ask(method, where, body, outsider);
      expect([where, answer.status, answer.body.error.details.code]).toEqual([where, 404, 'document.not_found']);
    }
    const reader = await signInReading(['number', 'customerName', 'customerPhone']);
    expect(await prepare(id, { kind: 'text' }, reader)).toMatchObject({ to: phone, record: { partnerName: 'Ana Repair' } });
    // Without the number's field there is nobody to write to: what Strapi hides stays hidden here.
    const half = await signInReading(['number']);
    expect(await prepare(id, { kind: 'text' }, half)).toMatchObject({ to: null, record: { partnerName: null } });
  });

  it('obey the rules of their company, and are refused for one that nobody knows', async () => {
    const [own, other] = (await app.strapi.db.query('plugin::whatsapp.company' as never).findMany({ orderBy: { erpId: 'asc' }, limit: 2 })) as unknown as CompanyRow[];
    const narrow = await app.connectAccount();
    await app.service('accounts').update(narrow.row.id, { companies: [own!.id] }, null);
    const mine = await makeOrder({ company: own!.name });
    const theirs = await makeOrder({ company: other!.documentId });
    const unknown = await makeOrder({ company: 'Nobody Ltd' });
    expect((await prepare(mine.id, { kind: 'text', account: narrow.key })).account).toBe(narrow.key);
    expect((await prepare(theirs.id, { kind: 'text', account: narrow.key })).notices.map(({ code }) => code)).toContain('account.none_for_company');
    expect((await prepare(unknown.id)).notices.map(({ code }) => code)).toContain('record.company_unknown');

    const user = await app.signIn(['documents.send']);
    const { roles } = (await app.strapi.db.query('admin::user').findOne({ where: { id: user.userId }, populate: ['roles'] })) as { roles: { id: number }[] };
    const assign = app.strapi.service('admin::role') as unknown as { assignPermissions(id: number, list: object[]): Promise<unknown> };
    await assign.assignPermissions(roles[0]!.id, [
      { action: 'plugin::whatsapp.documents.send', subject: null, conditions: [], properties: {} },
      { action: 'plugin::content-manager.explorer.read', subject: REPAIRS, conditions: [], properties: { fields: ['number', 'company', 'customerPhone', 'customerName'] } },
    ]);
    await app.service('access').saveAccountGrants(account.row.id, [{ subjectType: 'user', subject: 999_999, verbs: ['read', 'send', 'configure'] }], null);
    await app.service('access').saveAccountGrants(narrow.row.id, [{ subjectType: 'user', subject: user.userId, verbs: ['read', 'send'] }], null);
    expect((await ask('POST', `${at(mine.id)}/compositions/prepare`, { kind: 'text' }, user.token)).status).toBe(200);
    expect((await ask('POST', `${at(theirs.id)}/compositions/prepare`, { kind: 'text' }, user.token)).status).toBe(404);
    for (const row of [account.row.id, narrow.row.id]) await app.service('access').saveAccountGrants(row, [], null);
    await app.service('accounts').update(narrow.row.id, { active: false }, null);
  });

  it('go many at once: refusals first, each in its own way, and not twice', async () => {
    const [open, agreed, silent] = [await makeOrder({}, { pdf: true }), await makeOrder({}, { pdf: true }), await makeOrder({}, { pdf: true })];
    await openWindow(open.id, open.phone);
    await consent(agreed.phone);
    const ids = [open.id, agreed.id, silent.id, 'gone'];
    const run = async (): Promise<{ batch: BatchView; entries: BatchEntryView[] }> => {
      const made = (await ask('POST', '/documents/batches', { type: REPAIRS, ids, account: account.key, idempotencyKey: newKey() })).body.data as BatchView;
      const batch = await eventually('the batch is ready', async () => {
        const view = (await ask('GET', `/documents/batches/${made.id}`)).body.data as BatchView;
        return view.state === 'ready' ? view : null;
      });
      return { batch, entries: (await ask('GET', `/documents/batches/${made.id}/entries`)).body.data as BatchEntryView[] };
    };
    const { batch, entries } = await run();
    expect(entries.map(({ state, problem, record }) => [record.number, state, problem?.code ?? null])).toEqual([
      [open.number, 'ready', null],
      [agreed.number, 'ready', null],
      [silent.number, 'refused', 'message.no_opt_in'],
      [null, 'refused', 'document.not_found'],
    ]);
    expect((await ask('POST', `/documents/batches/${batch.id}/send`, {})).status).toBe(202);
    const sent = await eventually('both are queued', async () => {
      const rows = (await ask('GET', `/documents/batches/${batch.id}/entries`)).body.data as BatchEntryView[];
      return rows.filter(({ state }) => state === 'queued').length === 2 ? rows : null;
    });
    expect([(await arrives(sent[0]!.message!.id)).type, (await arrives(sent[1]!.message!.id)).type]).toEqual(['document', 'template']);
    expect((await run()).entries.map(({ state }) => state)).toEqual(['repeated', 'repeated', 'refused', 'refused']);
  });
});
