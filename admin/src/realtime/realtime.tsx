import * as React from 'react';
import type { Presence, ServerEvents, ViewerView } from '../../../plugin/contracts/realtime';

/** `polling`: no socket gets through, screens read again every few seconds. `ended`: the session is over. */
export type Connection = 'connecting' | 'live' | 'polling' | 'ended';

/** Keeps one socket a tab open for everything below it. */
export const RealtimeProvider = ({ children }: { children: React.ReactNode }) => <>{children}</>;

export const useConnection = (): Connection => 'connecting';

/** Calls the listener for each event from the server; the newest listener counts. */
export const useServerEvent = <Name extends keyof ServerEvents>(_name: Name, _listener: (event: ServerEvents[Name]) => void): void => undefined;

/** Grows when everything shown must be read anew: after `resync`, and every few seconds while polling. */
export const useStale = (): number => 0;

/** Says that this tab looks at the conversation, and who else does. */
export const useViewers = (_channel: string | null): ViewerView[] => [];

/** Tells the others (and, where the provider can, the customer) that somebody writes. */
export const useTyping = (_channel: string | null): ((typing: boolean) => void) => () => undefined;

export const usePresence = (): { of(user: number): Presence; own: Presence; set(presence: Presence): void } => ({ of: () => 'offline', own: 'offline', set: () => undefined });
