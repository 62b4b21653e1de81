import { createHmac } from 'node:crypto';
import type { ServerEvents } from '../../plugin/contracts/realtime';
import { Table } from '../../server/src/platform/database';
import { emit } from '../../server/src/platform/events';
import type { ChannelRow, Row } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { newWamid, post, statuses, texts, webhook } from '../support/signed-webhooks';
import { closeTabs, enter, openTab, refusalOf } from '../support/socket';
import type { Tab } from '../support/socket';

const EVERYTHING = ['channels.read', 'channels.read-unassigned', 'channels.read-all', 'channels.reply'];
const UNASSIGNED = ['channels.read', 'channels.read-unassigned', 'channels.reply'];
const OWN = ['channels.read', 'channels.reply'];

describe.each(DATABASES)('the inbox, live, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let number = 0;

  const newPhone = (): string => `55119876${String((number += 1)).padStart(5, '0')}`;
  /** A customer writes, by a webhook of the provider. */
  const write = async (from: string, body: string, to: TestAccount = account): Promise<string> => {
    const id = newWamid();
    expect((await post(app, to, webhook(texts(to, { id, from, body })))).status).toBe(200);
    await app.service('inbound').drain();
    return id;
  };
  const channelOf = async (phone: string, of: TestAccount = account): Promise<ChannelRow> => {
    const contact = await app.service('contacts').findByPhone(`+${phone}`);
    const row = await app.service('channels').find(of.row.id, contact?.id ?? 0);
    if (!row) throw new Error(`no conversation with ${phone}`);
    return row;
  };
  const textsOf = (tab: Tab): (string | null)[] => tab.of('message.added').map(({ message }) => message.text);
  /** Something everybody with the inbox hears of, so that nothing can still be on its way before it. */
  const settled = async (...tabs: Tab[]): Promise<void> => {
    const phone = newPhone();
    await write(phone, `marker ${phone}`);
    const channel = await channelOf(phone);
    await Promise.all(tabs.map((tab) => tab.hears('message.added', ({ channel: id }) => id === channel.documentId)));
  };
  const users = () => app.strapi.db.query('admin::user');
  const roleOf = async (user: number): Promise<number> => {
    const found = (await users().findOne({ where: { id: user }, populate: ['roles'] })) as { roles: { id: number }[] };
    return found.roles[0]?.id ?? 0;
  };
  const allow = (role: number, actions: string[]) =>
    (app.strapi.service('admin::role') as unknown as { assignPermissions(id: number, list: object[]): Promise<unknown> }).assignPermissions(
      role,
      actions.map((action) => ({ action: `plugin::whatsapp.${action}`, subject: null, conditions: [], properties: {} })),
    );

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
  }, 120_000);
  afterEach(() => closeTabs());
  afterAll(() => app?.stop(), 60_000);

  describe('the door', () => {
    it('stays shut without a token, and for one that is forged or of another kind', async () => {
      const { token } = await app.signIn(EVERYTHING);
      const [head, body] = token.split('.');
      const { accessKey } = await app.createToken({ verbs: ['messages.read'], accounts: null });
      for (const auth of [{}, { token: '' }, { token: 7 }, { token: 'nonsense' }, { token: `${head}.${body}.AAAA` }, { token: accessKey }, { token: 'x'.repeat(9_000) }]) {
        expect([auth, await refusalOf(app, auth)]).toEqual([auth, 'access.unauthorized']);
      }
    });

    it('stays shut for an expired token', async () => {
      const { userId } = await app.signIn(EVERYTHING);
      expect(await refusalOf(app, { token: await shortToken(userId, -5) })).toBe('access.unauthorized');
    });

    it('stays shut after a logout, for who is blocked, and without the permission', async () => {
      const out = await app.signIn(EVERYTHING);
      expect((await app.request('POST', '/admin/logout', { token: out.token, body: {} })).status).toBe(200);
      expect(await refusalOf(app, { token: out.token })).toBe('session.revoked');
      const blocked = await app.signIn(EVERYTHING);
      await users().update({ where: { id: blocked.userId }, data: { blocked: true } });
      expect(await refusalOf(app, { token: blocked.token })).toBe('session.blocked');
      const other = await app.signIn(['messages.read', 'channels.read-all']);
      expect(await refusalOf(app, { token: other.token })).toBe('session.permission_lost');
    });

    it('is not Koa’s, and leaves every other address to it', async () => {
      const { status, body } = await app.request('GET', '/whatsapp/socket.io/?EIO=4&transport=polling');
      expect(status).toBe(200);
      expect(body).toContain('"upgrades":["websocket"]');
      expect((await app.request('GET', '/whatsapp/socket.io/socket.io.js')).status).toBe(400);
      expect((await app.request('GET', '/whatsapp/notification-settings')).status).toBe(401);
    });

    it('gives no other site an answer to read', async () => {
      const { headers } = await app.request('GET', '/whatsapp/socket.io/?EIO=4&transport=polling', { headers: { origin: 'https://elsewhere.example' } });
      expect(headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  /** As Strapi makes them, of a session of its own, but with an end of our choice. */
  const shortToken = async (user: number, seconds: number): Promise<string> => {
    const sessions = app.strapi.sessionManager('admin');
    const { token: refresh } = await sessions.generateRefreshToken(String(user), undefined);
    const made = await sessions.generateAccessToken(refresh);
    if (!('token' in made)) throw new Error(made.error);
    const coded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { userId, sessionId, type } = JSON.parse(Buffer.from(made.token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    const iat = Math.floor(Date.now() / 1_000);
    const signed = `${coded({ alg: 'HS256', typ: 'JWT' })}.${coded({ userId, sessionId, type, iat, exp: iat + seconds })}`;
    return `${signed}.${createHmac('sha256', app.strapi.config.get<string>('admin.auth.secret')).update(signed).digest('base64url')}`;
  };

  describe('a session in mid-conversation', () => {
    it('ends when its token expires', async () => {
      const { userId } = await app.signIn(EVERYTHING);
      const tab = await enter(app, await shortToken(userId, 2));
      expect(await tab.hears('session.ended')).toEqual({ code: 'session.expired' });
      await eventually('the cut', async () => tab.isCut());
    });

    it('lives on with a renewed token of the same person', async () => {
      const { userId } = await app.signIn(EVERYTHING);
      const tab = await enter(app, await shortToken(userId, 2));
      const token = await shortToken(userId, 60);
      expect(await tab.socket.emitWithAck('session', { token })).toBe(true);
      await new Promise((resolve) => setTimeout(resolve, 2_300));
      await settled(tab);
      expect([tab.isCut(), tab.of('session.ended')]).toEqual([false, []]);
    });

    it.each([
      ['another person’s', async () => (await app.signIn(EVERYTHING)).token, 'access.unauthorized'],
      ['a forged one', async () => 'nonsense', 'access.unauthorized'],
    ])('is cut by %s token', async (_, other, code) => {
      const tab = await enter(app, (await app.signIn(EVERYTHING)).token);
      expect(await tab.socket.emitWithAck('session', { token: await other() }).catch(() => 'cut')).not.toBe(true);
      expect(await tab.hears('session.ended')).toEqual({ code });
      await eventually('the cut', async () => tab.isCut());
    });

    it.each<[string, string, (user: number, token: string) => Promise<unknown>]>([
      ['is blocked', 'session.blocked', (id) => users().update({ where: { id }, data: { blocked: true } })],
      ['is deactivated', 'session.blocked', (id) => users().update({ where: { id }, data: { isActive: false } })],
      ['is deleted', 'session.blocked', (id) => users().delete({ where: { id } })],
      ['logs out', 'session.revoked', (_id, token) => app.request('POST', '/admin/logout', { token, body: {} })],
      ['loses the permission', 'session.permission_lost', async (id) => allow(await roleOf(id), ['messages.read'])],
    ])('is cut at once in each tab when its person %s', async (_, code, happen) => {
      const { token, userId } = await app.signIn(EVERYTHING);
      const other = await enter(app, (await app.signIn(EVERYTHING)).token);
      const tabs = [await enter(app, token), await enter(app, token)];
      await happen(userId, token);
      for (const tab of tabs) {
        expect(await tab.hears('session.ended')).toEqual({ code });
        await eventually('the cut', async () => tab.isCut());
      }
      const phone = newPhone();
      await write(phone, 'after the end');
      await other.hears('message.added', ({ message }) => message.text === 'after the end');
      expect(tabs.flatMap(textsOf)).toEqual([]);
    });

    it('is cut by the sweep for what another process did', async () => {
      const { token, userId } = await app.signIn(EVERYTHING);
      const tab = await enter(app, token);
      const table = app.strapi.db.metadata.get('admin::user').tableName;
      // Beside Strapi's queries, as a second process is: nothing here is told of it.
      await app.strapi.db.connection(table).where({ id: userId }).update({ blocked: true });
      await eventually('the cut', async () => tab.isCut(), 30_000);
      expect(tab.of('session.ended')).toEqual([{ code: 'session.blocked' }]);
    }, 60_000);
  });

  describe('who hears what', () => {
    it('tells the other agent’s screen what a webhook brought', async () => {
      const [one, other] = [await enter(app, (await app.signIn(EVERYTHING)).token), await enter(app, (await app.signIn(UNASSIGNED)).token)];
      const phone = newPhone();
      await write(phone, 'good morning');
      const { documentId } = await channelOf(phone);
      for (const tab of [one, other]) {
        const added = await tab.hears('message.added', ({ message }) => message.text === 'good morning');
        expect(added).toMatchObject({ channel: documentId, message: { direction: 'inbound', status: 'received' }, seq: expect.stringMatching(/^\w+\.\d+$/) });
        expect(await tab.hears('channel.changed', ({ channel }) => channel.id === documentId)).toMatchObject({ channel: { unread: 1, preview: 'good morning' } });
        await tab.hears('counts.changed');
      }
    });

    it('tells nothing of what is foreign: another account, another company, somebody else’s', async () => {
      const closed = await app.connectAccount();
      const company = await new Table<Row & { documentId: string }>(app.strapi, 'plugin::whatsapp.company').insert({ name: 'Elsewhere', connection: 1, erpId: 1_000 } as never);
      const [insider, outsider, own] = [await app.signIn(EVERYTHING), await app.signIn(EVERYTHING), await app.signIn(OWN)];
      const [holder, colleague] = [await app.signIn(OWN), await app.signIn(UNASSIGNED)];
      await app.service('access').saveAccountGrants(closed.row.id, [{ subjectType: 'user', subject: insider.userId, verbs: ['read'] }], null);
      const tabs = {
        insider: await enter(app, insider.token), outsider: await enter(app, outsider.token), own: await enter(app, own.token), holder: await enter(app, holder.token), colleague: await enter(app, colleague.token),
      };

      const foreign = newPhone();
      await write(foreign, 'to the closed account', closed);
      const [taken, free] = [newPhone(), newPhone()];
      await write(taken, 'first of taken');
      await tabs.colleague.hears('message.added', ({ message }) => message.text === 'first of taken');
      await app.service('channels').assign(await channelOf(taken), { user: holder.userId, by: holder.userId });
      await tabs.holder.hears('channel.changed', ({ channel }) => channel.assignee?.id === holder.userId);
      await write(taken, 'second of taken');
      await write(free, 'to anybody');

      await tabs.insider.hears('message.added', ({ message }) => message.text === 'to the closed account');
      await settled(tabs.insider, tabs.outsider, tabs.colleague);
      const heard = Object.fromEntries(Object.entries(tabs).map(([name, tab]) => [name, textsOf(tab).filter((text) => !text?.startsWith('marker'))]));
      expect(heard).toEqual({
        insider: ['to the closed account', 'first of taken', 'second of taken', 'to anybody'],
        outsider: ['first of taken', 'second of taken', 'to anybody'],
        own: [],
        holder: ['second of taken'],
        colleague: ['first of taken', 'to anybody'],
      });
      // Not only messages: nothing at all that names a conversation which is not theirs.
      const [foreignId, takenId] = [(await channelOf(foreign, closed)).documentId, (await channelOf(taken)).documentId];
      expect(tabs.own.heard.filter(({ name }) => !['presence', 'ready'].includes(name))).toEqual([]);
      expect(JSON.stringify([tabs.outsider, tabs.colleague, tabs.holder].map(({ heard: all }) => all))).not.toContain(foreignId);
      expect(tabs.colleague.of('channel.gone')).toEqual([expect.objectContaining({ id: takenId })]);
      expect(tabs.insider.of('channel.gone')).toEqual([]);

      // A company of the account, but not of this person's accounts.
      await app.service('accounts').update(account.row.id, { companies: [company.id] }, null);
      const elsewhere = await new Table<Row & { documentId: string }>(app.strapi, 'plugin::whatsapp.company').insert({ name: 'Other', connection: 1, erpId: 1_001 } as never);
      await app.service('accounts').update(closed.row.id, { companies: [elsewhere.id] }, null);
      const row = await channelOf(free);
      await new Table<ChannelRow>(app.strapi, 'plugin::whatsapp.channel').update(row.id, { company: elsewhere.id });
      await write(free, 'of another company');
      await tabs.insider.hears('message.added', ({ message }) => message.text === 'of another company');
      await settled(tabs.outsider);
      expect(textsOf(tabs.outsider)).not.toContain('of another company');
      await app.service('accounts').update(account.row.id, { companies: null }, null);
      await app.service('accounts').update(closed.row.id, { companies: null }, null);
    });

    it('says that a conversation is gone to those alone who saw it, also where nobody remembers it', async () => {
      const [holder, colleague, all] = [await app.signIn(OWN), await app.signIn(UNASSIGNED), await app.signIn(EVERYTHING)];
      const phone = newPhone();
      await write(phone, 'before anybody was here');
      const row = await channelOf(phone);
      const [own, unassigned, whole] = [await enter(app, holder.token), await enter(app, colleague.token), await enter(app, all.token)];
      await app.service('channels').assign(row, { user: holder.userId, by: all.userId });
      await unassigned.hears('channel.gone', ({ id }) => id === row.documentId);
      await own.hears('channel.changed', ({ channel }) => channel.id === row.documentId);
      await own.hears('event.added', ({ event }) => event.kind === 'assigned');
      await app.service('channels').assign(await channelOf(phone), { user: all.userId, by: all.userId });
      await own.hears('channel.gone', ({ id }) => id === row.documentId);
      await settled(whole, unassigned);
      expect(whole.of('channel.gone')).toEqual([]);
      expect(unassigned.of('channel.gone')).toHaveLength(1);
    });

    it('tells whoever sees less, or more, to read everything anew', async () => {
      const { token, userId } = await app.signIn(EVERYTHING);
      const tab = await enter(app, token);
      await allow(await roleOf(userId), OWN);
      await tab.hears('resync');
      const phone = newPhone();
      await write(phone, 'no longer mine to see');
      const whole = await enter(app, (await app.signIn(EVERYTHING)).token);
      await settled(whole);
      expect(textsOf(tab)).toEqual([]);
      const former = tab.of('resync').length;
      await allow(await roleOf(userId), EVERYTHING);
      await eventually('another resync', async () => tab.of('resync').length > former);
      await settled(tab);
    });

    it('draws a conversation anew whose customer is called otherwise now', async () => {
      const tab = await enter(app, (await app.signIn(EVERYTHING)).token);
      const phone = newPhone();
      await write(phone, 'who am I');
      const { documentId } = await channelOf(phone);
      await tab.hears('channel.changed', ({ channel }) => channel.id === documentId);
      const contact = await app.service('contacts').findByPhone(`+${phone}`);
      const { token } = await app.signIn([...EVERYTHING, 'contacts.read', 'contacts.write']);
      expect((await app.request('PUT', `/whatsapp/contacts/${contact?.documentId}`, { token, body: { name: 'Called Otherwise' } })).status).toBe(200);
      expect(await tab.hears('channel.changed', ({ channel }) => channel.id === documentId && channel.name === 'Called Otherwise')).toBeTruthy();
    });

    it('moves the ticks, and draws a message anew for a reaction to it', async () => {
      const tab = await enter(app, (await app.signIn(EVERYTHING)).token);
      const phone = newPhone();
      const target = await write(phone, 'a message to react to');
      const { message } = await tab.hears('message.added', ({ message: { text } }) => text === 'a message to react to');
      const body = texts(account, { from: phone, body: '' }) as { changes: { value: { messages: Record<string, unknown>[] } }[] };
      const [reaction] = body.changes[0]?.value.messages ?? [];
      Object.assign(reaction ?? {}, { type: 'reaction', reaction: { message_id: target, emoji: '👍' }, text: undefined });
      expect((await post(app, account, webhook(body))).status).toBe(200);
      await app.service('inbound').drain();
      await tab.hears('message.changed', ({ message: { id } }) => id === message.id);
      expect(tab.of('message.added').filter(({ message: { type } }) => type === 'reaction')).toEqual([]);
    });
  });

  describe('a tab that was away', () => {
    it('hears what it missed, in order, and only what it may see now', async () => {
      const { token, userId } = await app.signIn(UNASSIGNED);
      const colleague = await app.signIn(EVERYTHING);
      const whole = await enter(app, colleague.token);
      const first = await enter(app, token);
      await settled(first);
      const after = first.place();
      first.close();
      const [one, other] = [newPhone(), newPhone()];
      await write(one, 'missed one');
      await write(other, 'missed, and taken by somebody else since');
      await write(one, 'missed two');
      await app.service('channels').assign(await channelOf(other), { user: colleague.userId, by: userId });
      await whole.hears('event.added', ({ event }) => event.kind === 'assigned');
      await write(one, 'missed three');
      await whole.hears('message.added', ({ message }) => message.text === 'missed three');

      const second = await enter(app, token, after);
      expect(second.of('resync')).toEqual([]);
      expect(textsOf(second)).toEqual(['missed one', 'missed two', 'missed three']);
      expect(second.of('channel.gone')).toEqual([expect.objectContaining({ id: (await channelOf(other)).documentId })]);
      const places = second.heard.flatMap(({ event }) => ('seq' in event ? [Number(event.seq.split('.')[1])] : []));
      expect(places).toEqual([...places].sort((a, b) => a - b));
      await write(one, 'live again');
      await second.hears('message.added', ({ message }) => message.text === 'live again');
      expect(textsOf(second)).toEqual(['missed one', 'missed two', 'missed three', 'live again']);
    });

    it('misses nothing of what happens while it comes back', async () => {
      const { token } = await app.signIn(EVERYTHING);
      const first = await enter(app, token);
      const after = first.place();
      first.close();
      const phone = newPhone();
      await write(phone, 'said 0');
      const tab = openTab(app, { token, ...(after ? { after } : {}) });
      for (let count = 1; count <= 10; count += 1) await write(phone, `said ${count}`);
      await tab.hears('message.added', ({ message }) => message.text === 'said 10');
      expect(textsOf(tab)).toEqual(Array.from({ length: 11 }, (_, count) => `said ${count}`));
    });

    it.each([['another start', 'gone.12'], ['nonsense', 'x'], ['the future', undefined]])('reads everything where its place is of %s', async (_, place) => {
      const { token } = await app.signIn(EVERYTHING);
      const first = await enter(app, token);
      const second = await enter(app, token, place ?? `${first.place()?.split('.')[0]}.999999`);
      await second.hears('resync');
    });

    it('reads everything where its person sees something else now', async () => {
      const { token, userId } = await app.signIn(UNASSIGNED);
      const first = await enter(app, token);
      const after = first.place();
      first.close();
      await allow(await roleOf(userId), EVERYTHING);
      const second = await enter(app, token, after);
      await second.hears('resync');
    });
  });

  it('works where only long polling gets through', async () => {
    const tab = await enter(app, (await app.signIn(EVERYTHING)).token, undefined, { transports: ['polling'] });
    const phone = newPhone();
    await write(phone, 'by polling');
    await tab.hears('message.added', ({ message }) => message.text === 'by polling');
    expect(tab.socket.io.engine.transport.name).toBe('polling');
  });

  it('tells five hundred statuses without losing one', async () => {
    const tab = await enter(app, (await app.signIn(EVERYTHING)).token);
    const phone = newPhone();
    await write(phone, 'the burst begins');
    const channel = await channelOf(phone);
    const rows = await Promise.all(
      Array.from({ length: 500 }, (_, count) =>
        app.service('messages').insertOutbound({
          account: account.row.id, channel: channel.id, contact: channel.contact, type: 'text', purpose: 'reply', deliveryStatus: 'accepted', body: `burst ${count}`, payload: { type: 'text', text: 'x' }, recipient: `+${phone}`, origin: 'admin', providerMessageId: newWamid(),
        }),
      ),
    );
    for (let start = 0; start < rows.length; start += 100) {
      const list = rows.slice(start, start + 100).map(({ providerMessageId }) => ({ id: providerMessageId ?? '', status: 'delivered' }));
      expect((await post(app, account, webhook(statuses(account, ...list)))).status).toBe(200);
    }
    await app.service('inbound').drain();
    await eventually('all of them', async () => new Set(tab.of('message.changed').flatMap(({ message }) => (message.status === 'delivered' ? [message.id] : []))).size === 500);
    expect(tab.of('resync')).toEqual([]);
  });

  it('says "read anew" where more happens than can be told', async () => {
    const { token } = await app.signIn(EVERYTHING);
    const tab = await enter(app, token);
    emit(app.strapi, 'message.changed', { messages: Array.from({ length: 5_000 }, (_, id) => id + 1_000_000) });
    await tab.hears('resync');
    await settled(tab);
  });

  describe('who is there', () => {
    const lastOf = (tab: Tab, user: number): string | undefined => tab.of('presence').filter((event) => event.user === user).at(-1)?.presence;

    it('is online by one of several tabs, away by all, and offline when the last is gone', async () => {
      const [watcher, agent] = [await enter(app, (await app.signIn(EVERYTHING)).token), await app.signIn(EVERYTHING)];
      const [one, other] = [await enter(app, agent.token), await enter(app, agent.token)];
      await eventually('online', async () => lastOf(watcher, agent.userId) === 'online');
      one.socket.emit('presence', { presence: 'away' });
      // The watcher joins late and is told who is there.
      const late = await enter(app, (await app.signIn(OWN)).token);
      await eventually('online for the one who joins', async () => lastOf(late, agent.userId) === 'online');
      expect(lastOf(watcher, agent.userId)).toBe('online');
      other.socket.emit('presence', { presence: 'away' });
      await eventually('away', async () => lastOf(watcher, agent.userId) === 'away');
      one.close();
      other.close();
      await eventually('offline', async () => lastOf(watcher, agent.userId) === 'offline');
    });

    it('shows who looks at a conversation and who writes, to those alone who have it open', async () => {
      const [anna, ben, own] = [await app.signIn(EVERYTHING), await app.signIn(EVERYTHING), await app.signIn(OWN)];
      const [first, second, stranger, third] = [await enter(app, anna.token), await enter(app, ben.token), await enter(app, own.token), await enter(app, anna.token)];
      const phone = newPhone();
      await write(phone, 'who answers?');
      const channel = (await channelOf(phone)).documentId;
      expect(await first.socket.emitWithAck('watch', { channel })).toEqual([]);
      expect(await third.socket.emitWithAck('watch', { channel })).toEqual([]);
      expect(await second.socket.emitWithAck('watch', { channel })).toEqual([expect.objectContaining({ user: anna.userId, typing: false })]);
      expect(await stranger.socket.emitWithAck('watch', { channel })).toEqual([]);
      stranger.socket.emit('typing', { channel, typing: true });
      first.socket.emit('typing', { channel, typing: true });
      const isTyping = ({ viewers }: ServerEvents['viewers']) => viewers.some(({ user, typing }) => user === anna.userId && typing);
      expect((await second.hears('viewers', isTyping)).viewers.map(({ user }) => user).sort()).toEqual([anna.userId, ben.userId].sort());
      // It ends by itself.
      await eventually('the end of typing', async () => !isTyping(second.of('viewers').at(-1) as ServerEvents['viewers']));
      first.close();
      third.close();
      await eventually('leaving', async () => second.of('viewers').at(-1)?.viewers.length === 1);
      expect(stranger.of('viewers')).toEqual([]);
    });

    it('takes a conversation from whoever may no longer see it', async () => {
      const [holder, colleague] = [await app.signIn(EVERYTHING), await app.signIn(UNASSIGNED)];
      const [keeps, loses] = [await enter(app, holder.token), await enter(app, colleague.token)];
      const phone = newPhone();
      await write(phone, 'mine soon');
      const row = await channelOf(phone);
      for (const tab of [keeps, loses]) await tab.socket.emitWithAck('watch', { channel: row.documentId });
      await app.service('channels').assign(row, { user: holder.userId, by: holder.userId });
      await loses.hears('channel.gone', ({ id }) => id === row.documentId);
      await eventually('the other to leave', async () => keeps.of('viewers').at(-1)?.viewers.length === 1);
    });

    it('takes no nonsense, and ends a flood', async () => {
      const tab = await enter(app, (await app.signIn(EVERYTHING)).token);
      for (const body of [null, 7, {}, { channel: 7 }, { channel: 'x'.repeat(100), typing: true }]) {
        for (const name of ['watch', 'typing', 'presence', 'session'] as const) if (name !== 'session') (tab.socket.emit as (name: string, body: unknown) => void)(name, body);
      }
      (tab.socket.emit as (name: string, body: unknown) => void)('constructor', {});
      await settled(tab);
      for (let count = 0; count < 300; count += 1) tab.socket.emit('presence', { presence: 'online' });
      await eventually('the cut', async () => tab.isCut());
    });
  });

  it('keeps what each person wants to be told', async () => {
    const [one, other] = [await app.signIn(OWN), await app.signIn(OWN)];
    const usual = { desktop: false, sound: false, mine: true, unassigned: true, all: false };
    const wanted = { desktop: true, sound: true, mine: true, unassigned: false, all: true };
    expect((await app.request('GET', '/whatsapp/notification-settings', { token: one.token })).body.data).toEqual(usual);
    for (const settings of [{ ...wanted, sound: false }, wanted]) expect((await app.request('PUT', '/whatsapp/notification-settings', { token: one.token, body: settings })).status).toBe(200);
    expect((await app.request('GET', '/whatsapp/notification-settings', { token: one.token })).body.data).toEqual(wanted);
    expect((await app.request('GET', '/whatsapp/notification-settings', { token: other.token })).body.data).toEqual(usual);
    expect((await app.request('PUT', '/whatsapp/notification-settings', { token: one.token, body: { desktop: 'yes' } })).status).toBe(400);
    expect((await app.request('GET', '/whatsapp/notification-settings', { token: (await app.signIn(['messages.read'])).token })).status).toBe(403);
  });

  it('starts with places of its own after a restart, so that tabs read everything', async () => {
    const tab = await enter(app, (await app.signIn()).token);
    await settled(tab);
    const { directory, databaseUrl } = app;
    const place = tab.place();
    await app.stop({ keep: true });
    await eventually('the cut', async () => tab.isCut());
    app = await boot({ database, at: { directory, databaseUrl } });
    const again = await enter(app, (await app.signIn()).token, place);
    await again.hears('resync');
    expect(again.place()?.split('.')[0]).not.toBe(place?.split('.')[0]);
  }, 120_000);
});
