import type { WindowView } from '../../../../plugin/contracts/channels';
import type { MessageKey } from '../../i18n';

const MINUTE_MS = 60_000;
/** Below this the composer says when it closes. */
const SOON_MINUTES = 120;

/** `free`: this provider knows no window. */
export type WindowState =
  | { kind: 'free' }
  | { kind: 'closed'; why: 'never' | 'elapsed' | 'stop' }
  | { kind: 'open'; minutes: number; soon: boolean };

/** The window now: the server's answer ages while it is on the screen. */
export const windowState = ({ needed, open, closesAt, openedByStop }: WindowView, now: number): WindowState => {
  const minutes = closesAt === null ? 0 : Math.ceil((Date.parse(closesAt) - now) / MINUTE_MS);
  // A STOP bars free words also where no window is needed.
  if (openedByStop && (minutes > 0 || !needed)) return { kind: 'closed', why: 'stop' };
  if (!needed) return { kind: 'free' };
  if (closesAt === null) return { kind: 'closed', why: 'never' };
  if (!open || minutes <= 0) return { kind: 'closed', why: 'elapsed' };
  return { kind: 'open', minutes, soon: minutes < SOON_MINUTES };
};

/** `3 h` above two hours, else minutes: what a chip has room for. */
export const remainingWords = (minutes: number): { key: MessageKey; values: { count: number } } =>
  minutes < SOON_MINUTES ? { key: 'write.remaining.minutes', values: { count: minutes } } : { key: 'write.remaining.hours', values: { count: Math.floor(minutes / 60) } };

/** Whether what goes at `at` finds the window shut. */
export const closesBefore = ({ needed, closesAt }: Pick<WindowView, 'needed' | 'closesAt'>, at: Date): boolean => needed && (closesAt === null || Date.parse(closesAt) <= at.getTime());
