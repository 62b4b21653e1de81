import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { MediaRow, MessageRow } from '../../server/src/platform/records';
import { boot, eventually } from '../support/boot';
import type { App, TestAccount } from '../support/boot';
import { DATABASES } from '../support/postgres';
import { change, newWamid, post, secondsOf, webhook } from '../support/signed-webhooks';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

describe.each(DATABASES)('files, on %s', (database) => {
  let app: App;
  let account: TestAccount;
  let admin: string;

  const get = (id: string, headers: Record<string, string> = {}) => fetch(`${app.url}/whatsapp/media/${id}`, { headers: { authorization: `Bearer ${admin}`, ...headers } });
  const keep = (content: Buffer, mimeType: string, filename: string) =>
    app.service('media').store({ content, mimeType, filename, origin: 'outbound', kind: 'document', account: account.row.id });
  /** A file at the simulated Meta, uploaded as ours and then announced as a customer's. */
  const announce = async (type: string, file: object): Promise<MessageRow> => {
    const id = newWamid();
    const from = '4915155980001';
    const body = webhook(change(account, { contacts: [{ wa_id: from }], messages: [{ id, from, timestamp: secondsOf(new Date()), type, [type]: file }] }));
    expect((await post(app, account, body)).status).toBe(200);
    await app.service('inbound').drain();
    const [message] = await app.service('messages').findByProviderIds(account.row.id, [id]);
    return message as MessageRow;
  };

  beforeAll(async () => {
    app = await boot({ database });
    account = await app.connectAccount();
    admin = (await app.signIn()).token;
  }, 120_000);
  afterAll(() => app?.stop(), 60_000);

  it('a customer’s picture is fetched at receipt and shown', async () => {
    const ours = await keep(PNG, 'image/png', 'a.png');
    const providerMediaId = await app.service('media').providerIdOf(ours, account.row);
    const message = await announce('image', { id: providerMediaId, mime_type: 'image/png', sha256: 'x', caption: 'look' });
    expect(message).toMatchObject({ type: 'image', body: 'look' });
    const stored = await eventually('the file is stored', async () => {
      const row = await app.service('media').findById(message.media ?? 0);
      return row?.state === 'stored' ? row : null;
    });
    expect(stored).toMatchObject({ bytes: PNG.length, mimeType: 'image/png', origin: 'inbound' });
    const answer = await get(stored.documentId);
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox') as string,
      'cache-control': expect.stringContaining('no-store') as string,
      'content-disposition': expect.stringMatching(/^inline/) as string,
    });
  });

  it('one that can not be fetched is tried again or says why', async () => {
    const message = await announce('document', { id: '999999999999', mime_type: 'application/pdf', sha256: 'x', filename: '../../evil.pdf' });
    const row = await eventually('a first try', async () => {
      const found = await app.service('media').findById(message.media ?? 0);
      return found && (found.attempts > 0 || found.state === 'failed') ? found : null;
    });
    expect(row.errorMessage).toBeTruthy();
    expect(row.filename).toBe('_.._evil.pdf');
    const answer = await get(row.documentId);
    expect(answer.status).toBe(404);
  });

  it('is uploaded once for an account, however many ask', async () => {
    const file = await keep(Buffer.from('%PDF-1.4 once'), 'application/pdf', 'once.pdf');
    const ids = await Promise.all(Array.from({ length: 5 }, () => app.service('media').providerIdOf(file, account.row)));
    expect(new Set(ids).size).toBe(1);
    expect(await app.service('media').providerIdOf(file, account.row)).toBe(ids[0]);
  });

  it('gives parts, and only downloads of what could act', async () => {
    const page = await keep(Buffer.from('<html><script>alert(1)</script></html>'), 'text/html', 'x"\r\nSet-Cookie: a=b.html');
    const whole = await get(page.documentId);
    expect(whole.headers.get('content-type')).toBe('application/octet-stream');
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(whole.headers.get('set-cookie')).toBeNull();
    const part = await get(page.documentId, { range: 'bytes=1-4' });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 1-4/38', 'html']);
    expect((await get(page.documentId, { range: 'bytes=99-' })).status).toBe(416);
    expect((await get('nothing')).status).toBe(404);
    expect((await fetch(`${app.url}/whatsapp/media/${page.documentId}`)).status).toBe(401);
  });

  it('lies in a private folder under a name of ours', async () => {
    const file: MediaRow = await keep(PNG, 'image/png', 'holiday.png');
    const files = readdirSync(path.join(app.directory, 'media'), { recursive: true }).map(String);
    expect(files).toContain(path.normalize(file.storageKey ?? ''));
    expect(files.join()).not.toContain('holiday');
  });

  it.each([
    ['http://example.com/a.pdf', 'media.address_refused'],
    ['https://127.0.0.1/a.pdf', 'media.address_refused'],
    ['https://localhost/a.pdf', 'media.address_refused'],
  ])('does not fetch %s', async (url, code) => {
    await expect(app.service('media').fetchPublic(url, { maxBytes: 1_000 })).rejects.toMatchObject({ details: { code } });
  });
});
