import type { WindowView } from '../../../../plugin/contracts/channels';
import type { Text } from '../../i18n';

const MINUTE_MS = 60_000;
/** Below this it is drawn as a warning, and the composer says when it closes. */
const SOON_MINUTES = 120;

/** `free`: this provider knows no window. `minutes` are whole ones that are left: what is said to be there, is there. */
export type WindowState =
  | { kind: 'free' }
  | { kind: 'closed'; why: 'never' | 'elapsed' | 'stop' }
  | { kind: 'open'; minutes: number; soon: boolean };

/** What is left of the customer's 24 hours now: the server's answer ages while it is on the screen. */
export const windowState = ({ needed, open, closesAt, openedByStop }: WindowView, now: number): WindowState => {
  const leftMs = closesAt === null ? 0 : Date.parse(closesAt) - now;
  // A STOP bars free words also where no window is needed.
  if (openedByStop && (leftMs > 0 || !needed)) return { kind: 'closed', why: 'stop' };
  if (!needed) return { kind: 'free' };
  if (closesAt === null) return { kind: 'closed', why: 'never' };
  if (!open || leftMs <= 0) return { kind: 'closed', why: 'elapsed' };
  const minutes = Math.floor(leftMs / MINUTE_MS);
  return { kind: 'open', minutes, soon: minutes < SOON_MINUTES };
};

/** "3 h 12 min", "12 min", "under 1 min". */
export const leftWords = (minutes: number, text: Text): string => {
  if (minutes < 1) return text('inbox.window.moments');
  return minutes < 60 ? text('inbox.window.minutes', { minutes }) : text('inbox.window.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
};

/** Whether what goes at `at` finds the window shut. */
export const closesBefore = ({ needed, closesAt }: Pick<WindowView, 'needed' | 'closesAt'>, at: Date): boolean => needed && (closesAt === null || Date.parse(closesAt) <= at.getTime());
