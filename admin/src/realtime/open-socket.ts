import { SOCKET_PATH } from '../../../plugin/contracts/realtime';
import type { LiveSocket } from './live-client';

/** Where Strapi is; behind a proxy it may lie below a path. */
const backendOf = (): URL => {
  const { strapi } = window as unknown as { strapi?: { backendURL?: string } };
  return new URL(strapi?.backendURL ?? '/', window.location.href);
};

export const openSocket = async (auth: () => { token: string; after?: string }): Promise<LiveSocket> => {
  const { io } = await import('socket.io-client');
  const backend = backendOf();
  return io(backend.origin, {
    path: `${backend.pathname.replace(/\/+$/, '')}${SOCKET_PATH}`,
    auth: (give) => give(auth()),
    autoConnect: false,
    // A web socket first: several processes behind a balancer need no sticky sessions then. Long polling where it is blocked.
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });
};
