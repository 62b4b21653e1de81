import { createOdooClient, findFreshInvoice, findFreshPartner, findFreshSalesOrder, OdooError, testConnection } from '../../bridge/src';
import type { ConnectionCheck, OdooClient } from '../../bridge/src';
import { createRecordedOdoo, VendorFailure } from '../support/fake-odoo';
import type { Row , FakeOdoo} from '../support/fake-odoo';

const NOW = new Date('2026-11-20T12:00:00Z');
const API_KEY = '0123456789abcdef0123456789abcdef01234567';
const open: FakeOdoo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((odoo) => odoo.stop()));
});

async function start(version: 17 | 18 | 19 = 19): Promise<FakeOdoo> {
  const odoo = createRecordedOdoo(version);
  odoo.methods.set('ir.actions.report.get_wkhtmltopdf_state', () => 'ok');
  await odoo.start();
  open.push(odoo);
  return odoo;
}

const test = (odoo: FakeOdoo, settings: object = {}): Promise<ConnectionCheck[]> => testConnection(createOdooClient({ ...odoo.settings, ...settings }), { now: NOW });
const outcome = (checks: ConnectionCheck[]): string[] => checks.map(({ name, ok }) => `${ok ? '+' : '-'}${name}`);

const ALL = ['+address', '+version', '+database', '+sign_in', '+read:company', '+read:partner', '+read:sales-order', '+read:invoice', '+fields', '+languages', '+pdf_engine', '+api_key'];

describe('testing a connection', () => {
  it.each([17, 18, 19] as const)('passes everything on %i and says which fields are done without', async (version) => {
    const odoo = await start(version);
    // Recorded search_reads did not ask for every field these models have.
    for (const [model, missing] of [['account.move', ['partner_shipping_id', 'invoice_pdf_report_id']]] as const) {
      odoo.fields.set(model, { ...odoo.fields.get(model), ...Object.fromEntries(missing.map((name) => [name, {}])) });
    }
    const checks = await test(odoo);
    expect(outcome(checks)).toEqual(ALL);
    const fields = checks.find(({ name }) => name === 'fields')!.message;
    expect(fields).toBe(version === 19 ? 'Not on this server, and done without: res.partner.mobile.' : 'Every field that is used exists.');
    expect(checks.map(({ message }) => message).every((message) => /^[A-Z].*\.$/.test(message))).toBe(true);
  });

  it.each<[name: string, settings: object, expected: string[], code: string]>([
    ['no address', { baseUrl: 'http://127.0.0.1:1' }, ['-address'], 'erp.unreachable'],
    ['another database', { database: 'nodb' }, ['+address', '+version', '-database'], 'erp.bad_database'],
    ['a wrong password', { secret: 'nope' }, ['+address', '+version', '+database', '-sign_in'], 'erp.two_factor_or_bad_password'],
    ['a wrong key', { secret: API_KEY }, ['+address', '+version', '+database', '-sign_in'], 'erp.bad_credentials'],
  ])('stops at %s', async (_name, settings, expected, code) => {
    const checks = await test(await start(), settings);
    expect(outcome(checks)).toEqual(expected);
    expect(checks.at(-1)).toMatchObject({ ok: false, code });
  });

  it('names what can not be read and goes on', async () => {
    const odoo = await start();
    odoo.tables.delete('sale.order');
    odoo.methods.set('account.move.search_read', () => {
      throw new VendorFailure('odoo.exceptions.AccessError', "You are not allowed to access 'Journal Entry' (account.move) records.");
    });
    const checks = await test(odoo);
    expect(checks.filter(({ ok }) => !ok)).toEqual([
      { name: 'read:sales-order', ok: false, code: 'erp.missing_model', message: 'The ERP has no "sale.order". The app that brings it is not installed.' },
      { name: 'read:invoice', ok: false, code: 'erp.access_denied', message: 'The ERP user may not do this with account.move. Give the user the rights in Odoo.' },
    ]);
  });

  it.each([
    ['install', false],
    ['broken', false],
    ['upgrade', true],
    ['workers', true],
    ['ok', true],
  ])('PDF engine "%s" is %s', async (state, ok) => {
    const odoo = await start();
    odoo.methods.set('ir.actions.report.get_wkhtmltopdf_state', () => state);
    expect((await test(odoo)).find(({ name }) => name === 'pdf_engine')!.ok).toBe(ok);
  });

  it('says nothing of the PDF engine to a user who may not ask', async () => {
    const odoo = await start();
    odoo.methods.delete('ir.actions.report.get_wkhtmltopdf_state');
    expect(outcome(await test(odoo))).toEqual(ALL.filter((name) => name !== '+pdf_engine'));
  });

  it.each([
    { endsOn: '2026-11-25 00:00:00', ok: false, says: /expires on 2026-11-25: make a new one/ },
    { endsOn: '2027-02-01 00:00:00', ok: true, says: /expires on 2027-02-01\.$/ },
    { endsOn: '2026-11-01 00:00:00', ok: true, says: /90 days at most/ },
    { endsOn: false, ok: true, says: /90 days at most/ },
  ])('warns before an API key ends: $endsOn', async ({ endsOn, ok, says }) => {
    const odoo = await start();
    odoo.secret = API_KEY;
    odoo.tables.set('res.users.apikeys', [{ id: 1, expiration_date: endsOn }]);
    odoo.fields.set('res.users.apikeys', { expiration_date: { type: 'datetime' } });
    const check = (await test(odoo)).find(({ name }) => name === 'api_key')!;
    expect(check.ok).toBe(ok);
    expect(check.message).toMatch(says);
  });

  it('hints at API keys where a password is used', async () => {
    expect((await test(await start())).at(-1)!.message).toMatch(/looks like a password/);
  });

  it('says when a version is not among the tested ones', async () => {
    const odoo = await start();
    Object.assign(odoo, { version: 21 });
    expect((await test(odoo))[1]).toMatchObject({ ok: true, message: 'Odoo 21.0: only versions 17 to 19 are tested, others may work.' });
  });

  it('is stopped by the caller only', async () => {
    const odoo = await start();
    const controller = new AbortController();
    controller.abort();
    await expect(testConnection(createOdooClient(odoo.settings), { now: NOW, signal: controller.signal })).rejects.toMatchObject({ kind: 'aborted' });
  });
});

describe('a record read fresh', () => {
  const partner = (id: number, more: object = {}): Row => ({ id, name: `P${id}`, display_name: `P${id}`, active: true, parent_id: false, commercial_partner_id: [id, `P${id}`], write_date: '2026-11-20 22:00:00', ...more });

  /** Order 20: customer 10 (a person at company 1), invoice address 11; children 12, 13 and the archived 14. */
  async function startWithFamily(): Promise<{ odoo: FakeOdoo; client: OdooClient }> {
    const odoo = await start();
    odoo.tables.set('res.partner', [
      partner(1, { is_company: true }),
      partner(10, { parent_id: [1, 'P1'], commercial_partner_id: [1, 'P1'] }),
      partner(11, { active: false, country_id: [233, 'United States'] }),
      partner(13, { parent_id: [10, 'P10'] }),
      partner(12, { parent_id: [10, 'P10'] }),
      partner(14, { parent_id: [10, 'P10'], active: false }),
      partner(15, { parent_id: [11, 'P11'] }),
    ]);
    const order = odoo.tables.get('sale.order')!.find(({ id }) => id === 20)!;
    Object.assign(order, { partner_id: [10, 'P10'], partner_invoice_id: [11, 'P11'] });
    const invoice = odoo.tables.get('account.move')!.find(({ id }) => id === 1)!;
    Object.assign(invoice, { partner_id: [11, 'P11'], commercial_partner_id: [11, 'P11'] });
    return { odoo, client: createOdooClient(odoo.settings) };
  }

  it('an order comes with its lines, its company and everyone it may go to, in order', async () => {
    const { odoo, client } = await startWithFamily();
    await client.connect();
    const fresh = (await findFreshSalesOrder(client, 20))!;
    expect(fresh.record).toMatchObject({ erpId: 20, number: 'S00020', state: 'sale', company: { id: 1, name: 'YourCompany' } });
    expect(fresh.record.lines).toHaveLength(2);
    expect(fresh.company).toMatchObject({ erpId: 1, country: { code: 'US' } });
    expect(fresh.candidates.map(({ role, partner: { erpId } }) => [role, erpId])).toEqual([
      ['invoice-address', 11],
      ['partner', 10],
      ['child', 12],
      ['child', 13],
      ['commercial-partner', 1],
    ]);
    expect(fresh.candidates[0]!.partner.country).toMatchObject({ code: 'US' });
    odoo.calls.length = 0;
    await findFreshSalesOrder(client, 20);
    expect(odoo.calls.map(({ model, modelMethod }) => `${model}.${modelMethod}`).sort()).toEqual(['res.company.read', 'res.partner.search_read', 'res.partner.search_read', 'sale.order.line.search_read', 'sale.order.read']);
  });

  it('an invoice goes to its own partner first, once', async () => {
    const { client } = await startWithFamily();
    const fresh = (await findFreshInvoice(client, 1))!;
    expect(fresh.record).toMatchObject({ erpId: 1, state: 'posted', moveType: 'out_invoice' });
    expect(fresh.candidates.map(({ role, partner: { erpId } }) => [role, erpId])).toEqual([
      ['invoice-address', 11],
      ['child', 15],
    ]);
  });

  it('shows the state of this moment, not the one that was pulled', async () => {
    const { odoo, client } = await startWithFamily();
    expect((await findFreshInvoice(client, 1))!.record.state).toBe('posted');
    odoo.tables.get('account.move')!.find(({ id }) => id === 1)!['state'] = 'draft';
    expect((await findFreshInvoice(client, 1))!.record.state).toBe('draft');
  });

  it('a partner comes with its children and its company’s', async () => {
    const { client } = await startWithFamily();
    const fresh = (await findFreshPartner(client, 10))!;
    expect(fresh.candidates.map(({ role, partner: { erpId } }) => [role, erpId])).toEqual([
      ['partner', 10],
      ['child', 12],
      ['child', 13],
      ['commercial-partner', 1],
    ]);
    expect(fresh.company).toBeNull();
  });

  it('what is deleted, or is a bill to us, is null', async () => {
    const { odoo, client } = await startWithFamily();
    expect(await findFreshSalesOrder(client, 999_999)).toBeNull();
    expect(await findFreshPartner(client, 999_999)).toBeNull();
    odoo.tables.get('account.move')!.find(({ id }) => id === 1)!['move_type'] = 'in_invoice';
    expect(await findFreshInvoice(client, 1)).toBeNull();
  });

  it('one deadline holds for all calls together', async () => {
    const { odoo, client } = await startWithFamily();
    odoo.beforeCall = () => new Promise((resolve) => setTimeout(resolve, 60));
    const error: unknown = await findFreshSalesOrder(client, 20, { deadlineMs: 150 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OdooError);
    expect(error).toMatchObject({ kind: 'timeout', isTransient: true });
    odoo.beforeCall = null;
    expect((await findFreshSalesOrder(client, 20))!.record.number).toBe('S00020');
  });

  it('an ERP out of reach is an error that says so', async () => {
    const { odoo, client } = await startWithFamily();
    await odoo.stop();
    await expect(findFreshInvoice(client, 1)).rejects.toMatchObject({ kind: 'unreachable', isTransient: true });
  });
});
