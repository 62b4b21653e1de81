import { spawn } from 'node:child_process';
import { request } from 'node:http';
import path from 'node:path';
import { createErpSimulator, DEMO, DEMO_RECORDS, DEMO_TWO_FACTOR } from '../../playground/simulators/erp';
import { createPace } from '../../playground/simulators/erp/pace';
import { callErp, callService, postJson } from '../../playground/simulators/erp/rpc-client';
import type { JsonObject } from '../../playground/simulators/erp/types';

type Simulator = Awaited<ReturnType<typeof createErpSimulator>>;

const raw = (port: number, options: { method?: string; path?: string; headers: Record<string, string>; body?: string }) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method: options.method ?? 'GET', path: options.path ?? '/', headers: options.headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => { body += chunk; }).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    call.on('error', reject);
    call.end(options.body);
  });

let simulator: Simulator;
beforeEach(async () => {
  simulator = await createErpSimulator();
});
afterEach(() => simulator.close());

const count = () => callErp(simulator.url, 'res.partner', 'search_count', [[]]);
const control = (body: object) => postJson(`${simulator.url}/control`, body);

describe('who may call', () => {
  it.each([['evil.example'], ['evil.example:1339'], ['127.0.0.1.evil.example'], ['10.0.0.9']])('a Host of "%s" is refused on every route', async (host) => {
    for (const target of ['/', '/jsonrpc', '/control/state', '/my']) {
      expect((await raw(simulator.port, { path: target, headers: { host } })).status).toBe(403);
    }
  });

  it.each(['localhost', '127.0.0.1', '[::1]'])('%s is this machine', async (name) => {
    expect((await raw(simulator.port, { headers: { host: `${name}:${simulator.port}` } })).status).toBe(200);
  });

  it.each(['http://evil.example', 'null', 'https://localhost', 'http://localhost:1'])('an Origin of %s is refused, and nothing happens', async (origin) => {
    const { status, headers } = await raw(simulator.port, {
      method: 'POST', path: '/actions/confirm-order', headers: { host: `localhost:${simulator.port}`, origin, 'content-type': 'application/json' }, body: '{"id":15}',
    });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(simulator.store.find('sale.order', 15)?.state).toBe('draft');
  });

  it('a form post from its own page is refused too: only JSON acts', async () => {
    const headers = { host: `localhost:${simulator.port}`, 'content-type': 'application/x-www-form-urlencoded' };
    expect((await raw(simulator.port, { method: 'POST', path: '/actions/confirm-order', headers, body: 'id=15' })).status).toBe(400);
    expect((await raw(simulator.port, { method: 'POST', path: '/control', headers, body: 'reset=1' })).status).toBe(400);
  });

  it('listens on the loopback address only, unless told otherwise', async () => {
    expect(simulator.url).toBe(`http://127.0.0.1:${simulator.port}`);
    const open = await createErpSimulator({ host: '0.0.0.0' });
    try {
      expect((await raw(open.port, { headers: { host: `192.168.1.5:${open.port}` } })).status).toBe(200);
      expect((await raw(open.port, { headers: { host: 'evil.example' } })).status).toBe(403);
    } finally {
      await open.close();
    }
  });
});

describe('signing in', () => {
  it.each<[string, unknown[], unknown]>([
    ['key', ['demo', DEMO.login, DEMO.apiKey, {}], DEMO.uid], ['password', ['demo', DEMO.login, DEMO.password, {}], DEMO.uid], ['nonsense', ['demo', DEMO.login, 'nope', {}], false],
    ['an empty key', ['demo', DEMO.login, '', {}], false], ['two factors, password', ['demo', DEMO_TWO_FACTOR.login, DEMO_TWO_FACTOR.password, {}], false],
    ['two factors, key', ['demo', DEMO_TWO_FACTOR.login, DEMO_TWO_FACTOR.apiKey, {}], DEMO_TWO_FACTOR.uid],
  ])('authenticate with %s', async (_what, args, uid) => {
    expect((await callService(simulator.url, 'common', 'authenticate', args)).result).toBe(uid);
  });

  it.each<[string, unknown[], string]>([
    ['another user’s uid', ['demo', 2, DEMO.apiKey], 'odoo.exceptions.AccessDenied'], ['a wrong key', ['demo', DEMO.uid, 'nope'], 'odoo.exceptions.AccessDenied'],
    ['no uid', ['demo', false, DEMO.apiKey], 'odoo.exceptions.AccessDenied'], ['the password of two factors', ['demo', DEMO_TWO_FACTOR.uid, DEMO_TWO_FACTOR.password], 'odoo.exceptions.AccessDenied'],
    ['a wrong database', ['nodb', DEMO.uid, DEMO.apiKey], 'psycopg2.OperationalError'],
  ])('every call is checked: %s', async (_what, credentials, name) => {
    const reply = await callService(simulator.url, 'object', 'execute_kw', [...credentials, 'res.partner', 'search_count', [[]], {}]);
    expect([reply.status, reply.errorName]).toEqual([200, name]);
  });
});

describe('the pace', () => {
  it('is one worker with a fixed time a row: calls queue, work done counts', async () => {
    let nowMs = 1000;
    const waits: number[] = [];
    const pace = createPace({ nowMs: () => nowMs, pause: (ms) => { waits.push(ms); return Promise.resolve(); } });
    nowMs = 1020;
    await pace(1000, 5000, 1000);
    await pace(500, 5000, 1010);
    nowMs = 5000;
    await pace(100, 5000, 5000);
    await pace(0, 5000, 4000);
    // 200 ms less the 20 spent; then 100 ms behind them; idle in between, so afresh; nothing for no rows but the queue.
    expect(waits.map(Math.round)).toEqual([180, 280, 20, 20]);
  });
});

describe('POST /control', () => {
  it.each([[{ unknown: 1 }], [{ pdf: 'nonsense' }], [{ latencyMs: -1 }], [{ seedPartners: 200_001 }], [{ errors: { modle: 'x' } }], [[]], ['text']])('refuses %j', async (body) => {
    const response = await control(body as object);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: { message: string } }).error.message).toMatch(/\.$/);
  });

  it('fails the calls it is told to, as often as it is told', async () => {
    await control({ errors: { model: 'res.partner', method: 'search_count', times: 2, name: 'odoo.exceptions.AccessError', message: 'No.' } });
    expect((await callErp(simulator.url, 'sale.order', 'search_count', [[]])).errorName).toBeNull();
    expect((await count()).errorName).toBe('odoo.exceptions.AccessError');
    expect((await count()).errorMessage).toBe('No.');
    expect((await count()).errorName).toBeNull();
  });

  it('answers an HTTP error in HTML, with Retry-After', async () => {
    await control({ errors: [{ http: 429, retryAfter: 7, times: 1 }] });
    const response = await postJson(`${simulator.url}/jsonrpc`, { jsonrpc: '2.0', id: 1, params: { service: 'common', method: 'version', args: [] } });
    expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([429, '7', 'text/html; charset=utf-8']);
  });

  it('answers HTML, hangs, or is gone, and comes back', async () => {
    await control({ answers: 'html' });
    await expect(count()).rejects.toThrow(/JSON/);
    await control({ answers: 'hang' });
    await expect(fetch(`${simulator.url}/jsonrpc`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', signal: AbortSignal.timeout(100) })).rejects.toThrow();
    await control({ answers: 'ok', offline: true });
    await expect(count()).rejects.toThrow();
    await control({ offline: false });
    expect((await count()).errorName).toBeNull();
  });

  it('reset brings back the demo and clears every setting', async () => {
    const state = async () => ((await (await fetch(`${simulator.url}/control/state?model=sale.order`)).json()) as { data: JsonObject }).data;
    const before = await state();
    await postJson(`${simulator.url}/actions/confirm-order`, { id: 15 });
    await control({ pdf: 'html', latencyMs: 5, seedPartners: 10 });
    expect(await state()).not.toEqual(before);
    await control({ reset: true });
    expect(await state()).toEqual(before);
  });

  it('adds the same generated contacts for the same seed, behind every cursor', async () => {
    const names = async (each: Simulator) => {
      await postJson(`${each.url}/control`, { seedPartners: 600 });
      return [...each.store.table('res.partner').values()].slice(-600).map(({ name, phone, phone_sanitized }) => ({ name, phone, phone_sanitized }));
    };
    const twin = await createErpSimulator();
    try {
      const latest = simulator.store.latest();
      expect(await names(simulator)).toEqual(await names(twin));
      const added = [...simulator.store.table('res.partner').values()].slice(-600);
      expect(added.every((partner) => partner.write_date > latest)).toBe(true);
      expect(new Set(added.map((partner) => partner.write_date)).size).toBe(3);
    } finally {
      await twin.close();
    }
  });

  it('a paced answer has the same rows', async () => {
    const ask = () => callErp(simulator.url, 'res.partner', 'search_read', [[]], { fields: ['name'] });
    const before = (await ask()).result;
    await control({ paceRowsPerSecond: 5000 });
    expect((await ask()).result).toEqual(before);
  });

  it('shows the stored microseconds', async () => {
    const { data } = (await (await fetch(`${simulator.url}/control/state?model=res.partner`)).json()) as { data: { records: { 'res.partner': JsonObject[] } } };
    expect(data.records['res.partner'][0]?.write_date).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\.\d{6}$/);
  });
});

describe('the page and its buttons', () => {
  it('escapes names and runs only its own script', async () => {
    await callErp(simulator.url, 'res.partner', 'write', [[DEMO_RECORDS.partners.awkwardName], { name: '"><img src=x onerror=alert(1)>', phone: '"><script>alert(2)</script>' }]);
    const response = await fetch(simulator.url);
    const page = await response.text();
    expect(page).not.toContain('<img');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'nonce-/);
    expect(page).not.toMatch(/(src|href)="https?:/);
  });

  it('a document opens without changing its record', async () => {
    const before = simulator.store.find('sale.order', 1)?.write_date;
    const response = await fetch(`${simulator.url}/preview/sale.order/1`);
    expect(Buffer.from(await response.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
    expect(simulator.store.find('sale.order', 1)?.write_date).toBe(before);
  });

  const act = async (name: string, body: object) => {
    const response = await postJson(`${simulator.url}/actions/${name}`, body);
    return { status: response.status, body: (await response.json()) as { data?: { record: JsonObject }; error?: { message: string } } };
  };

  it.each<[string, object, object]>([
    ['confirm-order', { id: 15 }, { state: 'sale' }], ['cancel-order', { id: 1 }, { state: 'cancel' }], ['reset-order', { id: 19 }, { state: 'draft' }],
    ['post-invoice', { id: 15 }, { state: 'posted', name: 'INV/2026/00008', payment_state: 'not_paid' }], ['pay-invoice', { id: 3 }, { payment_state: 'paid', amount_residual: 0 }],
    ['pay-invoice', { id: 3, amount: 544.26 }, { payment_state: 'partial', amount_residual: 1000 }], ['reset-invoice', { id: 1 }, { state: 'draft', name: 'INV/2026/00001', payment_state: 'not_paid' }],
    ['set-phone', { id: 36, phone: '(510) 555-0101' }, { phone_sanitized: '+15105550101' }], ['archive-partner', { id: 36 }, { active: false }],
  ])('%s %j', async (name, body, expected) => {
    const { status, body: answered } = await act(name, body);
    expect(status).toBe(200);
    expect(answered.data?.record).toMatchObject(expected);
  });

  it.each<[string, object, number]>([
    ['confirm-order', { id: 1 }, 409], ['post-invoice', { id: 1 }, 409], ['delete', { model: 'account.move', id: 3 }, 409], ['delete', { model: 'res.users', id: 2 }, 404],
    ['delete', { model: 'sale.order', id: 15 }, 200], ['confirm-order', { id: 9999 }, 404], ['confirm-order', {}, 400], ['nothing', { id: 1 }, 404],
  ])('%s %j answers %i', async (name, body, status) => {
    const answered = await act(name, body);
    expect(answered.status).toBe(status);
    if (status !== 200) expect(answered.body.error?.message).toBeTruthy();
  });
});

describe('the process', () => {
  it('says once where it is, tells its parent, and ends cleanly on SIGTERM', async () => {
    const root = path.join(__dirname, '../..');
    const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'playground/simulators/erp/main.ts')], {
      cwd: root, env: { ...process.env, SIM_ERP_PORT: '0', SIM_ERP_VERSION: '18', HOST: '' }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
    const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
    const message = await new Promise<{ ready: boolean; url: string }>((resolve) => child.once('message', (value) => resolve(value as { ready: boolean; url: string })));
    expect(message.ready).toBe(true);
    expect((await callService(message.url, 'common', 'version', [])).result).toMatchObject({ server_version: '18.0' });
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(output.trim().split('\n')).toEqual([`Simulated ERP (Odoo 18) on ${message.url}/`]);
  }, 30_000);
});
