import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type { Socket } from 'socket.io';
import { io } from 'socket.io-client';
import { createLiveClient, PATIENCE_MS, POLL_MS } from '../../admin/src/realtime/live-client';
import type { LiveClient, LiveSocket, Renewal } from '../../admin/src/realtime/live-client';
import { isWanted } from '../../admin/src/realtime/wanted-notice';
import { eventually } from '../support/eventually';

describe('one tab’s connection', () => {
  const http = createServer();
  const server = new Server(http);
  let address = '';
  let client: LiveClient;
  let renewals: (() => Promise<Renewal>)[] = [];
  let sockets: Socket[] = [];
  let handshakes: Record<string, unknown>[] = [];
  let heard: [string, unknown][] = [];
  /** Why the next connections are refused; none: they are let in. */
  let refusals: string[] = [];

  beforeAll(async () => {
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', () => resolve()));
    address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    server.use((socket, next) => {
      handshakes.push(socket.handshake.auth);
      const code = refusals.shift();
      next(code === undefined ? undefined : Object.assign(new Error(code), { data: { code } }));
    });
    server.on('connection', (socket) => {
      sockets.push(socket);
      socket.onAny((name: string, body: unknown, answer?: (given: unknown) => void) => {
        heard.push([name, body]);
        answer?.(name === 'session' ? true : []);
      });
      socket.emit('ready', { seq: 's.0' });
    });
  });
  afterAll(() => void server.close());

  beforeEach(() => {
    [sockets, handshakes, heard, refusals, renewals] = [[], [], [], [], []];
    client = createLiveClient({
      connect: (auth) => Promise.resolve(io(address, { auth: (give) => give(auth()), autoConnect: false, forceNew: true, transports: ['websocket'], reconnectionDelay: 50 }) as LiveSocket),
      renew: () => (renewals.shift() ?? (() => Promise.resolve<Renewal>('refused')))(),
    });
    client.setToken('first');
  });
  afterEach(() => client.stop());

  const live = () => eventually('live', async () => client.connection() === 'live');
  const last = (): Socket => sockets.at(-1) as Socket;

  it('is live once it knows where it stands, and has what was read before read again', async () => {
    client.start();
    expect(client.connection()).toBe('connecting');
    await live();
    expect([handshakes, client.stale()]).toEqual([[{ token: 'first' }], 1]);
  });

  it('comes back where it was', async () => {
    const seen: string[] = [];
    client.on('channel.gone', ({ id }) => seen.push(id));
    client.start();
    await live();
    last().emit('channel.gone', { id: 'x', seq: 's.7' });
    await eventually('the event', async () => seen.length === 1);
    last().conn.close();
    await eventually('another connection', async () => handshakes.length === 2);
    expect(handshakes[1]).toEqual({ token: 'first', after: 's.7' });
    await live();
    // Nothing was missed, so nothing is read anew.
    expect(client.stale()).toBe(1);
  });

  it('comes back after a server that stopped, and says again what it looks at', async () => {
    client.start();
    await live();
    await client.watch('one');
    client.presence('away');
    await eventually('its presence', async () => heard.some(([name]) => name === 'presence'));
    server.disconnectSockets(true);
    await eventually('another connection', async () => handshakes.length === 2);
    await eventually('what it said', async () => heard.filter(([name]) => name === 'watch').length === 2);
    expect(heard.filter(([name]) => name === 'presence').map(([, body]) => body)).toEqual([{ presence: 'away' }, { presence: 'away' }]);
  });

  it('reads everything anew where it is told to', async () => {
    client.start();
    await live();
    last().emit('resync', {});
    await eventually('growth', async () => client.stale() === 2);
  });

  it('goes on with a new token when its session expires', async () => {
    renewals = [
      () => {
        client.setToken('second');
        return Promise.resolve('renewed');
      },
    ];
    client.start();
    await live();
    last().emit('session.ended', { code: 'session.expired' });
    last().disconnect(true);
    await eventually('another connection', async () => handshakes.length === 2);
    expect(handshakes[1]).toEqual({ token: 'second', after: 's.0' });
    await live();
  });

  it('gives a renewed token to the connection that stands', async () => {
    client.start();
    await live();
    client.setToken('second');
    await eventually('the session', async () => heard.length === 1);
    expect([heard, handshakes.length]).toEqual([[['session', { token: 'second' }]], 1]);
  });

  it.each(['session.revoked', 'session.blocked', 'session.permission_lost'])('is over with %s, until another token comes', async (code) => {
    client.start();
    await live();
    last().emit('session.ended', { code });
    last().disconnect(true);
    await eventually('the end', async () => client.connection() === 'ended');
    client.setToken('another');
    await live();
    expect(handshakes.at(-1)).toMatchObject({ token: 'another' });
  });

  it('is over where the door is shut and no token opens it', async () => {
    refusals = ['access.unauthorized'];
    client.start();
    await eventually('the end', async () => client.connection() === 'ended');
    expect(handshakes).toHaveLength(1);
  });

  it('is one connection, also where a page is drawn twice', async () => {
    client.start();
    client.stop();
    client.start();
    await live();
    expect([handshakes.length, server.engine.clientsCount]).toEqual([1, 1]);
  });
});

describe('where no socket gets through', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('has screens read again every few seconds', async () => {
    const client = createLiveClient({ connect: () => Promise.reject(new Error('blocked')), renew: () => Promise.resolve('away') });
    let told = 0;
    client.observe(() => (told += 1));
    client.setToken('token');
    client.start();
    await jest.advanceTimersByTimeAsync(PATIENCE_MS - 1);
    expect([client.connection(), client.stale()]).toEqual(['connecting', 0]);
    await jest.advanceTimersByTimeAsync(1);
    expect([client.connection(), client.stale()]).toEqual(['polling', 1]);
    await jest.advanceTimersByTimeAsync(3 * POLL_MS);
    expect(client.stale()).toBe(4);
    expect(told).toBeGreaterThanOrEqual(4);
    client.stop();
    await jest.advanceTimersByTimeAsync(3 * POLL_MS);
    expect(client.stale()).toBe(4);
  });
});

describe('who is called for a message', () => {
  const settings = { desktop: true, sound: true, mine: true, unassigned: false, all: false };
  const by = (id: number | null) => ({ assignee: id === null ? null : { id, name: 'x' }, muted: false });

  it.each([
    ['mine', settings, by(7), true],
    ['somebody else’s', settings, by(8), false],
    ['nobody’s', settings, by(null), false],
    ['nobody’s, wanted', { ...settings, unassigned: true }, by(null), true],
    ['somebody else’s, wanted', { ...settings, all: true }, by(8), true],
    ['mine, unwanted', { ...settings, mine: false, all: true }, by(7), false],
    ['mine, muted', settings, { ...by(7), muted: true }, false],
  ])('%s', (_, wanted, channel, expected) => {
    expect(isWanted(wanted, channel, 7)).toBe(expected);
  });
});
