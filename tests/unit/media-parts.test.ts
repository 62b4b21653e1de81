import { MediaStoreError } from '../../server/src/platform/media-store';
import { createPublicFetch, isPublicAddress } from '../../server/src/platform/public-address';
import { ProviderError } from '../../server/src/providers/provider-error';
import { parseByteRange } from '../../server/src/features/media/byte-range';
import { contentDisposition, nameOfFetched, safeFilename } from '../../server/src/features/media/media-names';
import { decideMimeType, mayShowInline, servedType } from '../../server/src/features/media/media-types';
import { libraryNameOf } from '../../server/src/features/media/library-kinds';
import { decideAfterFailure } from '../../server/src/features/media/media.worker';
import { TranscriptionError } from '../../server/src/features/media/transcribe-audio';
import { decideAfterSilence } from '../../server/src/features/media/transcription.worker';
import { isEnteredAddress, isEnteredUrl } from '../../server/src/platform/entered-address';

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
    ['..', 'file'],
    ['C:\\Windows\\win.ini', 'C__Windows_win.ini'],
    ['a\u0000.pdf\u2066\u061c', 'a_.pdf__'],
    ['\u2067\u200f.gpj.\u202eexe', '__.gpj._exe'],
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

describe('names in the Media Library', () => {
  const zip = Buffer.from('PK\x03\x04....', 'latin1');
  const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  it.each<[string, string | null, string | null, Buffer, string | null]>([
    ['a picture', 'beach.png', 'image/png', Buffer.alloc(4), 'beach.png'],
    ['a picture called a page', 'beach.html', 'image/png', Buffer.alloc(4), 'beach.png'],
    ['a picture with two extensions', 'beach.php.jpg', 'image/jpeg', Buffer.alloc(4), 'beach.jpg'],
    ['one without a name', null, 'application/pdf', Buffer.alloc(4), 'file.pdf'],
    ['a letter', 'letter.docx', docx, zip, 'letter.docx'],
    ['a page that calls itself a letter', 'letter.docx', docx, Buffer.from('<html>'), null],
    ['a page', 'a.html', 'text/html', Buffer.from('<html>'), null],
    ['a drawing', 'a.svg', 'image/svg+xml', Buffer.from('<svg>'), null],
    ['text', 'a.txt', 'text/plain', Buffer.from('x'), null],
    ['who knows what', 'a.jpg', 'application/octet-stream', Buffer.from('x'), null],
    ['nothing known', 'a.jpg', null, Buffer.from('x'), null],
  ])('%s', (_, filename, mimeType, content, expected) => {
    expect(libraryNameOf({ filename, mimeType }, content)).toBe(expected);
  });
});

describe('after a recording was not written down', () => {
  const at = new Date(0);
  it.each<[string, number, unknown, string, number | null]>([
    ['the first time', 0, new TranscriptionError('x'), 'pending', 60_000],
    ['asked to wait longer', 0, new TranscriptionError('x', false, 300_000), 'pending', 300_000],
    ['the fourth time', 3, new Error('x'), 'pending', 4 * 60 * 60_000],
    ['the fifth time', 4, new TranscriptionError('x'), 'failed', null],
    ['a recording the service does not take', 0, new TranscriptionError('x', true), 'failed', null],
  ])('%s', (_, attempts, error, transcription, waits) => {
    const outcome = decideAfterSilence(attempts, error, at);
    expect(outcome).toEqual({ transcription, transcriptionAttempts: attempts + 1, transcriptionNotBefore: waits === null ? null : new Date(waits) });
  });
});

describe('addresses of the configuration', () => {
  it.each([
    ['10.0.0.1', true],
    ['127.0.0.1', true],
    ['93.184.216.34', true],
    ['169.254.169.254', false],
    ['::ffff:169.254.169.254', false],
    ['fe80::1', false],
    ['fd00:ec2::254', false],
    ['100.100.100.200', false],
    ['0.0.0.0', false],
    ['nonsense', false],
  ])('%s may be called: %s', (address, expected) => {
    expect(isEnteredAddress(address)).toBe(expected);
  });

  it.each([
    ['http://whisper.lan:9000/v1', true],
    ['https://api.example.com/v1', true],
    ['http://169.254.169.254/', false],
    ['http://[fe80::1]/', false],
    ['https://a:b@example.com', false],
    ['ftp://example.com', false],
    ['example.com', false],
  ])('%s: %s', (url, expected) => {
    expect(isEnteredUrl(url)).toBe(expected);
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

describe('after a failed fetch', () => {
  const media = { attempts: 0, createdAt: new Date(0) };
  const at = (ms: number) => new Date(ms);
  const hour = 60 * 60 * 1000;

  it.each<[string, unknown, number, string, string]>([
    ['the network', new ProviderError('unreachable', 'no route'), hour, 'pending', 'provider.unreachable'],
    ['a file that is gone', new ProviderError('invalid_media', 'unknown id'), hour, 'failed', 'media.gone'],
    ['a wrong token, which may be replaced', new ProviderError('auth', 'expired'), hour, 'pending', 'account.unauthorized'],
    ['a full disk', new MediaStoreError('disk_full', null), hour, 'pending', 'media.disk_full'],
    ['after its week', new ProviderError('unreachable', 'no route'), 8 * 24 * hour, 'failed', 'media.expired'],
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
