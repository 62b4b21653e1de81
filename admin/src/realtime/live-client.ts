import type { Socket } from 'socket.io-client';
import type { ClientEvents, Presence, ServerEvents, ViewerView } from '../../../plugin/contracts/realtime';

/** `polling`: no socket gets through, screens read again every few seconds. `ended`: the session is over. */
export type Connection = 'connecting' | 'live' | 'polling' | 'ended';

type Told = { [Name in keyof ServerEvents]: (event: ServerEvents[Name]) => void };
export type LiveSocket = Socket<Told, ClientEvents>;

/** After this without a connection, screens read by themselves. */
export const PATIENCE_MS = 8_000;
export const POLL_MS = 10_000;
const AGAIN_MS = 1_000;
const LATER_MS = 5_000;
const ANSWER_MS = 5_000;

/** How a session is made anew: `renewed`, refused for good, or nobody could be asked. */
export type Renewal = 'renewed' | 'refused' | 'away';

interface LiveOptions {
  /** Opens the socket; loaded when first needed, so that other pages don't carry it. */
  connect(auth: () => { token: string; after?: string }): Promise<LiveSocket>;
  /** Asks Strapi for a new token; the token itself comes by `setToken`. */
  renew(): Promise<Renewal>;
}

const codeOf = (error: Error): string => {
  const { data } = error as Error & { data?: { code?: unknown } };
  return typeof data?.code === 'string' ? data.code : '';
};

/** Of these a new token is the way out. */
const OF_TOKEN = new Set(['session.expired', 'access.unauthorized']);

export type LiveClient = ReturnType<typeof createLiveClient>;

/** One tab's socket: opened, renewed, and opened again where it was left. React only listens. */
export const createLiveClient = ({ connect, renew }: LiveOptions) => {
  const listeners = new Map<keyof ServerEvents, Set<(event: never) => void>>();
  const observers = new Set<() => void>();
  let socket: LiveSocket | null = null;
  let connection: Connection = 'connecting';
  let stale = 0;
  let token: string | null = null;
  let after: string | undefined;
  let watching: string | null = null;
  let presence: Presence = 'online';
  let isRunning = false;
  let hasBeenLive = false;
  /** Which start a socket was asked for: one that comes after a stop is not wanted. */
  let starts = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let polling: ReturnType<typeof setInterval> | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;

  const observe = (): void => {
    for (const observer of observers) observer();
  };

  const grow = (): void => {
    stale += 1;
    observe();
  };

  const become = (next: Connection): void => {
    if (connection === next) return;
    connection = next;
    clearInterval(polling);
    polling = undefined;
    if (next === 'polling') polling = setInterval(grow, POLL_MS);
    observe();
  };

  /** Not live: for a while that is a hiccup, then screens help themselves. */
  const lose = (): void => {
    if (!isRunning || connection === 'ended' || connection === 'polling') return;
    become('connecting');
    patience ??= setTimeout(() => {
      patience = undefined;
      if (isRunning && connection === 'connecting') {
        become('polling');
        grow();
      }
    }, PATIENCE_MS);
  };

  const reopen = (ms: number): void => {
    clearTimeout(again);
    again = setTimeout(() => isRunning && connection !== 'ended' && socket?.connect(), ms);
  };

  const finish = (): void => {
    clearTimeout(again);
    become('ended');
  };

  const renewToken = async (): Promise<void> => {
    lose();
    const former = token;
    const outcome = await renew();
    if (!isRunning || connection === 'ended') return;
    if (outcome === 'refused') finish();
    // Where Strapi gave no other token the same is refused again: not in a hurry.
    else reopen(token !== former ? 0 : outcome === 'renewed' ? AGAIN_MS : LATER_MS);
  };

  const end = (code: string): void => {
    if (OF_TOKEN.has(code)) void renewToken();
    else finish();
  };

  const say = (): void => {
    if (presence !== 'online') socket?.emit('presence', { presence });
    if (watching !== null) void watch(watching);
  };

  const tell = <Name extends keyof ServerEvents>(name: Name, event: ServerEvents[Name]): void => {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  };

  const listenTo = (opened: LiveSocket): void => {
    let endedBy: string | null = null;
    opened.onAny((name: keyof ServerEvents, event: ServerEvents[keyof ServerEvents]) => {
      if ('seq' in event) after = event.seq;
      if (name === 'session.ended') endedBy = (event as ServerEvents['session.ended']).code;
      if (name === 'resync') grow();
      if (name === 'ready') {
        clearTimeout(patience);
        patience = undefined;
        const isFirst = !hasBeenLive;
        hasBeenLive = true;
        become('live');
        say();
        // What screens read before the first connection stood may miss what came in between.
        if (isFirst) grow();
      }
      tell(name, event);
    });
    opened.on('connect', () => {
      endedBy = null;
    });
    opened.on('disconnect', (reason) => {
      lose();
      if (endedBy !== null) end(endedBy);
      // The server let go, which it does when it stops: it is not tried again by itself then.
      else if (reason === 'io server disconnect') reopen(AGAIN_MS);
    });
    opened.on('connect_error', (error) => {
      lose();
      const code = codeOf(error);
      if (code === 'session.unchecked') reopen(LATER_MS);
      else if (code) end(code);
    });
  };

  const open = async (start: number): Promise<void> => {
    try {
      const opened = await connect(() => ({ token: token ?? '', ...(after === undefined ? {} : { after }) }));
      if (!isRunning || start !== starts) return void opened.close();
      socket = opened;
      listenTo(opened);
      opened.connect();
    } catch {
      // Not even the program for it could be loaded: screens read by themselves.
      lose();
    }
  };

  const watch = (channel: string | null): Promise<ViewerView[]> =>
    new Promise((resolve) => {
      watching = channel;
      if (!socket?.connected) return resolve([]);
      socket.timeout(ANSWER_MS).emit('watch', { channel }, (failed: Error | null, viewers: ViewerView[]) => resolve(failed ? [] : viewers));
    });

  return {
    start(): void {
      if (isRunning) return;
      isRunning = true;
      lose();
      void open((starts += 1));
    },

    stop(): void {
      isRunning = false;
      for (const timer of [patience, again]) clearTimeout(timer);
      patience = undefined;
      clearInterval(polling);
      socket?.close();
      socket = null;
      connection = 'connecting';
      hasBeenLive = false;
      after = undefined;
    },

    setToken(next: string | null): void {
      if (next === token) return;
      token = next;
      if (next === null || !isRunning) return;
      if (connection === 'ended') {
        become('connecting');
        lose();
      }
      // Where it is refused the server says so and lets go.
      if (socket?.connected) socket.emit('session', { token: next }, () => undefined);
      else if (socket) reopen(0);
    },

    connection: (): Connection => connection,
    stale: (): number => stale,
    observe(observer: () => void): () => void {
      observers.add(observer);
      return () => void observers.delete(observer);
    },
    on<Name extends keyof ServerEvents>(name: Name, listener: (event: ServerEvents[Name]) => void): () => void {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener as (event: never) => void));
      return () => void own.delete(listener as (event: never) => void);
    },

    watch,
    typing(channel: string, typing: boolean): void {
      if (socket?.connected) socket.emit('typing', { channel, typing });
    },
    presence(next: Presence): void {
      if (next === presence) return;
      presence = next;
      if (socket?.connected) socket.emit('presence', { presence: next });
    },
  };
};
