import { createErpSimulator, DEMO_ADMIN, DEMO_EMPLOYEE, DEMO_RECORDS, type ErpVersion } from '../../playground/simulators/erp';
import { callErp, postJson } from '../../playground/simulators/erp/rpc-client';
import type { JsonObject } from '../../playground/simulators/erp/types';

type Simulator = Awaited<ReturnType<typeof createErpSimulator>>;
const rows = (value: unknown) => value as JsonObject[];

describe.each<ErpVersion>([17, 18, 19])('the change cursor of %i', (version) => {
  let simulator: Simulator;
  let ids: number[];
  let second: string;
  const search = async (operator: string, value: string) =>
    (await callErp(simulator.url, 'res.partner', 'search', [[['write_date', operator, value], ['id', 'in', ids]]], { order: 'write_date asc, id asc' })).result;

  beforeAll(async () => {
    simulator = await createErpSimulator({ version });
    // A batch in one transaction, then one more row in the same second.
    ids = (await callErp(simulator.url, 'res.partner', 'create', [[{ name: 'WD 1' }, { name: 'WD 2' }, { name: 'WD 3' }]])).result as number[];
    const [first] = [...ids];
    const stored = simulator.store.find('res.partner', Number(first));
    second = String(rows((await callErp(simulator.url, 'res.partner', 'read', [[first], ['write_date']])).result)[0]?.write_date);
    const micros = Number(stored?.write_date);
    const start = micros - (micros % 1_000_000);
    // Held to known microseconds, so that the table below does not depend on when the test runs.
    simulator.store.change('res.partner', Number(ids[0]), {}, { at: start + 100_000 });
    simulator.store.change('res.partner', Number(ids[1]), {}, { at: start + 100_000 });
    simulator.store.change('res.partner', Number(ids[2]), {}, { at: start + 900_000 });
  });
  afterAll(() => simulator.close());

  it('cuts the microseconds off', async () => {
    const read = rows((await callErp(simulator.url, 'res.partner', 'read', [ids, ['write_date']])).result);
    expect(read.map((row) => row.write_date)).toEqual([second, second, second]);
  });

  it('>= its own value returns the whole second', async () => {
    expect(await search('>=', second)).toEqual(ids);
  });

  it('> its own value repeats on 17 and 18, skips on 19', async () => {
    expect(await search('>', second)).toEqual(version === 19 ? [] : ids);
  });

  it('= and <= miss the rows on 17 and 18, match the second on 19', async () => {
    expect(await search('=', second)).toEqual(version === 19 ? ids : []);
    expect(await search('<=', second)).toEqual(version === 19 ? ids : []);
  });

  it('compares a value with microseconds as it stands', async () => {
    expect(await search('>', `${second}.500000`)).toEqual([ids[2]]);
  });

  it.each(['2026-11-20T21:57:10Z', 'yesterday'])('refuses %s in a domain with a ValueError', async (value) => {
    const reply = await callErp(simulator.url, 'res.partner', 'search_count', [[['write_date', '>', value]]]);
    expect(reply.errorName).toBe('builtins.ValueError');
  });

  it('pages by offset inside a second without losing or repeating a row', async () => {
    await postJson(`${simulator.url}/control`, { seedPartners: 2500 });
    const seen: number[] = [];
    for (let offset = 0; ; offset += 400) {
      const reply = await callErp(simulator.url, 'res.partner', 'search_read', [[['write_date', '>=', '2020-01-01 00:00:00']]], { fields: ['id'], order: 'write_date asc, id asc', limit: 400, offset, context: { active_test: false } });
      const page = rows(reply.result).map((row) => Number(row.id));
      seen.push(...page);
      if (page.length < 400) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(simulator.store.table('res.partner').size);
  });
});

describe('what bumps write_date', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await createErpSimulator();
  });
  afterEach(() => simulator.close());
  const stampOf = (model: string, id: number) => Number(simulator.store.find(model, id)?.write_date);
  const line = () => Number(simulator.store.referring('sale.order.line', 'order_id', 15)[0]);

  it.each<[string, boolean, () => Promise<unknown>]>([
    ['any write on the order', true, () => callErp(simulator.url, 'sale.order', 'write', [[15], { client_order_ref: 'X' }])],
    ['a quantity on its line', true, () => callErp(simulator.url, 'sale.order.line', 'write', [[line()], { product_uom_qty: 9 }])],
    ['a description on its line', false, () => callErp(simulator.url, 'sale.order.line', 'write', [[line()], { name: 'Other words' }])],
    ['the first get_portal_url', true, () => callErp(simulator.url, 'sale.order', 'get_portal_url', [[15]])],
    ['message_post', false, () => callErp(simulator.url, 'sale.order', 'message_post', [[15]], { body: 'Sent on WhatsApp' })],
    ['reading', false, () => callErp(simulator.url, 'sale.order', 'read', [[15]])],
  ])('%s: %s', async (_what, bumps, act) => {
    const before = stampOf('sale.order', 15);
    await act();
    expect(stampOf('sale.order', 15) > before).toBe(bumps);
  });

  it('only the first get_portal_url does', async () => {
    const first = await callErp(simulator.url, 'sale.order', 'get_portal_url', [[15]]);
    const between = stampOf('sale.order', 15);
    const again = await callErp(simulator.url, 'sale.order', 'get_portal_url', [[15]]);
    expect(again.result).toBe(first.result);
    expect(stampOf('sale.order', 15)).toBe(between);
  });

  it('blacklisting shows in the search and leaves the contact as it was', async () => {
    const { bakeryContact } = DEMO_RECORDS.partners;
    const before = stampOf('res.partner', bakeryContact);
    const added = await callErp(simulator.url, 'phone.blacklist', 'add', [[], '+5511987654321'], {}, DEMO_ADMIN);
    expect(added.result).toEqual([expect.any(Number)]);
    const found = await callErp(simulator.url, 'res.partner', 'search', [[['phone_sanitized_blacklisted', '=', true]]], { order: 'id' });
    expect(found.result).toEqual([bakeryContact, DEMO_RECORDS.partners.blacklisted]);
    expect(stampOf('res.partner', bakeryContact)).toBe(before);
  });

  it('archiving does, and hides the contact from an ordinary search', async () => {
    const { american } = DEMO_RECORDS.partners;
    const before = stampOf('res.partner', american);
    const archived = await callErp(simulator.url, 'res.partner', 'action_archive', [[american]]);
    expect(archived.body).toEqual({ jsonrpc: '2.0', id: 1 });
    expect(stampOf('res.partner', american) > before).toBe(true);
    const domain = [['id', '=', american]];
    expect((await callErp(simulator.url, 'res.partner', 'search', [domain])).result).toEqual([]);
    expect((await callErp(simulator.url, 'res.partner', 'search', [domain], { context: { active_test: false } })).result).toEqual([american]);
    expect((await callErp(simulator.url, 'res.partner', 'search', [[...domain, ['active', 'in', [true, false]]]])).result).toEqual([american]);
  });

  it('a touched record is committed late with an old stamp', async () => {
    await postJson(`${simulator.url}/control`, { touch: { model: 'sale.order', id: 15, agoMs: 90_000 } });
    expect(Date.now() * 1000 - stampOf('sale.order', 15)).toBeGreaterThanOrEqual(89_000_000);
  });
});

describe('deleting', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await createErpSimulator();
  });
  afterEach(() => simulator.close());

  it('leaves no trace: reads of it are empty, reads of several give the others', async () => {
    const [gone, kept] = (await callErp(simulator.url, 'res.partner', 'create', [[{ name: 'Gone' }, { name: 'Kept' }]])).result as number[];
    expect((await callErp(simulator.url, 'res.partner', 'unlink', [[gone]])).result).toBe(true);
    expect((await callErp(simulator.url, 'res.partner', 'read', [[gone], ['name']])).result).toEqual([]);
    expect((await callErp(simulator.url, 'res.partner', 'read', [[gone, kept], ['name']])).result).toEqual([{ id: kept, name: 'Kept' }]);
  });

  it.each([
    ['sale.order', 1, 'odoo.exceptions.UserError', 'You can not delete a sent quotation or a confirmed sales order. You must first cancel it.'],
    ['sale.order', 11, 'odoo.exceptions.UserError', 'You can not delete a sent quotation or a confirmed sales order. You must first cancel it.'],
    ['account.move', 3, 'odoo.exceptions.UserError', "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal entry to draft before deleting it."],
  ])('refuses %s %i', async (model, id, name, message) => {
    const reply = await callErp(simulator.url, model, 'unlink', [[id]], {}, DEMO_ADMIN);
    expect([reply.errorName, reply.errorMessage]).toEqual([name, message]);
    expect(simulator.store.find(model, id)).toBeDefined();
  });

  it('of a draft takes its lines along', async () => {
    await callErp(simulator.url, 'sale.order', 'unlink', [[15]]);
    expect(simulator.store.referring('sale.order.line', 'order_id', 15)).toEqual([]);
  });
});

describe('phones and values', () => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await createErpSimulator();
  });
  afterAll(() => simulator.close());

  it('sanitizes as recorded: by the partner’s country, 00 as +, false when invalid', async () => {
    const inputs = [{ name: 'WD Test 1', phone: '+39 347 123 4567' }, { name: 'WD Test 3', phone: '0039 02 1234567' }, { name: 'WD 4', phone: 'not a phone' }, { name: 'ES', phone: '612 345 678', country_id: 68 }];
    const ids = (await callErp(simulator.url, 'res.partner', 'create', [inputs])).result;
    const read = rows((await callErp(simulator.url, 'res.partner', 'read', [ids, ['phone_sanitized']])).result);
    expect(read.map((row) => row.phone_sanitized)).toEqual(['+393471234567', '+39021234567', false, '+34612345678']);
  });

  it.each<[string, unknown[], number[]]>([
    ['like, case kept', [['name', 'like', 'cantina']], []],
    ['ilike', [['name', 'ilike', 'cantina']], [26]],
    ['=like with a pattern', [['ref', '=like', 'C-00__']], [20]],
    ['in', [['id', 'in', [20, 33]]], [20, 33]],
    ['not in takes empty values too', [['ref', 'not in', ['C-0020']], ['id', 'in', [20, 33]]], [33]],
    ['an empty field', [['phone', '=', false], ['customer_rank', '>', 0]], [36]],
    ['or', ['|', ['id', '=', 20], ['id', '=', 33]], [20, 33]],
    ['not', ['!', ['id', '!=', 20]], [20]],
    ['and inside or', ['|', '&', ['id', '=', 20], ['name', 'ilike', 'bela'], ['id', '=', 33]], [20, 33]],
    ['child_of', [['id', 'child_of', 20]], [20, 21, 22]],
    ['a many2one by name', [['parent_id', 'ilike', 'maple']], [34, 35]],
    ['a path', [['country_id.code', '=', 'MX']], [29, 30]],
    ['a search by typed phone', [['phone_mobile_search', 'like', '98765-4321']], [21]],
  ])('domain: %s', async (_name, domain, expected) => {
    const reply = await callErp(simulator.url, 'res.partner', 'search', [domain], { order: 'id' });
    expect(reply.errorName).toBeNull();
    expect((reply.result as number[]).filter((id) => id < 46)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['an operand is missing', ['|', ['id', '=', 1]]], ['no list', 'id = 1'], ['a condition of two', [['id', '=']]], ['no such field in a path', [['country_id.nothing', '=', 1]]],
  ])('refuses a domain where %s', async (_name, domain) => {
    expect((await callErp(simulator.url, 'res.partner', 'search', [domain])).errorName).toBe('builtins.ValueError');
  });

  it.each<[string, unknown[], object, string]>([
    ['search_read', [[]], { filter: 1 }, 'builtins.TypeError'],
    ['search_read', [[]], { order: 'name; drop table' }, 'odoo.exceptions.UserError'],
    ['search_read', [[]], { order: 'nothing' }, 'builtins.ValueError'],
    ['search_read', [[]], { limit: -1 }, 'psycopg2.errors.InvalidRowCountInLimitClause'],
    ['write', [[20], { nothing: 1 }], {}, 'builtins.ValueError'],
    ['write', [[20], { country_id: 999_999 }], {}, 'odoo.exceptions.MissingError'],
    ['constructor', [[]], {}, 'builtins.AttributeError'],
    ['get_portal_url', [[20]], {}, 'builtins.AttributeError'],
  ])('refuses %s %j %j', async (method, positional, keywords, name) => {
    expect((await callErp(simulator.url, 'res.partner', method, positional, keywords)).errorName).toBe(name);
  });

  it('a refused row of a batch leaves none of it', async () => {
    const before = simulator.store.table('res.partner').size;
    const reply = await callErp(simulator.url, 'res.partner', 'create', [[{ name: 'Fine' }, { email: 'no-name@example.com' }]]);
    expect(reply.errorName).toBe('odoo.exceptions.ValidationError');
    expect(simulator.store.table('res.partner').size).toBe(before);
  });

  it('an employee may not read orders, and has_access says so', async () => {
    expect((await callErp(simulator.url, 'sale.order', 'search', [[]], {}, DEMO_EMPLOYEE)).errorName).toBe('odoo.exceptions.AccessError');
    expect((await callErp(simulator.url, 'account.move', 'has_access', [[], 'read'], {}, DEMO_EMPLOYEE)).result).toBe(false);
    expect((await callErp(simulator.url, 'account.move', 'check_access_rights', ['read'], { raise_exception: false })).result).toBe(true);
  });
});

describe('what differs between releases', () => {
  it.each<[ErpVersion, string | null]>([[17, null], [18, null], [19, 'builtins.ValueError']])('mobile on %i: %s', async (version, name) => {
    const simulator = await createErpSimulator({ version });
    try {
      expect((await callErp(simulator.url, 'res.partner', 'search_read', [[]], { fields: ['mobile'], limit: 1 })).errorName).toBe(name);
      const fields = (await callErp(simulator.url, 'res.partner', 'fields_get', [], { attributes: ['type'] })).result as JsonObject;
      expect('mobile' in fields).toBe(name === null);
    } finally {
      await simulator.close();
    }
  });

  it.each<[ErpVersion, string]>([[17, 'number'], [18, 'number'], [19, 'object']])('message_post on %i answers a %s', async (version, kind) => {
    const simulator = await createErpSimulator({ version });
    try {
      expect(typeof (await callErp(simulator.url, 'account.move', 'message_post', [[3]], { body: 'x' })).result).toBe(kind);
    } finally {
      await simulator.close();
    }
  });

  it.each<[ErpVersion, string | null]>([[17, 'odoo.exceptions.UserError'], [18, null], [19, null]])('the send wizard on %i: %s', async (version, name) => {
    const simulator = await createErpSimulator({ version });
    try {
      const context = { active_model: 'account.move', active_ids: [3] };
      const created = await callErp(simulator.url, 'account.move.send.wizard', 'create', [{ sending_methods: [] }], { context });
      expect(created.errorName).toBe(name);
      if (name) return;
      const sent = await callErp(simulator.url, 'account.move.send.wizard', 'action_send_and_print', [[created.result]], { context });
      expect(sent.result).toEqual({ type: 'ir.actions.act_window_close' });
      const [move] = rows((await callErp(simulator.url, 'account.move', 'read', [[3], ['invoice_pdf_report_id', 'is_move_sent', 'move_sent_values']])).result);
      expect(move).toMatchObject({ invoice_pdf_report_id: [expect.any(Number), 'INV_2026_00003.pdf'], is_move_sent: true, move_sent_values: 'sent' });
      const [attachmentId] = move?.invoice_pdf_report_id as [number, string];
      const [attachment] = rows((await callErp(simulator.url, 'ir.attachment', 'read', [[attachmentId], ['datas', 'mimetype', 'file_size', 'res_field']])).result);
      const bytes = Buffer.from(String(attachment?.datas), 'base64');
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(attachment).toMatchObject({ mimetype: 'application/pdf', file_size: bytes.length, res_field: 'invoice_pdf_report_file' });
    } finally {
      await simulator.close();
    }
  });
});
