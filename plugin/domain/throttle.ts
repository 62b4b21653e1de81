/** May go now, or not before `until`. The state is plain data; keep it, hand it back next time. */
export type Pace<S> = { state: S; kind: 'go' } | { state: S; kind: 'wait'; until: Date };

/** A number's allowance, refilled over time. */
export interface RateState {
  tokens: number;
  /** Epoch milliseconds. */
  refilledAt: number;
}

/** How much of a second may go at once: wide enough that a timer firing late loses nothing. */
const BURST_SHARE = 0.05;

/** How many messages may be taken in hand at once: the last of them has its place a twentieth of a second later. */
export const batchOf = (ratePerSecond: number): number => Math.max(1, Math.floor(ratePerSecond * BURST_SHARE));

/**
 * One message of a number's rate. Refills at 95 % and lets 5 % of a second go at once, so that no single second ever
 * holds more than `ratePerSecond`: Meta counts in and out together and answers 130429 above (2026-11).
 */
export function takeRate(state: RateState | null, now: Date, ratePerSecond: number): Pace<RateState> {
  const nowMs = now.getTime();
  const capacity = Math.max(1, ratePerSecond * BURST_SHARE);
  const perMs = (Math.max(ratePerSecond, 0.001) * (1 - BURST_SHARE)) / 1000;
  // A clock set back must not add tokens, nor stop the lane until it has caught up.
  const elapsedMs = state === null ? 0 : Math.max(0, nowMs - state.refilledAt);
  const tokens = state === null ? capacity : Math.min(capacity, state.tokens + elapsedMs * perMs);
  // The tolerance absorbs rounding: without it a wait of exactly one interval could end a hair short of a token.
  if (tokens >= 1 - 1e-9) return { state: { tokens: Math.max(0, tokens - 1), refilledAt: nowMs }, kind: 'go' };
  const waitMs = Math.max(1, Math.ceil((1 - tokens) / perMs));
  return { state: { tokens, refilledAt: nowMs }, kind: 'wait', until: new Date(nowMs + waitMs) };
}

/** One recipient's pace: when the next message would be due if all had kept their distance. */
export interface PairState {
  /** Epoch milliseconds. */
  theoreticalAt: number;
}

/** Meta: one message in 6 s to the same user, 45 at once borrowed from later (131056), 2026-11. */
export const META_PAIR_LIMIT = { intervalMs: 6000, burst: 45 } as const;

/** One message to one recipient. */
export function takePair(
  state: PairState | null,
  now: Date,
  limit: { intervalMs: number; burst: number } = META_PAIR_LIMIT,
): Pace<PairState> {
  const nowMs = now.getTime();
  const debtMs = (Math.max(1, limit.burst) - 1) * limit.intervalMs;
  // A state far in the future can only come from a clock that was set back: it is cut to a full burst's debt.
  const due = Math.max(nowMs, Math.min(state?.theoreticalAt ?? nowMs, nowMs + debtMs + limit.intervalMs));
  if (due - nowMs > debtMs) return { state: { theoreticalAt: due }, kind: 'wait', until: new Date(due - debtMs) };
  return { state: { theoreticalAt: due + limit.intervalMs }, kind: 'go' };
}

/** Whether a pair's state says no more than none at all: it may be forgotten. */
export function isPairIdle(state: PairState, now: Date): boolean {
  return state.theoreticalAt <= now.getTime();
}

/** How long a lane takes to reach its full rate again after an outage, and where it starts. */
export const RAMP_UP_MS = 60_000;
const RAMP_START = 0.1;

/**
 * The rate after an outage: a tenth at first, rising evenly. A queue let loose at once meets a service that has
 * only just come back, and customers with a day's messages in one minute. `resumedAt` null: no outage.
 */
export function rampedRate(input: { rate: number; resumedAt: Date | null; now: Date }): number {
  if (input.resumedAt === null) return input.rate;
  const share = (input.now.getTime() - input.resumedAt.getTime()) / RAMP_UP_MS;
  if (share >= 1) return input.rate;
  const ramped = input.rate * (RAMP_START + (1 - RAMP_START) * Math.max(0, share));
  return Math.min(input.rate, Math.max(1, ramped));
}
