import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ZipFile } from 'yazl';
import { createOdooClient, fetchDocument, OdooError } from '../../bridge/src';
import type { DocumentOptions, DocumentRequest, ErpDocument, OdooErrorKind } from '../../bridge/src';
import { createRecordedOdoo, readFixture, readFixtureBytes, resultOf, VendorFailure } from '../support/fake-odoo';
import type { Row , FakeOdoo} from '../support/fake-odoo';

const TOKEN = '015b9216-171d-483c-9b89-44dd2bae0616';
const ORDER: DocumentRequest = { kind: 'sales-order', erpId: 20 };
const INVOICE: DocumentRequest = { kind: 'invoice', erpId: 1 };
const orderPdf = readFixtureBytes('sale-order-portal.pdf');
const invoicePdf = readFixtureBytes('invoice-portal.pdf');

const open: FakeOdoo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((odoo) => odoo.stop()));
});

interface Portal {
  url?: unknown;
  answer(response: ServerResponse): void;
}

const sendPdf = (content: Buffer, headers: Record<string, string> = {}) => (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/pdf', ...headers }).end(content);
};

/** A recorded server whose portal answers as told. */
async function start({ url, answer }: Portal, version: 17 | 18 | 19 = 19): Promise<FakeOdoo> {
  const odoo = createRecordedOdoo(version);
  const portalUrl = url === undefined ? resultOf<string>('003-pdf-so-get_portal_url.json') : url;
  odoo.methods.set('sale.order.get_portal_url', () => portalUrl);
  odoo.methods.set('account.move.get_portal_url', () => (url === undefined ? resultOf<string>('009-pdf-inv-get_portal_url.json') : url));
  odoo.intercept = (request, response) => {
    if (request.method !== 'GET') return false;
    answer(response);
    return true;
  };
  await odoo.start();
  open.push(odoo);
  return odoo;
}

const fetchFrom = (odoo: FakeOdoo, request = ORDER, options?: DocumentOptions): Promise<ErpDocument> => fetchDocument(createOdooClient(odoo.settings), request, options);

async function errorOf(work: Promise<unknown>): Promise<OdooError> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof OdooError)) throw error;
    // Whoever has the address can open the document.
    expect(JSON.stringify({ ...error, message: error.message, stack: error.stack, cause: error.cause })).not.toMatch(new RegExp(`${TOKEN}|access_token|/my/`));
    return error;
  }
  throw new Error('nothing was thrown');
}

async function zipOf(...entries: [name: string, content: Buffer][]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of entries) zip.addBuffer(content, name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('the PDF of an order or invoice', () => {
  it.each([17, 18, 19] as const)('comes from the portal of %i, without session or cookie', async (version) => {
    const recorded = readFixture('005-pdf-so-portal-GET.json');
    const odoo = await start({ answer: sendPdf(orderPdf, recorded.response.headers) }, version);
    const document = await fetchFrom(odoo);
    expect(document).toEqual({ filename: 'Sales_Order_S00020.pdf', mimeType: 'application/pdf', content: orderPdf, sha256: createHash('sha256').update(orderPdf).digest('hex'), source: 'portal' });
    const get = odoo.requests.find(({ method }) => method === 'GET')!;
    expect(get.url).toBe(recorded.request.path);
    expect(get.headers['x-odoo-database']).toBe(odoo.database);
    expect([get.headers.cookie, get.headers.authorization]).toEqual([undefined, undefined]);
    expect(odoo.callsOf('sale.order', 'get_portal_url')[0]!.args.slice(3)).toEqual(['sale.order', 'get_portal_url', [[20]], { report_type: 'pdf', download: true }]);
  });

  it('of a quotation carries its own name', async () => {
    const odoo = await start({ answer: sendPdf(orderPdf, readFixture('014-pdf-so-draft-portal-GET.json').response.headers) });
    expect((await fetchFrom(odoo)).filename).toBe('Quotation_S00003.pdf');
  });

  it('of an invoice without an official one comes from the portal', async () => {
    const odoo = await start({ answer: sendPdf(invoicePdf, readFixture('010-pdf-inv-portal-GET-download.json').response.headers) });
    const document = await fetchFrom(odoo, INVOICE);
    expect(document).toMatchObject({ filename: 'INV_2026_00001.pdf', source: 'portal' });
    expect(document.content.equals(invoicePdf)).toBe(true);
  });

  it('has a safe name where the ERP gives none or a bad one', async () => {
    expect((await fetchFrom(await start({ answer: sendPdf(orderPdf) }))).filename).toBe('sales-order-20.pdf');
    expect((await fetchFrom(await start({ answer: sendPdf(orderPdf, { 'content-disposition': 'attachment; filename="../../x/INV/1.exe"' }) }))).filename).toBe('x_INV_1.exe.pdf');
  });

  it.each(['pdf', 'application/octet-stream', 'APPLICATION/PDF; charset=binary'])('is taken as %s', async (type) => {
    expect((await fetchFrom(await start({ answer: sendPdf(orderPdf, { 'content-type': type }) }))).content.length).toBe(orderPdf.length);
  });
});

describe("an invoice's official PDF", () => {
  const recordedName = resultOf<Row[]>('007-inv-attachment-read.json')[0]!['name'];

  async function startWithAttachment(attachment: object | null): Promise<FakeOdoo> {
    const odoo = await start({ answer: sendPdf(orderPdf) });
    const [sent] = resultOf<Row[]>('006-inv-after-send.json');
    odoo.tables.set('account.move', [{ ...sent!, id: 1, state: 'posted', move_type: 'out_invoice' }]);
    odoo.fields.set('account.move', { state: {}, move_type: {}, name: {}, invoice_pdf_report_id: { type: 'many2one', relation: 'ir.attachment' } });
    if (attachment) {
      odoo.tables.set('ir.attachment', [{ id: 937, name: recordedName, ...attachment }]);
      odoo.fields.set('ir.attachment', { name: {}, ...Object.fromEntries(Object.keys(attachment).map((name) => [name, {}])) });
    }
    return odoo;
  }

  it.each(['datas', 'raw'])('is read from %s, and the portal is left alone', async (field) => {
    const odoo = await startWithAttachment({ [field]: invoicePdf.toString('base64') });
    const document = await fetchFrom(odoo, INVOICE);
    expect(document).toMatchObject({ filename: 'INV_2026_00002.pdf', source: 'attachment' });
    expect(document.content.equals(invoicePdf)).toBe(true);
    expect(odoo.requests.some(({ method }) => method === 'GET')).toBe(false);
  });

  it.each([
    ['whose bytes are gone', { datas: false }],
    ['that is not readable as a model', null],
  ])('%s: the portal is the document', async (_name, attachment) => {
    expect((await fetchFrom(await startWithAttachment(attachment), INVOICE)).source).toBe('portal');
  });

  it('that this user may not read: the portal is the document', async () => {
    const odoo = await startWithAttachment({ datas: 'x' });
    odoo.methods.set('ir.attachment.read', () => {
      throw new VendorFailure('odoo.exceptions.AccessError', 'You are not allowed to access this document.');
    });
    expect((await fetchFrom(odoo, INVOICE)).source).toBe('portal');
  });

  it('that is no PDF is refused, not replaced', async () => {
    expect((await errorOf(fetchFrom(await startWithAttachment({ datas: Buffer.from('<html>').toString('base64') }), INVOICE))).kind).toBe('not_pdf');
  });

  it.each(['draft', 'cancel'])('an invoice in state %s is refused before anything is fetched', async (state) => {
    const odoo = await startWithAttachment({ datas: invoicePdf.toString('base64') });
    odoo.tables.get('account.move')![0]!['state'] = state;
    expect(await errorOf(fetchFrom(odoo, INVOICE))).toMatchObject({ kind: 'not_posted', code: 'document.not_posted', isTransient: false });
    expect(odoo.callsOf('ir.attachment')).toHaveLength(0);
  });

  it('an invoice that is gone is said to be gone', async () => {
    expect((await errorOf(fetchFrom(await startWithAttachment(null), { kind: 'invoice', erpId: 999_999 }))).kind).toBe('missing_record');
  });
});

describe('a portal address', () => {
  it.each<[url: unknown, kind: OdooErrorKind]>([
    [resultOf<string>('v17/18-draft-invoice-portal-url.json'), 'not_posted'],
    [resultOf<string>('v18/18-draft-invoice-portal-url.json'), 'not_posted'],
    [resultOf<string>('v19/18-draft-invoice-portal-url.json'), 'not_posted'],
    [false, 'no_portal'],
    ['', 'no_portal'],
    [['/my/orders/20'], 'no_portal'],
    [`https://evil.example.com/my/orders/20?access_token=${TOKEN}`, 'portal_elsewhere'],
    [`//evil.example.com/my/orders/20?access_token=${TOKEN}`, 'portal_elsewhere'],
    [`/\\evil.example.com/my/orders/20?access_token=${TOKEN}`, 'portal_elsewhere'],
    [`http://169.254.169.254/my/orders/20?access_token=${TOKEN}`, 'portal_elsewhere'],
    ['javascript:alert(1)', 'portal_elsewhere'],
    ['file:///etc/passwd', 'portal_elsewhere'],
  ])('%j is refused as %s before anything is asked', async (url, kind) => {
    const odoo = await start({ url, answer: sendPdf(orderPdf) });
    expect((await errorOf(fetchFrom(odoo))).kind).toBe(kind);
    expect(odoo.requests.some(({ method }) => method === 'GET')).toBe(false);
  });

  it("may be absolute on the ERP's own origin", async () => {
    const odoo = await start({ answer: sendPdf(orderPdf) });
    odoo.methods.set('sale.order.get_portal_url', () => `${odoo.url}/my/orders/20?access_token=${TOKEN}#top`);
    expect((await fetchFrom(odoo)).source).toBe('portal');
    expect(odoo.requests.at(-1)!.url).toBe(`/my/orders/20?access_token=${TOKEN}`);
  });
});

describe('what the portal answers instead of a PDF', () => {
  const html = '<!doctype html><html><body>error</body></html>';
  it.each<[name: string, status: number, headers: Record<string, string>, body: string | Buffer, kind: OdooErrorKind, isTransient: boolean]>([
    ['a redirect to /my (recorded: bad token)', 303, { location: '/my' }, '', 'login_required', false],
    ['a redirect to sign in (recorded)', 303, { location: '/web/login?redirect=x' }, '', 'login_required', false],
    ['a redirect to another host', 302, { location: 'http://169.254.169.254/latest/meta-data' }, '', 'login_required', false],
    ['HTML with 200', 200, { 'content-type': 'text/html' }, html, 'document_html', false],
    ['HTML that claims to be a PDF', 200, { 'content-type': 'application/pdf' }, html, 'document_html', false],
    ['a PDF that claims to be HTML', 200, { 'content-type': 'text/html' }, orderPdf, 'document_html', false],
    ['422: no wkhtmltopdf', 422, { 'content-type': 'text/html' }, html, 'pdf_engine_missing', false],
    ['400 in HTML', 400, { 'content-type': 'text/html' }, html, 'document_html', false],
    ['404', 404, { 'content-type': 'text/html' }, html, 'no_portal', false],
    ['502', 502, { 'content-type': 'text/html' }, html, 'server', true],
    ['429', 429, {}, '', 'rate_limited', true],
    ['nothing', 200, { 'content-type': 'application/pdf' }, '', 'not_pdf', false],
    ['text', 200, { 'content-type': 'application/pdf' }, 'sorry', 'not_pdf', false],
    ['JSON', 200, { 'content-type': 'application/json' }, '{}', 'not_pdf', false],
    ['an image', 200, { 'content-type': 'image/png' }, Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'not_pdf', false],
    ['204', 204, {}, '', 'not_pdf', false],
  ])('%s', async (_name, status, headers, body, kind, isTransient) => {
    const odoo = await start({ answer: (response) => void response.writeHead(status, headers).end(body) });
    expect(await errorOf(fetchFrom(odoo))).toMatchObject({ kind, isTransient });
    expect(odoo.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it.each<[fixture: string, kind: OdooErrorKind]>([
    ['007-pdf-so-portal-badtoken.json', 'login_required'],
    ['008-pdf-so-portal-missing.json', 'login_required'],
  ])('%s, as recorded', async (fixture, kind) => {
    const { status, headers, body } = readFixture(fixture).response;
    const odoo = await start({ answer: (response) => void response.writeHead(status, headers).end(body as string) });
    expect((await errorOf(fetchFrom(odoo))).kind).toBe(kind);
  });

  it('a PDF larger than allowed, whatever content-length says', async () => {
    const large = Buffer.concat([Buffer.from('%PDF-1.4'), Buffer.alloc(3 * 1024 * 1024)]);
    for (const headers of [{}, { 'transfer-encoding': 'chunked' }] as Record<string, string>[]) {
      const error = await errorOf(fetchFrom(await start({ answer: sendPdf(large, headers) }), ORDER, { maxBytes: 1024 * 1024 }));
      expect(error).toMatchObject({ kind: 'document_too_large', code: 'document.too_large' });
      expect(error.message).toBe('The document is larger than 1 MB.');
    }
  });

  it('a PDF that is cut off half way', async () => {
    const odoo = await start({
      answer(response) {
        response.writeHead(200, { 'content-type': 'application/pdf', 'content-length': String(orderPdf.length) });
        response.write(orderPdf.subarray(0, 5000), () => response.destroy());
      },
    });
    expect(await errorOf(fetchFrom(odoo))).toMatchObject({ kind: 'unreachable', isTransient: true });
  });

  it('a PDF that is never finished: one time-out for everything', async () => {
    const odoo = await start({ answer: (response) => void response.writeHead(200, { 'content-type': 'application/pdf' }).write('%PDF-') });
    expect(await errorOf(fetchFrom(odoo, ORDER, { timeoutMs: 150 }))).toMatchObject({ kind: 'document_timeout', code: 'document.timeout', isTransient: true });
  });

  it('a caller that stops', async () => {
    const controller = new AbortController();
    const odoo = await start({ answer: () => controller.abort() });
    expect((await errorOf(fetchFrom(odoo, ORDER, { signal: controller.signal }))).kind).toBe('aborted');
  });

  it('never follows a redirect to another server', async () => {
    let isVisited = false;
    const other = createServer((_request, response) => {
      isVisited = true;
      sendPdf(orderPdf)(response);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/`;
    const odoo = await start({ answer: (response) => void response.writeHead(302, { location }).end() });
    await errorOf(fetchFrom(odoo));
    await new Promise((resolve) => other.close(resolve));
    expect(isVisited).toBe(false);
  });

  it("the ERP's own refusal to give an address (recorded)", async () => {
    const odoo = await start({ answer: sendPdf(orderPdf) });
    const { error } = readFixture('001-pdf-so-get_portal_url-noaccess.json').response.body as { error: { data: { name: string; message: string } } };
    odoo.methods.set('sale.order.get_portal_url', () => {
      throw new VendorFailure(error.data.name, error.data.message);
    });
    expect((await errorOf(fetchFrom(odoo))).kind).toBe('access_denied');
  });
});

describe('a zip instead of a PDF', () => {
  const asZip = (archive: Buffer) => sendPdf(archive, { 'content-type': 'application/zip', 'content-disposition': "attachment; filename*=UTF-8''invoices.zip" });

  it('with one PDF gives that PDF under its own name', async () => {
    const odoo = await start({ answer: asZip(await zipOf(['INV_1.xml', Buffer.from('<x/>')], ['INV_1.pdf', invoicePdf])) });
    const document = await fetchFrom(odoo, INVOICE);
    expect(document).toMatchObject({ filename: 'INV_1.pdf', mimeType: 'application/pdf', sha256: createHash('sha256').update(invoicePdf).digest('hex') });
  });

  it.each<[name: string, entries: [string, Buffer][], kind: OdooErrorKind]>([
    ['none', [['a.xml', Buffer.from('<x/>')]], 'zip_without_pdf'],
    ['several', [['a.pdf', orderPdf], ['b.pdf', invoicePdf]], 'zip_several_pdfs'],
    ['21 files', Array.from({ length: 21 }, (_, index): [string, Buffer] => [`${index}.pdf`, orderPdf.subarray(0, 100)]), 'zip_too_large'],
  ])('with %s is refused', async (_name, entries, kind) => {
    expect((await errorOf(fetchFrom(await start({ answer: asZip(await zipOf(...entries)) })))).kind).toBe(kind);
  });

  it('that is broken is refused', async () => {
    const archive = await zipOf(['a.pdf', orderPdf]);
    expect((await errorOf(fetchFrom(await start({ answer: asZip(archive.subarray(0, 900)) })))).kind).toBe('zip_broken');
  });
});
