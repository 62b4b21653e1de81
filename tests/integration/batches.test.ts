import type { BatchEntryView, BatchView } from '../../plugin/contracts/batches';
import { DEMO_TEMPLATES } from '../../playground/src/demo/templates';
import type { InvoiceRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

interface LedgerEntry {
  to: string;
  callbackData?: string;
}

describe.each(DATABASES)('many records by one action, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let invoices: InvoiceRow[];
  let keys = 0;

  const call = (method: string, path: string, body?: unknown, token = admin) => app.request(method, `/whatsapp/documents${path}`, { token, body });
  const create = async (ids: string[], extra: object = {}, token = admin): Promise<BatchView> => {
    const { status, body } = await call('POST', '/batches', { type: 'invoice', ids, idempotencyKey: `batch-key-${(keys += 1)}`, ...extra }, token);
    expect(status).toBe(202);
    return body.data as BatchView;
  };
  const reaches = (id: string, state: BatchView['state'], token = admin) =>
    eventually(`batch ${id} is ${state}`, async () => {
      const view = (await call('GET', `/batches/${id}`, undefined, token)).body.data as BatchView;
      return view.state === state ? view : null;
    }, 60_000);
  const entries = async (id: string, query = ''): Promise<BatchEntryView[]> => (await call('GET', `/batches/${id}/entries?limit=200${query}`)).body.data as BatchEntryView[];
  const ledger = async (): Promise<LedgerEntry[]> => ((await (await fetch(`${app.whatsapp.url}/control/ledger`)).json()) as { data: LedgerEntry[] }).data;
  const consent = async (ids: string[]): Promise<void> => {
    const token = (await app.createToken({ verbs: ['contacts.write'], accounts: null })).accessKey;
    for (const id of ids) {
      const to = (await call('POST', '/prepare', { record: { type: 'invoice', id } })).body.data.to as string | null;
      if (to) await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: to, consent: { utility: true, source: 'order form of the test' } } });
    }
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    await app.connectErp();
    admin = (await app.signIn()).token;
    await app.service('templates').sync(account.row);
    for (const { name, mapping, documentTitles } of DEMO_TEMPLATES) {
      await app.strapi.db.query('plugin::whatsapp.template' as never).updateMany({ where: { name }, data: { mapping, documentTitles } as never });
    }
    invoices = (await app.strapi.db.query('plugin::whatsapp.invoice' as never).findMany({ orderBy: { erpId: 'asc' } })) as unknown as InvoiceRow[];
    expect(invoices.length).toBeGreaterThan(10);
  }, 120_000);
  afterAll(() => app?.stop());

  it('says for each record whether it can go and why not, sends the others once, and skips them the next time', async () => {
    const ids = invoices.map(({ documentId }) => documentId);
    await consent(ids.slice(0, 8));
    const made = await create([...ids, ids[0]!, 'gone-from-the-list-000001']);
    expect(made.total).toBe(ids.length + 1);
    const ready = await reaches(made.id, 'ready');
    expect(ready.counts.waiting + ready.counts.queued + ready.counts.failed).toBe(0);
    expect(ready.counts.ready).toBeGreaterThan(0);

    const looked = await entries(made.id);
    expect(looked.map(({ position }) => position)).toEqual(looked.map((_, index) => index + 1));
    for (const entry of looked) {
      if (entry.state === 'ready') expect(entry).toMatchObject({ recipient: expect.stringMatching(/^\+\d{8,15}$/), account: account.key, template: { name: expect.any(String) }, problem: null });
      else expect(entry.problem).toMatchObject({ code: expect.stringMatching(/^[a-z_]+\.[a-z_]+$/), sentence: expect.stringMatching(/\w/) });
    }
    const codeOf = (id: string) => looked.find(({ record }) => record.id === id)?.problem?.code;
    expect(codeOf('gone-from-the-list-000001')).toBe('document.not_found');
    expect(codeOf(invoices.find(({ state }) => state === 'draft')!.documentId)).toBe('document.not_posted');
    expect(looked.map(({ problem }) => problem?.code)).toContain('message.no_opt_in');

    expect((await call('POST', `/batches/${made.id}/send`, {})).status).toBe(202);
    const done = await reaches(made.id, 'done');
    expect(done.counts).toMatchObject({ ready: 0, queued: ready.counts.ready, refused: ready.counts.refused });
    expect((await call('POST', `/batches/${made.id}/send`, {})).body.error.details.code).toBe('batch.not_ready');
    expect((await call('POST', `/batches/${made.id}/cancel`)).body.error.details.code).toBe('batch.ended');

    const sent = await eventually('each has left', async () => {
      const queued = await entries(made.id, '&state=queued');
      return queued.every(({ message }) => ['accepted', 'sent', 'delivered', 'read'].includes(message!.status)) ? queued : null;
    }, 60_000);
    const messages = sent.map(({ message }) => message!.id);
    expect((await ledger()).filter(({ callbackData }) => messages.includes(callbackData ?? ''))).toHaveLength(sent.length);

    const second = await create(sent.map(({ record }) => record.id));
    expect((await reaches(second.id, 'ready')).counts).toMatchObject({ ready: 0, repeated: sent.length });
    const before = (await ledger()).length;
    await call('POST', `/batches/${second.id}/send`, {});
    expect((await reaches(second.id, 'done')).counts).toMatchObject({ queued: 0, repeated: sent.length });
    expect(await ledger()).toHaveLength(before);

    const third = await create([sent[0]!.record.id]);
    await reaches(third.id, 'ready');
    await call('POST', `/batches/${third.id}/send`, { repeats: true });
    expect((await reaches(third.id, 'done')).counts).toMatchObject({ queued: 1 });
  }, 180_000);

  it('makes one batch of one key, shows it to its maker alone, and pages its list', async () => {
    const body = { type: 'invoice', ids: [invoices[0]!.documentId], idempotencyKey: 'the-same-key' };
    const [first, again] = [await call('POST', '/batches', body), await call('POST', '/batches', body)];
    expect(again.body.data.id).toBe(first.body.data.id);
    const { token } = await app.signIn(['documents.send']);
    for (const [method, path] of [['GET', ''], ['GET', '/entries'], ['POST', '/send'], ['POST', '/cancel']] as const) {
      const answer = await call(method, `/batches/${first.body.data.id}${path}`, method === 'POST' ? {} : undefined, token);
      expect([path, answer.status, answer.body.error?.details.code]).toEqual([path, 404, 'batch.missing']);
    }
    expect((await call('GET', '/batches', undefined, token)).body.data).toEqual([]);
    const page = await call('GET', '/batches?limit=1');
    expect(page.body.data).toHaveLength(1);
    const next = await call('GET', `/batches?limit=1&after=${page.body.meta.nextCursor}`);
    expect(next.body.data[0].id).not.toBe(page.body.data[0].id);
    const other = await app.signIn(['messages.read']);
    expect((await call('POST', '/batches', body, other.token)).status).toBe(403);
  });

  it('hides what is in it from a maker who may no longer see it', async () => {
    const maker = await app.signIn(['documents.send']);
    const made = await create([invoices[3]!.documentId], {}, maker.token);
    await reaches(made.id, 'ready', maker.token);
    const look = async () => ((await call('GET', `/batches/${made.id}/entries`, undefined, maker.token)).body.data as BatchEntryView[])[0];
    expect((await look())?.record.id).toBe(invoices[3]!.documentId);
    await app.service('access').saveAccountGrants(account.row.id, [{ subjectType: 'role', subject: 999_999, verbs: ['read', 'send', 'configure'] }], null);
    const seen = await look();
    await app.service('access').saveAccountGrants(account.row.id, [], null);
    expect(seen).toMatchObject({ position: 1, record: { id: '', number: null, partnerName: null }, recipient: null, message: null, problem: { code: 'document.not_found' } });
    expect((await look())?.record.id).toBe(invoices[3]!.documentId);
  }, 60_000);

  it.each([
    ['no record', { ids: [] }],
    ['too many records', { ids: Array.from({ length: 2_001 }, (_, index) => `record-${index}`) }],
    ['a type that is no document’s', { type: 'partner' }],
  ])('refuses %s', async (_, change) => {
    const { status, body } = await call('POST', '/batches', { type: 'invoice', ids: ['x'], idempotencyKey: `refused-${(keys += 1)}`, ...change });
    expect(status).toBe(400);
    expect(body.error.details.code).toMatch(/^(request\.invalid|document\.type_unknown)$/);
  });

  it('goes on after a restart where it was, and sends nothing twice', async () => {
    const made = await create(invoices.map(({ documentId }) => documentId));
    await app.strapi.db.connection('whatsapp_batches').where({ document_id: made.id }).update({ state: 'preparing' });
    await app.strapi.db.connection('whatsapp_batch_entries').whereIn('batch', app.strapi.db.connection('whatsapp_batches').where({ document_id: made.id }).select('id')).update({ state: 'waiting' });
    const at = { directory: app.directory, databaseUrl: app.databaseUrl };
    await app.stop({ keep: true });
    app = await boot({ at });
    const { id } = (await app.strapi.db.query('admin::user').findOne({ where: { roles: { code: 'strapi-super-admin' } } })) as { id: number };
    const row = (await eventually('the batch is ready', async () => {
      const [found] = (await app.strapi.db.connection('whatsapp_batches').where({ document_id: made.id })) as { state: string; started_by: number; id: number }[];
      return found?.state === 'ready' ? found : null;
    }, 60_000))!;
    expect(row.started_by).toBe(id);
    const waiting = await app.strapi.db.connection('whatsapp_batch_entries').where({ batch: row.id, state: 'waiting' });
    expect(waiting).toEqual([]);
  }, 120_000);
});
