import { createErpSimulator, type ErpVersion } from '../../playground/simulators/erp';
import { callErp, postJson } from '../../playground/simulators/erp/rpc-client';
import type { PdfMode } from '../../playground/simulators/erp/settings';
import { fromBuffer } from 'yauzl';

type Simulator = Awaited<ReturnType<typeof createErpSimulator>>;
const KEYWORDS = { report_type: 'pdf', download: true };

const portalPath = async (simulator: Simulator, model: string, id: number) => String((await callErp(simulator.url, model, 'get_portal_url', [[id]], KEYWORDS)).result);
const get = (simulator: Simulator, path: string, init: RequestInit = {}) => fetch(simulator.url + path, { redirect: 'manual', ...init });

const zipEntries = (bytes: Buffer) => new Promise<string[]>((resolve, reject) => {
  fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
    if (error || !zip) return reject(error ?? new Error('No zip'));
    const names: string[] = [];
    zip.on('entry', (entry: { fileName: string }) => {
      names.push(entry.fileName);
      zip.readEntry();
    });
    zip.on('end', () => resolve(names));
    zip.on('error', reject);
    zip.readEntry();
    return undefined;
  });
});

describe.each<ErpVersion>([17, 18, 19])('PDFs of %i', (version) => {
  let simulator: Simulator;
  beforeAll(async () => {
    simulator = await createErpSimulator({ version });
  });
  afterAll(() => simulator.close());

  it.each([
    ['sale.order', 1, 'Sales_Order_S00001.pdf'], ['sale.order', 15, 'Quotation_S00015.pdf'], ['sale.order', 11, 'Quotation_S00011.pdf'],
    ['account.move', 3, 'INV_2026_00003.pdf'], ['account.move', 19, 'RINV_2026_00001.pdf'],
  ])('%s %i comes without a session as %s', async (model, id, fileName) => {
    const path = await portalPath(simulator, model, id);
    expect(path).toMatch(/^\/my\/(orders|invoices)\/\d+\?access_token=[0-9a-f-]{36}&report_type=pdf&download=true$/);
    const response = await get(simulator, path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${fileName}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
    expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
  });

  it('a draft invoice has no path', async () => {
    const answered = await portalPath(simulator, 'account.move', 15);
    expect(answered).toMatch(/^#\?access_token=[0-9a-f-]{36}&report_type=pdf&download=true$/);
  });
});

describe('the portal', () => {
  let simulator: Simulator;
  beforeEach(async () => {
    simulator = await createErpSimulator();
  });
  afterEach(() => simulator.close());

  it('joins suffix, query and anchor as recorded', async () => {
    const reply = await callErp(simulator.url, 'sale.order', 'get_portal_url', [[1]], { suffix: '/x', ...KEYWORDS, query_string: '&foo=1', anchor: 'bar' });
    expect(reply.result).toMatch(/^\/my\/orders\/1\/x\?access_token=[0-9a-f-]{36}&report_type=pdf&download=true&foo=1#bar$/);
  });

  it('is inline without download, and has a HEAD', async () => {
    const path = (await portalPath(simulator, 'account.move', 3)).replace('&download=true', '');
    expect((await get(simulator, path)).headers.get('content-disposition')).toMatch(/^inline; /);
    const head = await get(simulator, path, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), (await head.arrayBuffer()).byteLength]).toEqual([200, 'application/pdf', 0]);
  });

  it.each(['/my/orders/1?access_token=bad&report_type=pdf&download=true', '/my/orders/99999?access_token=x&report_type=pdf', '/my/orders/1?report_type=pdf'])('%s is a 303 to /my', async (path) => {
    await portalPath(simulator, 'sale.order', 1);
    const response = await get(simulator, path);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/my']);
  });

  it('respects X-Odoo-Database', async () => {
    const path = await portalPath(simulator, 'sale.order', 1);
    expect((await get(simulator, path, { headers: { 'x-odoo-database': 'demo' } })).status).toBe(200);
    const other = await get(simulator, path, { headers: { 'x-odoo-database': 'nodb' } });
    expect([other.status, other.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });

  it('gives the stored PDF once the invoice was sent', async () => {
    const context = { active_model: 'account.move', active_ids: [3] };
    const wizard = await callErp(simulator.url, 'account.move.send.wizard', 'create', [{ sending_methods: [] }], { context });
    await callErp(simulator.url, 'account.move.send.wizard', 'action_send_and_print', [[wizard.result]], { context });
    await callErp(simulator.url, 'account.move', 'write', [[3], { ref: 'Changed afterwards' }]);
    const bytes = Buffer.from(await (await get(simulator, await portalPath(simulator, 'account.move', 3))).arrayBuffer());
    const stored = simulator.store.find('ir.attachment', Number(simulator.store.find('account.move', 3)?.invoice_pdf_report_id));
    expect(bytes.toString('base64')).toBe(stored?.datas);
  });

  it('sends a key to the login where a session is needed', async () => {
    const response = await get(simulator, '/report/pdf/sale.report_saleorder/20', { headers: { authorization: 'bearer x' } });
    expect([response.status, response.headers.get('location')]).toEqual([303, '/web/login?redirect=%2Freport%2Fpdf%2Fsale.report_saleorder%2F20%3F']);
  });

  const fetched = async (pdf: PdfMode) => {
    const path = await portalPath(simulator, 'account.move', 3);
    await postJson(`${simulator.url}/control`, { pdf });
    return get(simulator, path);
  };

  it.each<[PdfMode, number, string]>([
    ['html', 200, 'text/html; charset=utf-8'], ['login', 303, 'text/html; charset=utf-8'], ['no-wkhtmltopdf', 422, 'text/html; charset=utf-8'], ['not-pdf', 200, 'application/pdf'],
  ])('%s answers %i %s and no PDF', async (mode, status, type) => {
    const response = await fetched(mode);
    expect([response.status, response.headers.get('content-type')]).toEqual([status, type]);
    expect((await response.text()).startsWith('%PDF-')).toBe(false);
  });

  it('reports a missing wkhtmltopdf beforehand', async () => {
    const ask = async () => (await callErp(simulator.url, 'ir.actions.report', 'get_wkhtmltopdf_state', [])).result;
    expect(await ask()).toBe('ok');
    await postJson(`${simulator.url}/control`, { pdf: 'no-wkhtmltopdf' });
    expect(await ask()).toBe('install');
  });

  it.each<[PdfMode, number]>([['zip', 1], ['zip-several', 2], ['zip-empty', 0]])('%s is a readable zip with %i PDF', async (mode, count) => {
    const response = await fetched(mode);
    expect(response.headers.get('content-type')).toBe('application/zip');
    const names = await zipEntries(Buffer.from(await response.arrayBuffer()));
    expect(names.filter((name) => name.endsWith('.pdf'))).toHaveLength(count);
  });

  it('huge goes past 100 MB without saying so', async () => {
    const response = await fetched('huge');
    expect(response.headers.get('content-length')).toBeNull();
    let size = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) size += chunk.length;
    expect(size).toBeGreaterThan(100 * 1024 * 1024);
  });

  it('timeout does not answer, and does not keep the simulator from closing', async () => {
    const path = await portalPath(simulator, 'account.move', 3);
    await postJson(`${simulator.url}/control`, { pdf: 'timeout' });
    await expect(get(simulator, path, { signal: AbortSignal.timeout(150) })).rejects.toThrow();
    const hanging = expect(get(simulator, path)).rejects.toThrow();
    await simulator.close();
    await hanging;
  });
});
