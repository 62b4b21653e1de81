/** Meta: a new portfolio may write to 250 people outside a window in 24 hours (messaging limits, 2026-11). */
export const DEFAULT_PORTFOLIO_BUDGET = 250;
export const BUDGET_WINDOW_MS = 24 * 60 * 60 * 1000;

export type BudgetDecision =
  /** `counts`: this recipient is new within the 24 hours and is to be noted as spent. */
  { kind: 'send'; counts: boolean } | { kind: 'wait'; until: Date; reason: 'budget' };

export interface BudgetInput {
  /** Unique recipients per rolling 24 h; null: unlimited; undefined: not told yet, so the default. */
  limit: number | null | undefined;
  /**
   * Who was written to outside a window, with the time of the first message in the last 24 h; or how many.
   * The map gives the exact time to wait for, the count an estimate by `oldestSpendAt`.
   */
  spentRecipients: ReadonlyMap<string, Date> | number;
  recipientAlreadyCounted: boolean;
  /** Only read with a count. */
  oldestSpendAt?: Date | null;
  /** Messages inside the customer's window are free. */
  windowOpen?: boolean;
  now: Date;
}

/**
 * Whether one more recipient fits the portfolio's budget. All numbers of a business portfolio share it
 * (since October 2025), so the counts given must be the portfolio's.
 */
export function decideBudget(input: BudgetInput): BudgetDecision {
  const { now } = input;
  if (input.windowOpen === true || input.recipientAlreadyCounted) return { kind: 'send', counts: false };
  const limit = input.limit === undefined ? DEFAULT_PORTFOLIO_BUDGET : input.limit;
  if (limit === null || limit < 0) return { kind: 'send', counts: true };

  const spends = typeof input.spentRecipients === 'number' ? null : liveSpends(input.spentRecipients, now);
  const spent = spends === null ? (input.spentRecipients as number) : spends.length;
  if (spent < limit) return { kind: 'send', counts: true };

  // A limit that was lowered leaves more than one spend too many: all of these must age out first.
  const freedBy = spends === null ? (input.oldestSpendAt ?? null) : (spends[spent - limit] ?? null);
  const until = freedBy === null ? new Date(now.getTime() + BUDGET_WINDOW_MS) : new Date(freedBy.getTime() + BUDGET_WINDOW_MS);
  if (until <= now) return { kind: 'send', counts: true };
  return { kind: 'wait', until, reason: 'budget' };
}

/** Spends within the last 24 h, oldest first. */
function liveSpends(spends: ReadonlyMap<string, Date>, now: Date): Date[] {
  const since = now.getTime() - BUDGET_WINDOW_MS;
  return [...spends.values()].filter((at) => at.getTime() > since).sort((a, b) => a.getTime() - b.getTime());
}
