import { DEMO, DEMO_RECORDS, DEMO_TWO_FACTOR } from '../../playground/simulators/erp/demo';
import type { OwnErpService } from '../../server/src/features/erp/erp.service';
import type { InvoiceRow, PartnerRow, SalesOrderRow } from '../../server/src/platform/records';
import { boot } from '../support/boot';
import type { App } from '../support/boot';
import { DATABASES } from '../support/postgres';

const post = async (url: string, body: unknown): Promise<void> => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
};

describe.each(DATABASES)('records from the ERP, on %s', (database) => {
  let app: App;
  let admin: string;
  const erp = () => app.service('erp') as OwnErpService;
  const rows = <R>(name: string, where: object = {}) => app.strapi.db.query(`plugin::whatsapp.${name}` as never).findMany({ where, orderBy: { erpId: 'asc' } }) as Promise<R[]>;
  const pull = async (full = false) => {
    await erp().trigger({ startedBy: 'test', full });
    await erp().pulls.settled();
    const [run] = await erp().connections.listRuns(1);
    return run!;
  };

  beforeAll(async () => {
    app = await boot({ database });
    admin = (await app.signIn()).token;
  });
  afterAll(() => app.stop());

  it('pulls companies, partners, orders and customer invoices in every state, and links them', async () => {
    await app.connectErp();
    const [companies, partners, orders, invoices] = [await rows<{ id: number }>('company'), await rows<PartnerRow>('partner'), await rows<SalesOrderRow>('sales-order'), await rows<InvoiceRow>('invoice')];
    expect(companies).toHaveLength(2);
    expect(partners.length).toBeGreaterThan(20);
    expect(new Set(orders.map(({ state }) => state))).toEqual(new Set(['draft', 'sent', 'sale', 'cancel']));
    expect(new Set(invoices.map(({ moveType }) => moveType))).toEqual(new Set(['out_invoice', 'out_refund']));
    expect(new Set(invoices.map(({ state }) => state))).toEqual(new Set(['draft', 'posted', 'cancel']));
    for (const invoice of invoices) {
      expect(companies.map(({ id }) => id)).toContain(invoice.company);
      expect(invoice.partner === null || partners.some(({ id }) => id === invoice.partner)).toBe(true);
      expect(Array.isArray(invoice.lines)).toBe(true);
    }
    expect(partners.find(({ erpId }) => erpId === DEMO_RECORDS.partners.archived)?.erpActive).toBe(false);
    expect(partners.find(({ erpId }) => erpId === DEMO_RECORDS.partners.blacklisted)?.blacklisted).toBe(true);
  });

  it('pulls again without doubling anything, and sees what changed', async () => {
    const before = await rows<PartnerRow>('partner');
    await post(`${app.erp.url}/actions/set-phone`, { id: DEMO_RECORDS.partners.american, phone: '+1 202 555 0199' });
    const run = await pull();
    expect(run.state).toBe('done');
    expect(run.counts.partner?.created).toBe(0);
    const after = await rows<PartnerRow>('partner');
    expect(after).toHaveLength(before.length);
    expect(after.find(({ erpId }) => erpId === DEMO_RECORDS.partners.american)?.phone).toBe('+1 202 555 0199');
  });

  it('marks what was deleted at the ERP, keeps it, and takes it back when the ERP shows it again', async () => {
    const draft = (await rows<SalesOrderRow>('sales-order', { state: 'cancel' }))[0]!;
    await post(`${app.erp.url}/actions/delete`, { model: 'sale.order', id: draft.erpId });
    await pull(true);
    const [kept] = await rows<SalesOrderRow>('sales-order', { erpId: draft.erpId });
    expect(kept?.deletedAt).not.toBeNull();
  });

  it('follows an order that is confirmed', async () => {
    const draft = (await rows<SalesOrderRow>('sales-order', { state: 'draft' }))[0]!;
    await post(`${app.erp.url}/actions/confirm-order`, { id: draft.erpId });
    await pull();
    expect((await rows<SalesOrderRow>('sales-order', { erpId: draft.erpId }))[0]?.state).toBe('sale');
  });

  it.each([
    ['a wrong database', { database: 'nowhere' }, 'erp.bad_database', /no database/i],
    ['a wrong key', { secret: 'not-the-key' }, 'erp.two_factor_or_bad_password', /wrong/i],
    ['the password of a user with two factors', { login: DEMO_TWO_FACTOR.login, secret: DEMO_TWO_FACTOR.password }, 'erp.two_factor_or_bad_password', /two factors/i],
    ['a port nobody listens at', { baseUrl: 'http://127.0.0.1:9' }, 'erp.unreachable', /reach/i],
    ['what is no address', { baseUrl: 'erp example' }, 'erp.bad_address', /address/i],
  ])('says in words that the connection has %s', async (_, change, _code, words) => {
    const { status, body } = await app.request('POST', '/whatsapp/erp/test', { token: admin, body: { baseUrl: app.erp.url, database: DEMO.database, login: DEMO.login, secret: DEMO.apiKey, ...change } });
    const said = status === 200 ? body.data.checks.filter(({ ok }: { ok: boolean }) => !ok).map(({ message }: { message: string }) => message).join(' ') : body.error.message;
    expect(said).toMatch(words);
    expect(JSON.stringify(body)).not.toContain(DEMO.apiKey);
  });

  it('passes every check with the right settings, the stored key standing in where none is typed', async () => {
    const { body } = await app.request('POST', '/whatsapp/erp/test', { token: admin, body: { baseUrl: app.erp.url, database: DEMO.database, login: DEMO.login } });
    expect(body.data).toMatchObject({ ok: true });
    expect(body.data.checks.length).toBeGreaterThan(5);
  });

  it('never sends the stored key to another place', async () => {
    const elsewhere = { baseUrl: app.erp.url.replace('127.0.0.1', 'localhost'), database: DEMO.database, login: DEMO.login };
    const test = await app.request('POST', '/whatsapp/erp/test', { token: admin, body: elsewhere });
    expect(test.body.error.details.code).toBe('erp.secret_missing');
    const saved = await app.request('PUT', '/whatsapp/erp/connection', { token: admin, body: elsewhere });
    expect(saved.body.data.hasSecret).toBe(false);
    expect((await pull()).errorCode).toBe('erp.secret_missing');
    const back = await app.request('PUT', '/whatsapp/erp/connection', { token: admin, body: { ...elsewhere, baseUrl: app.erp.url, secret: DEMO.apiKey } });
    expect(back.body.data.hasSecret).toBe(true);
    expect(JSON.stringify(back.body)).not.toContain(DEMO.apiKey);
    expect((await pull()).state).toBe('done');
  });

  it('states consent from a mapped field, with field and value as evidence, and below the customer’s own word', async () => {
    const fields = await app.request('GET', '/whatsapp/erp/fields', { token: admin });
    expect(fields.body.data.map(({ name }: { name: string }) => name)).toContain('is_company');
    const mapped = await app.request('PUT', '/whatsapp/erp/consent-mapping', { token: admin, body: { utility: 'is_company' } });
    expect(mapped.body.data.consentMapping).toEqual({ utility: 'is_company' });
    const contacts = app.service('contacts');
    const [bakery] = await rows<PartnerRow>('partner', { erpId: DEMO_RECORDS.partners.bakery });
    const { contact } = await contacts.findOrCreate({ phone: bakery!.phoneSanitized!, scope: 'installation', source: 'test' });
    await contacts.stateConsent([{ contact: contact.id, purpose: 'utility', state: 'denied', source: 'customer-message', wording: 'STOP', statedAt: new Date() }]);
    expect((await pull()).state).toBe('done');
    const companies = (await rows<PartnerRow>('partner', { isCompany: true })).filter(({ contact: linked, erpId }) => linked !== null && erpId !== DEMO_RECORDS.partners.bakery);
    expect(companies.length).toBeGreaterThan(0);
    const facts = await contacts.consentFactsOf(await contacts.findByIds([contact.id, companies[0]!.contact!]));
    expect(facts.get(contact.id)?.consents.find(({ purpose }) => purpose === 'utility')).toMatchObject({ state: 'denied', source: 'customer-message' });
    expect(facts.get(companies[0]!.contact!)?.consents.find(({ purpose }) => purpose === 'utility')).toMatchObject({ state: 'granted', source: 'erp-field', wording: expect.stringContaining('is_company') });
  });

  it('refuses a mapping to a field the ERP does not have', async () => {
    const { status, body } = await app.request('PUT', '/whatsapp/erp/consent-mapping', { token: admin, body: { utility: 'x_no_such_field' } });
    expect([status, body.error.details.code]).toEqual([400, 'erp.missing_field']);
  });

  it('refuses to change a pulled record in the Content Manager', async () => {
    const [partner] = await rows<PartnerRow>('partner');
    const uid = 'plugin::whatsapp.partner';
    const { status, body } = await app.request('PUT', `/content-manager/collection-types/${uid}/${partner!.documentId}`, { token: admin, body: { name: 'Somebody else' } });
    expect([status, body.error.details.code]).toEqual([403, 'record.read_only']);
    expect((await rows<PartnerRow>('partner'))[0]!.name).toBe(partner!.name);
  });

  it('lists records for a granted token: keyset pages, by change, and 403 without the grant', async () => {
    const { accessKey: token } = await app.createToken({ verbs: ['records.read'], accounts: null });
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const { status, body } = await app.request('GET', `/api/whatsapp/invoices?limit=7${after ? `&after=${after}` : ''}`, { token });
      expect(status).toBe(200);
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      after = body.meta.nextCursor as string | null;
    }
    const all = await rows<InvoiceRow>('invoice', { deletedAt: { $null: true } });
    expect(seen).toHaveLength(all.length);
    expect(new Set(seen).size).toBe(all.length);
    const changed = await app.request('GET', '/api/whatsapp/partners?changedAfter=2000-01-01T00:00:00Z&limit=50', { token });
    const times = changed.body.data.map(({ changedAt }: { changedAt: string }) => changedAt);
    expect(times).toEqual([...times].sort());
    const { accessKey: other } = await app.createToken(null);
    expect((await app.request('GET', '/api/whatsapp/invoices', { token: other })).status).toBe(403);
  });
});

describe.each([17, 18] as const)('an Odoo %s', (erpVersion) => {
  it('is pulled as 19 is, with the numbers only it has', async () => {
    const app = await boot({ erpVersion });
    try {
      await app.connectErp();
      const partners = (await app.strapi.db.query('plugin::whatsapp.partner' as never).findMany({})) as unknown as PartnerRow[];
      expect(partners.length).toBeGreaterThan(20);
      expect(partners.some(({ mobile }) => mobile)).toBe(true);
      expect(await app.service('erp').facts()).toMatchObject({ connected: true, error: null });
    } finally {
      await app.stop();
    }
  });
});
