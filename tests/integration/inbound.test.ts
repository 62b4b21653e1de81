import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { MessageRow } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { change, newWamid, post, postRaw, sign, statuses, texts, webhook } from '../support/signed-webhooks';

interface StoredEvent {
  id: number;
  account: number;
  state: string;
  attempts: number;
  errorMessage: string | null;
}

describe.each(DATABASES)('the door in, on %s', (database) => {
  let app: App;
  let account: TestAccount;

  const drain = () => app.service('inbound').drain();
  const rows = <Row>(uid: string, where: object = {}): Promise<Row[]> =>
    app.strapi.db.query(uid as never).findMany({ where, orderBy: { id: 'asc' } }) as unknown as Promise<Row[]>;
  const messages = (where: object = {}) => rows<MessageRow>('plugin::whatsapp.message', where);
  const events = (where: object = {}) => rows<StoredEvent>('whatsapp::webhook-events', where);
  const parked = (where: object = {}) => rows<{ reason: string; kind: string; providerMessageId: string; detail: string; resolvedAt: Date | null }>('whatsapp::parked-events', where);
  const receive = async (...entries: object[]) => {
    const answer = await post(app, account, webhook(...entries));
    expect(answer.status).toBe(200);
    await drain();
  };
  let person = 0;
  const newPhone = () => `4915155${String((person += 1)).padStart(6, '0')}`;
  const contactOf = async (phone: string) => {
    const contact = await app.service('contacts').findByPhone(`+${phone}`);
    if (!contact) throw new Error(`no contact of ${phone}`);
    return contact;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  describe('who may bring something', () => {
    const challenge = (query: Record<string, string>, key = `/${account.key}`) =>
      fetch(`${app.url}/api/whatsapp/webhook/meta${key}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': account.verifyToken, 'hub.challenge': '1158201444', ...query }).toString()}`);

    it('echoes a challenge as plain text, at the account’s address and at the shared one', async () => {
      for (const key of [`/${account.key}`, '']) {
        const answer = await challenge({}, key);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
        expect(await answer.text()).toBe('1158201444');
      }
    });

    it.each([
      ['a wrong token', { 'hub.verify_token': 'wrong' }],
      ['no token', { 'hub.verify_token': '' }],
      ['another mode', { 'hub.mode': 'unsubscribe' }],
      ['markup as challenge', { 'hub.challenge': '<script>1</script>' }],
      ['a challenge too long', { 'hub.challenge': 'a'.repeat(257) }],
    ])('answers 403 to %s', async (_, query) => {
      const answer = await challenge(query);
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('<script>');
    });

    it('answers 401 alike to a bad signature, none, an unknown account and an account without a secret', async () => {
      const body = JSON.stringify(webhook(texts(account, {})));
      const silent = await app.service('accounts').create({ key: 'no-secret', name: 'No secret', provider: 'meta', settings: { phoneNumberId: '299999999999999', businessAccountId: '1', baseUrl: app.whatsapp.url }, secrets: { accessToken: 'x', appSecret: 'soon gone' } }, null);
      await app.strapi.db.query('whatsapp::secrets' as never).deleteMany({ where: { owner: silent.id, name: 'appSecret' } });
      const before = (await events()).length;
      const answers = await Promise.all([
        postRaw(app, account, body, { signature: sign(body, 'not the secret') }),
        postRaw(app, account, body, { signature: null }),
        postRaw(app, account, body, { signature: 'sha256=zz' }),
        postRaw(app, account, body, { path: '/api/whatsapp/webhook/meta/nobody' }),
        postRaw(app, account, body, { path: `/api/whatsapp/webhook/meta/${silent.key}`, signature: sign(body, '') }),
        postRaw(app, account, body, { path: '/api/whatsapp/webhook/nothing/nobody' }),
        postRaw(app, account, JSON.stringify(webhook(texts({ phoneNumberId: '1', businessAccountId: '2' }, {}))), { path: '/api/whatsapp/webhook/meta' }),
      ]);
      const seen = await Promise.all(answers.map(async (answer) => `${answer.status} ${[...answer.headers].filter(([name]) => name !== 'date').join(';')} ${await answer.text()}`));
      expect(new Set(seen).size).toBe(1);
      expect(seen[0]).toMatch(/^401 /);
      expect(await events()).toHaveLength(before);
    });

    it('counts failed checks only, so that good traffic from the same address still passes', async () => {
      const body = JSON.stringify(webhook(texts(account, { from: newPhone() })));
      const failed = [];
      for (let count = 0; count < 40; count += 1) failed.push((await postRaw(app, account, body, { signature: sign(body, 'no') })).status);
      expect(failed.at(-1)).toBe(429);
      expect((await postRaw(app, account, body)).status).toBe(200);
      await drain();
    });

    it.each([
      ['not JSON', Buffer.from('{"object":'), 400],
      ['not UTF-8', Buffer.concat([Buffer.from('{"object":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), 400],
      ['empty', Buffer.alloc(0), 400],
      ['5 MB', Buffer.from(JSON.stringify({ object: 'x'.repeat(5 * 1024 * 1024) })), 413],
    ])('refuses what is %s, signed or not', async (_, body, status) => {
      expect((await postRaw(app, account, body)).status).toBe(status);
    });

    it('reads gzip under the same limit, and refuses other encodings', async () => {
      const small = gzipSync(JSON.stringify(webhook(texts(account, { from: newPhone(), body: 'zipped' }))));
      expect((await postRaw(app, account, small, { headers: { 'content-encoding': 'gzip' } })).status).toBe(200);
      const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 32));
      expect((await postRaw(app, account, bomb, { headers: { 'content-encoding': 'gzip' } })).status).toBe(413);
      expect((await postRaw(app, account, Buffer.from('{}'), { headers: { 'content-encoding': 'gzip' } })).status).toBe(400);
      expect((await postRaw(app, account, Buffer.from('{}'), { headers: { 'content-encoding': 'br' } })).status).toBe(415);
      await drain();
      expect(await messages({ body: 'zipped' })).toHaveLength(1);
    });

    it('hangs up on a body that never ends', async () => {
      const { hostname, port } = new URL(app.url);
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname, () => {
          socket.write(`POST /api/whatsapp/webhook/meta/${account.key} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`);
        });
        const drip = setInterval(() => socket.write('1\r\n \r\n'), 500);
        let received = '';
        socket.on('data', (chunk) => (received += chunk.toString()));
        socket.on('error', reject);
        socket.on('close', () => {
          clearInterval(drip);
          resolve(received);
        });
      });
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    }, 30_000);

    it('leaves every other address of the host alone', async () => {
      expect((await fetch(`${app.url}/api/whatsapp/webhooks`)).status).toBe(404);
      expect((await fetch(`${app.url}/api/whatsapp/webhook/meta/${account.key}`, { method: 'DELETE' })).status).toBe(405);
    });
  });

  describe('one row whatever is repeated', () => {
    it('keeps one event and one message of the same webhook posted 20 times at once', async () => {
      const from = newPhone();
      const body = webhook(texts(account, { from, body: 'only once' }));
      const answers = await Promise.all(Array.from({ length: 20 }, () => post(app, account, body)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
      await drain();
      expect(await messages({ body: 'only once' })).toHaveLength(1);
      const channel = await app.service('channels').find(account.row.id, (await contactOf(from)).id);
      expect(channel?.unreadCount).toBe(1);
    });

    it('keeps one message that comes again in another webhook', async () => {
      const [from, id] = [newPhone(), newWamid()];
      await receive(texts(account, { from, id, body: 'first' }));
      await receive(texts(account, { from, id, body: 'first' }, { from, body: 'second' }));
      const contact = await contactOf(from);
      expect((await messages({ contact: contact.id })).map(({ body }) => body)).toEqual(['first', 'second']);
      expect((await app.service('channels').find(account.row.id, contact.id))?.unreadCount).toBe(2);
    });

    it('works a batch of 1,000 from 1,000 people, and an album in its order', async () => {
      const at = new Date();
      const people = Array.from({ length: 1_000 }, () => newPhone());
      await receive(texts(account, ...people.map((from, index) => ({ from, body: `batch ${index}`, at }))));
      const ids = await Promise.all([people[0], people[999]].map(async (phone) => (await contactOf(phone as string)).id));
      expect(await messages({ contact: { $in: ids } })).toHaveLength(2);
      const album = newPhone();
      const seconds = [3, 1, 2, 0].map((offset) => ({ from: album, body: String(offset), at: new Date(at.getTime() + offset * 1_000 - 60_000) }));
      await receive(texts(account, ...seconds));
      expect((await messages({ contact: (await contactOf(album)).id })).map(({ body }) => body)).toEqual(['0', '1', '2', '3']);
    }, 60_000);

    it('keeps what databases refuse: NUL, half a character, an endless id', async () => {
      const from = newPhone();
      const raw = JSON.stringify(webhook(texts(account, { from, id: `wamid.${'x'.repeat(400)}`, body: 'PLACE' }))).replace('PLACE', 'a\\u0000b\\ud800c 👍');
      expect((await postRaw(app, account, raw)).status).toBe(200);
      await drain();
      const [message] = await messages({ contact: (await contactOf(from)).id });
      expect(message?.body).toBe('ab\ufffdc 👍');
    });
  });

  describe('what fails', () => {
    it('holds up nothing else, is tried again, and is parked with its reason in the end', async () => {
      const contacts = app.service('contacts');
      const original = contacts.applyConsentWord;
      contacts.applyConsentWord = () => Promise.reject(new Error('broken on purpose'));
      const [good, bad] = [newPhone(), newPhone()];
      const id = newWamid();
      await receive(texts(account, { from: good, body: 'fine' }, { from: bad, body: 'STOP', id }));
      expect(await messages({ contact: (await contactOf(good)).id })).toHaveLength(1);
      expect(await messages({ providerMessageId: id })).toHaveLength(0);
      const [event] = await events({ state: 'pending' });
      expect(event).toMatchObject({ attempts: 1, errorMessage: 'broken on purpose' });

      const due = () => app.strapi.db.query('whatsapp::webhook-events' as never).updateMany({ where: { state: 'pending' }, data: { notBefore: null } });
      await due();
      contacts.applyConsentWord = original;
      await drain();
      expect((await contactOf(bad)).stoppedAt).not.toBeNull();
      expect(await messages({ contact: (await contactOf(good)).id })).toHaveLength(1);

      contacts.applyConsentWord = () => Promise.reject(new Error('broken for good'));
      const lost = newWamid();
      await receive(texts(account, { from: bad, body: 'STOP', id: lost }));
      for (let attempt = 0; attempt < 8; attempt += 1) {
        await due();
        await drain();
      }
      contacts.applyConsentWord = original;
      expect(await parked({ providerMessageId: lost })).toMatchObject([{ reason: 'failed: broken for good', kind: 'message' }]);
      expect(await events({ state: 'parked' })).toHaveLength(1);
    });

    it('parks what names nobody, and shows it', async () => {
      const id = newWamid();
      await receive(change(account, { contacts: [{ profile: { name: '?' } }], messages: [{ id, timestamp: '1790000000', type: 'text', text: { body: 'oi' } }] }));
      expect(await messages({ providerMessageId: id })).toHaveLength(0);
      const { token } = await app.signIn();
      const { body } = await app.request('GET', '/whatsapp/parked', { token });
      expect(body.data).toContainEqual(expect.objectContaining({ providerMessageId: id, code: 'parked.no_identity', account: account.key }));
    });
  });

  describe('whose it is', () => {
    it('gives each change to the account it names, where that holds the same secret', async () => {
      const sister = await app.connectAccount({ appSecret: account.appSecret });
      const stranger = await app.connectAccount();
      const ids = [newWamid(), newWamid(), newWamid(), newWamid()] as [string, string, string, string];
      const unknown = { phoneNumberId: '999000999000999', businessAccountId: account.businessAccountId };
      const body = webhook(
        texts(account, { id: ids[0], from: newPhone() }),
        texts(sister, { id: ids[1], from: newPhone() }),
        texts(stranger, { id: ids[2], from: newPhone() }),
        texts(unknown, { id: ids[3], from: newPhone() }),
      );
      for (const path of [undefined, '/api/whatsapp/webhook/meta', `/api/whatsapp/webhook/meta/${sister.key}`]) expect((await post(app, account, body, path ? { path } : {})).status).toBe(200);
      await drain();
      expect(await messages({ providerMessageId: { $in: ids } })).toMatchObject([
        { providerMessageId: ids[0], account: account.row.id },
        { providerMessageId: ids[1], account: sister.row.id },
      ]);
      expect((await parked({ providerMessageId: { $in: [ids[2], ids[3]] } })).map(({ reason, providerMessageId }) => [reason, providerMessageId])).toEqual([
        ['unclaimed_number', ids[2]],
        ['unclaimed_number', ids[3]],
      ]);
    });

    it('takes a webhook at one account’s address that speaks of another alone', async () => {
      const sister = await app.connectAccount({ appSecret: account.appSecret });
      const id = newWamid();
      expect((await post(app, account, webhook(texts(sister, { id, from: newPhone() })))).status).toBe(200);
      await drain();
      expect(await messages({ providerMessageId: id })).toMatchObject([{ account: sister.row.id }]);
    });
  });

  it('parks a status nobody owns, once', async () => {
    const id = newWamid();
    await receive(statuses(account, { id, status: 'delivered' }));
    await receive(statuses(account, { id, status: 'delivered', at: new Date(Date.now() - 1_000) }));
    expect(await parked({ providerMessageId: id })).toHaveLength(1);
  });
});
