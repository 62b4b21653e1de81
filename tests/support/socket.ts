import { io } from 'socket.io-client';
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import { SOCKET_PATH } from '../../plugin/contracts/realtime';
import type { ClientEvents, Handshake, ServerEvents } from '../../plugin/contracts/realtime';
import type { App } from './boot';
import { eventually } from './eventually';

export type EventName = keyof ServerEvents;
export interface Heard<Name extends EventName = EventName> {
  name: Name;
  event: ServerEvents[Name];
}

/** One tab of an inbox: a real socket, and everything it heard. */
export interface Tab {
  socket: Socket<{ [Name in EventName]: (event: ServerEvents[Name]) => void }, ClientEvents>;
  heard: Heard[];
  of<Name extends EventName>(name: Name): ServerEvents[Name][];
  /** Waits until it has heard such an event. */
  hears<Name extends EventName>(name: Name, test?: (event: ServerEvents[Name]) => boolean): Promise<ServerEvents[Name]>;
  /** The place of the newest event that has one. */
  place(): string | undefined;
  isCut(): boolean;
  close(): void;
}

const open: Tab[] = [];

/** Opens a socket without waiting for it; `transports` as socket.io has them. */
export const openTab = (app: Pick<App, 'url'>, auth: Handshake, options: Partial<ManagerOptions & SocketOptions> = {}): Tab => {
  const socket: Tab['socket'] = io(app.url, { path: SOCKET_PATH, auth, reconnection: false, forceNew: true, transports: ['websocket'], ...options });
  const heard: Heard[] = [];
  socket.onAny((name: EventName, event: ServerEvents[EventName]) => void heard.push({ name, event }));
  const of = <Name extends EventName>(name: Name): ServerEvents[Name][] => heard.flatMap((one) => (one.name === name ? [one.event as ServerEvents[Name]] : []));
  let wasOpen = false;
  socket.on('connect', () => void (wasOpen = true));
  const tab: Tab = {
    socket,
    heard,
    of,
    hears: (name, test = () => true) =>
      eventually(`${name}, after ${heard.map((one) => one.name).join(', ') || 'nothing'}`, () => Promise.resolve(of(name).find((event) => test(event)))),
    place: () => heard.flatMap(({ event }) => ('seq' in event ? [event.seq] : [])).at(-1),
    isCut: () => wasOpen && socket.disconnected,
    close: () => void socket.close(),
  };
  open.push(tab);
  return tab;
};

/** Opens a socket and waits until it hears what happens. */
export const enter = async (app: Pick<App, 'url'>, token: string, after?: string, options: Partial<ManagerOptions & SocketOptions> = {}): Promise<Tab> => {
  const tab = openTab(app, { token, ...(after === undefined ? {} : { after }) }, options);
  await tab.hears('ready');
  return tab;
};

/** Why the door stays shut. */
export const refusalOf = (app: Pick<App, 'url'>, auth: object): Promise<string> =>
  new Promise((resolve, reject) => {
    const tab = openTab(app, auth as Handshake);
    tab.socket.on('connect', () => reject(new Error('the socket was let in')));
    tab.socket.on('connect_error', (error: Error & { data?: { code?: string } }) => resolve(error.data?.code ?? error.message));
  });

export const closeTabs = (): void => {
  for (const tab of open.splice(0)) tab.close();
};
