import { isCode } from '../../plugin/contracts/codes';
import { decideRetry, errorCodeOf, PROVIDER_ERROR_KINDS, type ProviderErrorKind, type RetryDecision } from '../../plugin/domain/retry';

const now = new Date('2026-11-20T12:00:00Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const ask = (kind: ProviderErrorKind, attempts = 1, over: Partial<Parameters<typeof decideRetry>[0]> = {}): RetryDecision =>
  decideRetry({ kind, attempts, now, random: 0, ...over });
const waitMs = (decision: RetryDecision): number => {
  if (decision.kind !== 'retry') throw new Error(`expected a retry, got ${decision.kind}`);
  return decision.at.getTime() - now.getTime();
};

/** What each kind is answered with at the first failure. */
const FIRST: Record<ProviderErrorKind, string> = {
  temporary: 'retry message',
  temporary_few: 'retry message',
  rate_limited: 'retry account',
  pair_rate_limited: 'retry recipient',
  later_24h: 'retry message',
  number_paused: 'hold account account.paused',
  outside_window: 'fail message.outside_window',
  opted_out: 'fail message.opted_out',
  recipient_refused: 'fail recipient.refused',
  invalid_request: 'fail message.invalid',
  invalid_media: 'fail media.invalid',
  auth: 'hold account account.unauthorized',
  account_blocked: 'hold account account.blocked',
  misconfigured: 'hold account account.misconfigured',
  wrong_route: 'fail message.wrong_route',
  template_parameters: 'fail template.parameters_refused',
  template_missing: 'fail template.missing',
  template_blocked: 'fail template.disabled',
  template_paused: 'hold template template.paused',
  unreachable: 'retry account',
  unknown_outcome: 'uncertain',
};

const inWords = (decision: RetryDecision): string => {
  switch (decision.kind) {
    case 'retry':
      return `retry ${decision.scope}`;
    case 'fail':
      return `fail ${decision.code}`;
    case 'hold':
      return `hold ${decision.scope} ${decision.code}`;
    case 'uncertain':
      return 'uncertain';
  }
};

describe('decideRetry', () => {
  it('has a row for every kind', () => {
    expect(Object.keys(FIRST).sort()).toEqual([...PROVIDER_ERROR_KINDS].sort());
  });

  it.each(Object.entries(FIRST) as [ProviderErrorKind, string][])('%s → %s', (kind, expected) => {
    expect(inWords(ask(kind))).toBe(expected);
  });

  it.each([...PROVIDER_ERROR_KINDS])('%s has a code with a sentence', (kind) => {
    expect(isCode(errorCodeOf(kind))).toBe(true);
  });

  it.each([...PROVIDER_ERROR_KINDS])('%s: a retry lies in the future and not before what was asked for', (kind) => {
    for (let attempts = 1; attempts <= 200; attempts += 1) {
      for (const random of [0, 0.5, 0.999]) {
        const decision = ask(kind, attempts, { random });
        if (decision.kind === 'retry') expect(decision.at > now).toBe(true);
        const asked = ask(kind, attempts, { random, retryAfterMs: 3 * 60 * MINUTE });
        if (asked.kind === 'retry') expect(waitMs(asked)).toBeGreaterThanOrEqual(3 * 60 * MINUTE);
      }
    }
  });

  it('temporary: doubles up to a quarter of an hour, and gives up after about a day', () => {
    expect([1, 2, 3, 4].map((attempts) => waitMs(ask('temporary', attempts)))).toEqual([2, 4, 8, 16].map((seconds) => seconds * SECOND));
    for (const random of [0, 0.5, 0.999]) {
      let attempts = 1;
      let total = 0;
      for (let decision = ask('temporary', attempts, { random }); decision.kind === 'retry'; decision = ask('temporary', attempts, { random })) {
        expect(waitMs(decision)).toBeLessThanOrEqual(15 * MINUTE);
        total += waitMs(decision);
        attempts += 1;
      }
      expect(ask('temporary', attempts, { random })).toEqual({ kind: 'fail', code: 'provider.unavailable' });
      expect(total).toBeGreaterThan(18 * 60 * MINUTE);
      expect(total).toBeLessThan(28 * 60 * MINUTE);
    }
  });

  it('temporary_few: three tries', () => {
    expect([1, 2, 3, 4].map((attempts) => ask('temporary_few', attempts).kind)).toEqual(['retry', 'retry', 'fail', 'fail']);
  });

  it('pair_rate_limited: at least 4^n seconds, other recipients go on', () => {
    for (const random of [0, 0.7]) {
      for (const attempts of [1, 2, 3, 4, 5]) {
        const decision = ask('pair_rate_limited', attempts, { random });
        expect(waitMs(decision)).toBeGreaterThanOrEqual(4 ** attempts * SECOND);
        expect(decision).toMatchObject({ scope: 'recipient', attempts });
      }
    }
    expect(waitMs(ask('pair_rate_limited', 500))).toBe(4 ** 6 * SECOND);
  });

  it('later_24h: a day, then two, then no more', () => {
    expect(waitMs(ask('later_24h', 1))).toBe(DAY);
    expect(waitMs(ask('later_24h', 1, { random: 0.9 }))).toBeGreaterThanOrEqual(DAY);
    expect(waitMs(ask('later_24h', 2))).toBe(2 * DAY);
    expect(ask('later_24h', 3)).toEqual({ kind: 'fail', code: 'recipient.limit_reached' });
    expect(ask('later_24h', 1, { purpose: 'reply' })).toEqual({ kind: 'fail', code: 'recipient.limit_reached' });
    expect(ask('later_24h', 1, { purpose: 'marketing' }).kind).toBe('retry');
  });

  it.each(['unreachable', 'rate_limited'] as const)('%s never gives up: the message’s expiry does', (kind) => {
    expect(ask(kind, 10_000)).toMatchObject({ kind: 'retry', scope: 'account' });
    expect(waitMs(ask(kind, 10_000))).toBeLessThanOrEqual(5 * MINUTE);
  });

  it.each([-5, Number.NaN, Number.POSITIVE_INFINITY])('ignores a Retry-After of %d', (retryAfterMs) => {
    expect(waitMs(ask('rate_limited', 1, { retryAfterMs }))).toBe(2 * SECOND);
  });

  it('spreads retries', () => {
    expect(waitMs(ask('temporary', 8, { random: 0.9 }))).not.toBe(waitMs(ask('temporary', 8, { random: 0.1 })));
    expect(waitMs(ask('rate_limited', 1, { random: 0.9, retryAfterMs: MINUTE }))).toBeGreaterThan(MINUTE);
  });

  it('an unknown outcome is never retried, however often', () => {
    for (const attempts of [1, 2, 50]) expect(ask('unknown_outcome', attempts, { retryAfterMs: 1 })).toEqual({ kind: 'uncertain' });
  });
});
