import type { MacroRun, MacroView } from '../../plugin/contracts/macros';
import type { ChannelEventRow, ChannelRow, MessageRow } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

interface Agent {
  token: string;
  userId: number;
}

describe.each(DATABASES)('macros, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let lead: Agent;
  let anna: Agent;
  let reader: Agent;
  let tag: string;

  const ask = (method: string, who: Agent, path: string, body?: object) => app.request(method, `/whatsapp${path}`, { token: who.token, ...(body ? { body } : {}) });
  const create = async (who: Agent, steps: object[], more: object = {}): Promise<MacroView> => {
    const { status, body } = await ask('POST', who, '/macros', { name: 'A macro', steps, ...more });
    expect({ status, code: body.error?.details.code }).toEqual({ status: 201, code: undefined });
    return body.data as MacroView;
  };
  const codeOf = ({ status, body }: { status: number; body: { error?: { details: { code: string } } } }) => [status, body.error?.details.code];
  let person = 0;
  const begin = async (): Promise<ChannelRow> => {
    const phone = `4915177${String((person += 1)).padStart(6, '0')}`;
    // By the simulated phone itself: it takes free text only from whoever it knows to have written.
    const body = JSON.stringify({ account: account.key, from: phone, name: 'Ana Costa', type: 'text', text: 'Hello' });
    expect((await fetch(`${app.whatsapp.url}/control/inbound`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(200);
    await app.service('inbound').drain();
    const contact = await app.service('contacts').findByPhone(`+${phone}`);
    return (await app.service('channels').find(account.row.id, contact?.id ?? 0)) as ChannelRow;
  };
  let presses = 0;
  const newKey = () => `press-${String((presses += 1)).padStart(6, '0')}`;
  const press = (who: Agent, macro: MacroView, channel: ChannelRow, more: object = {}) => ask('POST', who, `/channels/${channel.documentId}/macros/${macro.id}`, { key: newKey(), ...more });
  const run = async (who: Agent, macro: MacroView, channel: ChannelRow, more: object = {}): Promise<MacroRun> => {
    const { status, body } = await press(who, macro, channel, more);
    expect(status).toBe(200);
    return body.data as MacroRun;
  };
  const again = (channel: ChannelRow): Promise<ChannelRow> => app.service('channels').findByIds([channel.id]).then(([row]) => row as ChannelRow);
  const eventsOf = (channel: ChannelRow): Promise<ChannelEventRow[]> => app.strapi.db.query('whatsapp::channel-events' as never).findMany({ where: { channel: channel.id }, orderBy: { id: 'asc' } }) as unknown as Promise<ChannelEventRow[]>;
  const sent = async (channel: ChannelRow): Promise<MessageRow[]> => (await app.strapi.db.query('plugin::whatsapp.message' as never).findMany({ where: { channel: channel.id, direction: 'outbound' }, orderBy: { id: 'asc' } })) as unknown as MessageRow[];

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    const inbox = ['channels.read', 'channels.read-unassigned', 'channels.reply'];
    lead = await app.signIn([...inbox, 'channels.read-all', 'channels.assign', 'channels.configure', 'macros.write']);
    anna = await app.signIn(inbox);
    reader = await app.signIn(['channels.read', 'channels.read-all']);
    await app.strapi.db.query('admin::user').update({ where: { id: anna.userId }, data: { firstname: 'Anna' } });
    tag = (await ask('POST', lead, '/tags', { name: 'Done', colour: 'success' })).body.data.id as string;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('are one’s own, or everybody’s by those who may', async () => {
    const mine = await create(anna, [{ kind: 'priority', priority: 'high' }], { name: 'Mine' });
    expect(mine).toMatchObject({ name: 'Mine', shared: false, mine: true, steps: [{ kind: 'priority', priority: 'high' }] });
    expect((await ask('POST', anna, '/macros', { name: 'All', shared: true, steps: [{ kind: 'unassign' }] })).status).toBe(403);
    const shared = await create(lead, [{ kind: 'unassign' }], { name: 'All', shared: true });
    const list = async (who: Agent) => ((await ask('GET', who, '/macros')).body.data as MacroView[]).map(({ name, mine: own }) => ({ name, own }));
    expect(await list(anna)).toEqual([{ name: 'Mine', own: true }, { name: 'All', own: false }]);
    expect(await list(lead)).toEqual([{ name: 'All', own: true }]);
    expect(codeOf(await ask('PUT', lead, `/macros/${mine.id}`, { name: 'x' }))).toEqual([404, 'macro.missing']);
    expect((await ask('PUT', anna, `/macros/${shared.id}`, { name: 'x' })).status).toBe(403);
    expect((await ask('PUT', lead, `/macros/${shared.id}`, { name: 'Everybody' })).body.data).toMatchObject({ name: 'Everybody', steps: [{ kind: 'unassign' }] });
    expect((await ask('DELETE', anna, `/macros/${shared.id}`)).status).toBe(403);
    expect((await ask('DELETE', lead, `/macros/${shared.id}`)).status).toBe(200);
    expect((await ask('DELETE', anna, `/macros/${mine.id}`)).status).toBe(200);
    expect(await list(anna)).toEqual([]);
  });

  it.each([
    ['no step', [], [400, 'request.invalid']],
    ['eleven steps', Array.from({ length: 11 }, () => ({ kind: 'unassign' })), [400, 'request.invalid']],
    ['a step from nowhere', [{ kind: 'delete' }], [400, 'request.invalid']],
    ['a snooze without hours', [{ kind: 'state', state: 'snoozed' }], [400, 'request.invalid']],
    ['an empty reply', [{ kind: 'reply', text: ' ' }], [400, 'request.invalid']],
    ['an unknown field', [{ kind: 'reply', text: 'Hi {{contact.email}}' }], [400, 'quickreply.field_unknown']],
    ['an unknown tag', [{ kind: 'unassign' }, { kind: 'tag', tag: 'nothing' }], [404, 'tag.missing']],
  ])('with %s are refused', async (_, steps, expected) => {
    expect(codeOf(await ask('POST', anna, '/macros', { name: 'Bad', steps }))).toEqual(expected);
  });

  it('assign, tag, note, reply and resolve in one click, once however often it is pressed', async () => {
    const channel = await begin();
    const macro = await create(anna, [
      { kind: 'assign', user: null },
      { kind: 'tag', tag },
      { kind: 'priority', priority: 'high' },
      { kind: 'note', text: 'Answered {{contact.firstName}}' },
      { kind: 'reply', text: 'Thank you, {{contact.firstName}}! {{agent.firstName}}' },
      { kind: 'state', state: 'resolved' },
    ]);
    const key = newKey();
    const answers = await Promise.all([run(anna, macro, channel, { key }), run(anna, macro, channel, { key })]);
    expect(answers).toEqual([{ done: 6, refused: null }, { done: 6, refused: null }]);
    expect(await run(anna, macro, channel, { key })).toEqual({ done: 6, refused: null });
    expect((await sent(channel)).map(({ body, sentBy }) => ({ body, sentBy }))).toEqual([{ body: 'Thank you, Ana! Anna', sentBy: anna.userId }]);
    const events = await eventsOf(channel);
    const kinds = events.map(({ kind }) => kind);
    for (const kind of ['assigned', 'tags', 'priority', 'note', 'macro']) expect(kinds.filter((one) => one === kind)).toEqual([kind]);
    expect(events.find(({ kind }) => kind === 'note')).toMatchObject({ body: 'Answered Ana', actor: anna.userId });
    expect(events.find(({ kind }) => kind === 'macro')?.details).toMatchObject({ name: 'A macro' });
    expect(await again(channel)).toMatchObject({ assignee: anna.userId, priority: 'high', state: 'resolved' });
    // Another press is another run.
    expect(await run(anna, macro, channel)).toEqual({ done: 6, refused: null });
    expect(await sent(channel)).toHaveLength(2);
  });

  it('do nothing that the person may not do, and say how far they came', async () => {
    const channel = await begin();
    const shared = await create(lead, [{ kind: 'priority', priority: 'urgent' }, { kind: 'assign', user: lead.userId }, { kind: 'state', state: 'resolved' }], { shared: true });
    const refused = await run(anna, shared, channel);
    expect(refused).toMatchObject({ done: 1, refused: { step: 1, code: 'access.denied' } });
    expect(refused.refused?.sentence).toMatch(/^[A-Z].*\.$/);
    expect(await again(channel)).toMatchObject({ priority: 'urgent', assignee: null, state: 'open' });
    expect(await run(lead, shared, channel)).toEqual({ done: 3, refused: null });
    expect((await press(reader, shared, channel)).status).toBe(403);
    // Theirs no more: what is foreign is not there.
    expect(codeOf(await press(anna, shared, channel))).toEqual([404, 'channel.missing']);
    expect(codeOf(await press(lead, { ...shared, id: 'nothing' }, channel))).toEqual([404, 'macro.missing']);
    expect((await press(lead, shared, channel, { key: 'x' })).status).toBe(400);
  });

  it('stop where the conversation is handed to somebody and is theirs no more', async () => {
    const channel = await begin();
    const { userId } = lead;
    const giver = await app.signIn(['channels.read', 'channels.read-unassigned', 'channels.reply', 'channels.assign']);
    const macro = await create(giver, [{ kind: 'assign', user: userId }, { kind: 'priority', priority: 'high' }]);
    expect(await run(giver, macro, channel)).toMatchObject({ done: 1, refused: { step: 1, code: 'channel.missing' } });
    expect(await again(channel)).toMatchObject({ assignee: userId, priority: 'normal' });
  });

  it('send nothing with a gap in it, and nothing over another’s answer', async () => {
    const channel = await begin();
    const gap = await create(lead, [{ kind: 'reply', text: 'From {{company.name}}' }]);
    expect(await run(lead, gap, channel)).toMatchObject({ done: 0, refused: { step: 0, code: 'quickreply.fields_empty' } });
    expect(await eventsOf(channel)).toEqual([]);
    const filled = await create(lead, [{ kind: 'reply', text: 'From {{company.name|all of us}}' }]);
    expect(await run(anna, await create(anna, [{ kind: 'reply', text: 'I was first' }]), channel)).toEqual({ done: 1, refused: null });
    expect(await run(lead, filled, channel, { seen: null })).toMatchObject({ done: 0, refused: { step: 0, code: 'channel.answered_meanwhile' } });
    expect(await run(lead, filled, channel)).toEqual({ done: 1, refused: null });
    expect((await sent(channel)).map(({ body }) => body)).toEqual(['I was first', 'From all of us']);
  });

  it('snooze for hours, and say when a tag is gone', async () => {
    const channel = await begin();
    const other = (await ask('POST', lead, '/tags', { name: 'Soon gone' })).body.data.id as string;
    const macro = await create(lead, [{ kind: 'state', state: 'snoozed', hours: 4 }, { kind: 'untag', tag: other }, { kind: 'unassign' }]);
    await ask('DELETE', lead, `/tags/${other}`);
    expect(await run(lead, macro, channel)).toMatchObject({ done: 1, refused: { step: 1, code: 'tag.missing' } });
    const { state, snoozedUntil } = await again(channel);
    expect(state).toBe('snoozed');
    expect((snoozedUntil?.getTime() ?? 0) - Date.now()).toBeGreaterThan(3.9 * 3_600_000);
  });
});
