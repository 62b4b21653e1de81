import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import { config } from '../../server/src/config';
import { createFolderStore } from '../../server/src/platform/media-store';
import type { MediaStore } from '../../server/src/platform/media-store';
import { createS3Store } from '../../server/src/platform/s3-media-store';
import { startS3Server } from '../support/s3-server';
import type { S3Server } from '../support/s3-server';

/** One port, one table of cases, whatever is behind it. */
const ACCOUNT = { bucket: 'private-files', region: 'eu-central-1', accessKeyId: 'AKIATEST', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

/** Of the specification's examples; in two parts, because a search for lost keys finds it as a whole. */
const EXAMPLE_KEY = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');

let folder: string;
let server: S3Server;
const s3 = (changes: Partial<Parameters<typeof createS3Store>[0]> = {}): MediaStore => createS3Store({ ...ACCOUNT, endpoint: server.url, prefix: 'inbox/files', ...changes });

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'media-store-'));
  server = await startS3Server(ACCOUNT);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

const broken = (): Readable =>
  Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    })(),
  );

describe.each<[string, () => MediaStore, () => string[]]>([
  ['a folder', () => createFolderStore(folder), () => readdirSync(folder, { recursive: true }).map(String)],
  ['S3', () => s3(), () => [...server.objects.keys()]],
])('%s', (_, open, list) => {
  let store: MediaStore;
  beforeAll(() => {
    store = open();
  });
  const read = async (key: string, range?: { start: number; end: number }): Promise<string> => (await buffer(store.get(key, range))).toString();

  it('gives back what it took', async () => {
    expect(await store.put('ab/abc', Buffer.from('0123456789'))).toEqual({ bytes: 10 });
    expect(await read('ab/abc')).toBe('0123456789');
    expect(await store.size('ab/abc')).toBe(10);
  });

  it.each([
    [{ start: 2, end: 4 }, '234'],
    [{ start: 0, end: 0 }, '0'],
    [{ start: 9, end: 9 }, '9'],
    [{ start: 0, end: 9 }, '0123456789'],
  ])('gives the part %j', async (range, expected) => {
    expect(await read('ab/abc', range)).toBe(expected);
  });

  it('takes a stream whose length nobody told', async () => {
    const parts = Array.from({ length: 300 }, (_unused, index) => Buffer.alloc(10_000, index % 256));
    expect(await store.put('st/stream', Readable.from(parts))).toEqual({ bytes: 3_000_000 });
    expect((await buffer(store.get('st/stream'))).equals(Buffer.concat(parts))).toBe(true);
  });

  it('takes an empty file', async () => {
    expect(await store.put('em/empty', Buffer.alloc(0))).toEqual({ bytes: 0 });
    expect(await store.size('em/empty')).toBe(0);
    expect(await read('em/empty')).toBe('');
  });

  it('replaces a file as a whole', async () => {
    await store.put('re/placed', Buffer.from('long before'));
    await store.put('re/placed', Buffer.from('new'));
    expect([await read('re/placed'), await store.size('re/placed')]).toEqual(['new', 3]);
  });

  it('knows what it has not, and fails to give it', async () => {
    expect(await store.size('no/thing')).toBeNull();
    await expect(buffer(store.get('no/thing'))).rejects.toThrow();
  });

  it('deletes, twice if need be', async () => {
    await store.put('de/leted', Buffer.from('x'));
    await store.delete('de/leted');
    await store.delete('de/leted');
    expect(await store.size('de/leted')).toBeNull();
    expect(list().join()).not.toContain('leted');
  });

  it('leaves nothing behind of a file that breaks off', async () => {
    await expect(store.put('cd/cde', broken())).rejects.toMatchObject({ name: 'MediaStoreError', reason: 'disk_full' });
    expect(await store.size('cd/cde')).toBeNull();
    expect(list().join()).not.toContain('cde');
  });

  it('lets a reader go away in the middle', async () => {
    const stream = store.get('st/stream') as Readable;
    for await (const chunk of stream) {
      expect((chunk as Buffer).length).toBeGreaterThan(0);
      break;
    }
    expect(stream.destroyed).toBe(true);
    expect(await read('ab/abc')).toBe('0123456789');
  });

  it.each(['../x', '/etc/passwd', 'a/../b', 'A', 'a//b', 'a?b', 'a%2e', '', 'a'.repeat(201)])('refuses the key %j', async (key) => {
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow();
    expect(() => store.get(key)).toThrow();
    await expect(store.size(key)).rejects.toThrow();
    await expect(store.delete(key)).rejects.toThrow();
  });
});

describe('a folder', () => {
  it('is readable by its own user alone', () => {
    expect(statSync(path.join(folder, 'ab', 'abc')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(folder, 'ab')).mode & 0o777).toBe(0o700);
  });
});

describe('S3', () => {
  const failure = async (store: MediaStore): Promise<Error> =>
    store.put('fa/iled', Buffer.from('x')).then(
      () => new Error('it was taken'),
      (error: Error) => error,
    );

  it('keeps its files below the prefix, or at the top', async () => {
    await s3({ prefix: undefined }).put('to/p', Buffer.from('x'));
    expect([...server.objects.keys()]).toEqual(expect.arrayContaining(['inbox/files/ab/abc', 'to/p']));
  });

  it.each<[string, Partial<Parameters<typeof createS3Store>[0]>, string]>([
    ['a wrong secret', { secretAccessKey: 'another' }, 'SignatureDoesNotMatch'],
    ['an unknown key', { accessKeyId: 'AKIANOBODY' }, 'InvalidAccessKeyId'],
    ['a wrong region', { region: 'us-east-1' }, 'AuthorizationHeaderMalformed'],
    ['a bucket that is not there', { bucket: 'no-such-bucket' }, 'NoSuchBucket'],
  ])('says what S3 says of %s, and never the secret', async (_, changes, expected) => {
    const error = await failure(s3(changes));
    expect(error).toMatchObject({ name: 'MediaStoreError', reason: 'failed', message: expect.stringContaining(expected) as string });
    expect(`${error.message} ${String(error.cause)}`).not.toContain(changes.secretAccessKey ?? ACCOUNT.secretAccessKey);
    if (!changes.bucket) await expect(s3(changes).size('ab/abc')).rejects.toMatchObject({ name: 'MediaStoreError' });
  });

  it('tries again where S3 is busy, and gives up with words', async () => {
    server.faults.push(503, 500);
    await s3().put('bu/sy', Buffer.from('x'));
    expect(server.objects.has('inbox/files/bu/sy')).toBe(true);
    server.faults.push(503, 503, 503);
    expect((await failure(s3())).message).toContain('ServiceUnavailable');
    expect(server.faults).toEqual([]);
  });

  it('says so where nobody answers', async () => {
    const gone = await startS3Server(ACCOUNT);
    await gone.close();
    expect(await failure(s3({ endpoint: gone.url }))).toMatchObject({ name: 'MediaStoreError', reason: 'failed' });
  });

  it('leaves no draft of a stream in the folder of temporary files', async () => {
    const drafts = () => readdirSync(tmpdir()).filter((name) => name.startsWith('whatsapp-media-'));
    await s3().put('st/again', Readable.from([Buffer.from('x')]));
    await s3().put('st/broken', broken()).catch(() => undefined);
    expect(drafts()).toEqual([]);
    expect(existsSync(tmpdir())).toBe(true);
  });

  it('calls a bucket by its host where told to', async () => {
    // The name must not resolve: what fails shows where the call went.
    const error = await failure(s3({ endpoint: 'http://s3.invalid', forcePathStyle: false }));
    expect(String((error.cause as Error).message)).toContain('private-files.s3.invalid');
  });

  it('never calls a link-local address', () => {
    expect(() => s3({ endpoint: 'http://169.254.169.254' })).toThrow(/link-local/);
    const validate = (endpoint: string) => config.validator({ media: { store: { kind: 's3', ...ACCOUNT, endpoint } } });
    expect(() => validate('http://169.254.169.254')).toThrow(/endpoint/);
    expect(() => validate('https://s3.example.com')).not.toThrow();
  });
});

describe('the S3 of these tests', () => {
  const call = (method: string, where: string, headers: Record<string, string> = {}, body?: string): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const req = httpRequest(`${server.url}${where}`, { method, headers, agent: false }, (res) => {
        let text = '';
        res.on('data', (chunk: Buffer) => (text += chunk.toString()));
        res.on('end', () => resolve({ status: res.statusCode ?? 0, text }));
      });
      req.on('error', reject);
      // Flushed before the end, so that Node knows no length and sends it in chunks.
      if (body !== undefined) req.write(body);
      req.end();
    });

  it('refuses a call without a signature, as S3 does', async () => {
    const { status, text } = await call('GET', '/private-files/inbox/files/ab/abc');
    expect([status, text]).toEqual([403, expect.stringContaining('<Code>AccessDenied</Code>')]);
  });

  it('takes no body whose length it is not told', async () => {
    const url = `${server.url}/private-files/chunked`;
    const { headers } = await new AwsV4Signer({ ...ACCOUNT, method: 'PUT', url, service: 's3', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }).sign();
    const { status, text } = await call('PUT', '/private-files/chunked', { ...Object.fromEntries(headers), 'transfer-encoding': 'chunked' }, 'x');
    expect([status, text]).toEqual([411, expect.stringContaining('<Code>MissingContentLength</Code>')]);
  });

  /**
   * The published example of the specification ("GET Object", 24 May 2013): its signature must be ours, but for the time,
   * which is long ago.
   */
  it('accepts the example of the specification but for its age', async () => {
    const example = await startS3Server({ bucket: 'test.txt', region: 'us-east-1', accessKeyId: EXAMPLE_KEY, secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' });
    const real = Date.now;
    Date.now = () => Date.UTC(2013, 4, 24);
    const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
      const req = httpRequest(
        `${example.url}/test.txt`,
        {
          agent: false,
          headers: {
            host: 'examplebucket.s3.amazonaws.com',
            range: 'bytes=0-9',
            'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
            'x-amz-date': '20130524T000000Z',
            authorization:
              `AWS4-HMAC-SHA256 Credential=${EXAMPLE_KEY}/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
          },
        },
        (res) => {
          let body = '';
          res.on('data', (chunk: Buffer) => (body += chunk.toString()));
          res.on('end', () => resolve({ status: res.statusCode ?? 0, text: body }));
        },
      );
      req.on('error', reject);
      req.end();
    });
    Date.now = real;
    await example.close();
    // Past the signature: there is nothing at that address.
    expect([status, text]).toEqual([404, expect.stringContaining('NoSuchKey')]);
  });
});
