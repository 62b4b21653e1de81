import { createOdooClient, EMPTY_CURSOR, findMissingRecords, OdooError, parseCursor, pullRecords, readPhoneBlacklist } from '../../bridge/src';
import type { CursorState, OdooClient, PartnerRecord, PulledPage, PullOptions, RecordByKind, RecordKind } from '../../bridge/src';
import { createRecordedOdoo, resultOf, VendorFailure } from '../support/fake-odoo';
import type { Row , FakeOdoo} from '../support/fake-odoo';

const open: FakeOdoo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((odoo) => odoo.stop()));
});

async function start(odoo: FakeOdoo): Promise<{ odoo: FakeOdoo; client: OdooClient }> {
  await odoo.start();
  open.push(odoo);
  return { odoo, client: createOdooClient(odoo.settings) };
}

/** Partners as the database keeps them, with microseconds. */
function createPartners(count: number, writtenAt: (id: number) => string): Row[] {
  return Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `Partner ${index + 1}`, display_name: `Partner ${index + 1}`, active: true, write_date: writtenAt(index + 1) }));
}

async function startWithPartners(rows: Row[], version: 17 | 18 | 19 = 19): Promise<{ odoo: FakeOdoo; client: OdooClient }> {
  const odoo = createRecordedOdoo(version);
  odoo.tables.set('res.partner', rows);
  return start(odoo);
}

async function collect<K extends RecordKind>(pages: AsyncIterable<PulledPage<K>>): Promise<{ records: RecordByKind[K][]; cursor: CursorState; pages: PulledPage<K>[] }> {
  const all: PulledPage<K>[] = [];
  for await (const page of pages) all.push(page);
  return { records: all.flatMap(({ records }) => records), cursor: parseCursor(JSON.parse(JSON.stringify(all.at(-1)!.cursor))), pages: all };
}

const pullPartners = (client: OdooClient, options?: PullOptions) => collect(pullRecords(client, 'partner', options));

describe.each([17, 18, 19] as const)('a pull from Odoo %i', (version) => {
  it('brings every kind as recorded', async () => {
    const { client } = await start(createRecordedOdoo(version));
    for (const [kind, fixture] of [['company', '02-company-search_read'], ['partner', '04-partner-search_read'], ['sales-order', '07-sale-order-search_read'], ['invoice', '10-invoice-search_read']] as const) {
      const rows = resultOf<Row[]>(`v${version}/${fixture}.json`);
      // The companies were recorded without their write_date.
      const { records, pages } = kind === 'company' ? await start(withCompanyDates(version)).then((started) => collect(pullRecords(started.client, kind))) : await collect(pullRecords(client, kind));
      expect(records.map(({ erpId }) => erpId).sort()).toEqual(rows.map(({ id }) => id).sort());
      expect(pages.at(-1)).toMatchObject({ pulled: rows.length, total: rows.length });
    }
  });

  it('asks only for fields that exist', async () => {
    const { odoo, client } = await start(createRecordedOdoo(version));
    await pullPartners(client);
    const asked = odoo.callsOf('res.partner', 'search_read')[0]!.keyword['fields'] as string[];
    expect(asked.includes('mobile')).toBe(version !== 19);
    await collect(pullRecords(client, 'sales-order'));
    const lineFields = odoo.callsOf('sale.order.line', 'search_read')[0]!.keyword['fields'] as string[];
    expect(lineFields.filter((field) => field.startsWith('product_uom'))).toEqual(version === 19 ? ['product_uom_qty', 'product_uom_id'] : ['product_uom_qty', 'product_uom']);
  });

  it('reads 3,000 rows that share one second, each once', async () => {
    const { client } = await startWithPartners(createPartners(3000, () => '2026-11-20 22:02:44.123456'), version);
    const first = await pullPartners(client);
    expect(first.records.map(({ erpId }) => erpId)).toEqual(Array.from({ length: 3000 }, (_, index) => index + 1));
    expect((await pullPartners(client, { cursor: first.cursor })).records).toEqual([]);
  });

  it('goes on where it ended: new, changed, archived and late rows, nothing else', async () => {
    const rows = createPartners(50, (id) => `2026-11-20 22:02:${String(10 + (id % 40)).padStart(2, '0')}.${String(id).padStart(6, '0')}`);
    const { client } = await startWithPartners(rows, version);
    const first = await pullPartners(client, { pageSize: 7 });
    expect(first.records).toHaveLength(50);
    rows.push({ id: 51, name: 'New', active: true, write_date: '2026-11-20 22:03:00.000000' });
    rows.push({ id: 52, name: 'Late', active: true, write_date: '2026-11-20 21:59:00.000000' });
    Object.assign(rows[4]!, { active: false, write_date: '2026-11-20 22:03:10.000000' });
    const second = await pullPartners(client, { pageSize: 7, cursor: first.cursor });
    expect(second.records.map(({ erpId, active }) => [erpId, active])).toEqual([
      [52, true],
      [51, true],
      [5, false],
    ]);
  });
});

function withCompanyDates(version: 17 | 18 | 19): FakeOdoo {
  const odoo = createRecordedOdoo(version);
  for (const row of odoo.tables.get('res.company')!) row['write_date'] = '2026-11-20 21:57:00';
  return odoo;
}

describe('a pull', () => {
  it('asks for customers’ invoices in every state and never for bills', async () => {
    const odoo = createRecordedOdoo(19);
    const rows = odoo.tables.get('account.move')!;
    rows.push({ ...rows[0]!, id: 900, move_type: 'in_invoice' }, { ...rows[0]!, id: 901, move_type: 'entry' }, { ...rows[0]!, id: 902, name: '/', state: 'draft' }, { ...rows[0]!, id: 903, state: 'cancel' });
    const { client } = await start(odoo);
    const { records } = await collect(pullRecords(client, 'invoice'));
    expect(records.find(({ erpId }) => erpId === 902)).toMatchObject({ state: 'draft', number: null });
    expect(records.find(({ erpId }) => erpId === 903)).toMatchObject({ state: 'cancel' });
    expect(records.some(({ erpId }) => erpId === 900 || erpId === 901)).toBe(false);
    expect(odoo.callsOf('account.move', 'search_read')[0]!.positional[0]).toEqual([['move_type', 'in', ['out_invoice', 'out_refund']]]);
  });

  it('reads the lines of a page in one call, and none where there are none', async () => {
    const { odoo, client } = await start(createRecordedOdoo(19));
    await collect(pullRecords(client, 'invoice', { pageSize: 5 }));
    const pages = odoo.callsOf('account.move', 'search_read').length;
    expect(odoo.callsOf('account.move.line', 'search_read').length).toBeLessThanOrEqual(pages);
    odoo.calls.length = 0;
    for (const row of odoo.tables.get('sale.order')!) row['order_line'] = [];
    await collect(pullRecords(client, 'sales-order'));
    expect(odoo.callsOf('sale.order.line', 'search_read')).toHaveLength(0);
  });

  it('gives countries their code, and lives without the right to read countries', async () => {
    const { odoo, client } = await start(createRecordedOdoo(19));
    expect((await pullPartners(client)).records.find(({ erpId }) => erpId === 12)!.country).toEqual({ id: 128, name: 'Liechtenstein', code: 'LI' });
    odoo.methods.set('res.country.search_read', () => {
      throw new VendorFailure('odoo.exceptions.AccessError', 'You are not allowed to access');
    });
    client.forget();
    expect((await pullPartners(client)).records.find(({ erpId }) => erpId === 12)!.country).toEqual({ id: 128, name: 'Liechtenstein', code: null });
  });

  it('brings fields beyond our own and says which do not exist', async () => {
    const { odoo, client } = await start(createRecordedOdoo(19));
    odoo.fields.set('res.partner', { ...odoo.fields.get('res.partner'), x_opt_in: { type: 'boolean' } });
    const [willing] = odoo.tables.get('res.partner')!;
    willing!['x_opt_in'] = true;
    const { records, pages } = await pullPartners(client, { extraFields: ['x_opt_in', 'x_gone'] });
    for (const { erpId, extra } of records) expect(extra).toEqual({ x_opt_in: erpId === willing!.id });
    expect(pages[0]!.missingExtraFields).toEqual(['x_gone']);
  });

  it('has the next page under way while the consumer stores one, and never more than one', async () => {
    const { odoo, client } = await startWithPartners(createPartners(50, (id) => `2026-11-20 22:02:${String(id).padStart(2, '0')}.000000`));
    let stored = 0;
    for await (const page of pullRecords(client, 'partner', { pageSize: 10 })) {
      const isLast = page.pulled === 50;
      const wanted = isLast ? stored + 1 : stored + 2;
      while (odoo.callsOf('res.partner', 'search_read').length < wanted) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(odoo.callsOf('res.partner', 'search_read').length - (stored + 1)).toBeLessThanOrEqual(1);
      stored += 1;
    }
    expect(stored).toBeGreaterThanOrEqual(5);
  });

  it('yields an empty page with a cursor where nothing is new', async () => {
    const { client } = await startWithPartners([]);
    const { pages } = await pullPartners(client);
    expect(pages).toEqual([{ records: [], cursor: EMPTY_CURSOR, pulled: 0, total: 0, missingExtraFields: [] }]);
  });

  it('stops when told to, in the middle of a call', async () => {
    const { odoo, client } = await startWithPartners(createPartners(100, (id) => `2026-11-20 22:02:${String(id % 60).padStart(2, '0')}.000000`));
    const controller = new AbortController();
    odoo.beforeCall = async ({ keyword }) => {
      if (!keyword['offset'] && !JSON.stringify(keyword['order'] ?? '').includes('write_date')) return;
      if (odoo.callsOf('res.partner', 'search_read').length < 3) return;
      controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 2000).unref());
    };
    const seen: PartnerRecord[] = [];
    const work = (async () => {
      for await (const page of pullRecords(client, 'partner', { pageSize: 10, signal: controller.signal })) seen.push(...page.records);
    })();
    await expect(work).rejects.toMatchObject({ kind: 'aborted' });
    expect(seen.length).toBeGreaterThan(0);
  });

  it('a failing page leaves the pages before it and their cursor good', async () => {
    const rows = createPartners(40, (id) => `2026-11-20 22:02:${String(id).padStart(2, '0')}.000000`);
    const { odoo, client } = await startWithPartners(rows);
    let isBroken = true;
    odoo.beforeCall = (call) => {
      if (isBroken && call.modelMethod === 'search_read' && odoo.callsOf('res.partner', 'search_read').length === 3) throw new VendorFailure('psycopg2.errors.SerializationFailure', 'could not serialize');
    };
    const stored: number[] = [];
    let cursor = EMPTY_CURSOR;
    await expect(
      (async () => {
        for await (const page of pullRecords(client, 'partner', { pageSize: 10 })) {
          stored.push(...page.records.map(({ erpId }) => erpId));
          cursor = page.cursor;
        }
      })(),
    ).rejects.toMatchObject({ kind: 'server', isTransient: true });
    isBroken = false;
    for (const { erpId } of (await pullPartners(client, { pageSize: 10, cursor })).records) stored.push(erpId);
    expect(stored).toEqual(rows.map(({ id }) => id));
  });

  it('ends quietly when the consumer walks away with a page under way that will fail', async () => {
    const { odoo, client } = await startWithPartners(createPartners(40, (id) => `2026-11-20 22:02:${String(id).padStart(2, '0')}.000000`));
    odoo.beforeCall = () => {
      if (odoo.callsOf('res.partner', 'search_read').length === 2) throw new VendorFailure('builtins.TypeError', 'boom');
    };
    for await (const page of pullRecords(client, 'partner', { pageSize: 10 })) {
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(page.records).toHaveLength(10);
      break;
    }
  });

  it('reads its fields anew when the ERP loses one between two pulls (18 upgraded to 19)', async () => {
    const odoo = createRecordedOdoo(18);
    const { client } = await start(odoo);
    await pullPartners(client);
    const { mobile: _mobile, ...left } = odoo.fields.get('res.partner')!;
    odoo.fields.set('res.partner', left);
    expect((await pullPartners(client)).records).toHaveLength(3);
  });

  it.each([
    { name: 'the app is not installed', change: (odoo: FakeOdoo) => odoo.tables.delete('sale.order'), kind: 'missing_model', says: /has no "sale\.order"/ },
    { name: 'a field we need is hidden', change: (odoo: FakeOdoo) => delete odoo.fields.get('sale.order')!['amount_total'], kind: 'missing_field', says: /"amount_total" on sale\.order/ },
    {
      name: 'the user may not read it',
      change: (odoo: FakeOdoo) =>
        odoo.methods.set('sale.order.search_read', () => {
          throw new VendorFailure('odoo.exceptions.AccessError', "You are not allowed to access 'Sales Order' (sale.order) records.\n\nThis operation…");
        }),
      kind: 'access_denied',
      says: /may not do this with sale\.order/,
    },
  ])('says in words that $name', async ({ change, kind, says }) => {
    const { odoo, client } = await start(createRecordedOdoo(19));
    change(odoo);
    const error: unknown = await collect(pullRecords(client, 'sales-order')).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OdooError);
    expect(error).toMatchObject({ kind, message: expect.stringMatching(says) as string });
  });
});

describe('what leaves no trace in the feed', () => {
  it('finds deleted records in chunks, and takes archived ones as there', async () => {
    const rows = createPartners(30, () => '2026-11-20 22:02:44.000000').filter(({ id }) => id !== 7 && id !== 28);
    rows.find(({ id }) => id === 3)!['active'] = false;
    const { odoo, client } = await startWithPartners(rows);
    const chunks = [];
    for await (const chunk of findMissingRecords(client, 'partner', Array.from({ length: 30 }, (_, index) => index + 1), { chunkSize: 12 })) chunks.push(chunk);
    expect(chunks).toEqual([
      { checked: 12, missingIds: [7] },
      { checked: 12, missingIds: [] },
      { checked: 6, missingIds: [28] },
    ]);
    expect(odoo.callsOf('res.partner', 'search')[0]!.keyword).toEqual({ context: { active_test: false } });
  });

  it('asks nothing where nothing is known', async () => {
    const { odoo, client } = await startWithPartners([]);
    for await (const _chunk of findMissingRecords(client, 'partner', [])) throw new Error('no chunk expected');
    expect(odoo.calls).toHaveLength(0);
  });

  it('takes an answer that is no list of ids for an error, never for "all deleted"', async () => {
    const { odoo, client } = await startWithPartners([]);
    odoo.methods.set('res.partner.search', () => false);
    await expect(findMissingRecords(client, 'partner', [1, 2]).next()).rejects.toMatchObject({ kind: 'malformed' });
  });

  it('reads the opt-out list whole, archived partners too', async () => {
    const rows = createPartners(10, () => '2026-11-20 22:02:44.000000');
    for (const row of rows) row['phone_sanitized_blacklisted'] = row.id % 4 === 0;
    rows[7]!['active'] = false;
    const { client } = await startWithPartners(rows);
    expect([...(await readPhoneBlacklist(client))!]).toEqual([4, 8]);
  });

  it('says null where the ERP has no opt-out list', async () => {
    const { odoo, client } = await startWithPartners([]);
    delete odoo.fields.get('res.partner')!['phone_sanitized_blacklisted'];
    expect(await readPhoneBlacklist(client)).toBeNull();
  });
});
