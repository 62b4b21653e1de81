import type { AccountRow, ContactRow, MessageRow, TemplateRow } from '../../server/src/platform/records';
import type { EnqueueRequest } from '../../server/src/platform/services';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { templateRequest } from '../support/template-request';
import { startStrapiProcess } from '../support/strapi-process';

interface Entry {
  to: string;
  callbackData?: string;
}

const SENT = ['accepted', 'sent', 'delivered', 'read', 'played'];
let lastNumber = 0;
const newPhone = (): string => `+1212555${String((lastNumber += 1)).padStart(4, '0')}`;

describe.each(DATABASES)('the door out, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let template: TemplateRow;

  const control = async (body: object, where = ''): Promise<void> => {
    const answer = await fetch(`${app.whatsapp.url}/control${where}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(await answer.text());
  };
  const fresh = (id: number): Promise<AccountRow> => app.service('accounts').getById(id);
  const read = async (message: MessageRow): Promise<MessageRow> => (await app.service('messages').findById(message.id)) as MessageRow;
  const posted = (...messages: MessageRow[]): Entry[] => {
    const ids = new Set(messages.map((message) => message.documentId));
    return (app.whatsapp.ledger() as Entry[]).filter((entry) => ids.has(entry.callbackData ?? ''));
  };
  const reaches = (message: MessageRow, statuses: string[], timeoutMs?: number): Promise<MessageRow> =>
    eventually(
      `message ${message.id} is ${statuses.join(' or ')}`,
      async () => {
        const row = await read(message);
        return statuses.includes(row.deliveryStatus) ? row : null;
      },
      timeoutMs,
    );
  const makeContact = async (phone = newPhone()): Promise<ContactRow> => {
    const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', source: 'test' });
    const statement = { contact: contact.id, state: 'granted' as const, source: 'test', statedAt: new Date() };
    await app.service('contacts').stateConsent([{ ...statement, purpose: 'utility' }, { ...statement, purpose: 'marketing' }]);
    return contact;
  };
  const request = async (contact: ContactRow, extra: Partial<EnqueueRequest> = {}): Promise<EnqueueRequest> => ({
    ...templateRequest(await fresh((extra.account ?? account.row).id), contact.id, template),
    ...(extra.account ? { ...extra, account: await fresh(extra.account.id) } : extra),
  });
  const enqueue = async (contact: ContactRow, extra: Partial<EnqueueRequest> = {}): Promise<MessageRow> => (await app.service('delivery').enqueue(await request(contact, extra))).message;
  const connect = async (): Promise<TestAccount> => {
    const made = await app.connectAccount();
    await control({ account: made.key, messagingLimit: -1, throughput: 1_000, statusDelayMs: 10 });
    await eventually('the health is known', async () => (await fresh(made.row.id)).connectionState === 'connected');
    await app.service('accounts').applyChange(made.row.id, { messagingLimit: null, detail: 'test' });
    await app.service('templates').sync(await fresh(made.row.id));
    return made;
  };
  const templateOf = async (of: TestAccount): Promise<TemplateRow> => (await app.service('templates').find(await fresh(of.row.id), 'hello_world', 'en_US')) as TemplateRow;

  beforeAll(async () => {
    app = await boot({ database });
    account = await connect();
    template = await templateOf(account);
    expect(template).not.toBeNull();
  }, 120_000);
  afterAll(() => app?.stop());

  it('sends every message once and settles each with the provider’s id', async () => {
    const contacts = await Promise.all(Array.from({ length: 40 }, () => makeContact()));
    const messages = await Promise.all(contacts.map((contact) => enqueue(contact)));
    for (const message of messages) {
      const row = await reaches(message, SENT);
      expect(row.providerMessageId).toMatch(/^wamid\./);
      expect(row.acceptedAt).toBeInstanceOf(Date);
      expect(row.leaseUntil).toBeNull();
    }
    expect(posted(...messages)).toHaveLength(40);
    expect(new Set(posted(...messages).map((entry) => entry.callbackData)).size).toBe(40);
  }, 60_000);

  it('keeps the order of one recipient', async () => {
    const contact = await makeContact();
    const messages: MessageRow[] = [];
    for (let index = 0; index < 6; index += 1) messages.push(await enqueue(contact));
    await Promise.all(messages.map((message) => reaches(message, SENT)));
    expect(posted(...messages).map((entry) => entry.callbackData).sort()).toEqual(messages.map((message) => message.documentId).sort());
    const inOrder = (app.whatsapp.ledger() as (Entry & { id: string })[]).filter((entry) => messages.some((message) => message.documentId === entry.callbackData)).map((entry) => entry.callbackData);
    expect([inOrder, [...inOrder].reverse()]).toContainEqual(messages.map((message) => message.documentId));
  }, 60_000);

  it('lets no text overtake the picture it was written after, nor wait for one that has to be tried again', async () => {
    const own = await connect();
    const phone = newPhone();
    const contact = await makeContact(phone);
    await control({ account: own.key, from: phone.slice(1), type: 'text', text: 'Hello' }, '/inbound');
    await eventually('the window is open', async () => (await app.service('channels').find(own.row.id, contact.id))?.lastCustomerMessageAt ?? null);
    const media = await app.service('media').store({ content: Buffer.from('%PDF-1.4 picture'), mimeType: 'application/pdf', filename: 'a.pdf', origin: 'outbound', kind: 'document', account: own.row.id });
    const reply = { account: own.row, template: null, purpose: 'reply' as const };
    const send = (message: EnqueueRequest['message']) => enqueue(contact, { ...reply, message });
    const file = (): EnqueueRequest['message'] => ({ type: 'media', kind: 'document', media: { mediaId: media.documentId } });

    await control({ account: own.key, latencyMs: 400 });
    const [picture, text] = [await send(file()), await send({ type: 'text', text: 'What you see above' })];
    await Promise.all([picture, text].map((message) => reaches(message, SENT)));
    expect(posted(picture, text).map((entry) => entry.callbackData)).toEqual([picture.documentId, text.documentId]);

    const late = await send(file());
    await app.service('delivery').retryBlocked(late.id, new Date(Date.now() + 60_000), { code: 'message.temporary', message: 'Later.' });
    const free = await send({ type: 'text', text: 'Meanwhile' });
    await reaches(free, SENT);
  }, 60_000);

  it('takes the id from an echo of the phone that came before the answer', async () => {
    const own = await connect();
    await control({ account: own.key, latencyMs: 1_500, statusDelayMs: 10_000 });
    const contact = await makeContact();
    const message = await enqueue(contact, { account: own.row, template: await templateOf(own) });
    const { id } = await eventually('it was accepted', async () => (app.whatsapp.ledger() as (Entry & { id: string })[]).find(({ callbackData }) => callbackData === message.documentId) ?? null);
    const echo = { account: own.row.id, contact: contact.id, channel: message.channel, direction: 'outbound' as const, type: 'text', deliveryStatus: 'sent' as const, origin: 'phone-app', providerMessageId: id, priority: 10, attempts: 0, body: 'Hello' };
    await app.strapi.db.transaction(({ trx }) => app.service('messages').insertInbound([echo], trx as never));
    const settled = await reaches(message, SENT);
    expect(settled.providerMessageId).toBe(id);
    expect(await app.service('messages').findByProviderIds(own.row.id, [id])).toHaveLength(1);
  }, 60_000);

  it('makes one message of one idempotency key, in parallel too, and refuses it for another', async () => {
    const contact = await makeContact();
    const idempotency = { scope: 'test', key: `key-${contact.id}`, requestHash: 'a' };
    const made = await Promise.all(Array.from({ length: 8 }, async () => app.service('delivery').enqueue(await request(contact, { idempotency }))));
    expect(new Set(made.map(({ message }) => message.id)).size).toBe(1);
    expect(made.filter(({ repeated }) => !repeated)).toHaveLength(1);
    await expect(app.service('delivery').enqueue(await request(contact, { idempotency: { ...idempotency, requestHash: 'b' } }))).rejects.toMatchObject({ status: 409 });
    const [first] = made;
    await reaches(first!.message, SENT);
    expect(posted(first!.message)).toHaveLength(1);
  });

  it.each([
    ['message.no_opt_in', { purpose: 'utility' as const }],
    ['message.outside_window', { message: { type: 'text' as const, text: 'Hi' }, template: null, purpose: 'reply' as const }],
    ['message.expired', { expiresAt: new Date(Date.now() - 1_000) }],
  ])('refuses with %s and leaves neither message nor contact', async (code, extra) => {
    const phone = newPhone();
    if (code === 'message.outside_window') await makeContact(phone);
    const before = await app.service('messages').list({}, { limit: 1 });
    await expect(app.service('delivery').enqueue({ ...(await request({ id: 0 } as ContactRow, extra)), to: { phone } })).rejects.toMatchObject({ details: { code } });
    expect((await app.service('messages').list({}, { limit: 1 })).messages[0]?.id).toBe(before.messages[0]?.id);
    if (code !== 'message.outside_window') expect(await app.service('contacts').findByPhone(phone)).toBeNull();
  });

  it('never sends again what may have arrived, and takes the status as the answer', async () => {
    await control({ account: account.key, dropAnswers: true, times: 1, statuses: [] });
    const message = await enqueue(await makeContact());
    const row = await reaches(message, ['uncertain']);
    expect(row).toMatchObject({ errorCode: 'message.uncertain', leaseUntil: null });
    app.service('delivery').nudge(account.row.id);
    const later = await enqueue(await makeContact());
    await reaches(later, SENT);
    expect(posted(message)).toHaveLength(1);
    await app.strapi.db.transaction(async ({ trx }) => {
      await app.service('messages').applyStatuses([{ account: account.row.id, providerMessageId: 'wamid.late', callbackData: message.documentId, status: 'delivered', at: new Date() }], trx as never);
    });
    expect((await read(message)).deliveryStatus).toBe('delivered');
    await control({ account: account.key, dropAnswers: false, statuses: null });
  }, 60_000);

  it('halts an account whose token is refused, keeps its queue, and lets the others go on', async () => {
    const other = await connect();
    const otherTemplate = await templateOf(other);
    await control({ account: other.key, error: { http: 401, code: 190 } });
    const held = await Promise.all([makeContact(), makeContact()].map(async (contact) => enqueue(await contact, { account: other.row, template: otherTemplate })));
    await eventually('the account is halted', async () => (await fresh(other.row.id)).connectionState === 'halted');
    expect(await fresh(other.row.id)).toMatchObject({ haltCode: 'account.unauthorized' });
    const free = await enqueue(await makeContact());
    await reaches(free, SENT);
    for (const message of held) {
      const row = await eventually('it waits for its account', async () => {
        const now = await read(message);
        return now.deliveryStatus === 'queued' && now.blockedBy === 'account' ? now : null;
      });
      expect(row.attempts).toBe(0);
    }
    expect(posted(...held)).toHaveLength(0);
    await control({ account: other.key, error: null });
    await (app.service('accounts')).resume(other.row.id);
    for (const message of held) await reaches(message, SENT);
    expect(posted(...held)).toHaveLength(2);
  }, 60_000);

  it('waits for a recipient that gets too much, and for nobody else', async () => {
    const contact = await makeContact();
    await control({ account: account.key, error: { http: 400, code: 131056, times: 1 } });
    const first = await enqueue(contact);
    const waiting = await eventually('it waits', async () => {
      const row = await read(first);
      return row.deliveryStatus === 'queued' && row.attempts === 1 ? row : null;
    });
    expect(waiting.notBefore!.getTime()).toBeGreaterThan(Date.now());
    const second = await enqueue(contact);
    const stranger = await enqueue(await makeContact());
    await reaches(stranger, SENT);
    await reaches(first, SENT);
    await reaches(second, SENT);
    expect(posted(first, second)).toHaveLength(2);
  }, 60_000);

  it('holds everything when the number is told to slow down, and starts again', async () => {
    await control({ account: account.key, error: { http: 429, code: 130429, retryAfter: 2, times: 1 } });
    const message = await enqueue(await makeContact());
    await eventually('it was refused once', async () => (await read(message)).errorCode === 'account.rate_limited');
    const refusedAt = Date.now();
    await reaches(message, SENT);
    expect(Date.now() - refusedAt).toBeGreaterThan(500);
    expect(posted(message)).toHaveLength(1);
  }, 60_000);

  it('spends the portfolio’s budget exactly, and lets the rest go when it rises', async () => {
    const small = await connect();
    const smallTemplate = await templateOf(small);
    await app.service('accounts').applyChange(small.row.id, { messagingLimit: 3, detail: 'test' });
    const contacts = await Promise.all(Array.from({ length: 6 }, () => makeContact()));
    const messages = await Promise.all(contacts.map((contact) => enqueue(contact, { account: small.row, template: smallTemplate })));
    const count = async () => (await Promise.all(messages.map(read))).filter((row) => SENT.includes(row.deliveryStatus)).length;
    await eventually('the budget is spent', async () => (await Promise.all(messages.map(read))).filter((row) => row.blockedBy === 'budget').length === 3 && (await count()) === 3);
    const again = await enqueue(contacts[(await Promise.all(messages.map(read))).findIndex((row) => SENT.includes(row.deliveryStatus))]!, { account: small.row, template: smallTemplate });
    await reaches(again, SENT);
    expect(posted(...messages)).toHaveLength(3);
    const waiting = (await Promise.all(messages.map(read))).find((row) => row.blockedBy === 'budget')!;
    expect(waiting.notBefore!.getTime()).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    await app.service('accounts').applyChange(small.row.id, { messagingLimit: 100, detail: 'test' });
    for (const message of messages) await reaches(message, SENT);
    expect(posted(...messages)).toHaveLength(6);
  }, 60_000);

  it('holds a paused template’s messages and lets them go when it is approved again', async () => {
    const own = await connect();
    const ownTemplate = await templateOf(own);
    await control({ account: own.key, error: { http: 400, code: 132015, times: 1 } });
    const message = await enqueue(await makeContact(), { account: own.row, template: ownTemplate });
    await eventually('it waits for its template', async () => (await read(message)).blockedBy === 'template');
    expect((await app.service('templates').findById(ownTemplate.id))?.approvalStatus).toBe('PAUSED');
    await app.service('templates').sync(await fresh(own.row.id));
    await reaches(message, SENT, 30_000);
    expect(posted(message)).toHaveLength(1);
  }, 60_000);

  it('ends what is too late, with the reason', async () => {
    const quiet = await connect();
    const quietTemplate = await templateOf(quiet);
    await app.service('accounts').halt(quiet.row.id, { code: 'account.paused', message: 'test' });
    const message = await enqueue(await makeContact(), { account: quiet.row, template: quietTemplate, expiresAt: new Date(Date.now() + 500) });
    expect(await reaches(message, ['failed'], 40_000)).toMatchObject({ errorCode: 'message.expired' });
  }, 60_000);

  it('decides anew at dispatch: STOP after queueing is obeyed', async () => {
    const contact = await makeContact();
    const message = await enqueue(contact, { sendAt: new Date(Date.now() + 1_500) });
    await app.strapi.db.transaction(({ trx }) => app.service('contacts').applyConsentWord('stop', { contact: contact.id, wording: 'STOP', message: null, statedAt: new Date() }, trx as never));
    expect(await reaches(message, ['failed'])).toMatchObject({ errorCode: 'message.opted_out' });
    expect(posted(message)).toHaveLength(0);
  }, 60_000);

  it('cancels what has not left, once', async () => {
    const message = await enqueue(await makeContact(), { sendAt: new Date(Date.now() + 3_600_000) });
    expect(await app.service('delivery').cancel(message.id)).toBe(true);
    expect(await app.service('delivery').cancel(message.id)).toBe(false);
    expect((await read(message)).deliveryStatus).toBe('cancelled');
  });

  it('notices a second process, which sends nothing and takes over at the end of the first', async () => {
    expect((await app.service('delivery').queueFacts()).engine.state).toBe('running');
    const port = 21_000 + Math.floor(Math.random() * 900);
    const second = await startStrapiProcess({ PLAYGROUND_DATA: app.directory, PORT: String(port), SIM_WHATSAPP_URL: app.whatsapp.url, ...(app.databaseUrl ? { DATABASE_URL: app.databaseUrl } : {}) });
    try {
      const facts = await second.call<{ engine: { state: string; message?: string } }>('delivery', 'queueFacts');
      expect(facts.engine).toMatchObject({ state: 'second-process' });
      expect(facts.engine.message).toBeTruthy();
      const there = await second.call<{ message: MessageRow }>('delivery', 'enqueue', await request(await makeContact()));
      await reaches(there.message, SENT, 30_000);
      expect(posted(there.message)).toHaveLength(1);
      await app.service('delivery').stop();
      await eventually('the second takes over', async () => (await second.call<{ engine: { state: string } }>('delivery', 'queueFacts')).engine.state === 'running', 20_000);
      const after = await enqueue(await makeContact());
      await reaches(after, SENT, 30_000);
      expect(posted(after)).toHaveLength(1);
    } finally {
      await second.end('SIGTERM');
    }
  }, 120_000);
});
