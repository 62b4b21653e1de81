import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

const EVERY_VERB = ['send.text', 'send.media', 'send.template', 'send.interactive', 'send.document', 'messages.read', 'media.read', 'records.read', 'contacts.write', 'sync.trigger', 'health.read'];
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const CALLS: [method: string, path: string, body: object | null][] = [
  ['POST', '/send/text', { to: '+14155550101', text: 'x' }],
  ['POST', '/send/media', { to: '+14155550101', media: { type: 'image', base64: PNG } }],
  ['POST', '/send/template', { to: '+14155550101', template: 'hello_world' }],
  ['POST', '/send/interactive', { to: '+14155550101', interactive: { type: 'buttons', body: 'x', buttons: [{ id: 'a', title: 'A' }] } }],
  ['POST', '/send/document', { record: { type: 'invoice', number: 'X' } }],
  ['GET', '/messages', null],
  ['GET', '/messages/unknown', null],
  ['GET', '/partners', null],
  ['GET', '/sales-orders', null],
  ['GET', '/invoices', null],
  ['POST', '/contacts', { phone: '+14155550101' }],
  ['POST', '/sync/trigger', {}],
  ['GET', '/sync/unknown', null],
  ['GET', '/media/unknown', null],
  ['GET', '/health', null],
];

describe.each(DATABASES)('the API for programs, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let token: string;
  let lastNumber = 0;

  const call = (method: string, path: string, body?: unknown, key = token) => app.request(method, `/api/whatsapp${path}`, { token: key, body });
  const control = (where: string, body: object) => fetch(`${app.whatsapp.url}${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const ledger = async () => ((await (await fetch(`${app.whatsapp.url}/control/ledger`)).json()) as { data: { callbackData?: string; type: string; text?: string; media?: { mimeType: string } }[] }).data;
  const newPhone = () => `+1415555${String(2_000 + (lastNumber += 1))}`;

  /** A customer who has just written: free-form messages may go. */
  const openWindow = async (): Promise<string> => {
    const phone = newPhone();
    await control('/control/inbound', { account: account.key, from: phone.slice(1), type: 'text', text: 'Hello' });
    await eventually('the message is in', async () => (await app.strapi.db.query('plugin::whatsapp.contact' as never).findOne({ where: { phone } })) as object | null);
    await eventually('the window is open', async () => {
      const { window } = await app.service('delivery').preview({ account: account.row, to: { phone }, purpose: 'reply', template: null, isTemplate: false });
      return window.open;
    });
    return phone;
  };
  const arrives = (id: string) => eventually(`message ${id} arrives`, async () => {
    const { body } = await call('GET', `/messages/${id}`);
    if (body.data.status === 'failed') throw new Error(JSON.stringify(body.data.error));
    return ['delivered', 'read'].includes(body.data.status) ? body.data : null;
  });

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    token = (await app.createToken({ verbs: EVERY_VERB, accounts: null })).accessKey;
    await app.service('templates').sync(account.row);
    await control('/control', { account: account.key, statusDelayMs: 5 });
  });
  afterAll(() => app.stop());

  it.each(CALLS)('%s %s is 401 without a token, 403 without a grant, and both carry code and request id', async (method, path, body) => {
    // A row must have every argument, or jest takes the last for its `done`.
    const bare = await call(method, path, body ?? undefined, '');
    if (path !== '/health') expect([bare.status, bare.body.error.details.code]).toEqual([401, 'access.unauthorized']);
    const { accessKey } = await app.createToken(null);
    const refused = await call(method, path, body ?? undefined, accessKey);
    expect([refused.status, refused.body.data, refused.body.error.details.code]).toEqual([403, null, 'access.not_granted']);
    expect(refused.body.error.details.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await call(method, path, body ?? undefined, 'not-a-token')).status).toBe(401);
  });

  it('answers later stages and unknown addresses with 404 and a code', async () => {
    for (const [method, path] of [['POST', '/groups/create'], ['GET', '/metrics'], ['GET', '/nothing']] as const) {
      const { status, body } = await call(method, path, method === 'POST' ? {} : undefined);
      expect([status, body.error.details.code]).toEqual([404, 'request.not_found']);
    }
  });

  it.each([
    ['text', '/send/text', { text: 'Good morning' }],
    ['image', '/send/media', { media: { type: 'image', base64: PNG, filename: 'a.png', mimeType: 'image/png' }, caption: 'Look' }],
    ['buttons', '/send/interactive', { interactive: { type: 'buttons', body: 'Shall we?', buttons: [{ id: 'yes', title: 'Yes' }, { id: 'no', title: 'No' }] } }],
    ['list', '/send/interactive', { interactive: { type: 'list', body: 'Choose', button: 'Open', sections: [{ title: 'One', rows: [{ id: 'r1', title: 'Row', description: 'd' }] }] } }],
    ['link button', '/send/interactive', { interactive: { type: 'url', body: 'See', label: 'Open', url: 'https://example.com' } }],
  ])('sends %s inside the customer’s window, once, and follows it', async (_, path, content) => {
    const to = await openWindow();
    const { status, body } = await call('POST', path, { to, ...content });
    expect([status, body.data?.status]).toEqual([202, 'queued']);
    expect(body.meta).toMatchObject({ requestId: expect.any(String), provider: 'meta', responseTimeMs: expect.any(Number) });
    await arrives(body.data.id);
    expect((await ledger()).filter(({ callbackData }) => callbackData === body.data.id)).toHaveLength(1);
  });

  it('takes a file as a form too, and gives back the bytes with ranges and harmless headers', async () => {
    const to = await openWindow();
    const form = new FormData();
    form.set('to', to);
    form.set('type', 'document');
    form.set('caption', 'The plan');
    form.set('file', new Blob([Buffer.from('%PDF-1.4 a small one')], { type: 'application/pdf' }), 'plan.pdf');
    const answer = await fetch(`${app.url}/api/whatsapp/send/media`, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: form });
    const { data } = (await answer.json()) as { data: { id: string } };
    expect(answer.status).toBe(202);
    const message = await arrives(data.id);
    const media = await fetch(`${app.url}/api/whatsapp/media/${message.media.id}`, { headers: { authorization: `Bearer ${token}`, range: 'bytes=0-3' } });
    expect([media.status, await media.text()]).toEqual([206, '%PDF']);
    expect(media.headers.get('x-content-type-options')).toBe('nosniff');
    expect(media.headers.get('content-security-policy')).toContain('sandbox');
  });

  it('sends an approved template to someone with consent, in the language asked for', async () => {
    const to = newPhone();
    expect((await call('POST', '/send/template', { to, template: 'payment_received', language: 'en_US', variables: { body: ['Ana', 'R$ 42', 'INV/42'] } })).body.error.details.code).toBe('message.no_opt_in');
    const saved = await call('POST', '/contacts', { phone: to, name: 'Ana', consent: { utility: true, source: 'the order form', wording: 'I agree' } });
    expect(saved.body.data.consent).toMatchObject({ utility: 'granted' });
    const { status, body } = await call('POST', '/send/template', { to, template: 'payment_received', language: 'en_US', variables: { body: ['Ana', 'R$ 42', 'INV/42'] } });
    expect(status).toBe(202);
    expect((await arrives(body.data.id)).text).toContain('42');
  });

  it.each([
    ['a closed window', '/send/text', { text: 'Hi' }, 400, 'message.outside_window'],
    ['a number that is none', '/send/text', { to: '12', text: 'Hi' }, 400, 'recipient.invalid'],
    ['words for a number', '/send/text', { to: 'my friend', text: 'Hi' }, 400, 'recipient.invalid'],
    ['an account that is not there', '/send/text', { account: 'nope', text: 'Hi' }, 404, 'account.missing'],
    ['a template that is not there', '/send/template', { template: 'nope' }, 400, 'template.missing'],
    ['a paused template', '/send/template', { template: 'loyalty_points', variables: { body: ['Ana', '3'] } }, 400, 'template.paused'],
    ['a rejected template', '/send/template', { template: 'payment_demand', variables: { body: ['Ana', '3'] } }, 400, 'template.rejected'],
    ['a missing variable', '/send/template', { template: 'payment_received', variables: { body: ['Ana'] } }, 400, 'template.variable_missing'],
    ['an unknown field', '/send/text', { text: 'Hi', colour: 'red' }, 400, 'request.invalid'],
    ['no text', '/send/text', {}, 400, 'request.invalid'],
    ['too many buttons', '/send/interactive', { interactive: { type: 'buttons', body: 'x', buttons: ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id })) } }, 400, 'message.too_many_parts'],
    ['a private address', '/send/media', { media: { type: 'image', url: 'https://127.0.0.1/a.png' } }, 400, 'media.url_not_public'],
    ['an address without https', '/send/media', { media: { type: 'image', url: 'http://example.com/a.png' } }, 400, 'media.url_not_public'],
    ['a record type nobody knows', '/send/document', { record: { type: 'poem', number: '1' } }, 400, 'document.type_unknown'],
    ['a record that is not there', '/send/document', { record: { type: 'invoice', number: 'INV/0' } }, 404, 'document.not_found'],
  ])('refuses %s at once, in words, and leaves no row', async (_, path, content, status, code) => {
    const before = await app.strapi.db.query('plugin::whatsapp.message' as never).count({});
    const answer = await call('POST', path, { to: newPhone(), ...content });
    expect([answer.status, answer.body.error?.details.code]).toEqual([status, code]);
    expect(answer.body.error.message.length).toBeGreaterThan(10);
    expect(answer.body.error.message).not.toContain('…');
    expect(await app.strapi.db.query('plugin::whatsapp.message' as never).count({})).toBe(before);
  });

  it('takes a repeated request once, also in parallel, and refuses the key for another', async () => {
    const to = await openWindow();
    const request = { to, text: 'Only once', idempotencyKey: `key-${database}` };
    const answers = await Promise.all([1, 2, 3, 4].map(() => call('POST', '/send/text', request)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1);
    await arrives(answers[0]!.body.data.id);
    const later = await call('POST', '/send/text', request);
    expect(later.status).toBe(202);
    expect(['delivered', 'read']).toContain(later.body.data.status);
    const other = await call('POST', '/send/text', { ...request, text: 'Something else' });
    expect([other.status, other.body.error.details.code]).toEqual([409, 'idempotency.mismatch']);
    expect((await ledger()).filter(({ text }) => text === 'Only once')).toHaveLength(1);
  });

  it('keeps a token to its accounts: what is foreign is 404', async () => {
    const other = await app.connectAccount();
    const to = await openWindow();
    const { body } = await call('POST', '/send/text', { to, text: 'Mine' });
    const narrow = (await app.createToken({ verbs: EVERY_VERB, accounts: [other.row.id] })).accessKey;
    expect((await call('GET', `/messages/${body.data.id}`, undefined, narrow)).status).toBe(404);
    expect((await call('GET', '/messages', undefined, narrow)).body.data).toEqual([]);
    expect((await call('POST', '/send/text', { account: account.key, to, text: 'x' }, narrow)).status).toBeGreaterThanOrEqual(400);
    expect((await call('GET', '/health', undefined, narrow)).body.data.accounts.map(({ key }: { key: string }) => key)).toEqual([other.key]);
  });

  it('lists messages newest first in pages', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null && seen.length < 500; ) {
      const { body } = await call('GET', `/messages?limit=5${after ? `&after=${after}` : ''}`);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      after = body.meta.nextCursor as string | null;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await app.strapi.db.query('plugin::whatsapp.message' as never).count({}));
  });

  it('says how it is, a little without a token and more with one', async () => {
    expect((await app.request('GET', '/api/whatsapp/health')).body.data).toEqual({ status: 'ok' });
    const { body } = await call('GET', '/health');
    expect(body.data).toMatchObject({ status: expect.any(String), queue: { engine: { state: 'running' } }, database: { up: true } });
    expect(JSON.stringify(body)).not.toContain(account.accessToken);
  });

  it('refuses what is not JSON and what is too large before reading all of it', async () => {
    const headers = { 'content-type': 'application/json' };
    const broken = await app.request('POST', '/api/whatsapp/send/media', { token, body: '{"to":', headers });
    expect([broken.status, broken.body.error.details.code, broken.body.error.message]).toEqual([400, 'request.not_json', 'The request is not JSON.']);
    const text = await app.request('POST', '/api/whatsapp/send/text', { token, body: '{bad', headers });
    expect([text.status, text.body.error.details.code, text.body.error.message]).toEqual([400, 'request.not_json', 'The request is not JSON.']);
    const large = await app.request('POST', '/api/whatsapp/send/media', { token, body: JSON.stringify({ to: '+14155550101', media: { type: 'document', base64: 'A'.repeat(25 * 1024 * 1024) } }), headers }).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
  });
});
