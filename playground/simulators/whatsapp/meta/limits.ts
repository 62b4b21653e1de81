import { DAY_MS } from '../customers';

/** Facts 2.4–2.6 (2026-11): messages a second, one message in 6 s to one person, unique people a day. */
const PAIR_INTERVAL_MS = 6_000;
const PAIR_BURST = 45;
const TIDY_ABOVE = 100_000;

export interface Limits {
  /** Takes one of the number's messages a second; a second's worth may come at once. */
  mayPass(phoneNumberId: string, perSecond: number, now: number): boolean;
  mayWritePair(phoneNumberId: string, person: string, now: number): boolean;
  /** Counts a person outside a window against the portfolio's rolling day. */
  maySpend(portfolioId: string, person: string, limit: number, now: number): boolean;
  reset(): void;
}

export function createLimits(): Limits {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const pairs = new Map<string, number>();
  const budgets = new Map<string, Map<string, number>>();
  return {
    mayPass(phoneNumberId, perSecond, now) {
      let bucket = buckets.get(phoneNumberId);
      if (!bucket) buckets.set(phoneNumberId, (bucket = { tokens: perSecond, at: now }));
      bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) * perSecond) / 1_000);
      bucket.at = now;
      if (bucket.tokens < 1) return false;
      bucket.tokens -= 1;
      return true;
    },
    mayWritePair(phoneNumberId, person, now) {
      const key = `${phoneNumberId} ${person}`;
      // The time until which this pair's quota is spent; a burst borrows up to 45 messages from later.
      const spentUntil = Math.max(pairs.get(key) ?? 0, now);
      if (spentUntil - now > (PAIR_BURST - 1) * PAIR_INTERVAL_MS) return false;
      pairs.set(key, spentUntil + PAIR_INTERVAL_MS);
      if (pairs.size > TIDY_ABOVE) for (const [one, until] of pairs) if (until <= now) pairs.delete(one);
      return true;
    },
    maySpend(portfolioId, person, limit, now) {
      if (limit === Infinity) return true;
      let people = budgets.get(portfolioId);
      if (!people) budgets.set(portfolioId, (people = new Map()));
      for (const [one, at] of people) {
        if (at > now - DAY_MS) break;
        people.delete(one);
      }
      if (people.has(person)) return true;
      if (people.size >= limit) return false;
      people.set(person, now);
      return true;
    },
    reset() {
      buckets.clear();
      pairs.clear();
      budgets.clear();
    },
  };
}
