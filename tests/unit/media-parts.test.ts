import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createFolderStore, MediaStoreError } from '../../server/src/platform/media-store';
import { createPublicFetch, isPublicAddress } from '../../server/src/platform/public-address';
import { ProviderError } from '../../server/src/providers/provider-error';
import { parseByteRange } from '../../server/src/features/media/byte-range';
import { contentDisposition, nameOfFetched, safeFilename } from '../../server/src/features/media/media-names';
import { decideMimeType, mayShowInline, servedType } from '../../server/src/features/media/media-types';
import { decideAfterFailure } from '../../server/src/features/media/media.worker';

describe('what a file is', () => {
  const png = Buffer.from('\x89PNG\r\n\x1a\n....', 'latin1');
  const pdf = Buffer.from('%PDF-1.7');
  const html = Buffer.from('<html><script>alert(1)</script>');

  it.each<[string, Buffer, string | null, string, boolean]>([
    ['a picture', png, 'image/png', 'image/png', true],
    ['a picture under another picture’s name', png, 'image/jpeg', 'image/png', true],
    ['a page that calls itself a picture', html, 'image/png', 'application/octet-stream', false],
    ['a page', html, 'text/html', 'text/html', false],
    ['a PDF without a name', pdf, null, 'application/pdf', true],
    ['a page that calls itself a PDF', html, 'application/pdf; charset=x', 'application/octet-stream', false],
    ['a drawing that runs scripts', Buffer.from('<svg onload="x">'), 'image/svg+xml', 'image/svg+xml', false],
    ['sound in an MP4', Buffer.from('\0\0\0\x18ftypM4A ', 'latin1'), 'audio/mp4', 'audio/mp4', true],
    ['a voice message', Buffer.from('OggS...'), 'audio/ogg; codecs=opus', 'audio/ogg', true],
    ['nonsense as a type', Buffer.from('x'), 'a\r\nb: c', 'application/octet-stream', false],
  ])('%s', (_, content, claimed, expected, inline) => {
    expect(decideMimeType(content, claimed)).toBe(expected);
    expect(mayShowInline(expected)).toBe(inline);
  });

  it.each([
    ['text/html', 'application/octet-stream'],
    ['image/svg+xml', 'application/octet-stream'],
    ['application/xhtml+xml', 'application/octet-stream'],
    ['text/javascript', 'application/octet-stream'],
    [null, 'application/octet-stream'],
    ['application/pdf', 'application/pdf'],
    ['application/vnd.ms-excel', 'application/vnd.ms-excel'],
  ])('is served from %s as %s', (stored, served) => {
    expect(servedType(stored)).toBe(served);
  });
});

describe('names customers chose', () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['a"b\r\nSet-Cookie: x.pdf', 'a_b__Set-Cookie_ x.pdf'],
    ['photo\u202egpj.exe', 'photo_gpj.exe'],
    ['   ', 'file'],
    ['Rechnung März.pdf', 'Rechnung März.pdf'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeFilename(name, 'file')).toBe(expected);
  });

  it('keeps the extension of an endless name', () => {
    const name = safeFilename(`${'a'.repeat(500)}.pdf`, 'file');
    expect(name).toHaveLength(200);
    expect(name.endsWith('.pdf')).toBe(true);
  });

  it('never lets a name leave its header', () => {
    const header = contentDisposition('attachment', 'a"; filename=evil.html\\ März\u0027*(1).pdf');
    expect(header).toBe(`attachment; filename="a_; filename=evil.html_ M_rz'*(1).pdf"; filename*=UTF-8''a%22%3B%20filename%3Devil.html%5C%20M%C3%A4rz%27%2A%281%29.pdf`);
  });

  it.each([
    ['https://x.test/a/b%20c.pdf?x=1', null, 'b c.pdf'],
    ['https://x.test/', 'attachment; filename="q.pdf"', 'q.pdf'],
    ['https://x.test/z', "attachment; filename=a.pdf; filename*=UTF-8''M%C3%A4rz.pdf", 'März.pdf'],
    ['https://x.test/', null, null],
  ])('%s %s', (url, disposition, expected) => {
    expect(nameOfFetched(url, disposition)).toBe(expected);
  });
});

describe('ranges', () => {
  it.each([
    [undefined, { kind: 'whole' }],
    ['bytes=0-3', { kind: 'part', start: 0, end: 3 }],
    ['bytes=4-', { kind: 'part', start: 4, end: 9 }],
    ['bytes=-3', { kind: 'part', start: 7, end: 9 }],
    ['bytes=-99', { kind: 'part', start: 0, end: 9 }],
    ['bytes=8-99', { kind: 'part', start: 8, end: 9 }],
    ['bytes=10-', { kind: 'unsatisfiable' }],
    ['bytes=-0', { kind: 'unsatisfiable' }],
    ['bytes=3-1', { kind: 'whole' }],
    ['bytes=0-1,3-4', { kind: 'whole' }],
    ['lines=0-1', { kind: 'whole' }],
  ])('%s of 10 bytes', (header, expected) => {
    expect(parseByteRange(header, 10)).toEqual(expected);
  });
});

describe('the folder', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'media-store-'));
  const store = createFolderStore(directory);
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('gives back what it took, in parts too, for its own user alone', async () => {
    await store.put('ab/abc', Buffer.from('0123456789'));
    expect((await buffer(store.get('ab/abc'))).toString()).toBe('0123456789');
    expect((await buffer(store.get('ab/abc', { start: 2, end: 4 }))).toString()).toBe('234');
    expect(await store.size('ab/abc')).toBe(10);
    expect(statSync(path.join(directory, 'ab', 'abc')).mode & 0o777).toBe(0o600);
    await store.delete('ab/abc');
    expect(await store.size('ab/abc')).toBeNull();
  });

  it('leaves nothing behind of a file that breaks off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      })(),
    );
    await expect(store.put('cd/cde', broken)).rejects.toMatchObject({ name: 'MediaStoreError', reason: 'disk_full' });
    expect(readdirSync(path.join(directory, 'cd'))).toEqual([]);
  });

  it.each(['../x', '/etc/passwd', 'a/../b', 'A', 'a//b', ''])('refuses the key %j', async (key) => {
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow();
  });
});

describe('after a failed fetch', () => {
  const media = { attempts: 0, createdAt: new Date(0) };
  const at = (ms: number) => new Date(ms);
  const hour = 60 * 60 * 1000;

  it.each<[string, unknown, number, string, string]>([
    ['the network', new ProviderError('unreachable', 'no route'), hour, 'pending', 'provider.unreachable'],
    ['a file that is gone', new ProviderError('invalid_media', 'unknown id'), hour, 'failed', 'media.invalid'],
    ['a wrong token, which may be replaced', new ProviderError('auth', 'expired'), hour, 'pending', 'account.unauthorized'],
    ['a full disk', new MediaStoreError('disk_full', null), hour, 'pending', 'media.disk_full'],
    ['after its week', new ProviderError('unreachable', 'no route'), 8 * 24 * hour, 'failed', 'provider.unreachable'],
    ['a defect', new Error('x'), hour, 'pending', 'media.fetch_failed'],
  ])('%s', (_, error, ms, state, errorCode) => {
    const outcome = decideAfterFailure(media, error, at(ms));
    expect(outcome).toMatchObject({ state, errorCode, attempts: 1 });
    expect(outcome.notBefore === null).toBe(state === 'failed');
  });

  it('waits longer each time, an hour at most', () => {
    const waits = [0, 3, 30].map((attempts) => (decideAfterFailure({ ...media, attempts }, new Error('x'), at(0)).notBefore as Date).getTime());
    expect(waits).toEqual([2_000, 16_000, hour]);
  });
});

describe('addresses from outside', () => {
  it.each([
    ['93.184.216.34', true],
    ['2606:2800:220:1:248:1893:25c8:1946', true],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['100.64.0.1', false],
    ['169.254.169.254', false],
    ['0.0.0.0', false],
    ['::1', false],
    ['::ffff:10.0.0.1', false],
    ['64:ff9b::a00:1', false],
    ['fd00:ec2::254', false],
    ['fe80::1', false],
    ['nonsense', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });

  const resolving = (...addresses: string[]) =>
    createPublicFetch({ resolve: (_, __, callback) => callback(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))) });

  it.each([
    ['http', 'http://files.test/a.pdf'],
    ['a file', 'file:///etc/passwd'],
    ['credentials', 'https://a:b@files.test/'],
    ['a private address', 'https://10.0.0.1/'],
    ['a private address in hexadecimal', 'https://0x7f000001/'],
    ['the metadata service over IPv6', 'https://[::ffff:a9fe:a9fe]/'],
    ['no address', 'nonsense'],
  ])('refuses %s without a call', async (_, url) => {
    await expect(resolving('93.184.216.34')(url, { maxBytes: 10 })).rejects.toMatchObject({ reason: 'refused' });
  });

  it.each([[['127.0.0.1']], [['93.184.216.34', '10.0.0.1']], [['::1']]])('refuses a name that leads to %j', async (addresses) => {
    await expect(resolving(...addresses)('https://files.test/a.pdf', { maxBytes: 10 })).rejects.toMatchObject({ reason: 'refused' });
  });
});
