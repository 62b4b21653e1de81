import type { Core } from '@strapi/types';
import type { z } from 'zod';
import type { Presence } from '../../../../plugin/contracts/realtime';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { ChannelRow } from '../../platform/records';
import { getService } from '../../platform/services';
import { sees } from './audience';
import type { FactsMemory } from './audience';
import { checkSession } from './check-session';
import type { LiveSocket, LiveSockets } from './live-sockets';
import { createPresenceBoard } from './presence-board';
import { presenceBody, sessionBody, typingBody, watchBody } from './realtime.validation';
import type { LiveServer } from './socket-server';
import { createViewersBoard } from './viewers-board';

/** Whoever reloads a page is not gone in between. */
const LEAVE_MS = 3_000;
const EXPIRE_MS = 1_000;
/** What one tab may say in ten seconds; a screen says a fraction of it. */
const MOST_SAID = 200;
const SAID_MS = 10_000;

/** Who looks at one conversation: they hear of each other. */
const viewersRoom = (documentId: string): string => `channel:${documentId}`;
export const userRoom = (user: number): string => `user:${user}`;

const readBody = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> | null => {
  const read = schema.safeParse(body);
  return read.success ? read.data : null;
};

/** What tabs say: a renewed session, what they have open, that somebody writes, who is there. */
export const createClientEvents = (strapi: Core.Strapi, { io, live, memory }: { io: LiveServer; live: LiveSockets; memory: FactsMemory }) => {
  const viewers = createViewersBoard();
  const presences = createPresenceBoard();
  const leaving = new Set<NodeJS.Timeout>();

  const tellViewers = (documentIds: string[]): void => {
    const at = now();
    for (const channel of documentIds) io.to(viewersRoom(channel)).emit('viewers', { channel, viewers: viewers.viewersOf(channel, at) });
  };

  const tellPresence = ({ session: { user, name } }: LiveSocket, presence: Presence | null): void => {
    if (presence !== null) io.emit('presence', { user, name, presence });
  };

  /** Null: none. Room and board at once, so that nobody hears of those whom the board does not know. */
  const open = (one: LiveSocket, channel: { id: number; documentId: string } | null): void => {
    if (one.watching) void one.client.leave(viewersRoom(one.watching.documentId));
    if (channel) void one.client.join(viewersRoom(channel.documentId));
    one.watching = channel;
    tellViewers(viewers.watch(one.client.id, one.session, channel?.documentId ?? null));
  };

  const expiring = setInterval(() => {
    if (viewers.isAnybodyTyping()) tellViewers(viewers.expire(now()));
  }, EXPIRE_MS);
  expiring.unref();

  const findSeen = async (one: LiveSocket, documentId: string): Promise<ChannelRow | null> => {
    await live.fresh();
    const sight = live.sightOf(one);
    return sight ? getService(strapi, 'channels').getSeen(sight, documentId).catch(() => null) : null;
  };

  const tellCustomer = async (id: number): Promise<void> => {
    const channels = getService(strapi, 'channels');
    const [row] = await channels.findByIds([id]);
    if (row) await channels.typing(row);
  };

  /** A flood ends the connection; what arrives late for a socket that is gone is left out. */
  const createLimit = (): (() => boolean) => {
    let [since, said] = [0, 0];
    return () => {
      const at = now().getTime();
      if (at - since > SAID_MS) [since, said] = [at, 0];
      said += 1;
      return said <= MOST_SAID;
    };
  };

  return {
    attach(one: LiveSocket): void {
      const { client } = one;
      const isWithin = createLimit();
      let asked = 0;
      client.use((_event, next) => {
        if (isWithin()) next();
        else client.disconnect(true);
      });
      // A tab's words are never the server's end.
      client.on('error', () => undefined);

      client.on('session', (body, answer) => {
        const renew = async (): Promise<boolean> => {
          const read = readBody(sessionBody, body);
          const changes = live.changes();
          const found = read ? await checkSession(strapi, read.token) : 'access.unauthorized';
          if (!live.has(one)) return false;
          const isOwn = typeof found === 'object' && found.user === one.session.user;
          if (!isOwn) {
            live.end(one, typeof found === 'string' ? found : 'access.unauthorized');
            return false;
          }
          live.renew(one, found);
          if (changes !== live.changes()) live.invalidate();
          return true;
        };
        renew().then(
          (kept) => typeof answer === 'function' && answer(kept),
          // The database is away: the token that is held counts until it expires, and the tab asks again.
          (error: unknown) => strapi.log.warn(`[whatsapp] a session of the inbox could not be renewed: ${failureText(error)}`),
        );
      });

      client.on('watch', (body, answer) => {
        const read = readBody(watchBody, body);
        if (!read) return;
        const turn = (asked += 1);
        const watch = async (): Promise<void> => {
          const row = read.channel === null ? null : await findSeen(one, read.channel);
          // Another one was opened meanwhile, or the tab is gone.
          if (turn !== asked || !live.has(one)) return;
          const known = row && memory.get(row.id);
          const sight = live.sightOf(one);
          const isSeen = row !== null && sight !== null && (!known || sees(sight, known));
          open(one, isSeen ? { id: row.id, documentId: row.documentId } : null);
          const others = isSeen ? viewers.viewersOf(row.documentId, now()).filter(({ user }) => user !== one.session.user) : [];
          if (typeof answer === 'function') answer(others);
        };
        watch().catch((error: unknown) => strapi.log.warn(`[whatsapp] a conversation could not be watched: ${failureText(error)}`));
      });

      client.on('typing', (body) => {
        const read = readBody(typingBody, body);
        const watching = one.watching;
        if (!read || !watching || watching.documentId !== read.channel) return;
        if (viewers.type(client.id, read.channel, read.typing, now())) tellViewers([read.channel]);
        // Who may only read is no news to a customer.
        if (read.typing && live.sightOf(one)?.mayReply) tellCustomer(watching.id).catch((error: unknown) => strapi.log.debug(`[whatsapp] the customer was not told that somebody writes: ${failureText(error)}`));
      });

      client.on('presence', (body) => {
        const read = readBody(presenceBody, body);
        if (read) tellPresence(one, presences.say(one.session.user, one.session.name, client.id, read.presence));
      });

      for (const other of presences.all()) client.emit('presence', other);
      tellPresence(one, presences.say(one.session.user, one.session.name, client.id, 'online'));
    },

    detach(one: LiveSocket): void {
      open(one, null);
      const timer = setTimeout(() => {
        leaving.delete(timer);
        tellPresence(one, presences.leave(one.session.user, one.client.id));
      }, LEAVE_MS);
      leaving.add(timer.unref());
    },

    /** After what somebody may see changed: whoever has a conversation open that is no longer theirs leaves it. */
    recheck(sockets: LiveSocket[]): void {
      for (const one of sockets) {
        if (!one.watching) continue;
        const { documentId } = one.watching;
        findSeen(one, documentId)
          .then((row) => row === null && one.watching?.documentId === documentId && open(one, null))
          .catch((error: unknown) => strapi.log.warn(`[whatsapp] a watched conversation could not be checked: ${failureText(error)}`));
      }
    },

    stop(): void {
      clearInterval(expiring);
      for (const timer of leaving) clearTimeout(timer);
    },
  };
};
