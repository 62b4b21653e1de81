import type { ChannelDetail, ChannelEventView } from '../../plugin/contracts/channels';
import type { ChannelEventRow, ChannelRow, MessageRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { change, newWamid, post, secondsOf, texts, webhook } from '../support/signed-webhooks';

const INBOX = ['channels.read', 'channels.read-unassigned', 'channels.read-all', 'channels.reply', 'channels.assign', 'channels.configure'];

interface Agent {
  token: string;
  userId: number;
  name: string;
}

describe.each(DATABASES)('what agents do with conversations, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let lead: Agent;
  let anna: Agent;
  let bea: Agent;
  let reader: Agent;

  const signIn = async (actions?: string[]): Promise<Agent> => {
    const { token, userId } = await app.signIn(actions);
    const user = (await app.strapi.db.query('admin::user').findOne({ where: { id: userId } })) as { firstname: string; lastname: string };
    return { token, userId, name: `${user.firstname} ${user.lastname}` };
  };
  let person = 0;
  const newPhone = () => `4915166${String((person += 1)).padStart(6, '0')}`;
  const write = async (...messages: object[]) => {
    expect((await post(app, account, webhook(...messages))).status).toBe(200);
    await app.service('inbound').drain();
  };
  const channelOf = async (phone: string): Promise<ChannelRow> => {
    const contact = await app.service('contacts').findByPhone(`+${phone}`);
    const channel = contact && (await app.service('channels').find(account.row.id, contact.id));
    if (!channel) throw new Error(`no conversation with ${phone}`);
    return channel;
  };
  /** A conversation with a customer who has written once. */
  const begin = async (phone = newPhone()): Promise<ChannelRow> => {
    await write(texts(account, { from: phone, body: 'hello' }));
    return channelOf(phone);
  };
  const again = (channel: ChannelRow): Promise<ChannelRow> => app.service('channels').findByIds([channel.id]).then(([row]) => row as ChannelRow);
  const eventsOf = (channel: ChannelRow): Promise<ChannelEventRow[]> => app.strapi.db.query('whatsapp::channel-events' as never).findMany({ where: { channel: channel.id }, orderBy: { id: 'asc' } }) as unknown as Promise<ChannelEventRow[]>;
  const said = async (channel: ChannelRow) => (await eventsOf(channel)).map(({ kind, actor, details }) => ({ kind, actor, details }));
  const messagesOf = (channel: ChannelRow): Promise<MessageRow[]> => app.strapi.db.query('plugin::whatsapp.message' as never).findMany({ where: { channel: channel.id }, orderBy: { id: 'asc' } }) as unknown as Promise<MessageRow[]>;
  const put = (who: Agent, channel: ChannelRow, what: string, body: object) => app.request('PUT', `/whatsapp/channels/${channel.documentId}/${what}`, { token: who.token, body });
  const codeOf = ({ status, body }: { status: number; body: { error?: { details: { code: string } } } }) => [status, body.error?.details.code];
  /** What observers are told while `work` runs. */
  const told = async (work: () => Promise<unknown>): Promise<string[]> => {
    const heard: string[] = [];
    const stops = ['channel.changed', 'channel.noted'].map((name) => app.strapi.eventHub.on(`whatsapp.${name}`, () => Promise.resolve(heard.push(name)).then(() => undefined)));
    await work();
    await new Promise((resolve) => setImmediate(resolve));
    for (const stop of stops) stop();
    return heard.sort();
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    lead = await signIn(INBOX);
    anna = await signIn(['channels.read', 'channels.read-unassigned', 'channels.reply']);
    bea = await signIn(['channels.read', 'channels.reply']);
    reader = await signIn(['channels.read', 'channels.read-all']);
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  describe('whose it is', () => {
    it('is taken, given, given back; each time in the timeline behind the newest message, and told', async () => {
      const channel = await begin();
      const [message] = await messagesOf(channel);
      expect(await told(async () => expect((await put(anna, channel, 'assignee', { user: anna.userId })).status).toBe(200))).toEqual(['channel.changed', 'channel.noted']);
      // So already: nothing is written, nobody is told.
      expect(await told(async () => expect((await put(anna, channel, 'assignee', { user: anna.userId })).status).toBe(200))).toEqual([]);
      const given = await put(lead, channel, 'assignee', { user: bea.userId, reason: '  speaks Polish  ' });
      expect((given.body as { data: ChannelDetail }).data.assignee).toEqual({ id: bea.userId, name: bea.name });
      expect((await again(channel)).assignedAt).not.toBeNull();
      expect((await put(bea, channel, 'assignee', { user: null })).status).toBe(200);
      expect(await again(channel)).toMatchObject({ assignee: null, assignedAt: null });
      expect(await said(channel)).toEqual([
        { kind: 'assigned', actor: anna.userId, details: { from: null, to: anna.name, reason: null } },
        { kind: 'assigned', actor: lead.userId, details: { from: anna.name, to: bea.name, reason: 'speaks Polish' } },
        { kind: 'assigned', actor: bea.userId, details: { from: bea.name, to: null, reason: null } },
      ]);
      expect((await eventsOf(channel)).map(({ afterMessage }) => afterMessage)).toEqual([message?.id, message?.id, message?.id]);
    });

    it('is given to others by those who may assign', async () => {
      const channel = await begin();
      expect(codeOf(await put(anna, channel, 'assignee', { user: bea.userId }))).toEqual([403, 'access.denied']);
      expect((await put(reader, channel, 'assignee', { user: reader.userId })).status).toBe(403);
      expect((await put(lead, channel, 'assignee', { user: anna.userId })).status).toBe(200);
      expect((await put(bea, channel, 'assignee', { user: null })).status).toBe(404);
      expect((await put(lead, channel, 'assignee', { user: null })).status).toBe(200);
      expect(await again(channel)).toMatchObject({ assignee: null });
    });

    it('goes to nobody who could not see it', async () => {
      const channel = await begin();
      const outsider = await signIn(['messages.read']);
      const blocked = await signIn(['channels.read']);
      await app.strapi.db.query('admin::user').update({ where: { id: blocked.userId }, data: { blocked: true } });
      for (const user of [outsider.userId, blocked.userId, 999_999]) {
        const answer = await put(lead, channel, 'assignee', { user });
        expect(codeOf(answer)).toEqual([400, 'channel.agent_cannot_see']);
      }
      const answer = await put(lead, channel, 'assignee', { user: outsider.userId });
      expect(answer.body.error.message).toContain(outsider.name);
      // An account that is given to others only.
      const second = await app.connectAccount();
      await app.service('access').saveAccountGrants(second.row.id, [{ subjectType: 'user', subject: lead.userId, verbs: ['read', 'send'] }], null);
      const { contact } = await app.service('contacts').findOrCreate({ phone: '+4915166999999', scope: 'installation', name: 'Elsewhere', company: null, source: 'api' });
      const elsewhere = await app.service('channels').open(second.row.id, contact.id, null);
      expect(codeOf(await put(lead, elsewhere, 'assignee', { user: anna.userId }))).toEqual([400, 'channel.agent_cannot_see']);
      expect((await put(lead, elsewhere, 'assignee', { user: lead.userId })).status).toBe(200);
      expect(await said(channel)).toEqual([]);
    });

    it('of two who take it at once the second is told who was faster', async () => {
      const channel = await begin();
      const take = (who: Agent) => put(who, channel, 'assignee', { user: who.userId, from: null });
      const answers = await Promise.all([take(lead), take(anna)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const [winner, loser] = answers[0]?.status === 200 ? [lead, answers[1]] : [anna, answers[0]];
      expect(loser?.body.error.details.code).toBe('channel.taken');
      expect(loser?.body.error.message).toContain(winner.name);
      expect((await again(channel)).assignee).toBe(winner.userId);
      expect(await eventsOf(channel)).toHaveLength(1);
      // Long ago it is a conversation like any other that is not theirs.
      const other = await begin();
      await put(lead, other, 'assignee', { user: lead.userId });
      expect(codeOf(await put(anna, other, 'assignee', { user: anna.userId }))).toEqual([404, 'channel.missing']);
      expect(codeOf(await put(bea, other, 'assignee', { user: bea.userId, from: null }))).toEqual([404, 'channel.missing']);
      expect(codeOf(await put(anna, other, 'assignee', { user: anna.userId, from: null }))).toEqual([409, 'channel.taken']);
      await app.strapi.db.query('plugin::whatsapp.channel' as never).update({ where: { id: other.id }, data: { assignedAt: new Date(Date.now() - 600_000) } });
      expect(codeOf(await put(anna, other, 'assignee', { user: anna.userId, from: null }))).toEqual([404, 'channel.missing']);
    });

    it('lists whom it can be given to, by name, without addresses', async () => {
      const gone = await signIn(['channels.read']);
      await app.strapi.db.query('admin::user').update({ where: { id: gone.userId }, data: { isActive: false } });
      const outsider = await signIn(['messages.read']);
      const { body } = await app.request('GET', '/whatsapp/channels/agents', { token: reader.token });
      const ids = (body.data as { id: number }[]).map(({ id }) => id);
      expect(ids).toEqual(expect.arrayContaining([lead.userId, anna.userId, bea.userId, reader.userId]));
      expect(ids).not.toContain(gone.userId);
      expect(ids).not.toContain(outsider.userId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(JSON.stringify(body)).not.toContain('@');
      const found = await app.request('GET', `/whatsapp/channels/agents?search=${anna.name.split(' ')[1]}`, { token: reader.token });
      expect(found.body.data).toEqual([{ id: anna.userId, name: anna.name }]);
    });

    it('is shared with others who take part', async () => {
      const channel = await begin();
      await put(lead, channel, 'assignee', { user: lead.userId });
      expect((await put(bea, channel, 'priority', { priority: 'high' })).status).toBe(404);
      const answer = await put(lead, channel, 'agents', { users: [bea.userId, anna.userId] });
      expect((answer.body as { data: ChannelDetail }).data.agents.map(({ id }) => id).sort()).toEqual([anna.userId, bea.userId].sort());
      expect((await put(bea, channel, 'priority', { priority: 'high' })).status).toBe(200);
      expect(codeOf(await put(bea, channel, 'agents', { users: [bea.userId] }))).toEqual([403, 'access.denied']);
      expect((await put(bea, channel, 'agents', { users: [anna.userId] })).status).toBe(200);
      expect((await put(bea, channel, 'priority', { priority: 'normal' })).status).toBe(404);
      expect((await said(channel)).filter(({ kind }) => kind === 'agents').map(({ details }) => details)).toEqual([
        { added: [bea.name, anna.name], removed: [] },
        { added: [], removed: [bea.name] },
      ]);
    });
  });

  describe('its state', () => {
    it('goes round; a snooze needs a time to come, and ends by itself', async () => {
      const channel = await begin();
      expect(codeOf(await put(anna, channel, 'state', { state: 'snoozed' }))).toEqual([400, 'channel.snooze_past']);
      expect(codeOf(await put(anna, channel, 'state', { state: 'snoozed', snoozedUntil: new Date(Date.now() - 1_000).toISOString() }))).toEqual([400, 'channel.snooze_past']);
      expect((await put(anna, channel, 'state', { state: 'asleep' })).status).toBe(400);
      const until = new Date(Date.now() + 1_500).toISOString();
      expect((await put(anna, channel, 'state', { state: 'snoozed', snoozedUntil: until })).body.data).toMatchObject({ state: 'snoozed', snoozedUntil: until });
      await eventually('the snooze ends', async () => (await again(channel)).state === 'open');
      expect(await again(channel)).toMatchObject({ snoozedUntil: null });
      expect((await put(anna, channel, 'state', { state: 'resolved' })).body.data).toMatchObject({ state: 'resolved', snoozedUntil: null });
      expect(await said(channel)).toEqual([
        { kind: 'state', actor: anna.userId, details: { from: 'open', to: 'snoozed', until } },
        { kind: 'state', actor: null, details: { from: 'snoozed', to: 'open', until: null } },
        { kind: 'state', actor: anna.userId, details: { from: 'open', to: 'resolved', until: null } },
      ]);
    });

    it.each(['pending', 'snoozed', 'resolved', 'archived'] as const)('%s is opened by the customer, not by a reaction', async (state) => {
      const phone = newPhone();
      const channel = await begin(phone);
      const [first] = await messagesOf(channel);
      await put(anna, channel, 'state', { state, ...(state === 'snoozed' ? { snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() } : {}) });
      const reaction = { id: newWamid(), from: phone, timestamp: secondsOf(new Date()), type: 'reaction', reaction: { message_id: first?.providerMessageId, emoji: '👍' } };
      await write(change(account, { contacts: [{ profile: { name: 'Ana Teste' }, wa_id: phone }], messages: [reaction] }));
      expect(await again(channel)).toMatchObject({ state, unreadCount: 1 });
      expect(await told(() => write(texts(account, { from: phone, body: 'one more' }, { from: phone, body: 'and one' })))).toEqual(['channel.changed', 'channel.noted']);
      expect(await again(channel)).toMatchObject({ state: 'open', snoozedUntil: null, unreadCount: 3 });
      const opened = (await eventsOf(channel)).at(-1);
      expect(opened).toMatchObject({ kind: 'state', actor: null, details: { from: state, to: 'open' } });
      expect((await messagesOf(channel)).find(({ id }) => id === opened?.afterMessage)?.body).toBe('one more');
    });

    it('is left alone by imported history', async () => {
      const channel = await begin();
      await put(anna, channel, 'state', { state: 'archived' });
      await app.strapi.db.transaction(async ({ trx }) => {
        await app.service('channels').applyReceived([{ channel: channel.id, at: new Date(), opensWindow: false, isStop: false, providerMessageId: newWamid(), preview: 'old', imported: true }], trx as never);
      });
      expect(await again(channel)).toMatchObject({ state: 'archived', unreadCount: 1 });
    });

    it('a batch of a hundred people opens what they had each, and writes it once each', async () => {
      const phones = Array.from({ length: 100 }, newPhone);
      await write(texts(account, ...phones.map((from) => ({ from }))));
      const channels = await Promise.all(phones.map(channelOf));
      await app.strapi.db.query('plugin::whatsapp.channel' as never).updateMany({ where: { id: { $in: channels.map(({ id }) => id) } }, data: { state: 'resolved' } });
      await write(texts(account, ...phones.flatMap((from) => [{ from, body: 'a' }, { from, body: 'b' }])));
      const rows = await app.service('channels').findByIds(channels.map(({ id }) => id));
      expect(new Set(rows.map(({ state, unreadCount }) => `${state} ${unreadCount}`))).toEqual(new Set(['open 3']));
      const events = (await app.strapi.db.query('whatsapp::channel-events' as never).findMany({ where: { channel: { $in: channels.map(({ id }) => id) } } })) as unknown as ChannelEventRow[];
      expect(events).toHaveLength(100);
    });
  });

  describe('the preferred agent', () => {
    it('gets what nobody has when it opens anew, while they may still see it', async () => {
      const phone = newPhone();
      const channel = await begin(phone);
      expect((await put(anna, channel, 'preferred-agent', { user: anna.userId })).status).toBe(403);
      const set = await put(lead, channel, 'preferred-agent', { user: bea.userId });
      expect((set.body as { data: ChannelDetail }).data.preferredAgent).toEqual({ id: bea.userId, name: bea.name });
      await write(texts(account, { from: phone }));
      expect((await again(channel)).assignee).toBeNull();
      await put(lead, channel, 'state', { state: 'resolved' });
      await write(texts(account, { from: phone }));
      expect(await again(channel)).toMatchObject({ state: 'open', assignee: bea.userId });
      expect((await said(channel)).at(-1)).toEqual({ kind: 'assigned', actor: null, details: { from: null, to: bea.name, reason: null } });
      // Taken by somebody meanwhile: it stays theirs.
      await put(lead, channel, 'assignee', { user: lead.userId });
      await put(lead, channel, 'state', { state: 'resolved' });
      await write(texts(account, { from: phone }));
      expect((await again(channel)).assignee).toBe(lead.userId);
    });

    it('gets nothing once they are blocked, and the first message on another number is theirs', async () => {
      const gone = await signIn(['channels.read', 'channels.reply']);
      const phone = newPhone();
      const channel = await begin(phone);
      await put(lead, channel, 'preferred-agent', { user: gone.userId });
      const second = await app.connectAccount();
      expect((await post(app, second, webhook(texts(second, { from: phone })))).status).toBe(200);
      await app.service('inbound').drain();
      const other = await app.service('channels').find(second.row.id, channel.contact ?? 0);
      expect(other?.assignee).toBe(gone.userId);
      await app.strapi.db.query('admin::user').update({ where: { id: gone.userId }, data: { blocked: true } });
      await put(lead, channel, 'state', { state: 'resolved' });
      await write(texts(account, { from: phone }));
      expect(await again(channel)).toMatchObject({ state: 'open', assignee: null });
    });
  });

  describe('marks, names and notes', () => {
    it('tags are one whatever their case, are put on and taken off, and gone everywhere when removed', async () => {
      const channel = await begin();
      const make = (body: object, who = lead) => app.request('POST', '/whatsapp/tags', { token: who.token, body });
      expect((await make({ name: 'VIP' }, anna)).status).toBe(403);
      const vip = (await make({ name: ' VIP ', colour: 'warning' })).body.data;
      expect(vip).toMatchObject({ name: 'VIP', colour: 'warning' });
      const angry = (await make({ name: 'Ärger' })).body.data;
      for (const name of ['vip', 'VIP', 'äRGER']) expect(codeOf(await make({ name }))).toEqual([409, 'tag.exists']);
      expect((await make({ name: 'x', colour: '#ff0000' })).status).toBe(400);
      expect((await app.request('PUT', `/whatsapp/tags/${vip.id}`, { token: lead.token, body: { name: 'vip', colour: 'danger' } })).body.data).toEqual({ id: vip.id, name: 'vip', colour: 'danger' });
      expect(codeOf(await app.request('PUT', `/whatsapp/tags/${vip.id}`, { token: lead.token, body: { name: 'ärger' } }))).toEqual([409, 'tag.exists']);
      const tagged = await put(anna, channel, 'tags', { tags: [vip.id, angry.id] });
      expect((tagged.body as { data: ChannelDetail }).data.tags.map(({ name }) => name).sort()).toEqual(['vip', 'Ärger']);
      expect(await told(() => put(anna, channel, 'tags', { tags: [angry.id, vip.id] }))).toEqual([]);
      await put(anna, channel, 'tags', { tags: [vip.id] });
      expect(codeOf(await put(anna, channel, 'tags', { tags: ['nothing'] }))).toEqual([404, 'tag.missing']);
      expect((await said(channel)).map(({ details }) => details)).toEqual([
        { added: expect.arrayContaining(['vip', 'Ärger']), removed: [] },
        { added: [], removed: ['Ärger'] },
      ]);
      expect((await app.request('GET', '/whatsapp/tags', { token: anna.token })).body.data).toEqual(expect.arrayContaining([expect.objectContaining({ id: vip.id })]));
      expect((await app.request('DELETE', `/whatsapp/tags/${vip.id}`, { token: lead.token })).status).toBe(200);
      expect((await put(anna, channel, 'priority', { priority: 'urgent' })).body.data).toMatchObject({ tags: [], priority: 'urgent' });
      expect(codeOf(await app.request('DELETE', `/whatsapp/tags/${vip.id}`, { token: lead.token }))).toEqual([404, 'tag.missing']);
    });

    it('a name given by hand, and silence', async () => {
      const channel = await begin();
      expect((await put(lead, channel, 'title', { title: '  Big order  ' })).body.data).toMatchObject({ title: 'Big order', name: 'Big order' });
      expect((await put(lead, channel, 'title', { title: ' ' })).body.data).toMatchObject({ title: null, name: 'Ana Teste' });
      expect((await put(lead, channel, 'settings', { muted: true })).body.data).toMatchObject({ muted: true });
      expect((await put(lead, channel, 'settings', {})).body.data).toMatchObject({ muted: true });
      expect((await said(channel)).map(({ kind, details }) => ({ kind, details }))).toEqual([
        { kind: 'titled', details: { from: null, to: 'Big order' } },
        { kind: 'titled', details: { from: 'Big order', to: null } },
      ]);
    });

    it('a note stands in the timeline and is never a message', async () => {
      const channel = await begin();
      const { status, body } = await app.request('POST', `/whatsapp/channels/${channel.documentId}/notes`, { token: anna.token, body: { text: 'Call *before* noon <b>!' } });
      expect(status).toBe(201);
      expect(body.data as ChannelEventView).toMatchObject({ kind: 'note', actor: { id: anna.userId, name: anna.name }, text: 'Call *before* noon <b>!' });
      expect((await app.request('POST', `/whatsapp/channels/${channel.documentId}/notes`, { token: anna.token, body: { text: ' ' } })).status).toBe(400);
      expect((await app.request('POST', `/whatsapp/channels/${channel.documentId}/notes`, { token: reader.token, body: { text: 'x' } })).status).toBe(403);
      expect(await messagesOf(channel)).toHaveLength(1);
    });

    it('saved views are one’s own, or everybody’s by those who may', async () => {
      const save = (who: Agent, body: object) => app.request('POST', '/whatsapp/channel-views', { token: who.token, body });
      const list = async (who: Agent) => ((await app.request('GET', '/whatsapp/channel-views', { token: who.token })).body.data as { name: string }[]).map(({ name }) => name);
      const mine = (await save(anna, { name: 'Unread', filters: { unread: 'true', tab: 'mine' } })).body.data;
      expect(mine).toMatchObject({ name: 'Unread', shared: false, filters: { unread: 'true', tab: 'mine' } });
      expect((await save(anna, { name: 'All', shared: true, filters: {} })).status).toBe(403);
      const shared = (await save(lead, { name: 'Urgent', shared: true, filters: { priority: 'urgent' } })).body.data;
      expect((await save(anna, { name: 'Bad', filters: { 'a b': 'x' } })).status).toBe(400);
      expect(await list(anna)).toEqual(['Urgent', 'Unread']);
      expect(await list(lead)).toEqual(['Urgent']);
      const remove = (who: Agent, id: string) => app.request('DELETE', `/whatsapp/channel-views/${id}`, { token: who.token });
      expect(codeOf(await remove(lead, mine.id))).toEqual([404, 'view.missing']);
      expect((await remove(anna, shared.id)).status).toBe(403);
      expect((await remove(anna, mine.id)).status).toBe(200);
      expect((await remove(lead, shared.id)).status).toBe(200);
      expect(await list(anna)).toEqual([]);
    });
  });

  it('two that become one keep every event, tag and agent; the more open state, an assignee; the other is gone', async () => {
    const [one, two] = [await begin(), await begin()];
    const tag = (await app.request('POST', '/whatsapp/tags', { token: lead.token, body: { name: 'Merged' } })).body.data;
    await put(lead, one, 'state', { state: 'resolved' });
    await put(lead, one, 'tags', { tags: [tag.id] });
    await put(lead, two, 'tags', { tags: [tag.id] });
    await put(lead, two, 'assignee', { user: bea.userId });
    await put(lead, two, 'agents', { users: [anna.userId] });
    await put(lead, two, 'preferred-agent', { user: anna.userId });
    const before = [...(await eventsOf(one)), ...(await eventsOf(two))].map(({ documentId }) => documentId).sort();
    const heard: { channels: number[]; gone?: string[] }[] = [];
    const stop = app.strapi.eventHub.on('whatsapp.channel.changed', (event: unknown) => Promise.resolve(void heard.push(event as { channels: number[] })));
    const [kept, merged] = await Promise.all([one, two].map(({ contact }) => app.strapi.db.query('plugin::whatsapp.contact' as never).findOne({ where: { id: contact } }) as unknown as Promise<{ documentId: string }>));
    expect((await app.request('POST', '/whatsapp/contacts/merge', { token: (await signIn(undefined)).token, body: { kept: kept?.documentId, merged: merged?.documentId } })).status).toBe(200);
    stop();
    expect(heard).toEqual([{ channels: [one.id], gone: [two.documentId] }]);
    expect(await again(one)).toMatchObject({ state: 'open', assignee: bea.userId, unreadCount: 2 });
    expect((await eventsOf(one)).map(({ documentId }) => documentId).sort()).toEqual(before);
    expect(await app.service('channels').agentsOf([one.id])).toEqual(new Map([[one.id, [anna.userId]]]));
    const { body } = await put(lead, one, 'priority', { priority: 'high' });
    expect(body.data).toMatchObject({ tags: [{ name: 'Merged' }], preferredAgent: { id: anna.userId } });
    expect(codeOf(await put(lead, two, 'priority', { priority: 'high' }))).toEqual([404, 'channel.missing']);
  });
});
