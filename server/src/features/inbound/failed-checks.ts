export interface FailedChecks {
  /** Counts a failed check; true where the address has had too many. */
  add(address: string, now: Date): boolean;
  /** Seconds until the address counts from zero again. */
  retryAfter(address: string, now: Date): number;
}

/**
 * Failed checks by address. Only failures are counted and only failures are refused for it: behind a proxy an attacker
 * and the provider share an address, and the provider's good traffic must never pay for it.
 */
export const createFailedChecks = ({ limit = 30, windowMs = 60_000, maxAddresses = 10_000 } = {}): FailedChecks => {
  const counts = new Map<string, { count: number; since: number }>();
  return {
    add(address, now) {
      const at = now.getTime();
      const known = counts.get(address);
      const entry = known && at - known.since < windowMs ? known : { count: 0, since: at };
      entry.count += 1;
      // Re-inserted, so that the map's first entry is always the one longest untouched: that one goes when it is full.
      counts.delete(address);
      counts.set(address, entry);
      if (counts.size > maxAddresses) counts.delete(counts.keys().next().value as string);
      return entry.count > limit;
    },
    retryAfter(address, now) {
      const known = counts.get(address);
      return known ? Math.max(1, Math.ceil((known.since + windowMs - now.getTime()) / 1000)) : 1;
    },
  };
};
