import type { SyncFailureView, SyncOverview, SyncPreviewView, SyncRunView } from '../../plugin/contracts/erp';
import { DEMO, DEMO_RECORDS } from '../../playground/simulators/erp/demo';
import type { SyncRunRow } from '../../server/src/features/erp/connection.repository';
import type { SyncFailureRow } from '../../server/src/features/erp/sync-failures.repository';
import type { SyncKindRow } from '../../server/src/features/erp/sync-kinds.repository';
import type { OwnErpService } from '../../server/src/features/erp/erp.service';
import { connectionOf, Table } from '../../server/src/platform/database';
import type { PartnerRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App } from '../support/boot';
import { DATABASES } from '../support/postgres';

const post = async (url: string, body: unknown): Promise<void> => {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
};

describe.each(DATABASES)('the sync page, on %s', (database) => {
  let app: App;
  let admin: string;
  const erp = () => app.service('erp') as OwnErpService;
  const get = async <T>(path: string, token = admin): Promise<T> => {
    const { status, body } = await app.request('GET', `/whatsapp${path}`, { token });
    expect([status, body.error?.message]).toEqual([200, undefined]);
    return body.data as T;
  };
  const overview = () => get<SyncOverview>('/erp/sync');
  const kindOf = async (kind: string) => {
    const found = (await overview()).kinds.find((one) => one.kind === kind);
    if (!found) throw new Error(`no kind ${kind}`);
    return found;
  };
  const pull = async (body: object = {}): Promise<SyncRunView> => {
    const answer = await app.request('POST', '/whatsapp/erp/pull', { token: admin, body });
    expect(answer.status).toBe(202);
    await erp().pulls.settled();
    return get<SyncRunView>(`/erp/runs/${answer.body.data.id}`);
  };
  const preview = async (body: object): Promise<SyncPreviewView> => {
    const answer = await app.request('POST', '/whatsapp/erp/sync/preview', { token: admin, body });
    expect([answer.status, answer.body.error?.message]).toEqual([200, undefined]);
    return answer.body.data as SyncPreviewView;
  };
  const control = (body: object) => post(`${app.erp.url}/control`, body);
  const setPhone = (id: number, phone: string) => post(`${app.erp.url}/actions/set-phone`, { id, phone });
  const partners = () => app.strapi.db.query('plugin::whatsapp.partner' as never).findMany({ orderBy: { erpId: 'asc' } }) as Promise<PartnerRow[]>;
  const knex = () => connectionOf(app.strapi);

  /** The database itself refuses partners of one name, as it would a value it can't hold. */
  const refuse = async (name: string): Promise<() => Promise<void>> => {
    if (database === 'sqlite') {
      for (const verb of ['INSERT', 'UPDATE']) await knex().raw(`CREATE TRIGGER refuse_${verb} BEFORE ${verb} ON whatsapp_partners WHEN NEW.name = '${name}' BEGIN SELECT RAISE(ABORT, 'this name is refused'); END`);
      return async () => {
        for (const verb of ['INSERT', 'UPDATE']) await knex().raw(`DROP TRIGGER refuse_${verb}`);
      };
    }
    await knex().raw(`ALTER TABLE whatsapp_partners ADD CONSTRAINT refuse_name CHECK (name <> '${name}') NOT VALID`);
    return async () => void (await knex().raw('ALTER TABLE whatsapp_partners DROP CONSTRAINT refuse_name'));
  };

  beforeAll(async () => {
    app = await boot({ database });
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('says that no ERP is connected', async () => {
    expect(await overview()).toEqual({ connection: null, kinds: [], running: null });
    const answer = await app.request('POST', '/whatsapp/erp/sync/preview', { token: admin, body: { kinds: ['partner'] } });
    expect([answer.status, answer.body.error.details.code]).toEqual([400, 'erp.not_configured']);
  });

  it('shows before the first pull what it would bring, and writes nothing', async () => {
    await erp().connection.save({ baseUrl: app.erp.url, database: DEMO.database, login: DEMO.login, secret: DEMO.apiKey, active: false });
    const { kinds } = await preview({ kinds: ['company', 'partner', 'sales-order', 'invoice'] });
    expect(kinds.map(({ kind }) => kind)).toEqual(['company', 'partner', 'sales-order', 'invoice']);
    expect(kinds[0]).toMatchObject({ created: 2, changed: 0, unchanged: 0, gone: 0, cut: null, error: null });
    expect(kinds[1]?.created).toBeGreaterThan(20);
    expect(kinds[1]?.samples.created).toHaveLength(5);
    expect(await partners()).toHaveLength(0);
    const row = await erp().connection.get();
    expect([row.cursors ?? {}, row.lastPulledAt, await erp().connections.listRuns(5)]).toEqual([{}, null, []]);
    await app.connectErp();
    expect((await partners()).length).toBe(kinds[1]?.created);
  }, 60_000);

  it('tells each kind with its counts, its last run and its next', async () => {
    await erp().connection.save({ baseUrl: app.erp.url, database: DEMO.database, login: DEMO.login, active: true });
    const partner = await kindOf('partner');
    expect(partner).toMatchObject({ active: true, intervalMinutes: 15, isOwnInterval: false, isRunning: false, failures: 0, error: null });
    expect(partner.counts).toMatchObject({ failed: 0 });
    expect(partner.stored).toBe(partner.counts?.created);
    expect(Date.parse(partner.nextAt ?? '') - Date.parse(partner.lastStartedAt ?? '')).toBe(15 * 60_000);
  });

  it('shows what would change, field by field, what is gone, and pulls exactly that', async () => {
    await setPhone(DEMO_RECORDS.partners.american, '+1 202 555 0188');
    const [gone] = (await app.strapi.db.query('plugin::whatsapp.sales-order' as never).findMany({ where: { state: 'cancel' } })) as { erpId: number; number: string }[];
    await post(`${app.erp.url}/actions/delete`, { model: 'sale.order', id: gone?.erpId });
    const before = await partners();
    const shown = await preview({ kinds: ['partner', 'sales-order'] });
    const [partner, order] = shown.kinds;
    expect(partner).toMatchObject({ created: 0, changed: 1, gone: 0 });
    expect(partner?.samples.changed[0]).toMatchObject({ erpId: DEMO_RECORDS.partners.american });
    expect(partner?.samples.changed[0]?.changes).toEqual(expect.arrayContaining([expect.objectContaining({ field: 'phone', to: '+1 202 555 0188' })]));
    expect(order).toMatchObject({ gone: 1, isSuspicious: false });
    expect(order?.samples.gone[0]?.name).toBe(gone?.number);
    expect(await partners()).toEqual(before);
    const run = await pull({ records: ['partner', 'sales-order'], reconcile: true });
    expect(run.state).toBe('done');
    expect(run.counts.partner).toMatchObject({ created: 0, changed: 1, failed: 0 });
    expect(run.counts['sales-order']).toMatchObject({ deleted: 1 });
  });

  it('a full preview finds everything as it is', async () => {
    const { kinds } = await preview({ kinds: ['company', 'partner'], full: true });
    expect(kinds.map(({ created, changed }) => [created, changed])).toEqual([[0, 0], [0, 0]]);
    expect(kinds[1]?.unchanged).toBe((await partners()).length);
    const run = await pull({ full: true });
    expect(run.counts.partner).toMatchObject({ created: 0, changed: 0, unchanged: (await partners()).length });
  });

  it('names the record that could not be stored, stores the others, and tries it again', async () => {
    const rows = await partners();
    const bad = rows.find(({ erpId }) => erpId === DEMO_RECORDS.partners.american);
    const good = rows.find(({ erpId }) => erpId === DEMO_RECORDS.partners.bakery);
    const allow = await refuse(bad?.name ?? '');
    await setPhone(DEMO_RECORDS.partners.american, '+1 202 555 0177');
    await setPhone(DEMO_RECORDS.partners.bakery, '+32 2 555 01 77');
    const run = await pull({ records: ['partner'] });
    expect(run.state).toBe('done');
    expect(run.counts.partner).toMatchObject({ failed: 1, changed: 1 });
    expect((await partners()).find(({ id }) => id === good?.id)?.phone).toBe('+32 2 555 01 77');
    expect((await partners()).find(({ id }) => id === bad?.id)?.phone).toBe(bad?.phone);
    expect((await kindOf('partner')).failures).toBe(1);
    const [failure] = await get<SyncFailureView[]>('/erp/sync/failures?kind=partner');
    expect(failure).toMatchObject({ kind: 'partner', erpId: bad?.erpId, name: bad?.name, code: 'sync.record_not_stored', attempts: 1, recordId: bad?.documentId });
    expect(failure?.erpUrl).toBe(`${app.erp.url}/web#id=${bad?.erpId}&model=res.partner&view_type=form`);
    // Still refused: counted, not doubled.
    expect((await pull({ records: ['partner'] })).counts.partner).toMatchObject({ failed: 1 });
    expect(await get<SyncFailureView[]>('/erp/sync/failures')).toMatchObject([{ attempts: 2 }]);
    await allow();
    expect((await pull({ records: ['partner'] })).counts.partner).toMatchObject({ failed: 0, changed: 1 });
    expect((await partners()).find(({ id }) => id === bad?.id)?.phone).toBe('+1 202 555 0177');
    expect(await get<SyncFailureView[]>('/erp/sync/failures')).toEqual([]);
    expect((await kindOf('partner')).failures).toBe(0);
  }, 60_000);

  it('names no record of a company that is not seen', async () => {
    const [company] = (await app.strapi.db.query('plugin::whatsapp.company' as never).findMany({})) as { id: number }[];
    const { id: connection } = await erp().connection.get();
    const table = new Table<SyncFailureRow>(app.strapi, 'whatsapp::sync-failures');
    const row = await table.insert({ connection, kind: 'invoice', erpId: 999_999, name: 'INV/SECRET', company: company?.id ?? 0, code: 'sync.record_not_stored', message: 'x', attempts: 1, failedAt: new Date() });
    const named = async (companies: number[] | null) => (await erp().sync.listFailures({ sight: { accounts: companies, companies } }, null, 10)).views.map(({ name }) => name);
    expect(await named(null)).toEqual(['INV/SECRET']);
    expect(await named([company?.id ?? 0])).toEqual(['INV/SECRET']);
    expect(await named([])).toEqual([]);
    expect((await erp().dryRun({ kinds: ['partner'], full: true, sight: { accounts: [], companies: [] } })).kinds[0]?.samples.changed).toEqual([]);
    await table.query().where('id', row.id).delete();
  });

  it.each([
    ['below the floor', { intervalMinutes: 0 }],
    ['above a day', { intervalMinutes: 1_441 }],
    ['not whole', { intervalMinutes: 1.5 }],
    ['words', { intervalMinutes: 'often' }],
    ['unheard of', { every: 5 }],
  ])('refuses an interval that is %s', async (_, body) => {
    expect((await app.request('PUT', '/whatsapp/erp/sync/partner', { token: admin, body })).status).toBe(400);
  });

  it('refuses a kind there is not', async () => {
    expect((await app.request('PUT', '/whatsapp/erp/sync/users', { token: admin, body: { active: true } })).status).toBe(400);
  });

  it('pulls each kind by its own interval, and one that is off not at all', async () => {
    const change = async (kind: string, body: object) => expect((await app.request('PUT', `/whatsapp/erp/sync/${kind}`, { token: admin, body })).status).toBe(200);
    await pull();
    await change('partner', { intervalMinutes: 5 });
    await change('invoice', { active: false });
    expect(await kindOf('invoice')).toMatchObject({ active: false, nextAt: null });
    const due = async (minutes: number): Promise<string[]> => {
      const [last] = await erp().connections.listRuns(1);
      // As if the last pulls had begun so long ago.
      const table = new Table<SyncKindRow>(app.strapi, 'whatsapp::sync-kinds');
      await table.query().update(table.toRow({ startedAt: new Date(Date.now() - minutes * 60_000), nextAt: null }));
      await erp().schedule.pullDue();
      await erp().pulls.settled();
      const [run] = await erp().connections.listRuns(1);
      return run?.id === last?.id ? [] : (run?.records ?? []);
    };
    expect(await due(1)).toEqual([]);
    expect(await due(6)).toEqual(['partner']);
    expect(await due(16)).toEqual(['company', 'partner', 'sales-order']);
    await change('invoice', { active: true });
    await change('partner', { intervalMinutes: null });
    expect(await kindOf('partner')).toMatchObject({ intervalMinutes: 15, isOwnInterval: false });
  }, 60_000);

  it('two presses at once make one pull, and the second says that it was joined; another one is refused in words', async () => {
    await control({ latencyMs: 150 });
    const press = (body: object) => app.request('POST', '/whatsapp/erp/pull', { token: admin, body });
    const [one, two] = await Promise.all([press({}), press({})]);
    expect([one.status, two.status]).toEqual([202, 202]);
    expect(one.body.data.id).toBe(two.body.data.id);
    expect([one.body.meta.isJoined, two.body.meta.isJoined].sort()).toEqual([false, true]);
    const full = await press({ full: true });
    expect([full.status, full.body.error.details.code]).toEqual([409, 'erp.sync_running']);
    expect((await overview()).running?.id).toBe(one.body.data.id);
    await control({ latencyMs: 0 });
    await erp().pulls.settled();
    expect((await erp().connections.listRuns(20)).filter(({ state }) => state === 'running')).toEqual([]);
  }, 60_000);

  it('the database itself allows one running pull a connection, whichever process asks', async () => {
    const row = await erp().connection.get();
    const foreign = await erp().connections.insertRun({ connection: row.id, records: ['partner'], full: false, state: 'running', startedBy: 'another process', counts: {} });
    expect(await erp().connections.insertRun({ connection: row.id, records: ['invoice'], full: false, state: 'running', startedBy: 'this one', counts: {} })).toBeNull();
    const { body } = await app.request('POST', '/whatsapp/erp/pull', { token: admin, body: { records: ['invoice'] } });
    expect(body.error.details.code).toBe('erp.sync_running');
    // Silent for a minute: its process is gone, and the pull goes on at the next look.
    const runs = new Table<SyncRunRow>(app.strapi, 'whatsapp::sync-runs');
    await runs.query().where('id', foreign?.id).update(runs.toRow({ seenAt: new Date(Date.now() - 90_000) }));
    await erp().schedule.pullDue();
    await erp().pulls.settled();
    const closed = await erp().connections.findRunById(foreign?.id ?? 0);
    expect([closed?.state, closed?.errorCode]).toEqual(['failed', 'sync.interrupted']);
    const [next] = await erp().connections.listRuns(1);
    expect(next).toMatchObject({ state: 'done', records: ['partner'], startedBy: 'schedule' });
  }, 60_000);

  it('is cancelled, and goes on from there', async () => {
    await control({ latencyMs: 400 });
    const { body } = await app.request('POST', '/whatsapp/erp/pull', { token: admin, body: { full: true } });
    const cancelled = await app.request('POST', `/whatsapp/erp/runs/${body.data.id}/cancel`, { token: admin, body: {} });
    expect(cancelled.body.data.state).toBe('cancelled');
    await control({ latencyMs: 0 });
    expect((await pull()).state).toBe('done');
  }, 60_000);

  it('a connection that is down says so in words, and the former result stays', async () => {
    const before = await kindOf('partner');
    await control({ offline: true });
    const run = await pull();
    expect(run).toMatchObject({ state: 'failed', error: { code: 'erp.unreachable' } });
    const after = await kindOf('partner');
    expect(after.error).toMatchObject({ code: 'erp.unreachable' });
    expect(after.error?.message).toMatch(/reach/i);
    expect([after.lastDoneAt, after.counts]).toEqual([before.lastDoneAt, before.counts]);
    const answer = await app.request('POST', '/whatsapp/erp/sync/preview', { token: admin, body: { kinds: ['partner'] } });
    expect([answer.status, answer.body.error.message]).toEqual([400, expect.stringMatching(/reach/i)]);
    await control({ offline: false });
    expect((await pull()).state).toBe('done');
    expect((await kindOf('partner')).error).toBeNull();
  }, 60_000);

  it('an app that is not there ends its own kind, not the others', async () => {
    const before = await kindOf('invoice');
    await control({ errors: { model: 'sale.order', name: 'odoo.exceptions.UserError', message: "Object sale.order doesn't exist" } });
    expect(await pull()).toMatchObject({ state: 'failed', error: { code: 'erp.missing_model' } });
    expect((await kindOf('sales-order')).error).toMatchObject({ code: 'erp.missing_model' });
    const invoice = await kindOf('invoice');
    expect(invoice.error).toBeNull();
    expect(invoice.lastDoneAt).not.toBe(before.lastDoneAt);
    await control({ errors: null });
    expect((await pull()).state).toBe('done');
    expect((await kindOf('sales-order')).error).toBeNull();
  }, 60_000);

  it('keeps intervals and what is due across a restart, and closes what was interrupted', async () => {
    await app.request('PUT', '/whatsapp/erp/sync/partner', { token: admin, body: { intervalMinutes: 42 } });
    await app.request('PUT', '/whatsapp/erp/sync/company', { token: admin, body: { active: false } });
    const before = await overview();
    const row = await erp().connection.get();
    const interrupted = await erp().connections.insertRun({ connection: row.id, records: ['invoice'], full: false, state: 'running', startedBy: 'schedule', counts: {} });
    const { directory, databaseUrl } = app;
    await app.stop({ keep: true });
    app = await boot({ at: { directory, databaseUrl } });
    admin = (await app.signIn()).token;
    const closed = await eventually('the run is closed', async () => {
      const run = await erp().connections.findRunById(interrupted?.id ?? 0);
      return run?.state === 'running' ? null : run;
    });
    expect(closed.errorCode).toBe('sync.interrupted');
    const after = await overview();
    expect(after.kinds.map(({ kind, active, intervalMinutes }) => [kind, active, intervalMinutes])).toEqual([['company', false, 15], ['partner', true, 42], ['sales-order', true, 15], ['invoice', true, 15]]);
    expect(after.kinds.map(({ lastDoneAt }) => lastDoneAt)).toEqual(before.kinds.map(({ lastDoneAt }) => lastDoneAt));
    expect(after.kinds[1]?.nextAt).toBe(before.kinds[1]?.nextAt);
    // What was interrupted is due at once.
    expect(Date.parse(after.kinds[3]?.nextAt ?? '')).toBeLessThanOrEqual(Date.now());
  }, 120_000);
});
