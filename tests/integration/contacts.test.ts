import type { ConsentRowView, ContactView } from '../../plugin/contracts/contacts';
import type { ContactRow, MessageRow } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { change, newWamid, post, secondsOf, texts, webhook } from '../support/signed-webhooks';

describe.each(DATABASES)('contacts, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;

  const receive = async (...entries: object[]) => {
    expect((await post(app, account, webhook(...entries))).status).toBe(200);
    await app.service('inbound').drain();
  };
  const find = <Row>(uid: string, where: object): Promise<Row[]> => app.strapi.db.query(uid as never).findMany({ where, orderBy: { id: 'asc' } }) as unknown as Promise<Row[]>;
  const alive = (where: object) => find<ContactRow>('plugin::whatsapp.contact', { ...where, mergedInto: null });
  const contactOf = async (phone: string): Promise<ContactRow> => {
    const contact = await app.service('contacts').findByPhone(`+${phone}`);
    if (!contact) throw new Error(`no contact of ${phone}`);
    return contact;
  };
  const factsOf = async (id: number) => (await app.service('contacts').consentFactsOf(await app.service('contacts').findByIds([id]))).get(id);

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  describe('one person', () => {
    it.each([
      ['Brazil’s ninth digit', '5511987650001', '551187650001'],
      ['Mexico’s 1', '5215512340001', '525512340001'],
      ['Argentina’s 9', '5491123450001', '541123450001'],
    ])('is one contact through %s', async (_, one, other) => {
      await receive(texts(account, { from: one, body: 'a' }));
      await receive(texts(account, { from: other, body: 'b' }));
      const contact = await contactOf(one);
      expect((await contactOf(other)).id).toBe(contact.id);
      expect(await find('plugin::whatsapp.message', { contact: contact.id })).toHaveLength(2);
      expect(contact.waId).toBe(other);
    });

    it('is one contact when two forms of a number come in one batch', async () => {
      await receive(texts(account, { from: '5511987650002' }, { from: '551187650002' }));
      expect(await find('plugin::whatsapp.message', { contact: (await contactOf('5511987650002')).id })).toHaveLength(2);
    });

    it('becomes one when an id and a phone, known apart, are named together', async () => {
      await receive(texts(account, { from: '4915155990001', body: 'by phone' }));
      await receive(texts(account, { userId: 'DE.AAA111', body: 'by id' }));
      const byPhone = await contactOf('4915155990001');
      await receive(texts(account, { userId: 'DE.AAA111', from: '4915155990001', body: 'both' }));
      const all = await find<MessageRow>('plugin::whatsapp.message', { contact: byPhone.id });
      expect(all.map(({ body }) => body)).toEqual(['by phone', 'by id', 'both']);
      expect(new Set(all.map(({ channel }) => channel)).size).toBe(1);
      expect(await find('plugin::whatsapp.channel', { contact: byPhone.id })).toMatchObject([{ unreadCount: 3 }]);
      expect(await find('whatsapp::contact-merges', { kept: byPhone.id })).toHaveLength(1);
      const addresses = await app.service('contacts').addressesOf(byPhone.id, app.service('accounts').portfolioOf(account.row));
      expect(addresses).toEqual({ phones: ['4915155990001'], waId: '4915155990001', userIds: ['DE.AAA111'] });
    });

    it('keeps the stricter consent of the two', async () => {
      await receive(texts(account, { from: '4915155990002', body: 'STOP' }));
      await receive(texts(account, { userId: 'DE.BBB222', body: 'START' }));
      await receive(texts(account, { userId: 'DE.BBB222', from: '4915155990002', body: 'hello' }));
      const contact = await contactOf('4915155990002');
      expect(await factsOf(contact.id)).toMatchObject({ stopped: true });
      expect((await factsOf(contact.id))?.consents.map(({ state }) => state)).toEqual(['denied', 'denied']);
    });

    it('keeps the history through a new id, and is found by both', async () => {
      await receive(texts(account, { userId: 'BR.OLD1', body: 'before' }));
      await receive(
        change(
          account,
          { contacts: [{ profile: { name: 'Ana' }, user_id: 'BR.NEW1' }], user_id_update: [{ wa_id: '5511987650003', detail: 'x', user_id: { previous: 'BR.OLD1', current: 'BR.NEW1' }, timestamp: secondsOf(new Date()) }] },
          'user_id_update',
        ),
      );
      await receive(texts(account, { userId: 'BR.NEW1', body: 'after' }, { userId: 'BR.OLD1', body: 'late' }));
      const contact = await contactOf('5511987650003');
      expect((await find<MessageRow>('plugin::whatsapp.message', { contact: contact.id })).map(({ body }) => body).sort()).toEqual(['after', 'before', 'late']);
      const { userIds } = await app.service('contacts').addressesOf(contact.id, app.service('accounts').portfolioOf(account.row));
      expect(userIds).toEqual(['BR.NEW1']);
    });

    it('is made once by twenty at the same time', async () => {
      const contacts = app.service('contacts');
      const made = await Promise.all(Array.from({ length: 20 }, () => contacts.findOrCreate({ phone: '+4915155990003', scope: 'installation', source: 'api' })));
      expect(new Set(made.map(({ contact }) => contact.id)).size).toBe(1);
      expect(made.filter(({ created }) => created)).toHaveLength(1);
      expect(await alive({ phone: '+4915155990003' })).toHaveLength(1);
    });
  });

  describe('their word', () => {
    const at = (minutesAgo: number) => new Date(Math.floor(Date.now() / 1000) * 1000 - minutesAgo * 60_000);

    it('STOP ends, START resumes, and what comes late does not undo what is newer', async () => {
      const from = '4915155990010';
      await receive(texts(account, { from, body: 'stop!', at: at(30) }));
      const contact = await contactOf(from);
      expect(await factsOf(contact.id)).toMatchObject({ stopped: true });
      await receive(texts(account, { from, body: 'Start', at: at(20) }));
      expect(await factsOf(contact.id)).toMatchObject({ stopped: false });
      await receive(texts(account, { from, body: 'STOP', at: at(25) }));
      expect(await factsOf(contact.id)).toMatchObject({ stopped: false });
      await receive(texts(account, { from, body: 'please do not stop', at: at(10) }));
      expect(await factsOf(contact.id)).toMatchObject({ stopped: false });
      expect(await find('whatsapp::consent-statements', { contact: contact.id })).toHaveLength(6);
    });

    it('opens the window by its own time; STOP never lengthens one that permits replies', async () => {
      const from = '4915155990011';
      const channel = async () => app.service('channels').find(account.row.id, (await contactOf(from)).id);
      // Once: two calls may fall into two seconds.
      const stop = at(30 * 60);
      await receive(texts(account, { from, body: 'STOP', at: stop }));
      expect(await channel()).toMatchObject({ lastCustomerMessageAt: stop, windowOpenedByStop: true });
      const hello = at(60);
      await receive(texts(account, { from, body: 'hello', at: hello }));
      await receive(texts(account, { from, body: 'STOP', at: at(5) }));
      expect(await channel()).toMatchObject({ lastCustomerMessageAt: hello, windowOpenedByStop: false, unreadCount: 3 });
    });

    it('to the provider alone ends marketing, and resuming there brings back what was agreed', async () => {
      const from = '4915155990012';
      await receive(texts(account, { from, body: 'START' }));
      const contact = await contactOf(from);
      const prefer = (value: string, when: Date) =>
        change(account, { contacts: [{ wa_id: from }], user_preferences: [{ wa_id: from, detail: `User wants ${value}`, category: 'marketing_messages', value, timestamp: Math.floor(when.getTime() / 1000) }] }, 'user_preferences');
      await receive(prefer('stop', at(2)));
      expect(await factsOf(contact.id)).toMatchObject({ metaStop: true, stopped: false });
      await receive(prefer('resume', at(3)));
      expect(await factsOf(contact.id)).toMatchObject({ metaStop: true });
      await receive(prefer('resume', at(1)));
      expect(await factsOf(contact.id)).toMatchObject({ metaStop: false });
      expect((await factsOf(contact.id))?.consents.map(({ state }) => state)).toEqual(['granted', 'granted']);
    });

    it('a button’s Cancel is an answer, a button’s Stop promotions is not', async () => {
      const from = '4915155990013';
      const press = (text: string) =>
        change(account, { contacts: [{ wa_id: from }], messages: [{ id: newWamid(), from, timestamp: secondsOf(new Date()), type: 'button', button: { payload: text, text } }] });
      await receive(press('Cancel'));
      const contact = await contactOf(from);
      expect(await factsOf(contact.id)).toMatchObject({ stopped: false });
      await receive(press('Stop promotions'));
      expect(await factsOf(contact.id)).toMatchObject({ stopped: true });
    });
  });

  describe('on the screens', () => {
    it('lists contacts, and states consent with its source for those it can', async () => {
      await receive(texts(account, { from: '4915155990020', body: 'hi', name: 'Zora Zett' }, { from: '4915155990021', body: 'STOP', name: 'Stopped Zett' }));
      const listed = await app.request('GET', '/whatsapp/contacts?search=zett', { token: admin });
      const views = listed.body.data as ContactView[];
      expect(views).toHaveLength(2);
      const answer = await app.request('POST', '/whatsapp/consents/state', {
        token: admin,
        body: { contacts: views.map(({ id }) => id), purposes: ['utility'], state: 'granted', source: 'signed form, folder 12' },
      });
      expect(answer.body.data).toMatchObject({ stated: 1, refused: [{ code: 'message.opted_out', name: 'Stopped Zett' }] });
      const zora = await contactOf('4915155990020');
      expect(await factsOf(zora.id)).toMatchObject({ consents: [{ purpose: 'utility', state: 'granted', source: 'signed form, folder 12' }] });
      const consents = await app.request('GET', '/whatsapp/consents?search=zora', { token: admin });
      expect(consents.body.data as ConsentRowView[]).toMatchObject([{ partner: null, contact: { name: 'Zora Zett' }, phone: '+4915155990020' }]);
    });

    it.each([
      ['no source', { source: ' ' }],
      ['no one chosen', { contacts: [] }],
      ['no purpose', { purposes: [] }],
    ])('refuses a statement with %s', async (_, change_) => {
      const body = { contacts: ['x'], purposes: ['utility'], state: 'granted', source: 'somewhere', ...change_ };
      expect((await app.request('POST', '/whatsapp/consents/state', { token: admin, body })).status).toBe(400);
    });

    it('is for those who may', async () => {
      const { token } = await app.signIn(['messages.read']);
      expect((await app.request('GET', '/whatsapp/contacts', { token })).status).toBe(403);
      expect((await app.request('GET', '/whatsapp/messages', { token })).status).toBe(200);
    });
  });
});
