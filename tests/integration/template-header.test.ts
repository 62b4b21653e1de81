import { createHash } from 'node:crypto';
import type { TemplateView } from '../../plugin/contracts/templates';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';

interface LedgerEntry {
  callbackData?: string;
  media?: { mimeType: string; bytes: number; sha256: string };
}

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const MB = 1024 * 1024;

describe.each(DATABASES)('the file in a template’s header, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;
  let token: string;
  const to = '+5511987654321';

  const find = async (name = 'order_ready'): Promise<TemplateView> => {
    const { body } = await app.request('GET', `/whatsapp/templates?search=${name}&pageSize=100`, { token: admin });
    return (body.data as TemplateView[]).find((one) => one.name === name && one.language === 'en_US') as TemplateView;
  };
  const choose = async (body: object, name?: string) => {
    const { id } = await find(name);
    return app.request('PUT', `/whatsapp/templates/${id}/header-file`, { token: admin, body });
  };
  const upload = async (content: Buffer, type: string, { name = 'order_ready', as = admin } = {}) => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(content)], { type }), 'shelf.png');
    const { id } = await find(name);
    const answer = await fetch(`${app.url}/whatsapp/templates/${id}/header-file`, { method: 'POST', headers: { authorization: `Bearer ${as}` }, body: form });
    return { status: answer.status, body: (await answer.json()) as { data: TemplateView; error?: { details: { code: string } } } };
  };
  const send = (header?: unknown) =>
    app.request('POST', '/api/whatsapp/send/template', { token, body: { to, template: 'order_ready', language: 'en_US', variables: { ...(header === undefined ? {} : { header }), body: ['Ana', '42'], buttons: { 1: '42' } } } });
  const codeOf = (answer: Awaited<ReturnType<typeof send>>) => [answer.status, answer.body.error?.details.code];
  const linkOf = async (answer: Awaited<ReturnType<typeof send>>) => {
    expect(answer.status).toBe(202);
    const row = await app.service('messages').findByDocumentId(answer.body.data.id as string);
    return (row?.payload as { header?: { media?: { link?: string } } }).header?.media?.link;
  };
  const delivered = (id: string) =>
    eventually('the message is at WhatsApp', async () => {
      const answer = await fetch(`${app.whatsapp.url}/control/ledger`);
      return ((await answer.json()) as { data: LedgerEntry[] }).data.find(({ callbackData }) => callbackData === id);
    });

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
    token = (await app.createToken({ verbs: ['send.template', 'contacts.write'], accounts: null })).accessKey;
    await app.service('templates').sync(account.row);
    await app.request('POST', '/api/whatsapp/contacts', { token, body: { phone: to, consent: { utility: true, source: 'order form of the test' } } });
  }, 120_000);
  afterAll(() => app?.stop());

  it('is named as missing before anyone tries, and when somebody does', async () => {
    const template = await find();
    expect(template.header).toEqual({ format: 'image', file: null, limits: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] }, defaultUrl: null });
    expect(template.obstacles.map(({ code }) => code)).toContain('template.header_media_missing');
    expect(codeOf(await send())).toEqual([400, 'template.header_media_missing']);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'image/png', 'media.empty'],
    ['a page that calls itself a picture', Buffer.from('<html><script>alert(1)</script></html>'), 'image/png', 'media.type_not_allowed'],
    ['a PDF', Buffer.from('%PDF-1.4'), 'application/pdf', 'media.type_not_allowed'],
    ['a picture beyond the limit', Buffer.concat([PNG, Buffer.alloc(5 * MB)]), 'image/png', 'media.too_large'],
  ])('refuses %s', async (_what, content, type, code) => {
    const { status, body } = await upload(content, type);
    expect([status, body.error?.details.code]).toEqual([400, code]);
    expect((await find()).header?.file).toBeNull();
  });

  it.each([
    ['a private address', { source: 'url', url: 'https://192.168.1.10/a.png' }, 'order_ready', 'media.url_not_public'],
    ['plain http', { source: 'url', url: 'http://93.184.216.34/a.png' }, 'order_ready', 'media.url_not_public'],
    ['a stored file by its name', { source: 'file', mediaId: 'x' }, 'order_ready', 'request.invalid'],
    ['a file where the header is text', { source: 'url', url: 'https://93.184.216.34/a.png' }, 'hello_world', 'template.header_takes_no_file'],
    ['the default image as a document', { source: 'default' }, 'invoice_document', 'template.default_only_images'],
  ])('refuses %s', async (_what, body, name, code) => {
    const answer = await choose(body, name);
    expect([answer.status, answer.body.error?.details.code]).toEqual([400, code]);
  });

  it('is sent as it was uploaded, is shown to who may read templates, and outlives a sync', async () => {
    const { status, body } = await upload(PNG, 'image/png');
    expect(status).toBe(200);
    expect(body.data.header?.file).toMatchObject({ source: 'file', kind: 'image', filename: 'shelf.png', mimeType: 'image/png', bytes: PNG.length });
    expect(body.data.obstacles.map(({ code }) => code)).not.toContain('template.header_media_missing');
    const answer = await send();
    expect(answer.status).toBe(202);
    expect((await delivered(answer.body.data.id as string)).media).toMatchObject({ mimeType: 'image/png', sha256: createHash('sha256').update(PNG).digest('hex') });

    const reader = (await app.signIn(['templates.read'])).token;
    const shown = await fetch(`${app.url}/whatsapp/templates/${body.data.id}/header-file`, { headers: { authorization: `Bearer ${reader}` } });
    expect([shown.status, shown.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
    expect(Buffer.from(await shown.arrayBuffer()).equals(PNG)).toBe(true);
    expect((await upload(PNG, 'image/png', { as: reader })).status).toBe(403);

    await app.service('templates').sync(account.row);
    expect((await find()).header?.file).toMatchObject({ source: 'file' });
  });

  it('gives way to what a program names, by address or by a file of ours', async () => {
    expect(await linkOf(await send({ url: 'https://93.184.216.34/a.png' }))).toBe('https://93.184.216.34/a.png');
    expect(await linkOf(await send('https://93.184.216.34/b.png'))).toBe('https://93.184.216.34/b.png');
    expect(codeOf(await send({ url: 'https://10.0.0.1/a.png' }))).toEqual([400, 'media.url_not_public']);
    expect(codeOf(await send({ mediaId: 'nothing' }))).toEqual([404, 'media.not_found']);
    const pdf = await app.service('media').store({ content: Buffer.from('%PDF-1.4'), mimeType: 'application/pdf', filename: 'a.pdf', origin: 'outbound', kind: 'document', account: account.row.id });
    expect(codeOf(await send({ mediaId: pdf.documentId }))).toEqual([400, 'media.type_not_allowed']);
    const other = Buffer.concat([PNG, Buffer.from('another')]);
    const image = await app.service('media').store({ content: other, mimeType: 'image/png', filename: 'b.png', origin: 'outbound', kind: 'image', account: account.row.id });
    const answer = await send({ mediaId: image.documentId });
    expect((await delivered(answer.body.data.id as string)).media?.bytes).toBe(other.length);
  });

  it('may be an address, or the default image once there is one', async () => {
    expect((await choose({ source: 'url', url: 'https://93.184.216.34/c.png' })).status).toBe(200);
    expect(await linkOf(await send())).toBe('https://93.184.216.34/c.png');
    const unset = (await choose({ source: 'default' })).body.data as TemplateView;
    expect(unset.header?.file).toEqual({ source: 'default' });
    expect(unset.obstacles.map(({ code }) => code)).toContain('template.header_media_missing');
    expect(codeOf(await send())).toEqual([400, 'template.header_media_missing']);
    await app.request('PUT', `/whatsapp/accounts/${account.row.documentId}`, { token: admin, body: { defaultMediaUrl: 'https://93.184.216.34/own.jpg' } });
    expect((await find()).obstacles.map(({ code }) => code)).not.toContain('template.header_media_missing');
    expect(await linkOf(await send())).toBe('https://93.184.216.34/own.jpg');
    expect(((await choose({ source: 'none' })).body.data as TemplateView).header?.file).toBeNull();
  });

  it('is no longer used where WhatsApp gives the template another kind of header', async () => {
    await upload(PNG, 'image/png');
    const components = [{ type: 'HEADER', format: 'VIDEO' }, { type: 'BODY', text: 'Hi {{1}}, your order {{2}} is ready for pick-up.', example: { body_text: [['Ana', '42']] } }];
    app.whatsapp.setTemplates(account.businessAccountId, [{ id: '1', name: 'order_ready', language: 'en_US', status: 'APPROVED', category: 'UTILITY', parameter_format: 'POSITIONAL', components, quality_score: { score: 'UNKNOWN' }, rejected_reason: 'NONE' }] as never);
    await app.service('templates').sync(account.row);
    expect((await find()).header).toMatchObject({ format: 'video', file: null, limits: { maxBytes: 16 * MB } });
    expect(codeOf(await send())).toEqual([400, 'template.header_media_missing']);
  });
});
