import * as React from 'react';
import { useAuth } from '@strapi/strapi/admin';
import type { NotificationSettings } from '../../../plugin/contracts/channels';
import type { Presence, ViewerView } from '../../../plugin/contracts/realtime';
import { useClient } from '../api/client';
import { parseFailure } from '../api/failure';
import { useResource } from '../api/use-resource';
import { createLiveClient } from './live-client';
import type { Connection, Renewal } from './live-client';
import { LiveContext, type Live } from './live-context';
import { openSocket } from './open-socket';
import { useOwnPresence } from './own-presence';
import { SETTINGS_PATH, useNotifications } from './use-notifications';

export type { Connection } from './live-client';
export { useServerEvent } from './live-context';

/** Says so at most this often while somebody writes; the server lets it end after 8 s. */
const TYPING_EVERY_MS = 3_000;

/** Calls whoever looks elsewhere, on whichever part of the page they left off. */
const Notifications = ({ settings }: { settings: NotificationSettings | null }) => {
  useNotifications(settings);
  return null;
};

/** Keeps one socket a tab open for everything below it. */
export const RealtimeProvider = ({ children }: { children: React.ReactNode }) => {
  const token = useAuth('RealtimeProvider', (state) => state.token);
  const calls = useClient();
  const [own, set] = useOwnPresence();
  const { data: settings, replace: replaceSettings } = useResource<NotificationSettings>(SETTINGS_PATH);
  const [presences, setPresences] = React.useState<ReadonlyMap<number, Presence>>(new Map());

  const callsRef = React.useRef(calls);
  React.useEffect(() => {
    callsRef.current = calls;
  });

  const [client] = React.useState(() => {
    const renew = async (): Promise<Renewal> => {
      try {
        // Any call does: where the token has expired Strapi's client makes a new one, asks again, and tells `useAuth`.
        await callsRef.current.get(SETTINGS_PATH);
        return 'renewed';
      } catch (thrown) {
        const { status } = parseFailure(thrown);
        return status === 401 || status === 403 ? 'refused' : 'away';
      }
    };
    return createLiveClient({ connect: openSocket, renew });
  });

  React.useEffect(() => client.setToken(token), [client, token]);
  React.useEffect(() => client.presence(own), [client, own]);
  React.useEffect(() => {
    let was = client.connection();
    const stops = [
      client.on('presence', ({ user, presence }) => setPresences((former) => new Map(former).set(user, presence))),
      client.observe(() => {
        const is = client.connection();
        // Who leaves while nobody is told is not told of later: the next connection begins with whoever is there.
        if (was === 'live' && is !== 'live') setPresences(new Map());
        was = is;
      }),
    ];
    client.start();
    return () => {
      for (const stop of stops) stop();
      client.stop();
    };
  }, [client]);

  const live = React.useMemo<Live>(() => ({ client, presences, own, set, replaceSettings }), [client, presences, own, set, replaceSettings]);
  return (
    <LiveContext.Provider value={live}>
      <Notifications settings={settings} />
      {children}
    </LiveContext.Provider>
  );
};

const never = (): (() => void) => () => undefined;

export const useConnection = (): Connection => {
  const live = React.useContext(LiveContext);
  return React.useSyncExternalStore(live?.client.observe ?? never, () => live?.client.connection() ?? 'connecting');
};

/** Grows when everything shown must be read anew: after `resync`, and every few seconds while polling. */
export const useStale = (): number => {
  const live = React.useContext(LiveContext);
  return React.useSyncExternalStore(live?.client.observe ?? never, () => live?.client.stale() ?? 0);
};

/** Called each time everything shown must be read anew; what it returns is called before the next time, and at the end. */
export const useOnStale = (reread: () => void | (() => void)): void => {
  const stale = useStale();
  const newest = React.useRef(reread);
  React.useEffect(() => {
    newest.current = reread;
  });
  // Whatever is mounted later has just been read.
  const read = React.useRef(stale);
  React.useEffect(() => {
    if (read.current === stale) return undefined;
    read.current = stale;
    return newest.current();
  }, [stale]);
};

/** Says that this tab looks at the conversation, and who else does. */
export const useViewers = (channel: string | null): ViewerView[] => {
  const client = React.useContext(LiveContext)?.client;
  const me = useAuth('useViewers', (state) => state.user?.id);
  const [seen, setSeen] = React.useState<{ channel: string | null; viewers: ViewerView[] }>({ channel: null, viewers: [] });

  React.useEffect(() => {
    if (!client) return undefined;
    let isOver = false;
    const show = (viewers: ViewerView[]) => !isOver && setSeen({ channel, viewers: viewers.filter(({ user }) => user !== Number(me)) });
    const stop = client.on('viewers', (event) => event.channel === channel && show(event.viewers));
    void client.watch(channel).then(show);
    return () => {
      isOver = true;
      stop();
    };
  }, [client, channel, me]);
  React.useEffect(() => () => void client?.watch(null), [client]);

  const connection = useConnection();
  return seen.channel === channel && connection === 'live' ? seen.viewers : NOBODY;
};

const NOBODY: ViewerView[] = [];

/** Tells the others (and, where the provider can, the customer) that somebody writes. */
export const useTyping = (channel: string | null): ((typing: boolean) => void) => {
  const client = React.useContext(LiveContext)?.client;
  const saidAt = React.useRef<number | null>(null);

  const say = React.useCallback(
    (typing: boolean) => {
      if (!client || channel === null) return;
      const at = performance.now();
      if (typing ? saidAt.current !== null && at - saidAt.current < TYPING_EVERY_MS : saidAt.current === null) return;
      saidAt.current = typing ? at : null;
      client.typing(channel, typing);
    },
    [client, channel],
  );
  // Whoever opens another conversation writes no longer in this one.
  React.useEffect(() => () => say(false), [say]);
  return say;
};

export const usePresence = (): { of(user: number): Presence; own: Presence; set(presence: Presence): void } => {
  const live = React.useContext(LiveContext);
  return React.useMemo(
    () => ({ of: (user) => live?.presences.get(user) ?? 'offline', own: live?.own ?? 'offline', set: (presence) => live?.set(presence) }),
    [live],
  );
};
