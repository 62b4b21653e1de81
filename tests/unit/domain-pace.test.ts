import { BUDGET_WINDOW_MS, decideBudget, DEFAULT_PORTFOLIO_BUDGET } from '../../plugin/domain/budget';
import { isPairIdle, META_PAIR_LIMIT, RAMP_UP_MS, rampedRate, takePair, takeRate, type PairState, type RateState } from '../../plugin/domain/throttle';

const START = new Date('2026-11-20T12:00:00Z');
const later = (ms: number): Date => new Date(START.getTime() + ms);

/** Sends as fast as allowed, waking `sleepMs` late each time; the instants of every message. */
function drain(ratePerSecond: number, seconds: number, lateMs: number): number[] {
  const sent: number[] = [];
  let state: RateState | null = null;
  let now = START;
  while (now < later(seconds * 1000)) {
    const pace: ReturnType<typeof takeRate> = takeRate(state, now, ratePerSecond);
    state = pace.state;
    if (pace.kind === 'go') sent.push(now.getTime());
    else now = new Date(pace.until.getTime() + lateMs);
  }
  return sent;
}

/** The most in any one second, both ends within it. */
function busiestSecond(sent: readonly number[]): number {
  let first = 0;
  return sent.reduce((most, at, last) => {
    while (at - (sent[first] ?? at) >= 1000) first += 1;
    return Math.max(most, last - first + 1);
  }, 0);
}

describe('takeRate', () => {
  it.each([1, 2, 5, 10, 20, 80, 250, 1000])('never more than %i in any second, whenever the timer fires', (rate) => {
    for (const lateMs of [0, 1, 7, 40, 333]) expect(busiestSecond(drain(rate, 4, lateMs))).toBeLessThanOrEqual(rate);
  });

  it.each([
    [20, 0],
    [80, 0],
    [80, 10],
    [1000, 1],
    [1000, 15],
  ])('keeps at least 90 %% of %i a second with a timer %i ms late', (rate, lateMs) => {
    expect(drain(rate, 10, lateMs).length).toBeGreaterThanOrEqual(rate * 10 * 0.9);
  });

  it('goes when it said it would', () => {
    let state: RateState | null = null;
    for (let taken = 0; taken < 4; taken += 1) state = takeRate(state, START, 80).state;
    const wait = takeRate(state, START, 80);
    expect(wait.kind).toBe('wait');
    if (wait.kind !== 'wait') return;
    expect(takeRate(wait.state, wait.until, 80).kind).toBe('go');
    expect(takeRate(wait.state, new Date(wait.until.getTime() - 2), 80).kind).toBe('wait');
  });

  it('gains nothing from a long pause, nor from a clock set back', () => {
    let state: RateState | null = takeRate(null, START, 80).state;
    let inOneInstant = 0;
    for (let tries = 0; tries < 200; tries += 1) {
      const pace = takeRate(state, later(3_600_000), 80);
      state = pace.state;
      if (pace.kind === 'go') inOneInstant += 1;
    }
    expect(inOneInstant).toBe(4);
    const back = takeRate(state, START, 80);
    expect(back.kind).toBe('wait');
    if (back.kind === 'wait') expect(back.until.getTime()).toBeLessThan(later(1000).getTime());
  });

  it('a message every so often below one a second', () => {
    const sent = drain(0.1, 100, 0);
    expect(sent.length).toBeGreaterThan(8);
    expect(sent.length).toBeLessThanOrEqual(10);
  });
});

describe('takePair', () => {
  it('lets a burst of 45 go, then one in 6 s', () => {
    let state: PairState | null = null;
    for (let message = 1; message <= 45; message += 1) {
      const pace: ReturnType<typeof takePair> = takePair(state, START);
      expect(pace.kind).toBe('go');
      state = pace.state;
    }
    const next = takePair(state, START);
    expect(next).toMatchObject({ kind: 'wait', until: later(6000) });
    expect(takePair(next.state, later(5999)).kind).toBe('wait');
    const gone = takePair(next.state, later(6000));
    expect(gone.kind).toBe('go');
    expect(takePair(gone.state, later(6000))).toMatchObject({ kind: 'wait', until: later(12_000) });
  });

  it('never slows who keeps the distance', () => {
    let state: PairState | null = null;
    for (let message = 0; message < 500; message += 1) {
      const pace: ReturnType<typeof takePair> = takePair(state, later(message * META_PAIR_LIMIT.intervalMs));
      expect(pace.kind).toBe('go');
      state = pace.state;
    }
    expect(isPairIdle(state as PairState, later(499 * 6000))).toBe(false);
    expect(isPairIdle(state as PairState, later(500 * 6000))).toBe(true);
  });

  it('pays the borrowed burst back', () => {
    let state: PairState | null = null;
    for (let message = 1; message <= 45; message += 1) state = takePair(state, START).state;
    let sent = 0;
    for (let second = 1; second <= 600; second += 1) {
      const pace = takePair(state, later(second * 1000));
      state = pace.state;
      if (pace.kind === 'go') sent += 1;
    }
    expect(sent).toBe(100);
  });

  it('waits a bounded time after the clock was set back', () => {
    const pace = takePair({ theoreticalAt: later(365 * 86_400_000).getTime() }, START, { intervalMs: 6000, burst: 45 });
    expect(pace).toMatchObject({ kind: 'wait', until: later(6000) });
  });

  it('takes other limits, a burst of one too', () => {
    const first = takePair(null, START, { intervalMs: 30_000, burst: 1 });
    expect(first.kind).toBe('go');
    expect(takePair(first.state, later(29_999), { intervalMs: 30_000, burst: 1 })).toMatchObject({ kind: 'wait', until: later(30_000) });
  });
});

describe('rampedRate', () => {
  it.each<[Date | null, number, number]>([
    [null, 80, 80],
    [START, 80, 80 * 0.1],
    [later(-RAMP_UP_MS / 2), 80, 80 * 0.55],
    [later(-RAMP_UP_MS), 80, 80],
    [later(-RAMP_UP_MS * 100), 80, 80],
    [later(5000), 80, 8],
    [START, 5, 1],
    [START, 0.5, 0.5],
  ])('resumed %s, rate %d: %d', (resumedAt, rate, expected) => {
    expect(rampedRate({ rate, resumedAt, now: START })).toBeCloseTo(expected, 6);
  });
});

describe('decideBudget', () => {
  const now = START;
  const ago = (hours: number): Date => later(-hours * 3_600_000);
  const spends = (count: number, hours = 1): Map<string, Date> => new Map(Array.from({ length: count }, (_, index) => [`r${index}`, ago(hours)]));

  it.each<[string, Omit<Parameters<typeof decideBudget>[0], 'now'>, ReturnType<typeof decideBudget>]>([
    ['room left', { limit: 250, spentRecipients: 249, recipientAlreadyCounted: false }, { kind: 'send', counts: true }],
    ['the last one spent', { limit: 250, spentRecipients: 250, recipientAlreadyCounted: false, oldestSpendAt: ago(20) }, { kind: 'wait', until: later(4 * 3_600_000), reason: 'budget' }],
    ['someone counted already', { limit: 250, spentRecipients: 250, recipientAlreadyCounted: true }, { kind: 'send', counts: false }],
    ['inside the window it is free', { limit: 250, spentRecipients: 250, recipientAlreadyCounted: false, windowOpen: true }, { kind: 'send', counts: false }],
    ['unlimited', { limit: null, spentRecipients: 1e6, recipientAlreadyCounted: false }, { kind: 'send', counts: true }],
    ['Meta’s -1 is unlimited too', { limit: -1, spentRecipients: 1e6, recipientAlreadyCounted: false }, { kind: 'send', counts: true }],
    ['not told yet: 250', { limit: undefined, spentRecipients: DEFAULT_PORTFOLIO_BUDGET, recipientAlreadyCounted: false, oldestSpendAt: ago(23) }, { kind: 'wait', until: later(3_600_000), reason: 'budget' }],
    ['not told yet, 249 spent', { limit: undefined, spentRecipients: DEFAULT_PORTFOLIO_BUDGET - 1, recipientAlreadyCounted: false }, { kind: 'send', counts: true }],
    ['a spend that is over by now', { limit: 1, spentRecipients: 1, recipientAlreadyCounted: false, oldestSpendAt: ago(24) }, { kind: 'send', counts: true }],
    ['full and nothing known of when', { limit: 1, spentRecipients: 1, recipientAlreadyCounted: false }, { kind: 'wait', until: later(BUDGET_WINDOW_MS), reason: 'budget' }],
    ['a map with room', { limit: 3, spentRecipients: spends(2), recipientAlreadyCounted: false }, { kind: 'send', counts: true }],
    ['a map, full', { limit: 2, spentRecipients: spends(2, 5), recipientAlreadyCounted: false }, { kind: 'wait', until: later(19 * 3_600_000), reason: 'budget' }],
    ['a map of old spends', { limit: 2, spentRecipients: spends(50, 24), recipientAlreadyCounted: false }, { kind: 'send', counts: true }],
    ['no budget at all', { limit: 0, spentRecipients: new Map(), recipientAlreadyCounted: false }, { kind: 'wait', until: later(BUDGET_WINDOW_MS), reason: 'budget' }],
  ])('%s', (_, input, expected) => {
    expect(decideBudget({ ...input, now })).toEqual(expected);
  });

  it('after the limit was lowered, waits until enough have aged, not just one', () => {
    const spent = new Map(Array.from({ length: 10 }, (_, index) => [`r${index}`, ago(20 - index)]));
    const decision = decideBudget({ limit: 4, spentRecipients: spent, recipientAlreadyCounted: false, now });
    expect(decision).toMatchObject({ kind: 'wait' });
    if (decision.kind !== 'wait') return;
    expect(decideBudget({ limit: 4, spentRecipients: spent, recipientAlreadyCounted: false, now: decision.until }).kind).toBe('send');
    expect(decideBudget({ limit: 4, spentRecipients: spent, recipientAlreadyCounted: false, now: new Date(decision.until.getTime() - 1) }).kind).toBe('wait');
  });
});
