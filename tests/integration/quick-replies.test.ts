import type { QuickReplyView } from '../../plugin/contracts/quick-replies';
import type { ChannelRow } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

interface Agent {
  token: string;
  userId: number;
}

describe.each(DATABASES)('quick replies, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let other: TestAccount;
  let channel: ChannelRow;
  let nameless: ChannelRow;
  let writer: Agent;
  let anna: Agent;
  let reader: Agent;

  const ask = (method: string, who: Agent, path: string, body?: object) => app.request(method, `/whatsapp${path}`, { token: who.token, ...(body ? { body } : {}) });
  const create = (who: Agent, body: object) => ask('POST', who, '/quick-replies', body);
  const list = async (who: Agent, query = ''): Promise<QuickReplyView[]> => (await ask('GET', who, `/quick-replies${query}`)).body.data as QuickReplyView[];
  const shortcuts = async (who: Agent, query = '') => (await list(who, query)).map(({ shortcut }) => shortcut);
  const use = (who: Agent, reply: string, where = channel) => ask('POST', who, `/channels/${where.documentId}/quick-replies/${reply}`, {});
  const codeOf = ({ status, body }: { status: number; body: { error?: { details: { code: string } } } }) => [status, body.error?.details.code];
  const open = async (phone: string, name: string | null, at = account): Promise<ChannelRow> => {
    const { contact } = await app.service('contacts').findOrCreate({ phone, scope: 'installation', name, company: null, source: 'api' });
    return app.service('channels').open(at.row.id, contact.id, null);
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    other = await app.connectAccount();
    const inbox = ['channels.read', 'channels.read-all', 'channels.reply'];
    writer = await app.signIn([...inbox, 'quick-replies.write']);
    anna = await app.signIn(inbox);
    reader = await app.signIn(['channels.read', 'channels.read-all']);
    await app.service('access').saveAccountGrants(other.row.id, [{ subjectType: 'user', subject: writer.userId, verbs: ['read', 'send'] }], null);
    channel = await open('+14155550101', 'Ana Costa');
    nameless = await open('+14155550102', null);
    await app.strapi.db.query('admin::user').update({ where: { id: anna.userId }, data: { firstname: 'Anna', lastname: 'Blum' } });
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('are one’s own, or everybody’s by those who may', async () => {
    const mine = (await create(anna, { shortcut: '/Thanks', body: 'Thank you!' })).body.data;
    expect(mine).toMatchObject({ shortcut: 'thanks', body: 'Thank you!', shared: false, account: null, language: null, mine: true });
    expect((await create(anna, { shortcut: 'all', body: 'x', shared: true })).status).toBe(403);
    expect((await create(reader, { shortcut: 'no', body: 'x' })).status).toBe(403);
    const shared = (await create(writer, { shortcut: 'thanks', body: 'Thanks from all of us', shared: true, language: 'en' })).body.data;
    // One's own and everybody's may have one name; each only once.
    for (const [who, body] of [[anna, { shortcut: 'thanks', body: 'x' }], [writer, { shortcut: 'thanks', body: 'x', shared: true }]] as const) {
      expect(codeOf(await create(who, body))).toEqual([409, 'quickreply.exists']);
    }
    expect((await create(writer, { shortcut: 'thanks', body: 'Mine' })).status).toBe(201);
    const seen = await list(anna);
    expect(seen.map(({ body, mine: own, shared: all }) => ({ body, own, all }))).toEqual([
      { body: 'Thank you!', own: true, all: false },
      { body: 'Thanks from all of us', own: false, all: true },
    ]);
    expect((await list(writer)).find(({ id }) => id === shared.id)?.mine).toBe(true);
    // Nobody changes or removes another's, or learns of it.
    expect(codeOf(await ask('PUT', writer, `/quick-replies/${mine.id}`, { body: 'x' }))).toEqual([404, 'quickreply.missing']);
    expect(codeOf(await ask('DELETE', writer, `/quick-replies/${mine.id}`))).toEqual([404, 'quickreply.missing']);
    expect((await ask('PUT', anna, `/quick-replies/${shared.id}`, { body: 'x' })).status).toBe(403);
    expect((await ask('DELETE', anna, `/quick-replies/${shared.id}`)).status).toBe(403);
    expect((await ask('PUT', anna, `/quick-replies/${mine.id}`, { shared: true })).status).toBe(403);
    expect((await ask('PUT', anna, `/quick-replies/${mine.id}`, { body: 'Thanks a lot' })).body.data).toMatchObject({ shortcut: 'thanks', body: 'Thanks a lot' });
    expect((await ask('DELETE', anna, `/quick-replies/${mine.id}`)).status).toBe(200);
    expect((await ask('DELETE', writer, `/quick-replies/${shared.id}`)).status).toBe(200);
    expect(await list(anna)).toEqual([]);
  });

  it.each([
    ['no shortcut', { body: 'x' }, 'request.invalid'],
    ['a shortcut with a space', { shortcut: 'two words', body: 'x' }, 'request.invalid'],
    ['a shortcut in letters of elsewhere', { shortcut: 'grüße', body: 'x' }, 'request.invalid'],
    ['a shortcut too long', { shortcut: 'a'.repeat(33), body: 'x' }, 'request.invalid'],
    ['an empty text', { shortcut: 'empty', body: '  ' }, 'request.invalid'],
    ['a text too long', { shortcut: 'long', body: 'x'.repeat(4_097) }, 'request.invalid'],
    ['an unknown field', { shortcut: 'unknown', body: 'Hi {{contact.email}}' }, 'quickreply.field_unknown'],
    ['braces that do not close', { shortcut: 'open', body: 'Hi {{contact.name' }, 'quickreply.field_unknown'],
  ])('refuses %s', async (_, body, code) => {
    expect(codeOf(await create(anna, body))).toEqual([400, code]);
  });

  it('are filled with what is known, and say what is not', async () => {
    const body = 'Hi {{contact.firstName|there}}, {{contact.name}} at {{contact.phone}}: {{agent.firstName}} of {{account.name}}.';
    const reply = (await create(anna, { shortcut: 'hi', body })).body.data;
    expect((await use(anna, reply.id)).body.data).toEqual({ text: `Hi Ana, Ana Costa at +14155550101: Anna of ${account.row.name}.`, missing: [] });
    expect((await use(anna, reply.id, nameless)).body.data).toEqual({ text: `Hi there, {{contact.name}} at +14155550102: Anna of ${account.row.name}.`, missing: ['contact.name'] });
    expect((await use(reader, reply.id)).status).toBe(403);
    expect(codeOf(await use(writer, reply.id))).toEqual([404, 'quickreply.missing']);
  });

  it('of one account are for its conversations, and for those who see it', async () => {
    const elsewhere = await open('+14155550103', 'Eva', other);
    const reply = (await create(writer, { shortcut: 'other', body: 'From the other number', shared: true, account: other.key })).body.data;
    expect(reply.account).toBe(other.row.documentId);
    expect(await shortcuts(writer)).toContain('other');
    expect(await shortcuts(anna)).not.toContain('other');
    expect(await shortcuts(writer, `?channel=${channel.documentId}`)).not.toContain('other');
    expect(await shortcuts(writer, `?channel=${elsewhere.documentId}`)).toContain('other');
    expect(codeOf(await ask('GET', anna, `/quick-replies?channel=${elsewhere.documentId}`))).toEqual([404, 'channel.missing']);
    expect(codeOf(await use(writer, reply.id, channel))).toEqual([404, 'quickreply.missing']);
    expect((await use(writer, reply.id, elsewhere)).body.data.text).toBe('From the other number');
    expect(codeOf(await use(anna, reply.id, channel))).toEqual([404, 'quickreply.missing']);
    expect(codeOf(await create(anna, { shortcut: 'x', body: 'x', account: other.key }))).toEqual([404, 'account.missing']);
    expect((await ask('PUT', writer, `/quick-replies/${reply.id}`, { account: null })).body.data).toMatchObject({ account: null });
    expect(await shortcuts(anna, '?search=/oth')).toEqual(['other']);
  });
});
