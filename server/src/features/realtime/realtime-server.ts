import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/types';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { failureText } from '../../platform/failure-text';
import { createFactsMemory } from './audience';
import type { Emission } from './audience';
import { createBroadcast } from './broadcast';
import { checkSession } from './check-session';
import { createClientEvents, userRoom } from './client-events';
import { createLiveSockets } from './live-sockets';
import type { LiveSocket } from './live-sockets';
import { listenForScreens } from './realtime.listener';
import { handshakeAuth } from './realtime.validation';
import { createRing } from './ring';
import { closeSocketServer, openSocketServer } from './socket-server';

const MOST_TOLD = 2_000;
const MOST_CHANNELS = 5_000;

/** As the screen's `connect_error` gets it: the code in `data`. */
const refusal = (code: string): Error => Object.assign(new Error(sentenceOf(code)), { data: { code } });

/** Everything that runs while Strapi runs; one a Strapi. */
export const startRealtime = (strapi: Core.Strapi): { stop(): Promise<void> } => {
  const io = openSocketServer(strapi);
  const ring = createRing<Emission>(randomBytes(6).toString('hex'), MOST_TOLD);
  const memory = createFactsMemory(MOST_CHANNELS);
  const live = createLiveSockets(strapi, { toldCount: ring.count, onSightMoved: (sockets) => sightMoved(sockets) });
  const clients = createClientEvents(strapi, { io, live, memory });
  const broadcast = createBroadcast(strapi, { io, live, ring, memory, onUnseen: clients.recheck });

  function sightMoved(sockets: LiveSocket[]): void {
    broadcast.resync(sockets);
    clients.recheck(sockets);
  }

  io.use((client, next) => {
    const enter = async (): Promise<Error | undefined> => {
      const auth = handshakeAuth.safeParse(client.handshake.auth);
      if (!auth.success) return refusal('access.unauthorized');
      const checkedAt = live.changes();
      const session = await checkSession(strapi, auth.data.token);
      if (typeof session === 'string') return refusal(session);
      client.data = { session, checkedAt, ...(auth.data.after === undefined ? {} : { after: auth.data.after }) };
      // The token has been read and is nobody's business from here on.
      client.handshake.auth = {};
      return undefined;
    };
    enter().then(next, (error: unknown) => {
      strapi.log.warn(`[whatsapp] a connection of the inbox could not be checked: ${failureText(error)}`);
      next(refusal('session.unchecked'));
    });
  });

  io.on('connection', (client) => {
    const one = live.add(client);
    client.on('disconnect', () => {
      live.remove(client.id);
      clients.detach(one);
    });
    void client.join(userRoom(one.session.user));
    clients.attach(one);
    broadcast.begin(one, client.data.after).catch((error: unknown) => {
      strapi.log.warn(`[whatsapp] a connection of the inbox could not be told what it missed: ${failureText(error)}`);
      // It comes again by itself.
      client.conn.close();
    });
  });

  const stopListening = listenForScreens(strapi, { gather: broadcast.gather, accessMoved: live.invalidate });
  live.start();

  return {
    async stop() {
      stopListening();
      live.stop();
      clients.stop();
      await broadcast.stop();
      closeSocketServer(io);
    },
  };
};
