import type { ChannelView } from '../../plugin/contracts/channels';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { post, texts, webhook } from '../support/signed-webhooks';

const INBOX = ['channels.read', 'channels.read-unassigned', 'channels.read-all'];

describe.each(DATABASES)('conversations by name and number, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let token: string;

  const writtenBy = async (people: Record<string, string>) => {
    for (const [from, name] of Object.entries(people)) expect((await post(app, account, webhook(texts(account, { from, name, body: 'hello' })))).status).toBe(200);
    await app.service('inbound').drain();
    await app.service('contacts').settleSearch();
  };
  const find = async (search: string, query = '') => {
    const { status, body } = await app.request('GET', `/whatsapp/channels?tab=all&search=${encodeURIComponent(search)}${query}`, { token });
    expect(status).toBe(200);
    return ((body.data ?? []) as ChannelView[]).map(({ name }) => name);
  };
  const idOf = async (phone: string): Promise<number> => {
    const contact = await app.service('contacts').findByPhone(phone);
    if (!contact) throw new Error(`nobody has ${phone}`);
    return contact.id;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    ({ token } = await app.signIn(INBOX));
    await writtenBy({ '34600000001': 'Ángel Muñoz', '34600000002': 'Hotel Mirador del Puerto', '34600000003': '王小明', '34600000004': 'Ana 🌻', '5511987654321': 'Bia' });
  }, 180_000);
  afterAll(() => app?.stop(), 60_000);

  it.each([
    ['angel', ['Ángel Muñoz']],
    ['MUÑOZ ÁNG', ['Ángel Muñoz']],
    ['rador', ['Hotel Mirador del Puerto']],
    ['小明', ['王小明']],
    ['🌻', ['Ana 🌻']],
    ['+34 600 000 002', ['Hotel Mirador del Puerto']],
    ['55 11 8765-4321', ['Bia']],
    ['ana 0004', ['Ana 🌻']],
    ['ana 0002', []],
    ['%', []],
    ['zz* OR ana', []],
    ["' | x:* & <->", []],
  ])('%s', async (search, expected) => {
    expect(await find(search)).toEqual(expected);
  });

  it('knows a name from the moment it is another: written by the customer, by an editor, in the Content Manager', async () => {
    await writtenBy({ '34600000005': 'First Name' });
    await writtenBy({ '34600000005': 'Segundo Nombre' });
    expect([await find('first'), await find('segundo')]).toEqual([[], ['Segundo Nombre']]);

    const { token: editor } = await app.signIn([...INBOX, 'contacts.read', 'contacts.write']);
    const contact = await app.service('contacts').findByPhone('+34600000005');
    expect((await app.request('PUT', `/whatsapp/contacts/${contact?.documentId}`, { token: editor, body: { name: 'Tercera Persona' } })).status).toBe(200);
    await app.service('contacts').settleSearch();
    expect([await find('segundo nombre'), await find('tercera')]).toEqual([['Tercera Persona'], ['Tercera Persona']]);

    await app.strapi.db.query('plugin::whatsapp.contact').update({ where: { id: contact?.id }, data: { name: 'Quarta' } });
    await app.service('contacts').settleSearch();
    expect([await find('tercera'), await find('quarta')]).toEqual([[], ['Quarta']]);
  });

  it('finds who was written past it, and not who has become part of another', async () => {
    const knex = app.strapi.db.connection;
    await knex('whatsapp_contacts').where({ id: await idOf('+34600000002') }).update({ name: 'Pensión', updated_at: new Date() });
    await app.service('contacts').settleSearch();
    expect(await find('pension')).toEqual(['Pensión']);

    const [kept, merged] = [await idOf('+34600000001'), await idOf('+34600000004')];
    await app.strapi.db.transaction(({ trx }) => app.service('contacts').merge(kept, merged, 'a test', trx as never));
    await app.service('contacts').settleSearch();
    expect([await find('angel'), await find('🌻')]).toEqual([['Ana 🌻'], ['Ana 🌻']]);
    expect(await app.service('contacts').findNamed('34600000004', 10)).not.toContain(merged);
  });

  it('shows the newest of thousands who are called the same, and only them', async () => {
    const total = 3_200;
    const numbers = Array.from({ length: total }, (_, index) => index);
    const at = new Date(Date.now() - 86_400_000);
    await app.strapi.db.query('plugin::whatsapp.contact').createMany({ data: numbers.map((n) => ({ name: `Same Customer ${n}`, phone: `+4915500${10_000 + n}` })) });
    const made = (await app.strapi.db.query('plugin::whatsapp.contact').findMany({ where: { name: { $startsWith: 'Same' } }, select: ['id', 'name'] })) as { id: number; name: string }[];
    const numberOf = (name: string) => Number(name.split(' ').at(-1));
    for (let start = 0; start < made.length; start += 400) {
      await app.strapi.db.query('plugin::whatsapp.channel').createMany({
        data: made.slice(start, start + 400).map(({ id, name }) => ({ documentId: `same${id}`, account: account.row.id, contact: id, state: 'open', priority: 'normal', unreadCount: 0, lastMessageAt: new Date(at.getTime() + numberOf(name) * 1_000) })),
      });
    }
    await app.service('contacts').settleSearch();
    const names = await find('ame cust', '&limit=5');
    expect(names).toEqual([1, 2, 3, 4, 5].map((back) => `Same Customer ${total - back}`));
    expect(await find(`customer ${total - 7}`)).toEqual([`Same Customer ${total - 7}`]);
  }, 120_000);

  it('is made anew where it is missing, with everybody in it', async () => {
    await app.strapi.db.connection.raw('DROP TABLE whatsapp_contact_words');
    const at = { directory: app.directory, databaseUrl: app.databaseUrl };
    await app.stop({ keep: true });
    app = await boot({ at });
    ({ token } = await app.signIn(INBOX));
    await app.service('contacts').settleSearch();
    expect(await find('angel')).toEqual(['Ana 🌻']);
  }, 120_000);
});
