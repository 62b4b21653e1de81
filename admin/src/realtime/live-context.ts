import * as React from 'react';
import type { NotificationSettings } from '../../../plugin/contracts/channels';
import type { Presence, ServerEvents } from '../../../plugin/contracts/realtime';
import type { LiveClient } from './live-client';

export interface Live {
  client: LiveClient;
  presences: ReadonlyMap<number, Presence>;
  own: Presence;
  set(presence: Presence): void;
  /** What the person wants to be told of, from now on. */
  replaceSettings(settings: NotificationSettings): void;
}

/** Null for who sees no conversation, and outside of our pages. */
export const LiveContext = React.createContext<Live | null>(null);

/** Calls the listener for each event from the server; the newest listener counts. */
export const useServerEvent = <Name extends keyof ServerEvents>(name: Name, listener: (event: ServerEvents[Name]) => void): void => {
  const client = React.useContext(LiveContext)?.client;
  const newest = React.useRef(listener);
  React.useEffect(() => {
    newest.current = listener;
  });
  React.useEffect(() => client?.on(name, (event) => newest.current(event)), [client, name]);
};
