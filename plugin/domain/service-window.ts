import type { InboundContent } from './message';

/** Meta: 24 hours from each message of the customer (messages and conversations, 2026-11). */
export const SERVICE_WINDOW_MS = 24 * 60 * 60 * 1000;
/** Older than this at receipt: no bot, no routing; the customer no longer waits for an instant answer. */
export const LATE_AFTER_MS = 15 * 60 * 1000;

export interface ServiceWindow {
  open: boolean;
  /** When it closes or closed; null where the customer never wrote. */
  closesAt: Date | null;
  remainingMs: number;
  /** Open only because of a STOP: nothing may be said in it. */
  openedByStop: boolean;
}

/**
 * The customer's window now. `lastCustomerMessageAt` is the time of the last message that opens one
 * (`opensWindow`); `lastOtherThanStopAt` the same without stop words, left out where that isn't known.
 */
export function windowOf(input: { lastCustomerMessageAt: Date | null; lastOtherThanStopAt?: Date | null; now: Date }): ServiceWindow {
  const { lastCustomerMessageAt, now } = input;
  if (lastCustomerMessageAt === null) return { open: false, closesAt: null, remainingMs: 0, openedByStop: false };

  const closesAt = closeOf(lastCustomerMessageAt, now);
  const remainingMs = Math.max(0, closesAt.getTime() - now.getTime());
  const open = remainingMs > 0;
  const other = input.lastOtherThanStopAt;
  const openedByStop = open && other !== undefined && (other === null || closeOf(other, now) <= now);
  return { open, closesAt, remainingMs, openedByStop };
}

/** A phone's clock may run ahead: a message from the future opens no more than 24 hours from now. */
function closeOf(at: Date, now: Date): Date {
  return new Date(Math.min(at.getTime(), now.getTime()) + SERVICE_WINDOW_MS);
}

/**
 * The time a customer's message opens the window from, or null where it opens none. Its own time counts, not ours:
 * a webhook that waited a day at the provider opens nothing. Imported history opens nothing. Nor does a reaction:
 * whether Meta counts one is unconfirmed, and a window wrongly held open ends in refused messages (131047).
 */
export function opensWindow(message: { at: Date | null; receivedAt: Date; imported?: boolean; content: Pick<InboundContent, 'type'> }): Date | null {
  if (message.imported === true || message.content.type === 'reaction') return null;
  return timeOf(message);
}

/** The message's own time, never later than its receipt; the receipt where the provider gives none. */
function timeOf(message: { at: Date | null; receivedAt: Date }): Date {
  const { at, receivedAt } = message;
  return at === null || Number.isNaN(at.getTime()) || at > receivedAt ? receivedAt : at;
}

/** Over 15 minutes old when it reached us. */
export function isLate(message: { at: Date | null; receivedAt: Date }): boolean {
  return message.receivedAt.getTime() - timeOf(message).getTime() > LATE_AFTER_MS;
}

/** Whether a bot or routing may act on it. STOP in a late or imported message still counts: ask `parseConsentWord` regardless. */
export function mayTriggerAutomation(message: { at: Date | null; receivedAt: Date; imported?: boolean }): boolean {
  return message.imported !== true && !isLate(message);
}
