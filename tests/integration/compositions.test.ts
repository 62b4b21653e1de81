import type { CompositionPreparation } from '../../plugin/contracts/compositions';
import type { CompanyRow, InvoiceRow, MessageRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');

interface LedgerEntry {
  callbackData?: string;
  type: string;
  to: string;
  text?: string;
  media?: { mimeType: string; bytes: number };
}

/* eslint-disable @typescript-eslint/no-explicit-any -- answers are checked by the tests */
describe.each(DATABASES)('messages written by hand, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let token: string;
  let lastNumber = 0;
  let lastKey = 0;

  const newPhone = () => `+1415555${String(3_000 + (lastNumber += 1))}`;
  const newKey = () => `composition-${(lastKey += 1)}`;
  const control = (where: string, body: object) => fetch(`${app.whatsapp.url}${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const ask = async (path: string, body: object, key = admin) => app.request('POST', `/whatsapp${path}`, { token: key, body });
  const prepare = async (body: object): Promise<CompositionPreparation> => (await ask('/compositions/prepare', { account: account.key, ...body })).body.data as CompositionPreparation;
  const send = (body: object, key = admin) => ask('/compositions/send', { account: account.key, idempotencyKey: newKey(), ...body }, key);
  const sendForm = async (body: object, file: { name: string; type: string; content: Buffer }) => {
    const form = new FormData();
    form.append('body', JSON.stringify({ account: account.key, idempotencyKey: newKey(), ...body }));
    form.append('files', new Blob([new Uint8Array(file.content)], { type: file.type }), file.name);
    const answer = await fetch(`${app.url}/whatsapp/compositions/send`, { method: 'POST', headers: { authorization: `Bearer ${admin}` }, body: form });
    return { status: answer.status, body: (await answer.json()) as any };
  };
  const rows = (name: string) => app.strapi.db.query(name as never) as unknown as { count(where?: object): Promise<number>; findOne(query: object): Promise<any>; findMany(query: object): Promise<any[]> };
  const messageCount = () => rows('plugin::whatsapp.message').count({});
  const stored = (documentId: string): Promise<MessageRow> => app.service('messages').findByDocumentId(documentId) as Promise<MessageRow>;
  const arrives = (id: string): Promise<LedgerEntry> =>
    eventually(`message ${id} arrives`, async () => {
      const row = await stored(id);
      if (row.deliveryStatus === 'failed') throw new Error(JSON.stringify(row.errorMessage));
      if (!['delivered', 'read'].includes(row.deliveryStatus)) return null;
      const ledger = ((await (await fetch(`${app.whatsapp.url}/control/ledger`)).json()) as { data: LedgerEntry[] }).data;
      return ledger.find(({ callbackData }) => callbackData === id) ?? null;
    });

  /** A customer who has just written: free-form messages may go. */
  const openWindow = async (phone = newPhone()): Promise<string> => {
    await control('/control/inbound', { account: account.key, from: phone.slice(1), type: 'text', text: 'Hello' });
    await eventually('the window is open', async () => (await prepare({ kind: 'text', to: phone })).window.open);
    return phone;
  };
  const agreed = async (): Promise<string> => {
    const phone = newPhone();
    await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone, name: 'Ana Agreed', consent: { utility: true, source: 'form of the test' } } });
    return phone;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    await app.connectErp();
    admin = (await app.signIn()).token;
    token = (await app.createToken({ verbs: ['contacts.write', 'messages.read'], accounts: null })).accessKey;
    await app.service('templates').sync(account.row);
    await control('/control', { account: account.key, statusDelayMs: 5 });
  });
  afterAll(() => app.stop());

  it('says before what bars a message, what the account can send, and how large things may be', async () => {
    const shown = await prepare({ kind: 'text', to: newPhone() });
    expect(shown.notices.map(({ code, level }) => [code, level])).toEqual([['message.outside_window', 'refusal']]);
    expect(shown).toMatchObject({ record: null, account: account.key, sendable: false, window: { open: false, needed: true }, contact: null, elsewhere: false });
    expect(shown.kinds.map(({ kind, refusal }) => [kind, refusal])).toEqual([['text', null], ['template', null], ['image', null], ['document', null], ['buttons', null], ['list', null]]);
    expect(shown.limits).toMatchObject({ text: 4096, caption: 1024, media: { image: { maxBytes: 5 * 1024 * 1024, mimeTypes: ['image/jpeg', 'image/png'] } } });
    expect(shown.templates.map(({ name }) => name)).toContain('delivery_update');
    const nobody = await prepare({ kind: 'text' });
    expect([nobody.to, nobody.notices, nobody.sendable]).toEqual([null, [], false]);
  });

  it.each([
    ['612 34 56 78', 'ES', '+34612345678', '+34 612 34 56 78'],
    ['+49 1512 3456789', 'ES', '+4915123456789', '+49 1512 3456789'],
    ['(415) 555-2671', 'US', '+14155552671', '+1 415 555 2671'],
  ])('reads %s as people in %s write it', async (to, country, e164, shown) => {
    expect(await prepare({ kind: 'text', to, country })).toMatchObject({ to: e164, toShown: shown });
  });

  it('refuses what is no number, with its sentence', async () => {
    const shown = await prepare({ kind: 'text', to: '12', country: 'ES' });
    expect([shown.to, shown.sendable, shown.notices[0]?.code]).toEqual([null, false, 'recipient.invalid']);
  });

  it('sends a text once however often it is pressed, logs who did, and links to the message', async () => {
    const to = await openWindow();
    const body = { to, content: { kind: 'text', text: 'Your order is *ready*.' }, idempotencyKey: newKey() };
    const [first, second] = await Promise.all([send(body), send(body)]);
    expect([first.status, second.status, second.body.data.id]).toEqual([202, 202, first.body.data.id]);
    expect(await arrives(first.body.data.id)).toMatchObject({ type: 'text', text: 'Your order is *ready*.' });
    const row = await stored(first.body.data.id);
    expect(row).toMatchObject({ origin: 'admin', purpose: 'reply', sourceType: null, body: 'Your order is *ready*.' });
    expect(row.sentBy).not.toBeNull();
    const other = await send({ ...body, content: { kind: 'text', text: 'Something else' } });
    expect([other.status, other.body.error.details.code]).toEqual([409, 'idempotency.mismatch']);
    await eventually('it is in the activity log', async () => {
      const { body: log } = await app.request('GET', '/whatsapp/activities?limit=50', { token: admin });
      return (log.data as { operation: string; subject: { id: string } | null }[]).some(({ operation, subject }) => operation === 'messages.send' && subject?.id === first.body.data.id);
    });
  });

  it.each([
    ['a text outside the window', async () => newPhone(), { kind: 'text', text: 'x' }, 'message.outside_window'],
    ['an empty text', openWindow, { kind: 'text', text: '  ' }, 'message.part_missing'],
    ['a text that is too long', openWindow, { kind: 'text', text: 'x'.repeat(4_097) }, 'message.part_too_long'],
    ['four buttons', openWindow, { kind: 'buttons', body: 'x', buttons: ['a', 'b', 'c', 'd'].map((title) => ({ title })) }, 'message.too_many_parts'],
    ['a button of 21 characters', openWindow, { kind: 'buttons', body: 'x', buttons: [{ title: 'x'.repeat(21) }] }, 'message.part_too_long'],
    ['two buttons alike', openWindow, { kind: 'buttons', body: 'x', buttons: [{ title: 'Yes' }, { title: 'Yes' }] }, 'message.not_unique'],
    ['eleven rows', openWindow, { kind: 'list', body: 'x', button: 'Open', sections: [{ rows: Array.from({ length: 11 }, (_, index) => ({ title: `Row ${index}` })) }] }, 'message.too_many_parts'],
    ['a row description of 73 characters', openWindow, { kind: 'list', body: 'x', button: 'Open', sections: [{ rows: [{ title: 'a', description: 'x'.repeat(73) }] }] }, 'message.part_too_long'],
    ['an image without a file', openWindow, { kind: 'image' }, 'media.missing'],
    ['a template that was not chosen', agreed, { kind: 'template' }, 'template.missing'],
  ])('refuses %s at once and leaves no row', async (_, person, content, code) => {
    const to = await person();
    const before = await messageCount();
    const { status, body } = await send({ to, content });
    expect([status, body.error.details.code]).toEqual([400, code]);
    expect(body.error.message).toBeTruthy();
    expect(await messageCount()).toBe(before);
  });

  it('sends buttons and a list, which the phone understands', async () => {
    const to = await openWindow();
    const buttons = await send({ to, content: { kind: 'buttons', header: 'Delivery', body: 'Is Tuesday fine?', footer: 'Shop', buttons: [{ title: 'Yes' }, { title: 'No' }] } });
    expect(buttons.status).toBe(202);
    expect(await arrives(buttons.body.data.id)).toMatchObject({ type: 'interactive' });
    const list = await send({ to, content: { kind: 'list', body: 'Which day?', button: 'Days', sections: [{ title: 'This week', rows: [{ title: 'Monday', description: 'morning' }] }, { title: 'Next week', rows: [{ title: 'Monday' }] }] } });
    expect((await arrives(list.body.data.id)).type).toBe('interactive');
    expect((await stored(list.body.data.id)).payload).toMatchObject({ action: { sections: [{ rows: [{ id: 'row-1-1' }] }, { rows: [{ id: 'row-2-1' }] }] } });
  });

  it('sends an image from this computer, kept privately, and the bytes arrive', async () => {
    const to = await openWindow();
    const { status, body } = await sendForm({ to, content: { kind: 'image', caption: 'New in' } }, { name: 'shelf.png', type: 'image/png', content: PNG });
    expect(status).toBe(202);
    expect(await arrives(body.data.id)).toMatchObject({ type: 'image', media: { mimeType: 'image/png', bytes: PNG.length } });
    const row = await stored(body.data.id);
    expect(row.body).toBe('New in');
    const media = await app.service('media').findById(row.media ?? 0);
    expect(media).toMatchObject({ origin: 'outbound', account: account.row.id, filename: 'shelf.png' });
  });

  it.each([
    ['a text file', { name: 'a.txt', type: 'text/plain', content: Buffer.from('x') }, 'media.type_not_allowed'],
    ['a PDF that calls itself an image', { name: 'a.png', type: 'image/png', content: Buffer.from('%PDF-1.7 x') }, 'media.type_not_allowed'],
    ['an empty file', { name: 'a.png', type: 'image/png', content: Buffer.alloc(0) }, 'media.empty'],
    ['an image above 5 MB', { name: 'a.png', type: 'image/png', content: Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]) }, 'media.too_large'],
  ])('refuses %s as an image', async (_, file, code) => {
    const to = await openWindow();
    const before = await messageCount();
    const { status, body } = await sendForm({ to, content: { kind: 'image' } }, file);
    expect([status, body.error.details.code]).toEqual([400, code]);
    expect(await messageCount()).toBe(before);
  });

  it('sends the default image where there is one and it is asked for, and says so where there is none', async () => {
    const to = await openWindow();
    const none = await send({ to, content: { kind: 'image' }, useDefault: true });
    expect([none.status, none.body.error.details.code]).toEqual([400, 'media.default_missing']);
    await app.strapi.store.set({ type: 'plugin', name: 'whatsapp', key: 'media_settings', value: { defaultMediaUrl: 'https://images.example/shelf.jpg' } });
    expect((await prepare({ kind: 'image', to })).defaultImage).toBe('https://images.example/shelf.jpg');
    const { status, body } = await send({ to, content: { kind: 'image' }, useDefault: true });
    expect(status).toBe(202);
    expect((await stored(body.data.id)).payload).toMatchObject({ type: 'media', kind: 'image', media: { link: 'https://images.example/shelf.jpg' } });
    await app.strapi.store.set({ type: 'plugin', name: 'whatsapp', key: 'media_settings', value: { defaultMediaUrl: null } });
  });

  it('sends a template outside the window to someone who agreed, its values typed or from who writes', async () => {
    const to = await agreed();
    const open = await prepare({ kind: 'template', to, template: 'delivery_update', language: 'en_US' });
    expect(open.template?.slots.map(({ key, value }) => [key, value])).toEqual([['body.1', null], ['body.2', null], ['body.3', null], ['buttons.2', null]]);
    expect([open.sendable, open.notices[0]?.code]).toEqual([false, 'template.variable_missing']);
    const typed = { 'body.1': 'Ana', 'body.2': '42', 'body.3': 'tomorrow', 'buttons.2': '42' };
    expect((await prepare({ kind: 'template', to, template: 'delivery_update', language: 'en_US', typed })).sendable).toBe(true);
    const { status, body } = await send({ to, content: { kind: 'template' }, template: 'delivery_update', language: 'en_US', typed });
    expect(status).toBe(202);
    expect((await arrives(body.data.id)).type).toBe('template');
    expect(await stored(body.data.id)).toMatchObject({ purpose: 'utility', body: expect.stringContaining('Hi Ana, parcel 42 arrives tomorrow') });
    const thread = await app.request('GET', `/whatsapp/channels/${body.data.channel.id}/thread`, { token: admin });
    expect(thread.body.data.messages.at(-1).content).toMatchObject({ kind: 'template', parts: { body: expect.stringContaining('Hi Ana, parcel 42 arrives tomorrow'), buttons: expect.arrayContaining([expect.any(String)]) } });
  });

  it('puts a picked image into the header of a template, and asks for one', async () => {
    const to = await agreed();
    const chosen = { template: 'order_ready', language: 'en_US', typed: { 'body.1': 'Ana', 'body.2': '42', 'buttons.1': '42' } };
    expect((await prepare({ kind: 'template', to, ...chosen })).template?.file).toBe('image');
    const without = await send({ to, content: { kind: 'template' }, ...chosen });
    expect([without.status, without.body.error.details.code]).toEqual([400, 'media.missing']);
    const { status, body } = await sendForm({ to, content: { kind: 'template' }, ...chosen }, { name: 'shelf.png', type: 'image/png', content: PNG });
    expect(status).toBe(202);
    expect(await arrives(body.data.id)).toMatchObject({ type: 'template', media: { bytes: PNG.length } });
  });

  it('refuses a template of a purpose the person has not agreed to', async () => {
    const shown = await prepare({ kind: 'template', to: await agreed(), template: 'welcome_coupon', language: 'en_US' });
    expect(shown.notices.map(({ code }) => code)).toContain('message.no_opt_in');
  });

  it('finds people by name and number, and writes to a contact', async () => {
    const phone = await agreed();
    const find = async (search: string) => (await app.request('GET', `/whatsapp/compositions/people?search=${encodeURIComponent(search)}`, { token: admin })).body.data as { contact: string | null; name: string; phone: string }[];
    const person = (await find('ana agr')).find((one) => one.phone === phone);
    expect(person).toMatchObject({ name: 'Ana Agreed' });
    expect((await find(phone)).map((one) => one.phone)).toEqual([phone]);
    expect((await find('nobody of this name')).length).toBe(0);
    await openWindow(phone);
    expect(await prepare({ kind: 'text', to: { contact: person?.contact ?? '' } })).toMatchObject({ to: phone, sendable: true, contact: { name: 'Ana Agreed' } });
    const { body } = await send({ to: { contact: person?.contact ?? '' }, content: { kind: 'text', text: 'Hello Ana' } });
    expect((await arrives(body.data.id)).to).toBe(phone.slice(1));
    expect((await send({ to: { contact: 'unknown' }, content: { kind: 'text', text: 'x' } })).status).toBe(404);
  });

  it('tells nothing of somebody else’s customer whose number is typed but what bars the message', async () => {
    const [first, second] = (await rows('plugin::whatsapp.company').findMany({ orderBy: { erpId: 'asc' }, limit: 2 })) as CompanyRow[];
    const phone = newPhone();
    await app.service('contacts').findOrCreate({ phone, scope: 'installation', name: 'Foreign Person', company: second!.id, source: 'api' });
    const narrow = await app.connectAccount();
    await app.service('accounts').update(narrow.row.id, { companies: [first!.id] }, null);
    const { token: seller, userId } = await app.signIn(['messages.send']);
    await app.service('access').saveAccountGrants(account.row.id, [{ subjectType: 'user', subject: 999_999, verbs: ['read', 'send', 'configure'] }], null);
    await app.service('access').saveAccountGrants(narrow.row.id, [{ subjectType: 'user', subject: userId, verbs: ['read', 'send'] }], null);
    const shown = (await ask('/compositions/prepare', { kind: 'text', to: phone }, seller)).body.data as CompositionPreparation;
    expect([shown.account, shown.to, shown.contact, shown.notices[0]?.code]).toEqual([narrow.key, phone, null, 'message.outside_window']);
    expect((await prepare({ kind: 'text', to: phone })).contact).toMatchObject({ name: 'Foreign Person' });
    for (const id of [account.row.id, narrow.row.id]) await app.service('access').saveAccountGrants(id, [], null);
    await app.service('accounts').update(narrow.row.id, { active: false }, null);
  });

  it('lists countries with what their numbers begin with', async () => {
    const { body } = await app.request('GET', '/whatsapp/compositions/countries', { token: admin });
    expect(body.data).toEqual(expect.arrayContaining([{ country: 'ES', callingCode: '34' }]));
  });

  describe('from a record', () => {
    let invoice: InvoiceRow;
    let path: string;
    let to: string;

    beforeAll(async () => {
      const invoices = (await rows('plugin::whatsapp.invoice').findMany({ where: { state: 'posted', moveType: 'out_invoice' }, orderBy: { erpId: 'asc' } })) as InvoiceRow[];
      for (const row of invoices) {
        path = `/records/invoice/${row.documentId}/compositions`;
        const { body } = await ask(`${path}/prepare`, { kind: 'text', account: account.key });
        if (!body.data.to) continue;
        [invoice, to] = [row, body.data.to];
        break;
      }
      await openWindow(to);
    });

    it('knows the customer, and what was sent shows on the record', async () => {
      const { body } = await ask(`${path}/prepare`, { kind: 'text' });
      expect(body.data).toMatchObject({ record: { number: invoice.number, title: 'invoice' }, to, elsewhere: false, sendable: true });
      const sent = await ask(`${path}/send`, { content: { kind: 'text', text: 'About your invoice' }, idempotencyKey: newKey() });
      expect(sent.status).toBe(202);
      expect(await arrives(sent.body.data.id)).toMatchObject({ type: 'text', text: 'About your invoice' });
      expect(await stored(sent.body.data.id)).toMatchObject({ sourceType: 'invoice', sourceId: invoice.id, company: invoice.company });
      const panel = await app.request('GET', `/whatsapp/records/invoice/${invoice.documentId}`, { token: admin });
      expect(panel.body.data.messages[0]).toMatchObject({ id: sent.body.data.id, type: 'text' });
    });

    it('fills a template from the record, and leaves documents’ templates to the document', async () => {
      await rows('plugin::whatsapp.template').findMany({});
      await app.strapi.db.query('plugin::whatsapp.template' as never).updateMany({ where: { name: 'payment_received' }, data: { mapping: { 'body.1': { path: 'partner.name' }, 'body.2': { path: 'record.amountTotal' }, 'body.3': { path: 'record.number' } } } as never });
      const { body } = await ask(`${path}/prepare`, { kind: 'template', template: 'payment_received', language: 'en_US', account: account.key });
      const shown = body.data as CompositionPreparation;
      expect(shown.template?.slots.map(({ from }) => from)).toEqual(['mapping', 'mapping', 'mapping']);
      expect(shown.template?.preview).toContain(invoice.number);
      const names = shown.templates.map(({ name }) => name);
      expect([names.includes('payment_received'), names.includes('invoice_document')]).toEqual([true, false]);
    });

    it('never queues the ERP’s link for the customer with a message its worker does not see', async () => {
      await app.strapi.db.query('plugin::whatsapp.template' as never).updateMany({ where: { name: 'payment_received' }, data: { mapping: { 'body.1': { path: 'record.portalLink' } } } as never });
      const { body } = await ask(`${path}/prepare`, { kind: 'template', template: 'payment_received', language: 'en_US', account: account.key, typed: { 'body.2': 'x', 'body.3': 'y' } });
      expect(body.data.template.slots[0]).toMatchObject({ key: 'body.1', value: null, from: null });
      expect(body.data.sendable).toBe(false);
    });

    it('sends to a number that is none of the record’s only with a permission and a second yes', async () => {
      const stranger = await openWindow();
      const body = () => ({ to: stranger, account: account.key, content: { kind: 'text', text: 'x' }, idempotencyKey: newKey() });
      const seller = (await app.signIn(['documents.send'])).token;
      const shown = (await ask(`${path}/prepare`, { kind: 'text', to: stranger }, seller)).body.data;
      expect([shown.elsewhere, shown.mayElsewhere, shown.sendable]).toEqual([true, false, false]);
      expect((await ask(`${path}/send`, { ...body(), confirmElsewhere: true }, seller)).body.error.details.code).toBe('document.elsewhere');
      expect((await ask(`${path}/send`, body())).body.error.details.code).toBe('document.elsewhere');
      expect((await ask(`${path}/send`, { ...body(), confirmElsewhere: true })).status).toBe(202);
      // From records only: writing to anyone takes another permission.
      expect((await send({ to: stranger, content: { kind: 'text', text: 'x' } }, seller)).status).toBe(403);
    });
  });
});
