import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTranscriber, MAX_AUDIO_BYTES } from '../../server/src/features/media/transcribe-audio';
import { config } from '../../server/src/config';

/** A real server that answers as it is told; what it was asked is parsed by Node's own multipart reader. */
interface Asked {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  form: FormData;
}

const OGG = Buffer.from('OggS and what follows');

describe('a service that writes down what is said', () => {
  let server: Server;
  let url: string;
  let answer: (res: ServerResponse) => void;
  let asked: Asked[] = [];

  beforeAll(async () => {
    server = createServer((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const read = new Response(Buffer.concat(chunks), { headers: { 'content-type': req.headers['content-type'] ?? '' } });
        void read.formData().then((form) => {
          asked.push({ method: req.method ?? '', path: req.url ?? '', headers: req.headers, form });
          answer(res);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    asked = [];
    answer = (res) => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ text: ' Good morning. ' }));
  });

  const failureOf = async (content = OGG, deadlineMs?: number): Promise<{ message: string; isFinal: boolean; retryAfterMs: number | null }> => {
    const service = createTranscriber({ url: `${url}/v1`, apiKey: 'sk-secret' }, deadlineMs);
    try {
      throw new Error(`it answered ${await service.transcribe(content, 'audio/ogg')}`);
    } catch (error) {
      return error as { message: string; isFinal: boolean; retryAfterMs: number | null };
    } finally {
      await service.close();
    }
  };

  it.each([
    ['/v1', '/v1/audio/transcriptions'],
    ['/v1/', '/v1/audio/transcriptions'],
    ['', '/audio/transcriptions'],
    ['/v1/audio/transcriptions', '/v1/audio/transcriptions'],
    ['/v1?version=2', '/v1/audio/transcriptions?version=2'],
  ])('configured as %j is asked at %s', async (given, expected) => {
    const service = createTranscriber({ url: `${url}${given}` });
    expect(await service.transcribe(OGG, 'audio/ogg')).toBe('Good morning.');
    await service.close();
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${expected}`]);
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(asked[0]?.headers['content-length']).toMatch(/^\d+$/);
  });

  it.each([
    ['audio/ogg', 'audio.ogg'],
    ['audio/mpeg', 'audio.mp3'],
    ['audio/mp4', 'audio.m4a'],
    ['audio/amr', 'audio.amr'],
    ['application/octet-stream', 'audio.ogg'],
  ])('gets %s as %s', async (type, name) => {
    const service = createTranscriber({ url, apiKey: 'sk-secret', model: 'large', language: 'es' });
    await service.transcribe(OGG, type);
    await service.close();
    const { headers, form } = asked[0] as Asked;
    const file = form.get('file') as File;
    expect([file.name, file.type, Buffer.from(await file.arrayBuffer()).equals(OGG)]).toEqual([name, type, true]);
    expect([form.get('model'), form.get('language'), form.get('response_format'), headers.authorization]).toEqual(['large', 'es', 'json', 'Bearer sk-secret']);
  });

  const withStatus = (status: number, headers: Record<string, string> = {}, body = 'sk-secret said Good morning') => (res: ServerResponse) => void res.writeHead(status, headers).end(body);

  it.each<[string, (res: ServerResponse) => void, { isFinal: boolean; retryAfterMs: number | null; message: RegExp }]>([
    ['a wrong key', withStatus(401), { isFinal: false, retryAfterMs: null, message: /401/ }],
    ['an error of its own', withStatus(500), { isFinal: false, retryAfterMs: null, message: /500/ }],
    ['too much at once', withStatus(429, { 'retry-after': '90' }), { isFinal: false, retryAfterMs: 90_000, message: /429/ }],
    ['a wait without end', withStatus(503, { 'retry-after': '99999999' }), { isFinal: false, retryAfterMs: 3_600_000, message: /503/ }],
    ['a recording it does not take', withStatus(415), { isFinal: true, retryAfterMs: null, message: /415/ }],
    ['a redirect', withStatus(302, { location: 'http://169.254.169.254/' }), { isFinal: false, retryAfterMs: null, message: /302/ }],
    ['a page', withStatus(200, {}, '<html>'), { isFinal: false, retryAfterMs: null, message: /no JSON/ }],
    ['something else', withStatus(200, {}, '{"text":5}'), { isFinal: false, retryAfterMs: null, message: /without a text/ }],
    ['an endless answer', withStatus(200, {}, ' '.repeat(2_000_000)), { isFinal: false, retryAfterMs: null, message: /too long/ }],
    ['a broken connection', (res) => void res.destroy(), { isFinal: false, retryAfterMs: null, message: /could not be reached/ }],
  ])('%s is told in words of ours', async (_, reply, { isFinal, retryAfterMs, message }) => {
    answer = reply;
    const failure = await failureOf();
    expect(failure).toMatchObject({ name: 'TranscriptionError', isFinal, retryAfterMs, message: expect.stringMatching(message) as string });
    expect(`${failure.message} ${JSON.stringify(failure)}`).not.toMatch(/sk-secret|Good morning/);
    expect(asked).toHaveLength(1);
  });

  it('is not waited for without end', async () => {
    answer = () => undefined;
    expect((await failureOf(OGG, 200)).message).toContain('in time');
    answer = (res) => void res.writeHead(200).write('{"text":');
    expect((await failureOf(OGG, 200)).message).toContain('in time');
  });

  it('never gets what is larger than it takes', async () => {
    expect(await failureOf(Buffer.alloc(MAX_AUDIO_BYTES + 1))).toMatchObject({ isFinal: true });
    expect(asked).toEqual([]);
  });

  it('keeps a text to a length, without what a database refuses', async () => {
    answer = (res) => void res.writeHead(200).end(JSON.stringify({ text: `a\u0000${'x'.repeat(30_000)}` }));
    const service = createTranscriber({ url });
    const text = await service.transcribe(OGG, 'audio/ogg');
    await service.close();
    expect([text.length, text.slice(0, 3)]).toEqual([20_000, 'axx']);
  });

  it.each([
    [{ url: 'http://whisper.lan:9000' }, true],
    [{ url: 'http://10.0.0.5/v1', apiKey: 'sk', model: 'whisper-1', language: 'de' }, true],
    [{ url: 'http://169.254.169.254/v1' }, false],
    [{ url: 'file:///etc/passwd' }, false],
    [{ url: 'https://api.example.com', apiKey: 'a\r\nb: c' }, false],
    [{}, false],
    [{ url: 'https://api.example.com', key: 'x' }, false],
  ])('the configuration %j: %s', (transcription, isTaken) => {
    const validate = () => config.validator({ transcription });
    if (isTaken) expect(validate).not.toThrow();
    else expect(validate).toThrow(/transcription/);
  });
});
