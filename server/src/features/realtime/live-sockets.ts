import { AsyncResource } from 'node:async_hooks';
import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { findActivePeople, isSessionOpen } from './check-session';
import type { OpenSession, SessionEnd } from './check-session';
import type { LiveClient } from './socket-server';

/** What another process withdrew is gone after this; the rules allow it half a minute. */
const SWEEP_MS = 20_000;
const RETRY_MS = 1_000;
/** People whose last sight is remembered, for tabs that come back. */
const MOST_REMEMBERED = 1_000;

export interface LiveSocket {
  client: LiveClient;
  session: Omit<OpenSession, 'sight'>;
  /** Hears what happens: what it missed is told. */
  ready: boolean;
  watching: { id: number; documentId: string } | null;
  expiry?: NodeJS.Timeout;
}

/** How long after the last tab is gone what happens is still kept for it. */
const DESERTED_MS = 120_000;
/** Nobody has seen anything before the first event. */
const NEVER = -1;

const keyOf = (sight: ChannelSight): string => JSON.stringify(sight);

export type LiveSockets = ReturnType<typeof createLiveSockets>;

/**
 * Who is connected, and what each may see. Sights are held here rather than asked for with every event: with fifty agents
 * that would be a hundred queries for one message. They are read again at once when something changes in this process,
 * and events wait for that; and by a sweep, for what another process changed.
 */
export const createLiveSockets = (strapi: Core.Strapi, { toldCount, onSightMoved }: { toldCount(): number; onSightMoved(sockets: LiveSocket[]): void }) => {
  const sockets = new Map<string, LiveSocket>();
  const sights = new Map<number, ChannelSight>();
  const remembered = new Map<number, { key: string; movedAt: number }>();
  // Strapi's transactions follow the asynchronous context: work begun by an event of one would run in it, or after its end.
  const outside = new AsyncResource('whatsapp.realtime');
  let changes = 0;
  let known = 0;
  let accountsKnown = -1;
  let checking: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopped = false;
  let lastHere: number | null = null;

  const all = (): LiveSocket[] => [...sockets.values()];

  const remember = (user: number, sight: ChannelSight): void => {
    sights.set(user, sight);
    const [former, key] = [remembered.get(user), keyOf(sight)];
    remembered.delete(user);
    remembered.set(user, { key, movedAt: former === undefined ? NEVER : former.key === key ? former.movedAt : toldCount() });
    const [oldest] = remembered.keys();
    if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
  };

  const remove = (id: string): LiveSocket | null => {
    const one = sockets.get(id) ?? null;
    if (!one) return null;
    clearTimeout(one.expiry);
    sockets.delete(id);
    lastHere = now().getTime();
    if (!all().some(({ session }) => session.user === one.session.user)) sights.delete(one.session.user);
    return one;
  };

  /** From here on it hears nothing more; its `disconnect` does the rest. */
  const end = (one: LiveSocket, code: SessionEnd): void => {
    one.ready = false;
    one.client.emit('session.ended', { code });
    one.client.disconnect(true);
  };

  const armExpiry = (one: LiveSocket): void => {
    clearTimeout(one.expiry);
    one.expiry = setTimeout(() => end(one, 'session.expired'), Math.max(0, Math.min(one.session.expiresAt.getTime() - now().getTime(), 2 ** 31 - 1)));
    one.expiry.unref();
  };

  const check = async (): Promise<void> => {
    const users = [...new Set(all().map(({ session }) => session.user))];
    if (users.length === 0) return;
    const people = await findActivePeople(strapi, users);
    const read = new Map<number, ChannelSight>();
    for (const user of people.keys()) read.set(user, await getService(strapi, 'access').channelSightOf(user));
    const open = new Map<string, boolean>();
    for (const id of new Set(all().map(({ session }) => session.sessionId))) open.set(id, await isSessionOpen(strapi, id));
    const moved = new Set<number>();
    for (const [user, sight] of read) {
      const former = sights.get(user);
      if (!former) continue;
      if (keyOf(former) !== keyOf(sight)) moved.add(user);
      remember(user, sight);
    }
    for (const one of all()) {
      const { user, sessionId } = one.session;
      // Who came while this was read was checked at the door, and is checked again where something changed since.
      if (!users.includes(user)) continue;
      if (!people.has(user)) end(one, 'session.blocked');
      else if (read.get(user)?.reach === 'none') end(one, 'session.permission_lost');
      else if (open.get(sessionId) === false) end(one, 'session.revoked');
    }
    const left = all().filter(({ ready, session }) => ready && moved.has(session.user));
    if (left.length > 0) onSightMoved(left);
  };

  const checkOnce = async (): Promise<void> => {
    const [upTo, accounts] = [changes, getService(strapi, 'accounts').revision()];
    await check();
    known = upTo;
    accountsKnown = accounts;
  };

  const isFresh = (): boolean => known === changes && accountsKnown === getService(strapi, 'accounts').revision();

  /** Resolves when everybody's sight is as this process knows it. */
  const fresh = async (): Promise<void> => {
    while (!isFresh()) {
      checking ??= outside.runInAsyncScope(checkOnce).finally(() => {
        checking = null;
      });
      await checking;
    }
  };

  /** Events don't wait for the sweep: it looks for what nobody here knows of yet. */
  const sweep = (): void => {
    checking ??= outside.runInAsyncScope(checkOnce).finally(() => {
      checking = null;
    });
    checking.then(
      () => plan(isFresh() ? SWEEP_MS : 0),
      (error: unknown) => {
        strapi.log.warn(`[whatsapp] who may see what could not be read for the inbox: ${failureText(error)}`);
        plan(RETRY_MS);
      },
    );
  };

  const plan = (ms: number): void => {
    if (timer) clearTimeout(timer);
    timer = isStopped ? null : setTimeout(sweep, ms).unref();
  };

  const invalidate = (): void => {
    changes += 1;
    outside.runInAsyncScope(sweep);
  };

  return {
    all,
    has: (one: LiveSocket): boolean => sockets.get(one.client.id) === one,
    get: (id: string): LiveSocket | null => sockets.get(id) ?? null,
    sightOf: (one: LiveSocket): ChannelSight | null => sights.get(one.session.user) ?? null,
    changes: (): number => changes,
    fresh,
    invalidate,
    end,
    remove,

    /** Nobody is here, and nobody who left is expected back. */
    isDeserted: (): boolean => sockets.size === 0 && (lastHere === null || now().getTime() - lastHere > DESERTED_MS),

    /** After how many events what the person may see last moved; for somebody forgotten, just now. */
    movedAt: (user: number): number => remembered.get(user)?.movedAt ?? toldCount(),

    add(client: LiveClient): LiveSocket {
      const { sight, ...session } = client.data.session;
      const one: LiveSocket = { client, session, ready: false, watching: null };
      sockets.set(client.id, one);
      armExpiry(one);
      const former = sights.get(session.user);
      const isOld = client.data.checkedAt !== changes || (former !== undefined && keyOf(former) !== keyOf(sight));
      // A sight that is held is newer, or is about to be read anew.
      if (!former) remember(session.user, sight);
      if (isOld) invalidate();
      return one;
    },

    renew(one: LiveSocket, { sight: _sight, ...session }: OpenSession): void {
      one.session = session;
      armExpiry(one);
    },

    /** Ids of the sockets that hear something, by what each person may see. */
    hearers(test: (sight: ChannelSight) => boolean): string[] {
      const answers = new Map<number, boolean>();
      return all().flatMap(({ client, session: { user }, ready }) => {
        const sight = ready ? sights.get(user) : undefined;
        if (!sight) return [];
        if (!answers.has(user)) answers.set(user, test(sight));
        return answers.get(user) ? [client.id] : [];
      });
    },

    start: (): void => plan(SWEEP_MS),
    stop(): void {
      isStopped = true;
      if (timer) clearTimeout(timer);
      for (const one of all()) clearTimeout(one.expiry);
    },
  };
};
