import type { MessageHit } from '../../plugin/contracts/channels';
import { MARK_END, MARK_START } from '../../plugin/domain/text-search';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { eventually } from '../support/eventually';
import { DATABASES } from '../support/postgres';
import { change, newWamid, post, texts, webhook } from '../support/signed-webhooks';

const INBOX = ['channels.read', 'channels.read-unassigned', 'channels.read-all'];

describe.each(DATABASES)('the search for words in messages, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let other: TestAccount;
  let all: string;

  const write = async (to: TestAccount, from: string, ...bodies: string[]) => {
    for (const body of bodies) expect((await post(app, to, webhook(texts(to, { from, body, name: `Customer ${from}` })))).status).toBe(200);
    await app.service('inbound').drain();
    await app.service('messages').settleSearch();
  };
  const find = async (words: string, { token = all, query = '' }: { token?: string; query?: string } = {}) => {
    const { status, body } = await app.request('GET', `/whatsapp/channels/search?words=${encodeURIComponent(words)}${query}`, { token });
    return { status, hits: (body.data ?? []) as MessageHit[], next: (body.meta?.nextCursor ?? null) as string | null, error: body.error };
  };
  const texted = (hits: MessageHit[]) => hits.map(({ excerpt }) => excerpt.replaceAll(MARK_START, '[').replaceAll(MARK_END, ']'));
  const channelOf = async (from: string, of = account) => {
    const contact = await app.service('contacts').findByPhone(`+${from}`);
    const channel = contact && (await app.service('channels').find(of.row.id, contact.id));
    if (!channel) throw new Error(`no conversation with ${from}`);
    return channel;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    other = await app.connectAccount();
    ({ token: all } = await app.signIn(INBOX));
    await write(account, '4915170000001', 'Where is my Rechnung?', 'Déjà payé, the invoice 00042');
    await write(account, '4915170000002', 'Where is my pizza', '请问发票什么时候寄出');
    await write(other, '4915170000003', 'Where is the invoice');
  }, 180_000);
  afterAll(() => app?.stop(), 60_000);

  it.each([
    ['rechn', ['Where is my [Rechnung]?']],
    ['DEJA', ['[Déjà] payé, the invoice 00042']],
    ['where my', ['[Where] is [my] pizza', '[Where] is [my] Rechnung?']],
    ['发票', ['[请问发票什么时候寄出]']],
    ['pizza invoice', []],
    ['"); DROP TABLE whatsapp_messages; --', []],
    ["' OR 1=1 | !x:* & <->", []],
  ])('%s: newest first, the words marked', async (words, expected) => {
    const { status, hits } = await find(words);
    expect([status, texted(hits)]).toEqual([200, expected]);
  });

  it('says which conversation a hit is in, and searches one alone', async () => {
    const channel = await channelOf('4915170000001');
    const { hits } = await find('where', { query: `&channel=${channel.documentId}` });
    expect(hits.map(({ channel: { id, name }, direction }) => [id, name, direction])).toEqual([[channel.documentId, 'Customer 4915170000001', 'inbound']]);
    const [message] = await (app.strapi.db.query('plugin::whatsapp.message').findMany({ where: { body: 'Where is my Rechnung?' } }) as Promise<{ documentId: string }[]>);
    expect(hits[0]?.message).toBe(message?.documentId);
  });

  it('is paged, with nothing twice and nothing left out', async () => {
    await write(account, '4915170000009', ...Array.from({ length: 7 }, (_, index) => `paged number ${index}`));
    const seen: string[] = [];
    let query = '&limit=3';
    for (let page = 0; page < 5; page += 1) {
      const { hits, next } = await find('paged', { query });
      seen.push(...texted(hits));
      if (next === null) break;
      query = `&limit=3&after=${encodeURIComponent(next)}`;
    }
    expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((number) => `[paged] number ${number}`));
  });

  it('finds only what may be seen: the account, one’s own, what nobody has taken', async () => {
    const { token: own, userId } = await app.signIn(['channels.read']);
    const { token: unassigned } = await app.signIn(['channels.read', 'channels.read-unassigned']);
    const { token: nobody } = await app.signIn(['messages.read']);
    expect((await find('where', { token: own })).hits).toEqual([]);
    expect((await find('where', { token: unassigned })).hits).toHaveLength(3);
    expect((await find('where', { token: nobody })).status).toBe(403);
    const pizza = await channelOf('4915170000002');
    await app.service('channels').assign(pizza, { user: userId, by: userId });
    expect(texted((await find('where', { token: own })).hits)).toEqual(['[Where] is my pizza']);
    expect(texted((await find('where', { token: unassigned })).hits)).toEqual(['[Where] is the invoice', '[Where] is my Rechnung?']);
    const rechnung = await channelOf('4915170000001');
    expect((await find('where', { token: own, query: `&channel=${rechnung.documentId}` })).status).toBe(404);
    await app.service('access').saveAccountGrants(other.row.id, [{ subjectType: 'role', subject: 999_999, verbs: ['read'] }], null);
    expect(texted((await find('invoice')).hits)).toEqual(['Déjà payé, the [invoice] 00042']);
    await app.service('access').saveAccountGrants(other.row.id, [], null);
    expect((await find('invoice')).hits).toHaveLength(2);
  });

  it('finds what was sent, and the new words of an edited message instead of the old', async () => {
    const contact = await app.service('contacts').findByPhone('+4915170000001');
    await app.service('delivery').enqueue({ account: account.row, to: { contact: contact?.id ?? 0 }, message: { type: 'text', text: 'Zebra crossing' }, body: 'Zebra crossing', purpose: 'reply', priority: 'conversation', origin: 'admin' });
    await app.service('messages').settleSearch();
    expect((await find('zebra')).hits.map(({ direction }) => direction)).toEqual(['outbound']);

    const id = newWamid();
    const from = '4915170000004';
    await post(app, account, webhook(texts(account, { id, from, body: 'giraffe first' })));
    await app.service('inbound').drain();
    await app.service('messages').settleSearch();
    expect((await find('giraffe')).hits).toHaveLength(1);
    const edit = { id: newWamid(), from, timestamp: String(Math.floor(Date.now() / 1000)), type: 'edit', edit: { original_message_id: id, message: { type: 'text', text: { body: 'elephant now' } } } };
    await post(app, account, webhook(change(account, { contacts: [{ profile: { name: 'Ana' }, wa_id: from }], messages: [edit] })));
    await app.service('inbound').drain();
    await eventually('the new words', async () => {
      await app.service('messages').settleSearch();
      return (await find('elephant')).hits.length === 1;
    });
    expect((await find('giraffe')).hits).toEqual([]);
  });

  it('finds what was written past it: by a process that was killed, or before there was an index', async () => {
    const channel = await channelOf('4915170000001');
    await app.strapi.db.query('plugin::whatsapp.message').create({ data: { account: account.row.id, channel: channel.id, contact: channel.contact, direction: 'inbound', type: 'text', deliveryStatus: 'received', body: 'hippopotamus' } });
    expect((await find('hippopotamus')).hits).toEqual([]);
    await app.service('messages').settleSearch();
    expect((await find('hippopotamus')).hits).toHaveLength(1);
  });

  it('takes a text that no index could: very long words, marks, every kind of character', async () => {
    const odd = `${'x'.repeat(4_000)} \u0001 ' " \\ : * & | ! ( ) ${'😀'.repeat(20)} oddity`;
    await write(account, '4915170000008', odd);
    expect((await find('oddity')).hits).toHaveLength(1);
  });

  it.each([
    ['', 400],
    ['   ', 400],
    ['x'.repeat(201), 400],
    ['👍', 200],
  ])('asked for %j it answers %i', async (words, status) => {
    expect((await find(words)).status).toBe(status);
  });

  it('finds a word by each of its beginnings, and by letters younger than the database', async () => {
    await write(account, '4915170000009', 'Hydroelectricity 𞤀𞤣𞤤𞤢𞤥 S00042');
    for (const words of ['hy', 'hyd', 'hydroelec', 'hydroelectric', 'hydroelectricity', '𞤀𞤣', 's000']) expect([words, (await find(words)).hits.length]).toEqual([words, 1]);
  });

  it('makes an index of an older make anew, with everything in it', async () => {
    if (database === 'sqlite') {
      await app.strapi.db.connection.raw('DROP TABLE whatsapp_message_words');
      await app.strapi.db.connection.raw("CREATE VIRTUAL TABLE whatsapp_message_words USING fts5(words, content='', contentless_delete=1)");
    } else await app.strapi.db.connection.raw('DROP TABLE whatsapp_message_words');
    const at = { directory: app.directory, databaseUrl: app.databaseUrl };
    await app.stop({ keep: true });
    app = await boot({ at });
    ({ token: all } = await app.signIn(INBOX));
    await app.service('messages').settleSearch();
    expect(texted((await find('rechnung')).hits)).toEqual(['Where is my [Rechnung]?']);
  }, 120_000);
});
