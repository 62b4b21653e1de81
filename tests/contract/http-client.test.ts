import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createHttpClient, isResponseTooLarge } from '../../server/src/providers/http';
import { findAddressRefusal } from '../../server/src/providers/http-addresses';
import { ProviderError } from '../../server/src/providers/provider-error';
import { json, startServer, text, type TestServer } from './meta-server';

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
}

/** A server that speaks bytes, for everything an HTTP server would not do. */
async function startRaw(onSocket: (socket: Socket, count: number) => void): Promise<{ url: string; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  let count = 0;
  const server: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    count += 1;
    onSocket(socket, count);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

describe('the http client of the providers', () => {
  const client = createHttpClient({ userAgent: 'test/1' });
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(async () => {
    await client.close();
    await server.close();
  });

  it('gives status, headers in lower case and the exact bytes', async () => {
    server.answer((_request, response) => response.writeHead(207, { 'X-Odd': 'Yes' }).end(Buffer.from([0, 255, 10])));
    const answer = await client({ method: 'GET', url: `${server.url}/a?b=c%20d` });
    expect(answer.status).toBe(207);
    expect(answer.headers['x-odd']).toBe('Yes');
    expect([...answer.body]).toEqual([0, 255, 10]);
    expect(server.seen[0]).toMatchObject({ method: 'GET', url: '/a?b=c%20d' });
    expect(server.seen[0]?.headers['user-agent']).toBe('test/1');
  });

  it('sends bodies with their length, not in chunks', async () => {
    server.answer(json(200, {}));
    await client({ method: 'POST', url: server.url, body: Buffer.from('äöü') });
    expect(server.seen[0]?.headers['content-length']).toBe('6');
    expect(server.seen[0]?.body.toString()).toBe('äöü');
  });

  it('sends a FormData as multipart', async () => {
    server.answer(json(200, {}));
    const form = new FormData();
    form.set('field', 'value');
    form.set('file', new Blob(['content'], { type: 'text/plain' }), 'a.txt');
    await client({ method: 'POST', url: server.url, body: form });
    expect(server.seen[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(server.seen[0]?.body.toString()).toContain('filename="a.txt"');
  });

  it('never follows a redirect', async () => {
    server.answer(text(302, '', { location: `${server.url}/elsewhere` }));
    const answer = await client({ method: 'POST', url: server.url, body: '{}' });
    expect(answer.status).toBe(302);
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['announced', { 'content-length': '2000' }],
    ['unannounced', {}],
  ])('stops an answer beyond maxBytes (%s)', async (_name, headers) => {
    server.answer((_request, response) => {
      response.writeHead(200, headers as Record<string, string>);
      response.end(Buffer.alloc(2000));
    });
    const error = await failureOf(client({ method: 'GET', url: server.url, maxBytes: 1999 }));
    expect(error.kind).toBe('unknown_outcome');
    expect(isResponseTooLarge(error)).toBe(true);
    await expect(client({ method: 'GET', url: server.url, maxBytes: 2000 })).resolves.toMatchObject({ status: 200 });
  });

  describe('certainly unsent', () => {
    it('a refused port', async () => {
      const raw = await startRaw(() => undefined);
      await raw.close();
      const error = await failureOf(client({ method: 'POST', url: raw.url, body: '{}' }));
      expect(error.kind).toBe('unreachable');
    });

    it('a name that does not resolve', async () => {
      const error = await failureOf(client({ method: 'POST', url: 'http://no-such-host.invalid/', body: '{}' }));
      expect(error.kind).toBe('unreachable');
    });

    it('TLS with something that does not speak it', async () => {
      const error = await failureOf(client({ method: 'POST', url: server.url.replace('http:', 'https:'), body: '{}' }));
      expect(error.kind).toBe('unreachable');
    });

    it('a closed client', async () => {
      const closed = createHttpClient({ userAgent: 'test/1' });
      await closed.close();
      expect((await failureOf(closed({ method: 'GET', url: server.url }))).kind).toBe('unreachable');
    });

    it('a deadline that passes while waiting for a connection, and it is not sent later', async () => {
      const narrow = createHttpClient({ userAgent: 'test/1', connectionsPerOrigin: 1 });
      let release: () => void = () => undefined;
      server.answer((_request, response) => {
        release = () => void response.end('{}');
      });
      const first = narrow({ method: 'POST', url: `${server.url}/first`, body: '{}' });
      const error = await failureOf(narrow({ method: 'POST', url: `${server.url}/second`, body: '{}', timeoutMs: 50 }));
      expect(error.kind).toBe('unreachable');
      release();
      await first;
      server.answer(json(200, {}));
      await narrow({ method: 'GET', url: `${server.url}/third` });
      expect(server.seen.map(({ url }) => url)).toEqual(['/third']);
      await narrow.close();
    });
  });

  describe('nobody knows', () => {
    it('a server that never answers', async () => {
      server.answer(() => undefined);
      const error = await failureOf(client({ method: 'POST', url: server.url, body: '{}', timeoutMs: 50 }));
      expect(error.kind).toBe('unknown_outcome');
    });

    it('a server that drips for ever', async () => {
      const timers: NodeJS.Timeout[] = [];
      server.answer((_request, response) => {
        response.writeHead(200);
        timers.push(setInterval(() => response.write('.'), 10));
      });
      const error = await failureOf(client({ method: 'GET', url: server.url, timeoutMs: 100 }));
      for (const timer of timers) clearInterval(timer);
      expect(error.kind).toBe('unknown_outcome');
    });

    it.each([
      ['a reset before the answer', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy())],
      ['an end before the answer', (socket: Socket) => socket.once('data', () => socket.end())],
      ['a reset in the answer', (socket: Socket) => socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n123', () => socket.resetAndDestroy()))],
      ['an answer that is cut short', (socket: Socket) => socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n123'))],
      ['an answer that is not HTTP', (socket: Socket) => socket.once('data', () => socket.end('hello\r\n\r\n'))],
    ])('%s', async (_name, onSocket) => {
      const raw = await startRaw(onSocket);
      const error = await failureOf(client({ method: 'POST', url: raw.url, body: '{}', timeoutMs: 2_000 }));
      expect(error.kind).toBe('unknown_outcome');
      await raw.close();
    });

    it('a reset on a connection that served before', async () => {
      const raw = await startRaw((socket) => {
        let requests = 0;
        socket.on('data', () => {
          requests += 1;
          if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
          else socket.resetAndDestroy();
        });
      });
      const single = createHttpClient({ userAgent: 'test/1', connectionsPerOrigin: 1 });
      await expect(single({ method: 'GET', url: raw.url })).resolves.toMatchObject({ status: 200 });
      expect((await failureOf(single({ method: 'POST', url: raw.url, body: '{}' }))).kind).toBe('unknown_outcome');
      await single.close();
      await raw.close();
    });
  });

  it.each(['not a url', 'ftp://example.com/', 'file:///etc/passwd'])('refuses the address %s as misconfigured', async (url) => {
    expect((await failureOf(client({ method: 'GET', url }))).kind).toBe('misconfigured');
  });

  it('reports a header that cannot be written as misconfigured, without its value', async () => {
    const error = await failureOf(client({ method: 'GET', url: server.url, headers: { authorization: 'Bearer secret\r\nx: y' } }));
    expect(error.kind).toBe('misconfigured');
    expect(error.message).not.toContain('secret');
  });

  it.each(['http://169.254.169.254/', 'http://[fe80::1]/', 'http://[fd00:ec2::254]/', 'http://100.100.100.200/', 'http://0.0.0.0/', 'http://[::ffff:169.254.169.254]/'])(
    'never calls %s, even where private networks are allowed',
    async (url) => {
      expect((await failureOf(client({ method: 'GET', url }))).kind).toBe('misconfigured');
    },
  );

  it('keeps out of private networks where it is told to, by name and by address', async () => {
    const strict = createHttpClient({ userAgent: 'test/1', allowPrivate: (hostname) => hostname === 'allowed.invalid' });
    const port = new URL(server.url).port;
    expect((await failureOf(strict({ method: 'GET', url: server.url }))).kind).toBe('misconfigured');
    expect((await failureOf(strict({ method: 'GET', url: `http://localhost:${port}/` }))).kind).toBe('misconfigured');
    await strict.close();
  });

  it.each([
    ['8.8.8.8', false, null],
    ['10.0.0.1', true, null],
    ['10.0.0.1', false, 'a private network'],
    ['::1', false, 'a private network'],
    ['169.254.1.1', true, 'a link-local address'],
    ['nonsense', true, 'no valid address'],
  ])('%s with private networks allowed: %s → %s', (address, mayBePrivate, refusal) => {
    expect(findAddressRefusal(address, mayBePrivate)).toBe(refusal);
  });
});
