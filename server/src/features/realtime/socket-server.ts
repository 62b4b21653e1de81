import { Server } from 'socket.io';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Core } from '@strapi/types';
import { SOCKET_PATH } from '../../../../plugin/contracts/realtime';
import type { ClientEvents, ServerEvents } from '../../../../plugin/contracts/realtime';
import type { OpenSession } from './check-session';

export type Told = { [Name in keyof ServerEvents]: (event: ServerEvents[Name]) => void };

export interface SocketFacts {
  session: OpenSession;
  /** How many changes of what people may see were known when the session was checked. */
  checkedAt: number;
  after?: string;
}

export type LiveServer = Server<ClientEvents, Told, DefaultEventsMap, SocketFacts>;
export type LiveClient = Socket<ClientEvents, Told, DefaultEventsMap, SocketFacts>;

/** A screen says that somebody types or looks at something; nothing of that is long. */
const MOST_BYTES = 16 * 1_024;
/** A connection that does not say who it is. */
const CONNECT_MS = 10_000;

/** Where the admin panel comes from, when that is not where Strapi is; undefined: the same place. */
export const foreignPanelOf = (strapi: { config: Pick<Core.Strapi['config'], 'get'> }): string | undefined => {
  const originOf = (name: string): string | undefined => {
    const url: unknown = strapi.config.get(name);
    return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined;
  };
  const panel = originOf('admin.absoluteUrl');
  return panel === originOf('server.absoluteUrl') ? undefined : panel;
};

/**
 * On Strapi's own server: engine.io answers its path before Koa sees it and leaves the rest alone, other upgrades too
 * (`destroyUpgrade`: a development server's reload is one of them). No page but the panel's may read an answer; what
 * protects a session is that its token is in the handshake and in no cookie, so no foreign page can ride on one.
 */
export const openSocketServer = (strapi: Core.Strapi): LiveServer => {
  const panel = foreignPanelOf(strapi);
  return new Server(strapi.server.httpServer, {
    path: SOCKET_PATH,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: MOST_BYTES,
    connectTimeout: CONNECT_MS,
    pingInterval: 25_000,
    pingTimeout: 20_000,
    ...(panel === undefined ? {} : { cors: { origin: panel } }),
  });
};

export const closeSocketServer = (io: LiveServer): void => {
  io.disconnectSockets(true);
  // The HTTP server is Strapi's to close.
  io.engine.close();
};
