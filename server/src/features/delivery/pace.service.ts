import { batchOf, isPairIdle, rampedRate, takePair, takeRate, type PairState, type RateState } from '../../../../plugin/domain/throttle';
import type { AccountRow } from '../../platform/records';
import type { Provider } from '../../providers/provider';

/** Above this many remembered recipients the idle ones are forgotten. */
const PAIRS_KEPT = 5_000;
/** So many posts in a row may stay without an answer before the lane takes it for an outage. */
const DOUBTS_ALLOWED = 3;
const LONGEST_DOUBT_MS = 5 * 60_000;

/** Messages a second: the least of what the administrator set, what the provider said, and what providers of this kind allow until they say. */
export const rateOf = (account: Pick<AccountRow, 'messagesPerSecond' | 'providerMessagesPerSecond'>, provider: Pick<Provider, 'limits'>): number =>
  Math.min(account.messagesPerSecond ?? Number.POSITIVE_INFINITY, account.providerMessagesPerSecond ?? provider.limits.messagesPerSecond);

/** Unique recipients per 24 h and portfolio; undefined: not limited. */
export const budgetLimitOf = (account: Pick<AccountRow, 'messagingLimit' | 'messagingUnlimited'>, provider: Pick<Provider, 'limits'>): number | undefined =>
  account.messagingUnlimited ? undefined : (account.messagingLimit ?? provider.limits.portfolioBudget);

/**
 * How fast one account may go now, as plain state over `domain/throttle`. Lives as long as the process: after a restart
 * the provider's own limits catch what was forgotten, and its answers are obeyed.
 */
export const createPace = () => {
  let rateState: RateState | null = null;
  const pairs = new Map<number, PairState>();
  let resumedAt: Date | null = null;
  let pausedUntil: Date | null = null;
  let pausedSince: Date | null = null;
  let failures = 0;
  let doubts = 0;
  let isProbing = false;

  const pause = (until: Date, postedAt: Date, now: Date): void => {
    if (pausedSince === null || postedAt >= pausedSince) {
      failures += 1;
      pausedSince = now;
    }
    if (pausedUntil === null || until > pausedUntil) pausedUntil = until;
    isProbing = true;
    resumedAt = null;
  };

  return {
    /** When the next message may go; null: now. Takes nothing. */
    peek(rate: number, now: Date): Date | null {
      const asked = takeRate(rateState, now, rampedRate({ rate, resumedAt, now }));
      return asked.kind === 'wait' ? asked.until : null;
    },

    /** Takes the place of one message: null where it may go now, else when to ask again. */
    take(rate: number, now: Date): Date | null {
      const taken = takeRate(rateState, now, rampedRate({ rate, resumedAt, now }));
      rateState = taken.state;
      return taken.kind === 'wait' ? taken.until : null;
    },

    /** How many are worth claiming at once: their places come while they are claimed, or a moment after. */
    batch: (rate: number, now: Date): number => batchOf(rampedRate({ rate, resumedAt, now })),

    /** One message to this contact: null where it may go, else when. */
    takePair(contact: number, limit: { intervalMs: number; burst: number } | undefined, now: Date): Date | null {
      if (!limit) return null;
      const taken = takePair(pairs.get(contact) ?? null, now, limit);
      if (taken.kind === 'wait') return taken.until;
      pairs.set(contact, taken.state);
      if (pairs.size > PAIRS_KEPT) for (const [id, state] of pairs) if (isPairIdle(state, now)) pairs.delete(id);
      return null;
    },

    /** Two contacts are one: of their paces the slower goes on. */
    movePair(kept: number, merged: number): void {
      const [own, theirs] = [pairs.get(kept), pairs.get(merged)];
      pairs.delete(merged);
      if (theirs && (!own || theirs.theoreticalAt > own.theoreticalAt)) pairs.set(kept, theirs);
    },

    /** The account's consecutive failures so far, this one included. One wave of posts counts once. */
    failuresWith(postedAt: Date): number {
      return pausedSince !== null && postedAt < pausedSince ? Math.max(1, failures) : failures + 1;
    },

    /** Everything of this account waits; when it is over, one message goes first to see whether it is. */
    pause,

    /** A message was accepted: after an outage the rate rises slowly from here. */
    succeed(now: Date): void {
      doubts = 0;
      // An answer to a post from before the pause says nothing about the time after it.
      if (pausedUntil !== null && pausedUntil > now) return;
      if (isProbing) resumedAt = now;
      isProbing = false;
      failures = 0;
    },

    /**
     * No answer at all. One may be bad luck; several in a row are an outage, and going on would turn the whole queue
     * into messages nobody knows the fate of.
     */
    doubt(postedAt: Date, now: Date): void {
      doubts += 1;
      if (doubts >= DOUBTS_ALLOWED || isProbing) pause(new Date(now.getTime() + Math.min(LONGEST_DOUBT_MS, 2 ** Math.min(failures + 1, 20) * 1_000)), postedAt, now);
    },

    /** A queue that is old when the process starts was left by an outage too. */
    beginSlowly(now: Date): void {
      resumedAt ??= now;
    },

    pausedUntil: () => pausedUntil,
    isProbing: () => isProbing,
  };
};

export type Pace = ReturnType<typeof createPace>;
