import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ACCOUNT, startRig, text, until, type GraphErrorBody, type Rig } from './sim-whatsapp-harness';

const PDF = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj trailer<</Root 1 0 R>>');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.control({ reset: true, throughput: 10_000, statusDelayMs: 0 }));

const upload = (bytes: Buffer, type: string, { name = 'a.pdf', fields = { messaging_product: 'whatsapp' } as Record<string, string>, part = 'file' } = {}) => {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  form.append(part, new Blob([new Uint8Array(bytes)], { type }), name);
  return rig.graph<{ id: string } & GraphErrorBody>('POST', `/${ACCOUNT.phoneNumberId}/media`, form);
};
interface Described { url: string; mime_type: string; sha256: string; file_size: string; id: string }
const bearer = { authorization: `Bearer ${ACCOUNT.accessToken}` };
const fromUrl = (url: string, headers: Record<string, string> = bearer) => fetch(url, { headers });

describe('media', () => {
  it('goes up, is described, comes down byte for byte, and is deleted', async () => {
    const { body: { id } } = await upload(PDF, 'application/pdf', { fields: { messaging_product: 'whatsapp', type: 'application/pdf' } });
    const { body } = await rig.graph<Described>('GET', `/${id}?phone_number_id=${ACCOUNT.phoneNumberId}`);
    expect(body).toEqual({ messaging_product: 'whatsapp', url: expect.stringContaining(rig.sim.url), mime_type: 'application/pdf', sha256: sha256(PDF), file_size: String(PDF.length), id });
    const answer = await fromUrl(body.url);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(PDF);
    expect((await rig.graph('DELETE', `/${id}`)).body).toEqual({ success: true });
    expect((await rig.graph<GraphErrorBody>('GET', `/${id}`)).body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });

  it('gives bytes to the bearer alone, and no longer than the address lives', async () => {
    const { body: { id } } = await upload(PDF, 'application/pdf');
    const { body: { url } } = await rig.graph<Described>('GET', `/${id}`);
    expect((await fromUrl(url, {})).status).toBe(401);
    expect((await fromUrl(url, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await fromUrl(url.replace(/hash=.*/, 'hash=x'))).status).toBe(404);
    await rig.control({ mediaUrlTtlMs: 0 });
    const { body: { url: short } } = await rig.graph<Described>('GET', `/${id}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await fromUrl(short)).status).toBe(404);
  });

  it('keeps other numbers out', async () => {
    const { body: { id } } = await upload(PDF, 'application/pdf');
    expect((await rig.graph<GraphErrorBody>('GET', `/${id}?phone_number_id=1`)).body.error.code).toBe(100);
  });

  it.each<[string, number, RegExp, () => ReturnType<typeof upload>]>([
    ['a type the service does not take', 100, /one of the following types/, () => upload(PDF, 'application/octet-stream')],
    ['an animation', 100, /image\/gif/, () => upload(PDF, 'image/gif', { name: 'a.gif' })],
    ['no product', 100, /messaging_product is required/, () => upload(PDF, 'application/pdf', { fields: {} })],
    ['an unknown field', 100, /Unexpected key "colour"/, () => upload(PDF, 'application/pdf', { fields: { messaging_product: 'whatsapp', colour: 'red' } })],
    ['a file of another name', 100, /Unexpected key "upload"/, () => upload(PDF, 'application/pdf', { part: 'upload' })],
    ['an image over 5 MB', 131053, /too big/, () => upload(Buffer.alloc(5 * 1024 * 1024 + 1), 'image/png', { name: 'a.png' })],
    ['a sticker over 500 kB', 131053, /too big/, () => upload(Buffer.alloc(501 * 1024), 'image/webp', { name: 'a.webp' })],
  ])('refuses %s → %i', async (_name, code, details, act) => {
    const { status, body } = await act();
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code, error_data: { details: expect.stringMatching(details) } });
  });

  it('refuses a body that is not multipart', async () => {
    expect((await rig.graph<GraphErrorBody>('POST', `/${ACCOUNT.phoneNumberId}/media`, { file: 'x' })).body.error.code).toBe(100);
  });

  it('takes 6 MB of document and sends it; the ledger knows its bytes', async () => {
    const bytes = Buffer.concat([PDF, Buffer.alloc(6 * 1024 * 1024, 7)]);
    const { body: { id } } = await upload(bytes, 'application/pdf', { name: 'Faktura ä.pdf' });
    expect((await rig.send({ type: 'document', document: { id, filename: 'INV 1.pdf' } })).status).toBe(200);
    expect(rig.sim.ledger()[0]!.media).toEqual({ mimeType: 'application/pdf', filename: 'INV 1.pdf', bytes: bytes.length, sha256: sha256(bytes) });
  });

  it('a PDF sent as image is accepted, then fails with 131053', async () => {
    const { body: { id } } = await upload(PDF, 'application/pdf');
    const { body } = await rig.send({ type: 'image', image: { id } });
    const failed = await until('failed', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'failed'));
    expect(failed.errors![0]).toMatchObject({ code: 131053, error_data: { details: expect.stringContaining('application/pdf') } });
  });

  describe('by link', () => {
    let files: Server;
    let origin: string;
    beforeAll(async () => {
      files = createServer((req, res) => {
        if (req.url === '/moved') res.writeHead(302, { location: '/a.pdf' }).end();
        else if (req.url === '/page') res.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>');
        else res.writeHead(200, { 'content-type': 'application/pdf' }).end(PDF);
      });
      await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
      origin = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
    });
    afterAll(() => new Promise((resolve) => files.close(resolve)));

    it('is fetched, stands in the ledger, and only then is told as delivered', async () => {
      const { body } = await rig.send({ type: 'document', document: { link: `${origin}/INV%201.pdf` } });
      await until('delivered', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'delivered'));
      expect(rig.sim.ledger()[0]!.media).toEqual({ mimeType: 'application/pdf', filename: 'INV 1.pdf', bytes: PDF.length, sha256: sha256(PDF) });
    });

    it.each(['/moved', '/page'])('%s fails with 131053', async (path) => {
      const { body } = await rig.send({ type: 'document', document: { link: origin + path } });
      const failed = await until('failed', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'failed'));
      expect(failed.errors![0]!.code).toBe(131053);
    });
  });

  it('what a customer sends can be fetched by its id and by its own address', async () => {
    await rig.inbound({ type: 'media', media: { base64: PDF.toString('base64'), mimeType: 'application/pdf', filename: 'proof.pdf', caption: 'paid' } });
    const document = rig.hook.messages().at(-1)!.document as { id: string; sha256: string; url: string; filename: string; caption: string };
    expect(document).toMatchObject({ filename: 'proof.pdf', caption: 'paid', sha256: createHash('sha256').update(PDF).digest('base64') });
    const { body } = await rig.graph<Described>('GET', `/${document.id}`);
    expect(body.sha256).toBe(sha256(PDF));
    for (const url of [body.url, document.url]) expect(Buffer.from(await (await fromUrl(url)).arrayBuffer())).toEqual(PDF);
  });
});

describe('numbers and business accounts', () => {
  it('answers the fields asked for', async () => {
    await rig.control({ reset: true });
    const { body } = await rig.graph('GET', `/${ACCOUNT.phoneNumberId}?fields=display_phone_number,verified_name,status,quality_rating,throughput,name_status,code_verification_status,platform_type,account_mode,health_status,whatsapp_business_manager_messaging_limit,is_on_biz_app`);
    expect(body).toMatchObject({ id: ACCOUNT.phoneNumberId, display_phone_number: '+1 555-010-0000', verified_name: 'ACME', quality_rating: 'GREEN', throughput: { level: 'STANDARD' }, whatsapp_business_manager_messaging_limit: 'TIER_2K', health_status: { can_send_message: 'AVAILABLE' } });
  });

  it('reports what control set', async () => {
    await rig.control({ throughput: 1000, messagingLimit: 'TIER_UNLIMITED', quality: 'RED' });
    const { body } = await rig.graph('GET', `/${ACCOUNT.phoneNumberId}?fields=quality_rating,throughput,whatsapp_business_manager_messaging_limit,health_status`);
    expect(body).toMatchObject({ quality_rating: 'RED', throughput: { level: 'HIGH' }, whatsapp_business_manager_messaging_limit: 'TIER_UNLIMITED', health_status: { can_send_message: 'LIMITED' } });
  });

  it('refuses an unknown field', async () => {
    expect((await rig.graph<GraphErrorBody>('GET', `/${ACCOUNT.phoneNumberId}?fields=colour`)).body.error).toMatchObject({ code: 100, message: expect.stringContaining('nonexisting field (colour)') });
  });

  it('lists numbers and shows the business account', async () => {
    expect((await rig.graph('GET', `/${ACCOUNT.businessAccountId}/phone_numbers`)).body).toMatchObject({ data: [{ id: ACCOUNT.phoneNumberId }] });
    expect((await rig.graph('GET', `/${ACCOUNT.businessAccountId}?fields=id,name`)).body).toEqual({ id: ACCOUNT.businessAccountId, name: 'ACME' });
  });

  it('says of a token whether it is valid', async () => {
    expect((await rig.graph('GET', `/debug_token?input_token=${ACCOUNT.accessToken}`)).body).toMatchObject({ data: { is_valid: true, scopes: expect.arrayContaining(['whatsapp_business_messaging']) } });
    expect((await rig.graph('GET', '/debug_token?input_token=other')).body).toMatchObject({ data: { is_valid: false } });
  });

  it('sends no webhooks to an app that is not subscribed, and verifies the address of one that is', async () => {
    const edge = `/${ACCOUNT.businessAccountId}/subscribed_apps`;
    expect((await rig.graph<{ data: unknown[] }>('GET', edge)).body.data).toHaveLength(1);
    await rig.graph('DELETE', edge);
    expect((await rig.graph<{ data: unknown[] }>('GET', edge)).body.data).toHaveLength(0);
    expect((await rig.inbound({ ...text('x'), type: 'text', text: 'unheard' })).body.data.webhook.status).toBeNull();
    const wrong = await rig.graph<GraphErrorBody>('POST', edge, { override_callback_uri: rig.hook.url, verify_token: 'wrong' });
    expect(wrong.body.error.code).toBe(2200);
    expect((await rig.graph('POST', edge, { override_callback_uri: rig.hook.url, verify_token: ACCOUNT.verifyToken })).body).toEqual({ success: true });
    expect((await rig.inbound({ type: 'text', text: 'heard' })).body.data.webhook.status).toBe(200);
  });
});
