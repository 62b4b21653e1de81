import type { ChannelOptions, ChannelView, ThreadMessage, ThreadPage } from '../../plugin/contracts/channels';
import { Table } from '../../server/src/platform/database';
import type { ChannelRow, MessageRow, Row } from '../../server/src/platform/records';
import type { Services } from '../../server/src/platform/services';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { eventually } from '../support/eventually';
import { DATABASES } from '../support/postgres';

const HOUR = 3_600_000;
const READER = ['channels.read', 'channels.read-all', 'channels.read-unassigned'];

interface Answer<T> {
  status: number;
  data: T;
  meta: { nextCursor: string | null };
  code: string | undefined;
}

describe.each(DATABASES)('the inbox: list and thread, on %s', (database) => {
  let app: App;
  let shop: TestAccount;
  let garage: TestAccount;
  let companies: { id: number; documentId: string }[];
  let tags: { id: number; documentId: string }[];
  /** Sees everything, takes part in nothing. */
  let boss: { token: string; userId: number };
  let anna: { token: string; userId: number };
  let ben: { token: string; userId: number };
  let carl: { token: string; userId: number };
  const at = (minutesAgo: number): Date => new Date(Math.floor(Date.now() / 1_000) * 1_000 - minutesAgo * 60_000);
  const rows: Record<string, ChannelRow> = {};
  const contactIds: Record<string, string> = {};

  const table = <R extends Row>(uid: string) => new Table<R>(app.strapi, uid);
  const channels = () => table<ChannelRow>('plugin::whatsapp.channel');
  const messages = () => table<MessageRow>('plugin::whatsapp.message');
  const ask = async <T = ChannelView[]>(method: string, where: string, token: string, body?: unknown): Promise<Answer<T>> => {
    const answer = await app.request(method, `/whatsapp${where}`, { token, body });
    const { data, meta, error } = answer.body as { data: T; meta: Answer<T>['meta']; error?: { details?: { code?: string } } };
    return { status: answer.status, data, meta, code: error?.details?.code };
  };
  const nameOf = (id: string): string => Object.entries(rows).find(([, { documentId }]) => documentId === id)?.[0] ?? id;
  const names = async (query: string, token = boss.token): Promise<string[]> => {
    const { status, data } = await ask('GET', `/channels?${query}`, token);
    expect(status).toBe(200);
    return data.map(({ id }) => nameOf(id));
  };

  const makeChannel = async (name: string, minutesAgo: number, changes: Partial<ChannelRow> & { on?: TestAccount; phone?: string } = {}): Promise<void> => {
    const { on = shop, phone = `+4915112345${String(Object.keys(rows).length).padStart(3, '0')}`, ...rest } = changes;
    const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', name: `Customer ${name}`, company: rest.company ?? null, source: 'api' });
    contactIds[name] = contact.documentId;
    const row = await app.service('channels').open(on.row.id, contact.id, rest.company ?? null);
    await channels().update(row.id, { lastMessageAt: at(minutesAgo), preview: `last of ${name}`, ...rest });
    rows[name] = { ...row, ...rest };
  };

  beforeAll(async () => {
    app = await boot({ database });
    [shop, garage] = [await app.connectAccount(), await app.connectAccount()];
    companies = [];
    for (const name of ['North', 'South']) companies.push(await table<Row & { documentId: string }>('plugin::whatsapp.company').insert({ name, connection: 1, erpId: companies.length + 1 } as never));
    tags = [];
    for (const name of ['vip', 'late']) tags.push(await table<Row & { documentId: string }>('whatsapp::tags').insert({ documentId: `tag-${name}`, name, colour: 'primary' } as never));
    boss = await app.signIn([...READER, 'channels.reply', 'channels.configure']);
    anna = await app.signIn(['channels.read', 'channels.reply']);
    ben = await app.signIn(['channels.read', 'channels.read-unassigned']);
    carl = await app.signIn(['contacts.read']);
    const [north, south] = companies;
    await makeChannel('fresh', 1, { unreadCount: 2, lastCustomerMessageAt: at(1) });
    await makeChannel('annas', 2, { assignee: anna.userId, lastCustomerMessageAt: at(30 * 60), priority: 'urgent' });
    await makeChannel('bens', 3, { assignee: ben.userId, unreadCount: 1, company: north?.id ?? null, title: 'Roof of the Church' });
    await makeChannel('shared', 4, { assignee: ben.userId, company: south?.id ?? null });
    await makeChannel('waiting', 5, { state: 'pending', lastCustomerMessageAt: at(60), windowOpenedByStop: true });
    await makeChannel('asleep', 6, { state: 'snoozed', snoozedUntil: new Date(Date.now() + HOUR) });
    await makeChannel('done', 7, { state: 'resolved', assignee: anna.userId });
    await makeChannel('stored', 8, { state: 'archived', unreadCount: 1 });
    await makeChannel('car', 9, { on: garage, phone: '+442071838750' });
    await makeChannel('silent', 10, { lastMessageAt: null });
    await table<Row & { channel: number; user: number }>('whatsapp::channel-agents').insert({ channel: rows.shared?.id ?? 0, user: anna.userId });
    await table<Row & { channel: number; tag: number }>('whatsapp::channel-tags').insertMany([
      { channel: rows.fresh?.id ?? 0, tag: tags[0]?.id ?? 0 },
      { channel: rows.shared?.id ?? 0, tag: tags[0]?.id ?? 0 },
      { channel: rows.done?.id ?? 0, tag: tags[0]?.id ?? 0 },
    ]);
    await app.service('contacts').settleSearch();
  });
  afterAll(() => app.stop());

  describe('the list', () => {
    const CASES: [string, () => string, string[]][] = [
      ['everything that is worked on, newest first, without what was never written in', () => '', ['fresh', 'annas', 'bens', 'shared', 'waiting', 'car']],
      ['unassigned', () => 'tab=unassigned', ['fresh', 'waiting', 'car']],
      ['archived', () => 'tab=archived', ['stored']],
      ['archived is nothing else', () => 'tab=archived&state=open', []],
      ['all shows nothing archived', () => 'tab=all&state=archived', []],
      ['resolved', () => 'state=resolved', ['done']],
      ['snoozed', () => 'state=snoozed', ['asleep']],
      ['pending', () => 'state=pending', ['waiting']],
      ['mine of one who has none', () => 'tab=mine', []],
      ['an account', () => `account=${garage.key}`, ['car']],
      ['an account that is not there', () => 'account=none', []],
      ['a company', () => `company=${companies[0]?.documentId}`, ['bens']],
      ['a company that is not there', () => 'company=none', []],
      ['a tag', () => `tag=${tags[0]?.documentId}`, ['fresh', 'shared']],
      ['a tag of nothing', () => `tag=${tags[1]?.documentId}`, []],
      ['a tag among the resolved', () => `tag=${tags[0]?.documentId}&state=resolved`, ['done']],
      ['an open window: one opened by a STOP permits nothing', () => 'window=open', ['fresh']],
      ['a closed window', () => 'window=closed', ['annas', 'bens', 'shared', 'waiting', 'car']],
      ['unread', () => 'unread=1', ['fresh', 'bens']],
      ['unread and unassigned', () => 'unread=1&tab=unassigned', ['fresh']],
      ['priority', () => 'priority=urgent', ['annas']],
      ['an ordinary priority', () => 'priority=normal&tab=unassigned', ['fresh', 'waiting', 'car']],
      ['an assignee', () => `assignee=${ben.userId}`, ['bens', 'shared']],
      ['an assignee and a tag', () => `assignee=${ben.userId}&tag=${tags[0]?.documentId}`, ['shared']],
      ['a name', () => 'search=customer%20BEN', ['bens']],
      ['a title', () => 'search=church', ['bens']],
      ['a number as it is stored', () => 'search=%2B442071838750', ['car']],
      ['a number as it is written at home', () => 'search=020%207183%208750', ['car']],
      ['a part of a number', () => 'search=7183-87', ['car']],
      ['what stands for anything in a pattern', () => 'search=%25', []],
      ['words of nobody', () => 'search=nobody', []],
      ['a name and a tag', () => `search=customer&tag=${tags[0]?.documentId}`, ['fresh', 'shared']],
    ];
    it.each(CASES)('%s', async (_what, query, expected) => expect(await names(query())).toEqual(expected));

    it('shows each with what the row needs', async () => {
      const { data } = await ask('GET', `/channels?tag=${tags[0]?.documentId}`, boss.token);
      expect(data[0]).toMatchObject({
        name: 'Customer fresh',
        title: null,
        account: { key: shop.key },
        contact: { name: 'Customer fresh', phone: '+4915112345000' },
        company: null,
        state: 'open',
        priority: 'normal',
        assignee: null,
        tags: [{ id: 'tag-vip', name: 'vip', colour: 'primary' }],
        unread: 2,
        preview: 'last of fresh',
        window: { needed: true, open: true, openedByStop: false },
        muted: false,
      });
      expect(data[1]).toMatchObject({ assignee: { id: ben.userId }, company: { id: companies[1]?.documentId, name: 'South' }, window: { open: false, closesAt: null } });
      const [titled] = (await ask('GET', '/channels?search=church', boss.token)).data;
      expect(titled).toMatchObject({ name: 'Roof of the Church', title: 'Roof of the Church' });
    });

    it('pages, through messages of the same moment too', async () => {
      const moment = at(100_000);
      for (const name of ['tie1', 'tie2', 'tie3', 'tie4', 'tie5']) await makeChannel(name, 0, { lastMessageAt: moment, assignee: boss.userId });
      const seen: string[] = [];
      let after = '';
      for (let page = 0; page < 10; page += 1) {
        const { data, meta } = await ask('GET', `/channels?tab=mine&limit=2&after=${after}`, boss.token);
        seen.push(...data.map(({ id }) => nameOf(id)));
        if (meta.nextCursor === null) break;
        after = meta.nextCursor;
      }
      expect(seen).toEqual(['tie5', 'tie4', 'tie3', 'tie2', 'tie1']);
      expect((await ask('GET', '/channels?after=nonsense', boss.token)).status).toBe(400);
      for (const name of ['tie1', 'tie2', 'tie3', 'tie4', 'tie5']) {
        await channels().query().where('id', rows[name]?.id ?? 0).delete();
        delete rows[name];
      }
    });

    it.each(['state=gone', 'tab=theirs', 'limit=0', 'limit=101', 'assignee=me', 'unread=perhaps', 'window=ajar'])('refuses %s', async (query) => expect((await ask('GET', `/channels?${query}`, boss.token)).status).toBe(400));

    it('offers what it can be narrowed to', async () => {
      const { data } = await ask<ChannelOptions>('GET', '/channels/options', boss.token);
      expect(data.accounts.map(({ key }) => key)).toEqual(expect.arrayContaining([shop.key, garage.key]));
      expect(data.companies.map(({ name }) => name)).toEqual(['North', 'South']);
      expect(data.tags.map(({ name }) => name)).toEqual(['late', 'vip']);
    });
  });

  describe('who sees which', () => {
    it('their own and what they take part in', async () => {
      expect(await names('', anna.token)).toEqual(['annas', 'shared']);
      expect(await names('tab=mine', anna.token)).toEqual(['annas', 'shared']);
      expect(await names('tab=unassigned', anna.token)).toEqual([]);
      expect(await names('state=resolved', anna.token)).toEqual(['done']);
      expect(await names(`assignee=${ben.userId}`, anna.token)).toEqual(['shared']);
      expect(await names('search=customer', anna.token)).toEqual(['annas', 'shared']);
      expect(await names(`tag=${tags[0]?.documentId}`, anna.token)).toEqual(['shared']);
      expect(await names('unread=1', anna.token)).toEqual([]);
    });

    it('what nobody has taken besides', async () => {
      expect(await names('', ben.token)).toEqual(['fresh', 'bens', 'shared', 'waiting', 'car']);
      expect(await names('tab=mine', ben.token)).toEqual(['bens', 'shared']);
      expect(await names('tab=unassigned', ben.token)).toEqual(['fresh', 'waiting', 'car']);
      expect(await names(`assignee=${anna.userId}`, ben.token)).toEqual([]);
      expect(await names('tab=archived', ben.token)).toEqual(['stored']);
    });

    it('no inbox without the permission', async () => expect((await ask('GET', '/channels', carl.token)).status).toBe(403));

    it('counts what is unread', async () => {
      const count = async (token: string) => (await ask<object>('GET', '/channels/counts', token)).data;
      expect(await count(boss.token)).toEqual({ mine: 0, unassigned: 1, all: 2 });
      expect(await count(ben.token)).toEqual({ mine: 1, unassigned: 1, all: 2 });
      expect(await count(anna.token)).toEqual({ mine: 0, unassigned: 0, all: 0 });
    });

    it('what is foreign is not there', async () => {
      const { documentId } = rows.bens as ChannelRow;
      for (const [method, where, body] of [['GET', '', undefined], ['GET', '/thread', undefined], ['POST', '/read', { upTo: 'x' }]] as const) {
        const answer = await ask(method, `/channels/${documentId}${where}`, anna.token, body);
        expect([answer.status, answer.code]).toEqual([404, 'channel.missing']);
      }
      expect((await ask('GET', `/channels/${rows.fresh?.documentId}`, anna.token)).status).toBe(404);
      expect((await ask('GET', `/channels/${rows.shared?.documentId}`, anna.token)).status).toBe(200);
      expect((await ask('GET', '/channels/unknown', boss.token)).code).toBe('channel.missing');
    });

    it('of an account that is given to others, and of a company that its account no longer serves', async () => {
      const access = app.service('access');
      const other = await app.signIn([...READER]);
      await access.saveAccountGrants(garage.row.id, [{ subjectType: 'user', subject: boss.userId, verbs: ['read'] }], null);
      await access.saveAccountGrants(shop.row.id, [{ subjectType: 'user', subject: other.userId, verbs: ['read'] }], null);
      expect(await names('', other.token)).toEqual(['fresh', 'annas', 'bens', 'shared', 'waiting']);
      expect(await names('', boss.token)).toEqual(['car']);
      expect((await ask('GET', `/channels/${rows.car?.documentId}`, other.token)).status).toBe(404);
      await app.service('accounts').update(shop.row.id, { companies: [companies[0]?.id ?? 0] }, null);
      expect(await names('', other.token)).toEqual(['fresh', 'annas', 'bens', 'waiting']);
      expect(await names(`company=${companies[1]?.documentId}`, other.token)).toEqual([]);
      expect((await ask('GET', `/channels/${rows.shared?.documentId}`, other.token)).status).toBe(404);
      expect((await ask<ChannelOptions>('GET', '/channels/options', other.token)).data).toMatchObject({ accounts: [{ key: shop.key }], companies: [{ name: 'North' }] });
      await app.service('accounts').update(shop.row.id, { companies: null }, null);
      await access.saveAccountGrants(garage.row.id, [], null);
      await access.saveAccountGrants(shop.row.id, [], null);
    });

    it('says what a reader may do', async () => {
      const [mine, hers] = [await ask<object>('GET', `/channels/${rows.shared?.documentId}`, ben.token), await ask<object>('GET', `/channels/${rows.shared?.documentId}`, anna.token)];
      expect(mine.data).toMatchObject({ agents: [{ id: anna.userId }], lastMessage: null, preferredAgent: null, may: { reply: false, assign: false, configure: false } });
      expect(hers.data).toMatchObject({ may: { reply: true, assign: false, configure: false } });
    });
  });

  describe('the thread', () => {
    let thread: ChannelRow;
    let written: MessageRow[];
    const read = async (query: string): Promise<ThreadPage> => (await ask<ThreadPage>('GET', `/channels/${thread.documentId}/thread?${query}`, boss.token)).data;
    const textsOf = ({ messages: list }: ThreadPage): (string | null)[] => list.map(({ text }) => text);
    const write = (row: Partial<MessageRow>): Promise<MessageRow> =>
      messages().insert({ account: shop.row.id, channel: thread.id, contact: thread.contact, direction: 'inbound', type: 'text', deliveryStatus: 'received', origin: 'inbound', attempts: 0, occurredAt: new Date(), payload: { type: 'text', text: 'x' }, ...row });
    const reaction = (to: string, emoji: string, row: Partial<MessageRow> = {}): Promise<MessageRow> =>
      write({ type: 'reaction', body: emoji, replyToProviderMessageId: to, payload: { type: 'reaction', providerMessageId: to, emoji }, providerMessageId: `r-${Math.random()}`, ...row });

    beforeAll(async () => {
      await makeChannel('talk', 20, {});
      thread = (await channels().findOne({ documentId: rows.talk?.documentId ?? '' })) as ChannelRow;
      written = [];
      for (let number = 1; number <= 9; number += 1) written.push(await write({ body: `text ${number}`, providerMessageId: `talk-${number}` }));
      await reaction('talk-9', '👍');
    });

    it('pages by the row, without reactions', async () => {
      const newest = await read('limit=4');
      expect(textsOf(newest)).toEqual(['text 6', 'text 7', 'text 8', 'text 9']);
      expect(newest.later).toBeNull();
      const before = await read(`limit=4&before=${newest.earlier}`);
      expect(textsOf(before)).toEqual(['text 2', 'text 3', 'text 4', 'text 5']);
      const first = await read(`limit=4&before=${before.earlier}`);
      expect([textsOf(first), first.earlier]).toEqual([['text 1'], null]);
      const again = await read(`limit=4&after=${first.later}`);
      expect(textsOf(again)).toEqual(['text 2', 'text 3', 'text 4', 'text 5']);
      expect((await read(`limit=4&after=${again.later}`)).later).toBeNull();
      const around = await read(`limit=4&around=${written[4]?.documentId}`);
      expect([textsOf(around), around.earlier === null, around.later === null]).toEqual([['text 3', 'text 4', 'text 5', 'text 6'], false, false]);
      const whole = await read('');
      expect([whole.messages.length, whole.earlier, whole.later]).toEqual([9, null, null]);
    });

    it('takes no message of another conversation for a place', async () => {
      const other = await messages().insert({ account: shop.row.id, channel: rows.fresh?.id ?? 0, direction: 'inbound', type: 'text', deliveryStatus: 'received', providerMessageId: 'elsewhere' });
      for (const side of ['before', 'after', 'around']) expect((await ask('GET', `/channels/${thread.documentId}/thread?${side}=${other.documentId}`, boss.token)).code).toBe('message.not_found');
      expect((await ask('GET', `/channels/${thread.documentId}/thread?before=a&after=b`, boss.token)).status).toBe(400);
      expect((await ask('GET', `/channels/${thread.documentId}/thread?limit=101`, boss.token)).status).toBe(400);
    });

    it('puts what happened behind its message, on the page that shows it', async () => {
      const channelEvents = table<Row & Record<string, unknown>>('whatsapp::channel-events');
      const event = (name: string, afterMessage: number, rest: object) => channelEvents.insert({ documentId: name, channel: thread.id, actor: anna.userId, body: null, details: {}, afterMessage, occurredAt: new Date(), ...rest });
      await event('begun', 0, { kind: 'opened' });
      await event('given', written[4]?.id ?? 0, { kind: 'assigned', details: { from: null, to: ben.userId, reason: 'holiday' } });
      await event('noted', (written[8]?.id ?? 0) + 1, { kind: 'note', body: 'Asks twice' });
      const newest = await read('limit=4');
      // It stands behind a reaction, which is no row of the thread.
      expect(newest.events).toMatchObject([{ id: 'noted', kind: 'note', text: 'Asks twice', actor: { id: anna.userId }, after: written[8]?.documentId }]);
      const before = await read(`limit=4&before=${newest.earlier}`);
      expect(before.events).toMatchObject([{ id: 'given', details: { from: null, reason: 'holiday' }, after: written[4]?.documentId }]);
      expect(before.events[0]?.details.to).toMatch(/^Test /);
      expect((await read(`limit=4&before=${before.earlier}`)).events).toMatchObject([{ id: 'begun', after: null }]);
    });

    it('shows of each person the newest reaction, and none that was taken back', async () => {
      const on = async (id: string): Promise<unknown> => (await read('limit=100')).messages.find(({ providerMessageId }) => providerMessageId === id)?.reactions.map(({ emoji, by }) => [emoji, by?.id ?? null]).sort();
      expect(await on('talk-9')).toEqual([['👍', null]]);
      await reaction('talk-9', '❤️');
      expect(await on('talk-9')).toEqual([['❤️', null]]);
      await reaction('talk-9', '😀', { direction: 'outbound', deliveryStatus: 'sent', sentBy: anna.userId, origin: 'admin' });
      await reaction('talk-9', '😡', { direction: 'outbound', deliveryStatus: 'failed', sentBy: anna.userId, origin: 'admin' });
      expect(await on('talk-9')).toEqual([['❤️', null], ['😀', anna.userId]]);
      // To WhatsApp all of us are one person.
      await reaction('talk-9', '🎉', { direction: 'outbound', deliveryStatus: 'queued', sentBy: ben.userId, origin: 'admin' });
      await reaction('talk-9', '', {});
      expect(await on('talk-9')).toEqual([['🎉', ben.userId]]);
    });

    it('draws quotes, edits, withdrawals, names and what is late', async () => {
      const hour = new Date(Date.now() - HOUR);
      await write({ body: 'answer', providerMessageId: 'q-1', replyTo: written[0]?.id });
      await write({ body: 'answer by their id', providerMessageId: 'q-2', replyToProviderMessageId: 'talk-2' });
      await write({ body: 'answer to what is not here', providerMessageId: 'q-3', replyToProviderMessageId: 'nowhere' });
      await write({ body: 'answer to another conversation', providerMessageId: 'q-4', replyToProviderMessageId: 'elsewhere' });
      await write({ body: 'now', providerMessageId: 'q-5', edits: [{ at: hour.toISOString(), body: 'then' }], revokedAt: new Date(), transcript: 'spoken' });
      await write({ body: 'late', providerMessageId: 'q-6', occurredAt: hour });
      await write({ body: 'old', providerMessageId: 'q-7', occurredAt: hour, origin: 'import' });
      await write({ body: 'ours', providerMessageId: null, direction: 'outbound', deliveryStatus: 'queued', origin: 'admin', sentBy: anna.userId, notBefore: new Date(Date.now() + HOUR), blockedBy: 'sendAt' });
      const { messages: list } = await read('limit=8');
      const by = (id: string | null): ThreadMessage | undefined => list.find(({ providerMessageId }) => providerMessageId === id);
      expect(by('q-1')?.quoted).toEqual({ id: written[0]?.documentId, text: 'text 1', type: 'text', direction: 'inbound' });
      expect(by('q-2')?.quoted?.id).toBe(written[1]?.documentId);
      expect([by('q-3')?.quoted, by('q-4')?.quoted]).toEqual([{ id: null, text: null, type: 'text', direction: 'outbound' }, { id: null, text: null, type: 'text', direction: 'outbound' }]);
      expect(by('q-5')).toMatchObject({ edits: [{ at: hour.toISOString(), text: 'then' }], transcript: 'spoken', text: 'now' });
      expect(by('q-5')?.revokedAt).not.toBeNull();
      expect([by('q-5')?.late, by('q-6')?.late, by('q-7')?.late, by('q-7')?.origin]).toEqual([false, true, false, 'import']);
      expect(by(null)).toMatchObject({ sentBy: { id: anna.userId }, cancellable: true, status: 'queued' });
    });

    it('shows what was never written in', async () => {
      const { data } = await ask<ThreadPage>('GET', `/channels/${rows.car?.documentId}/thread`, boss.token);
      expect(data).toEqual({ messages: [], events: [], earlier: null, later: null, lastRead: null });
    });
  });

  describe('reading', () => {
    it('counts what is newer, never goes back, and tells the customer once', async () => {
      const customer = '5511955550001';
      const received = async (number: number): Promise<MessageRow[]> => {
        for (let count = 0; count < number; count += 1) {
          const answer = await fetch(`${app.whatsapp.url}/control/inbound`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ account: shop.key, from: customer, type: 'text', text: `hello ${count}` }) });
          expect(answer.status).toBeLessThan(300);
        }
        return eventually('messages of the customer', async () => {
          const list = (await messages().query().where('account', shop.row.id).where('direction', 'inbound').where('origin', 'inbound').whereNotNull('contact').where('body', 'like', 'hello %').orderBy('id')) as unknown[];
          return list.length >= number ? messages().fromRows(list) : null;
        });
      };
      const [first, second, third] = await received(3);
      const channel = (await channels().findById(first?.channel ?? 0)) as ChannelRow;
      rows.read = channel;
      expect(channel.unreadCount).toBe(3);
      const reads = async (): Promise<number> => ((await app.strapi.db.query('plugin::whatsapp.log').count({ where: { operation: 'message.read' } })) as unknown as number);
      const mark = async (upTo?: string) => ask<ChannelView>('POST', `/channels/${channel.documentId}/read`, boss.token, { upTo });
      expect((await mark(second?.documentId)).data.unread).toBe(1);
      await eventually('the blue ticks', async () => (await reads()) === 1);
      // A tab that was left open knows less than the others.
      expect((await mark(first?.documentId)).data.unread).toBe(1);
      expect((await ask<ThreadPage>('GET', `/channels/${channel.documentId}/thread`, boss.token)).data.lastRead).toBe(second?.documentId);
      expect((await mark(third?.documentId)).data.unread).toBe(0);
      expect((await mark(third?.documentId)).data.unread).toBe(0);
      await eventually('the blue ticks again', async () => (await reads()) === 2);
      expect((await ask<{ lastMessage: string }>('GET', `/channels/${channel.documentId}`, boss.token)).data.lastMessage).toBe(third?.documentId);
      expect((await mark('unknown')).code).toBe('message.not_found');
      expect((await mark()).status).toBe(400);
    });
  });

  describe('opening by hand', () => {
    const open = (token: string, body: object) => ask<ChannelView & { code?: string }>('POST', '/channels', token, body);

    it('finds the conversation that is there', async () => {
      const { status, data } = await open(boss.token, { contact: contactIds.bens, account: shop.key });
      expect([status, data.id]).toEqual([200, rows.bens?.documentId]);
      const hidden = await open(anna.token, { contact: contactIds.bens, account: shop.key });
      expect([hidden.status, hidden.code]).toEqual([404, 'channel.missing']);
    });

    it('begins one with a number nobody knew, and says so in its timeline', async () => {
      const { status, data } = await open(boss.token, { phone: '+44 20 7946 0018', account: garage.key });
      expect(status).toBe(200);
      expect(data).toMatchObject({ name: '+442079460018', account: { key: garage.key }, state: 'open', assignee: null, unread: 0, window: { open: false } });
      expect((await ask<ThreadPage>('GET', `/channels/${data.id}/thread`, boss.token)).data.events).toMatchObject([{ kind: 'opened', actor: { id: boss.userId }, after: null }]);
      expect((await ask('GET', `/channels?account=${garage.key}`, boss.token)).data[0]?.id).toBe(data.id);
      expect((await open(boss.token, { phone: '+442079460018', account: garage.key })).data.id).toBe(data.id);
    });

    it('makes it the own one of who sees no others', async () => {
      const { data } = await open(anna.token, { phone: '+442079460019', account: garage.key });
      expect(data.assignee).toMatchObject({ id: anna.userId });
      expect((await ask('GET', `/channels/${data.id}`, anna.token)).status).toBe(200);
    });

    it('takes the default account, and the contact of a partner', async () => {
      const partner = await table<Row & { documentId: string }>('plugin::whatsapp.partner').insert({ connection: 1, erpId: 500, name: 'Partner Five', phoneSanitized: '+442079460020', company: null, erpActive: true } as never);
      const { status, data } = await open(boss.token, { record: { type: 'partner', id: partner.documentId } });
      expect([status, data.contact]).toEqual([200, expect.objectContaining({ name: 'Partner Five', phone: '+442079460020' })]);
      const invoice = await table<Row & { documentId: string }>('plugin::whatsapp.invoice').insert({ connection: 1, erpId: 501, number: 'INV-501', partner: partner.id, partnerErpId: 500, state: 'posted', moveType: 'out_invoice', amountTotal: 1, currency: 'EUR' } as never);
      expect((await open(boss.token, { record: { type: 'invoice', id: invoice.documentId } })).data.id).toBe(data.id);
    });

    it.each<[string, object, number, string | undefined]>([
      ['nobody', {}, 400, 'request.invalid'],
      ['two at once', { contact: 'a', phone: '+442079460018' }, 400, 'request.invalid'],
      ['no number', { phone: 'ring me' }, 400, 'recipient.invalid'],
      ['an unknown contact', { contact: 'unknown' }, 404, 'contact.not_found'],
      ['an unknown partner', { record: { type: 'partner', id: 'unknown' } }, 404, 'record.not_found'],
      ['an unknown account', { phone: '+442079460018', account: 'unknown' }, 404, 'account.missing'],
    ])('refuses %s', async (_what, body, status, code) => {
      const answer = await open(boss.token, body);
      expect([answer.status, answer.code]).toEqual([status, code]);
    });

    it('needs the permission to answer', async () => expect((await open(ben.token, { phone: '+442079460018' })).status).toBe(403));
  });

  it('fills the conversations of before the inbox at start', async () => {
    await channels().query().where('id', rows.car?.id ?? 0).update({ state: null, priority: null });
    const { start } = (await import('../../server/src/features/channels')).channels as unknown as { start(context: { strapi: App['strapi'] }): Promise<void> };
    await start({ strapi: app.strapi });
    expect(await channels().findById(rows.car?.id ?? 0)).toMatchObject({ state: 'open', priority: 'normal' });
    expect(await channels().findById(rows.waiting?.id ?? 0)).toMatchObject({ state: 'pending' });
  });

  it('answers as the service does', async () => {
    const service: Services['channels'] = app.service('channels');
    const found = (await channels().findOne({ documentId: rows.shared?.documentId ?? '' })) as ChannelRow;
    expect((await service.agentsOf([found.id])).get(found.id)).toEqual([anna.userId]);
    expect(await service.present([])).toEqual([]);
  });
});
