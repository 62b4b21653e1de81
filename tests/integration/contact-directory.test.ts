import type { ContactDetailView, ContactView, DuplicateView, MergePreviewView } from '../../plugin/contracts/contacts';
import { connectionOf, Table } from '../../server/src/platform/database';
import type { ContactRow, MessageRow, PartnerRow, Row, TemplateRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { post, texts, webhook } from '../support/signed-webhooks';
import { templateRequest } from '../support/template-request';

const SENT = ['accepted', 'sent', 'delivered', 'read', 'played'];

describe.each(DATABASES)('the directory of contacts, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let numbers = 0;

  const newPhone = (): string => `+4915155${String((numbers += 1)).padStart(6, '0')}`;
  const table = <R extends Row>(name: string) => new Table<R>(app.strapi, `plugin::whatsapp.${name}`);
  const insert = <R extends Row>(name: string, row: object): Promise<R> => table<R>(name).insert(row as Partial<R>);
  const call = (method: string, path: string, body?: unknown, token = admin) => app.request(method, `/whatsapp${path}`, { token, body });
  const make = async (name: string | null, phone = newPhone(), company: number | null = null): Promise<ContactRow> =>
    (await app.service('contacts').findOrCreate({ phone, scope: 'installation', name, company, source: 'api' })).contact;
  const state = (contact: ContactRow, purpose: 'utility' | 'marketing', value: 'granted' | 'denied', minutesAgo = 0) =>
    app.service('contacts').stateConsent([{ contact: contact.id, purpose, state: value, source: 'test', statedAt: new Date(Date.now() - minutesAgo * 60_000) }]);
  const detail = async (contact: { documentId: string }): Promise<ContactDetailView> => (await call('GET', `/contacts/${contact.documentId}`)).body.data;
  const list = async (query: string): Promise<string[]> => ((await call('GET', `/contacts?${query}`)).body.data as ContactView[]).map(({ name, profileName }) => name ?? profileName ?? '');
  const partner = (name: string, phoneSanitized: string, extra: object = {}) =>
    insert<PartnerRow>('partner', { connection: 1, erpId: 10_000 + (numbers += 1), name, phoneSanitized, country: 'DE', erpActive: true, blacklisted: false, ...extra });
  const merge = (kept: ContactRow, merged: ContactRow, token = admin) => call('POST', '/contacts/merge', { kept: kept.documentId, merged: merged.documentId }, token);

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  describe('the list', () => {
    it('goes page by page, newest first, and misses nobody who is there', async () => {
      const made = [];
      for (let index = 0; index < 7; index += 1) made.push((await make(`Pageable ${index}`)).documentId);
      const seen: string[] = [];
      let after = '';
      do {
        const { body } = await call('GET', `/contacts?search=pageable&limit=3&after=${after}`);
        seen.push(...(body.data as ContactView[]).map(({ id }) => id));
        after = body.meta.nextCursor ?? '';
        // Someone new comes while one reads: no page moves.
        if (seen.length === 3) await make('Pageable late');
      } while (after);
      expect(seen).toEqual([...made].reverse());
      expect((await call('GET', '/contacts?after=nonsense')).status).toBe(400);
    });

    it('costs the same number of queries for two and for fifty', async () => {
      for (let index = 0; index < 50; index += 1) await state(await make(`Costly ${index}`), 'utility', 'granted');
      await app.service('contacts').settleSearch();
      const count = async (limit: number): Promise<[number, number]> => {
        const knex = connectionOf(app.strapi);
        let queries = 0;
        // Others go on in the background, of messages and accounts; and what a person may see is asked once a second.
        const counting = ({ sql }: { sql: string }) => (queries += /whatsapp_(contacts|contact_aliases|consents|partners|companies)\b|admin_users\b/.test(sql) ? 1 : 0);
        knex.on('query', counting);
        const { body } = await call('GET', `/contacts?search=costly&limit=${limit}`);
        knex.off('query', counting);
        return [body.data.length, queries];
      };
      const [, two, fifty] = [await count(1), await count(2), await count(50)];
      expect(two[1]).toBeGreaterThanOrEqual(4);
      expect([two[0], fifty[0]]).toEqual([2, 50]);
      expect(fifty[1]).toBe(two[1]);
    });

    it('finds by name, profile name, digits in any spelling, and the name of a partner', async () => {
      const contact = await make('Findable Person', '+5511987651234');
      await app.service('contacts').resolvePeople([{ person: { phone: '5511987651234', profileName: 'Fifi the Finder' }, scope: 'installation', source: 'message', at: new Date() }], connectionOf(app.strapi));
      await partner('Findings & Sons', '+5511987651234', { contact: contact.id });
      await app.service('contacts').settleSearch();
      for (const words of ['findable', 'fifi the', 'the fifi', 'FINDÁBLE', '+55 11 98765-1234', '551187651234', '87651234', 'findings']) {
        expect([words, await list(`search=${encodeURIComponent(words)}`)]).toEqual([words, ['Findable Person']]);
      }
      expect(await list('search=%25')).toEqual([]);
    });

    it('narrows by consent, partner, company and source', async () => {
      const company = await insert<Row & { documentId: string }>('company', { connection: 1, erpId: 71, name: 'Narrow Ltd' });
      const [granted, denied] = [await make('Narrow granted', undefined, company.id), await make('Narrow denied')];
      await make('Narrow silent');
      await state(granted, 'marketing', 'granted');
      await state(denied, 'marketing', 'denied');
      await partner('Narrow partner', denied.phone ?? '', { contact: denied.id });
      await post(app, account, webhook(texts(account, { from: '4915166000001', name: 'Narrow writer' })));
      await app.service('inbound').drain();
      const narrow = async (query: string) => (await list(`search=narrow&${query}`)).sort();
      expect(await narrow('marketing=granted')).toEqual(['Narrow granted']);
      expect(await narrow('marketing=denied')).toEqual(['Narrow denied']);
      expect(await narrow('marketing=unknown')).toEqual(['Narrow silent', 'Narrow writer']);
      expect(await narrow('linked=yes')).toEqual(['Narrow denied']);
      expect(await narrow('linked=no')).toEqual(['Narrow granted', 'Narrow silent', 'Narrow writer']);
      expect(await narrow(`company=${company.documentId}`)).toEqual(['Narrow granted']);
      expect(await narrow('source=conversation')).toEqual(['Narrow writer']);
      expect(await narrow('source=api')).toEqual(['Narrow denied', 'Narrow granted', 'Narrow silent']);
      expect((await call('GET', '/contacts?company=unknown')).status).toBe(404);
      expect((await call('GET', '/contacts/options')).body.data.companies).toContainEqual({ id: company.documentId, name: 'Narrow Ltd' });
    });
  });

  describe('one contact', () => {
    it('shows by what, where and since when a person is known', async () => {
      await post(app, account, webhook(texts(account, { from: '4915166000002', userId: 'DE.KNOWN1', name: 'Pia Push', body: 'Hello' })));
      await app.service('inbound').drain();
      const contact = (await app.service('contacts').findByPhone('+4915166000002')) as ContactRow;
      await state(contact, 'utility', 'granted', 5);
      await state(contact, 'utility', 'denied', 1);
      const view = await detail(contact);
      expect(view.identities).toMatchObject([
        { kind: 'phone', value: '+4915166000002', source: 'conversation', retiredAt: null },
        { kind: 'bsuid', value: 'DE.KNOWN1', source: 'conversation', retiredAt: null },
      ]);
      expect(view.accounts).toMatchObject([
        { account: { key: account.key, provider: 'meta' }, waId: '4915166000002', userIds: ['DE.KNOWN1'], pushname: 'Pia Push', isWaContact: true, window: { open: true, openedByStop: false } },
      ]);
      expect(new Date(view.accounts[0]?.syncedAt ?? 0).getTime()).toBe(contact.lastSeenAt?.getTime());
      expect(view.history.map(({ purpose, state: said }) => [purpose, said])).toEqual([['utility', 'denied'], ['utility', 'granted']]);
      expect(view.messages).toMatchObject([{ text: 'Hello', direction: 'inbound' }]);
      const { token } = await app.signIn(['contacts.read']);
      expect((await call('GET', `/contacts/${contact.documentId}`, undefined, token)).body.data).toMatchObject({ messages: null, documents: null });
    });

    it.each([
      ['nothing', '', 'contact.phone_empty'],
      ['words', 'call me', 'contact.phone_not_a_number'],
      ['too few digits', '+49 1', 'contact.phone_not_valid'],
      ['a number of nowhere', '+49 000 000 0000', 'contact.phone_not_valid'],
      ['a national number', '0151 55550001', 'contact.phone_country_unknown'],
    ])('is not made from %s', async (_, phone, code) => {
      const { status, body } = await call('POST', '/contacts', { phone, name: 'Nobody' });
      expect([status, body.error.details.code, body.error.details.path]).toEqual([400, code, 'phone']);
      expect(body.error.message).not.toContain('…');
    });

    it('is made by hand, with a national number where its company says of which country', async () => {
      const company = await insert<Row & { documentId: string }>('company', { connection: 1, erpId: 72, name: 'German Ltd', country: 'DE' });
      const { status, body } = await call('POST', '/contacts', { phone: '0151 777 12345', name: ' Hand Made ', company: company.documentId, language: 'de' });
      expect([status, body.data]).toMatchObject([201, { name: 'Hand Made', phone: '+4915177712345', company: { name: 'German Ltd' }, language: 'de', source: 'admin' }]);
      const again = await call('POST', '/contacts', { phone: '+49 151 777 12345' });
      expect([again.status, again.body.error.details]).toMatchObject([409, { code: 'contact.exists', values: { name: 'Hand Made' }, contact: body.data.id }]);
      expect((await call('POST', '/contacts', { phone: newPhone(), company: 'unknown' })).status).toBe(404);
    });

    it('is one when two make it at the same moment', async () => {
      const phone = newPhone();
      const answers = await Promise.all([1, 2, 3, 4].map((index) => call('POST', '/contacts', { phone, name: `Twin ${index}` })));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    });

    it('is changed, its number too: a slip of the pen no longer names it, a number it wrote from does', async () => {
      const typo = await make('To change');
      const [right, taken] = [newPhone(), await make('Taken')];
      const change = (contact: ContactRow, body: object) => call('PUT', `/contacts/${contact.documentId}`, body);
      expect((await change(typo, { name: 'Changed', phone: right })).body.data).toMatchObject({ name: 'Changed', phone: right });
      expect(await app.service('contacts').findByPhone(typo.phone ?? '')).toBeNull();
      expect((await app.service('contacts').findByPhone(right))?.id).toBe(typo.id);
      const { status, body } = await change(typo, { phone: taken.phone });
      expect([status, body.error.details]).toMatchObject([409, { code: 'contact.exists', contact: taken.documentId }]);
      expect((await change(typo, { name: null })).body.data.name).toBeNull();

      await post(app, account, webhook(texts(account, { from: '4915166000003', name: 'Writer' })));
      await app.service('inbound').drain();
      const writer = (await app.service('contacts').findByPhone('+4915166000003')) as ContactRow;
      await change(writer, { phone: newPhone() });
      expect((await app.service('contacts').findByPhone('+4915166000003'))?.id).toBe(writer.id);
      // A number given up by one may be typed for another.
      expect((await change(taken, { phone: typo.phone })).body.data.phone).toBe(typo.phone);
    });

    it('of no company is for those who see all of them', async () => {
      const [one, other] = [await insert<Row & { documentId: string }>('company', { connection: 1, erpId: 73, name: 'One' }), await insert<Row & { documentId: string }>('company', { connection: 1, erpId: 74, name: 'Other' })];
      const own = await app.connectAccount();
      const { token, userId } = await app.signIn(['contacts.read', 'contacts.write', 'contacts.merge']);
      const user = (await app.strapi.db.query('admin::user').findOne({ where: { id: userId }, populate: ['roles'] })) as { roles: { id: number }[] };
      await app.service('accounts').update(own.row.id, { companies: [one.id, other.id] }, null);
      for (const { row } of [own, account]) await app.service('access').saveAccountGrants(row.id, [{ subjectType: 'role', subject: row.id === own.row.id ? (user.roles[0]?.id ?? 0) : 999_999, verbs: ['read'] }], null);
      const create = (body: object) => call('POST', '/contacts', body, token);
      const refused = await create({ phone: newPhone() });
      expect([refused.status, refused.body.error.details.code]).toEqual([400, 'contact.company_needed']);
      expect((await create({ phone: newPhone(), company: one.documentId })).status).toBe(201);
      await app.service('accounts').update(own.row.id, { companies: [one.id] }, null);
      expect((await create({ phone: newPhone() })).body.data.company).toEqual({ id: one.documentId, name: 'One' });
      expect((await create({ phone: newPhone(), company: other.documentId })).status).toBe(404);
      const hidden = await make('Hidden', undefined, other.id);
      const { status, body } = await create({ phone: hidden.phone });
      expect([status, body.error.details.code, JSON.stringify(body)]).toEqual([409, 'contact.exists_elsewhere', expect.not.stringContaining(hidden.documentId)]);
      // Neither merged, nor looked at, from the other side.
      const mine = await make('Mine', undefined, one.id);
      expect((await merge(mine, hidden, token)).status).toBe(404);
      await app.service('access').saveAccountGrants(account.row.id, [], null);
      await app.service('access').saveAccountGrants(own.row.id, [], null);
    });
  });

  describe('partners', () => {
    it('are linked and unlinked by hand, and stay so', async () => {
      const contact = await make('Linked');
      const own = await partner('Her firm', contact.phone ?? '', { blacklisted: true });
      const path = `/contacts/${contact.documentId}/partners/${own.documentId}`;
      const linked = (await call('PUT', path)).body.data as ContactDetailView;
      expect(linked).toMatchObject({ linkedPartners: [{ name: 'Her firm', link: 'hand' }], erpBlacklisted: true });
      expect((await call('GET', `/partners/${own.documentId}/contact`)).body.data).toMatchObject({ contact: { id: contact.documentId }, link: 'hand' });
      expect((await call('DELETE', path)).body.data).toMatchObject({ linkedPartners: [] });
      expect(await detail(contact)).toMatchObject({ linkedPartners: [], erpBlacklisted: false });
      await app.service('erp').linkPartner({ connection: 1, erpId: own.erpId }, contact.id);
      expect(await detail(contact)).toMatchObject({ linkedPartners: [] });
      expect((await call('GET', `/partners/${own.documentId}/contact`)).body.data).toMatchObject({ contact: { id: contact.documentId }, link: null });
      expect((await call('DELETE', path)).status).toBe(200);
      const made = await call('POST', `/partners/${own.documentId}/contact`);
      expect(made.body.data).toMatchObject({ contact: { id: contact.documentId }, link: 'hand' });
    });

    it('without a number, or of another company, are not', async () => {
      const [one, other] = [await insert<Row & { documentId: string }>('company', { connection: 1, erpId: 75, name: 'Link one' }), await insert<Row & { documentId: string }>('company', { connection: 1, erpId: 76, name: 'Link other' })];
      const contact = await make('Apart', undefined, one.id);
      const foreign = await partner('Of the other', newPhone(), { company: other.id });
      const { status, body } = await call('PUT', `/contacts/${contact.documentId}/partners/${foreign.documentId}`);
      expect([status, body.error.details.code]).toEqual([400, 'contact.partner_company']);
      const mute = await partner('No number', '', { phoneSanitized: null });
      expect((await call('POST', `/partners/${mute.documentId}/contact`)).body.error.details.code).toBe('recipient.invalid');
      expect((await call('GET', `/partners/${mute.documentId}/contact`)).body.data).toMatchObject({ contact: null, problem: { code: 'recipient.invalid' } });
    });
  });

  describe('duplicates', () => {
    it('are found with their reason, each pair once, never across companies', async () => {
      const pairs = async (): Promise<[string, string[]][]> =>
        ((await call('GET', '/contacts/duplicates')).body.data as DuplicateView[])
          .map(({ reason, contacts }): [string, string[]] => [reason, contacts.map(({ name }) => name ?? '').sort()])
          .filter(([, names]) => names.some((name) => name.startsWith('Dup')));
      const companies = [await insert<Row>('company', { connection: 1, erpId: 77, name: 'Dup one' }), await insert<Row>('company', { connection: 1, erpId: 78, name: 'Dup other' })];
      const one = await make('Dup number a', '+5511987659999');
      const other = await make('Dup number b');
      // As an import from elsewhere would leave it.
      await table<ContactRow>('contact').update(other.id, { phone: '+551187659999' });
      await make('Dup same name', '+491701230001');
      await make('dup Same Name', '+491701230002');
      await make('Dup namesake', '+491701230003');
      await make('Dup namesake', '+34600111999');
      await make('Dup apart', '+491701239001', companies[0]?.id ?? null);
      await make('Dup apart', '+491701239002', companies[1]?.id ?? null);
      const [linked, mobile] = [await make('Dup partner linked'), await make('Dup partner mobile', '+491601110001')];
      await partner('Dup firm', linked.phone ?? '', { contact: linked.id, mobile: '+49 160 111-0001' });
      expect((await pairs()).sort()).toEqual([
        ['name', ['Dup same name', 'dup Same Name']],
        ['number', ['Dup number a', 'Dup number b']],
        ['partner', ['Dup partner linked', 'Dup partner mobile']],
      ]);
      await merge(linked, mobile);
      await merge(one, other);
      expect(await pairs()).toHaveLength(1);
    });
  });

  describe('a merge', () => {
    it('says what it will do, keeps what ends messages, and leads from either to the one', async () => {
      const [kept, merged] = [await make('Kept name'), await make('Other name')];
      await state(kept, 'utility', 'granted', 10);
      await state(kept, 'marketing', 'granted', 1);
      await state(merged, 'marketing', 'denied', 20);
      await partner('Goes over', merged.phone ?? '', { contact: merged.id });
      const preview = (await call('GET', `/contacts/merge?kept=${kept.documentId}&merged=${merged.documentId}`)).body.data as MergePreviewView;
      expect(preview.result).toMatchObject({ name: 'Kept name', consents: [{ purpose: 'utility', state: 'granted' }, { purpose: 'marketing', state: 'denied' }] });
      expect(preview.moves).toEqual({ messages: 0, onTheirWay: 0, conversations: 0, partners: 1, identities: 1 });
      expect(preview.notices.map(({ code }) => code)).toEqual(['contact.merge_numbers', 'contact.merge_stricter']);
      const { status, body } = await merge(kept, merged);
      expect([status, body.data]).toMatchObject([200, { id: kept.documentId, linkedPartners: [{ name: 'Goes over' }], merges: [{ name: 'Other name', phone: merged.phone }] }]);
      expect(body.data.consents).toMatchObject([{ state: 'granted' }, { state: 'denied' }]);
      expect(body.data.identities.map(({ value }: { value: string }) => value).sort()).toEqual([kept.phone, merged.phone].sort());
      expect((body.data as ContactDetailView).history.map(({ merged: isMerged }) => isMerged)).toContain(true);
      expect((await detail(merged)).id).toBe(kept.documentId);
      expect((await app.service('contacts').findByPhone(merged.phone ?? ''))?.id).toBe(kept.id);
      expect((await merge(kept, merged)).body.error.details.code).toBe('contact.merge_self');
      await eventually('the activity is logged', async () =>
        ((await call('GET', '/activities?operation=contact.merge')).body.data ?? []).some(({ user, details }: { user: object | null; details: { merged?: number } }) => user !== null && details.merged === merged.id),
      );
    });

    it('is refused across companies, and for those who may not', async () => {
      const companies = [await insert<Row>('company', { connection: 1, erpId: 79, name: 'Merge one' }), await insert<Row>('company', { connection: 1, erpId: 80, name: 'Merge other' })];
      const [one, other] = [await make('Merge one', undefined, companies[0]?.id ?? null), await make('Merge other', undefined, companies[1]?.id ?? null)];
      const { status, body } = await merge(one, other);
      expect([status, body.error.details.code]).toEqual([400, 'contact.merge_companies']);
      const preview = await call('GET', `/contacts/merge?kept=${one.documentId}&merged=${other.documentId}`);
      expect(preview.body.data.notices[0]).toMatchObject({ level: 'refusal', code: 'contact.merge_companies' });
      const { token } = await app.signIn(['contacts.read', 'contacts.write']);
      expect((await merge(one, one, token)).status).toBe(403);
      expect((await table<ContactRow>('contact').findById(other.id))?.mergedInto).toBeNull();
    });

    describe('in the middle of sending', () => {
      let own: TestAccount;
      let template: TemplateRow;
      const control = (body: object) => fetch(`${app.whatsapp.url}/control`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
      const fresh = () => app.service('accounts').getById(own.row.id);
      const enqueue = async (contact: ContactRow): Promise<MessageRow> =>
        (await app.service('delivery').enqueue(templateRequest(await fresh(), contact.id, template))).message;
      const rowsOf = (messages: MessageRow[]): Promise<MessageRow[]> => app.service('messages').findByIds(messages.map(({ id }) => id));
      /** Says what has become of each where they are not. */
      const allSent = async (messages: MessageRow[]): Promise<void> => {
        const isSent = async () => (await rowsOf(messages)).every(({ deliveryStatus }) => SENT.includes(deliveryStatus));
        await eventually('all of them are sent', isSent, 40_000).catch(async () => {
          expect((await rowsOf(messages)).map(({ deliveryStatus, blockedBy, errorCode, errorMessage, attempts }) => ({ deliveryStatus, blockedBy, errorCode, errorMessage, attempts })).filter(({ deliveryStatus }) => !SENT.includes(deliveryStatus))).toEqual([]);
        });
      };
      const ledger = (messages: MessageRow[]): { to: string; callbackData?: string }[] => {
        const ids = new Set(messages.map(({ documentId }) => documentId));
        return (app.whatsapp.ledger() as { to: string; callbackData?: string }[]).filter(({ callbackData }) => ids.has(callbackData ?? ''));
      };
      const consenting = async (name: string): Promise<ContactRow> => {
        const contact = await make(name);
        await state(contact, 'utility', 'granted');
        await state(contact, 'marketing', 'granted');
        return contact;
      };

      beforeAll(async () => {
        own = await app.connectAccount();
        await control({ account: own.key, messagingLimit: -1, throughput: 1_000, statusDelayMs: 10 });
        await eventually('the health is known', async () => (await fresh()).connectionState === 'connected');
        await app.service('templates').sync(await fresh());
        template = (await app.service('templates').find(await fresh(), 'hello_world', 'en_US')) as TemplateRow;
      });

      it('loses nothing, sends nothing twice, and every message ends up with the one who is left', async () => {
        const [kept, merged] = [await consenting('Sent to'), await consenting('Sent to, twice')];
        await control({ account: own.key, latencyMs: 800 });
        const messages = [await enqueue(merged), await enqueue(merged), await enqueue(merged), await enqueue(kept)];
        await eventually('one of the losing contact is under way', async () => (await rowsOf(messages.slice(0, 3))).some(({ deliveryStatus }) => deliveryStatus === 'sending'));
        const [answer, ...late] = await Promise.all([merge(kept, merged), enqueue(merged), enqueue(merged), enqueue(kept)]);
        expect(answer.status).toBe(200);
        const all = [...messages, ...late];
        await allSent(all);
        await control({ account: own.key, latencyMs: 0 });

        const rows = await rowsOf(all);
        expect(ledger(all).map(({ callbackData }) => callbackData).sort()).toEqual(all.map(({ documentId }) => documentId).sort());
        expect(new Set(rows.map(({ contact }) => contact))).toEqual(new Set([kept.id]));
        const channel = await app.service('channels').find(own.row.id, kept.id);
        expect(new Set(rows.map((row) => row.channel))).toEqual(new Set([channel?.id]));
        expect(await app.service('channels').findByContacts([merged.id])).toEqual([]);
        expect(channel?.lastMessageAt).not.toBeNull();
        // Each goes to the number it was written to.
        expect(ledger(messages).filter(({ to }) => `+${to.replace('+', '')}` === merged.phone)).toHaveLength(3);
        expect((await detail(kept)).messages).toHaveLength(7);
      }, 90_000);

      it('a STOP of one ends what is queued for the other', async () => {
        const [kept, merged] = [await consenting('Still asked'), await consenting('Said stop')];
        const later = new Date(Date.now() + 1_500);
        const waiting = (await app.service('delivery').enqueue({ ...templateRequest(await fresh(), kept.id, template), sendAt: later })).message;
        await app.strapi.db.transaction(({ trx }) => app.service('contacts').applyConsentWord('stop', { contact: merged.id, wording: 'STOP', message: null, statedAt: new Date() }, trx as never));
        expect((await merge(kept, merged)).status).toBe(200);
        const [row] = await eventually('it is decided', async () => {
          const rows = await rowsOf([waiting]);
          return rows[0]?.deliveryStatus === 'queued' ? null : rows;
        });
        expect(row).toMatchObject({ deliveryStatus: 'failed', errorCode: 'message.opted_out' });
        expect(ledger([waiting])).toEqual([]);
      }, 60_000);

      it('many merges at once, while messages are written to all of them, leave one contact with all of it', async () => {
        const [kept, ...others] = await Promise.all(Array.from({ length: 6 }, (_, index) => consenting(`Crowd ${index}`))) as [ContactRow, ...ContactRow[]];
        const writing = others.flatMap((contact) => [0, 1, 2].map(() => enqueue(contact)));
        const merging = others.map((contact) => merge(kept, contact));
        const messages = await Promise.all(writing);
        expect((await Promise.all(merging)).map(({ status }) => status)).toEqual(others.map(() => 200));
        await allSent(messages);
        expect(new Set((await rowsOf(messages)).map(({ contact }) => contact))).toEqual(new Set([kept.id]));
        expect(ledger(messages)).toHaveLength(messages.length);
        const channels = await app.service('channels').findByContacts([kept, ...others].map(({ id }) => id));
        expect(channels.map(({ contact }) => contact)).toEqual([kept.id]);
      }, 90_000);

      describe('whose message is being decided right then', () => {
        afterEach(() => jest.restoreAllMocks());

        /** A merge commits before, or after, what the decision asks about the one who is merged. */
        const mergeWhileDeciding = (kept: ContactRow, merged: ContactRow, when: 'before' | 'after'): { done: boolean } => {
          const service = app.service('contacts');
          const ask = service.consentFactsOf.bind(service);
          const merging = { done: false };
          jest.spyOn(service, 'consentFactsOf').mockImplementation(async (rows, trx) => {
            const isAsked = !trx && !merging.done && rows.some(({ id }) => id === merged.id);
            if (!isAsked) return ask(rows, trx);
            merging.done = true;
            const former = when === 'after' ? await ask(rows) : null;
            expect((await merge(kept, merged)).status).toBe(200);
            return former ?? ask(rows);
          });
          return merging;
        };

        it('is not refused for lack of a consent that has just moved', async () => {
          const [kept, merged] = [await consenting('Stays'), await consenting('Leaves with consent')];
          const merging = mergeWhileDeciding(kept, merged, 'before');
          const message = await enqueue(merged);
          await allSent([message]);
          expect(merging.done).toBe(true);
          expect(ledger([message])).toHaveLength(1);
          expect((await rowsOf([message]))[0]).toMatchObject({ contact: kept.id, attempts: 1, errorCode: null });
        }, 60_000);

        it('is not sent to whom the other has forbidden it', async () => {
          const [kept, merged] = [await consenting('Said stop'), await consenting('Leaves for a stop')];
          await app.strapi.db.transaction(({ trx }) => app.service('contacts').applyConsentWord('stop', { contact: kept.id, wording: 'STOP', message: null, statedAt: new Date() }, trx as never));
          const merging = mergeWhileDeciding(kept, merged, 'after');
          const message = await enqueue(merged);
          const row = await eventually('it is decided', async () => (await rowsOf([message])).find(({ deliveryStatus }) => !['queued', 'sending'].includes(deliveryStatus)) ?? null);
          expect(merging.done).toBe(true);
          expect(row).toMatchObject({ deliveryStatus: 'failed', errorCode: 'message.opted_out', contact: kept.id, attempts: 0 });
          expect(ledger([message])).toEqual([]);
        }, 60_000);
      });
    });
  });
});
