import { budgetLimitOf, createPace, rateOf } from '../../server/src/features/delivery/pace.service';
import type { Provider } from '../../server/src/providers/provider';

const start = new Date('2026-11-20T12:00:00Z');
const after = (ms: number): Date => new Date(start.getTime() + ms);
const provider = (limits: Partial<Provider['limits']>): Pick<Provider, 'limits'> => ({ limits: { messagesPerSecond: 80, ...limits } as Provider['limits'] });

describe('the rate of an account', () => {
  it.each([
    [null, null, 80],
    [null, 1_000, 1_000],
    [10, 1_000, 10],
    [1_000, 80, 80],
    [500, null, 80],
  ])('administrator %p, provider %p: %p', (messagesPerSecond, providerMessagesPerSecond, expected) => {
    expect(rateOf({ messagesPerSecond, providerMessagesPerSecond }, provider({}))).toBe(expected);
  });

  it.each([
    [{ messagingUnlimited: true, messagingLimit: 250 }, undefined],
    [{ messagingUnlimited: false, messagingLimit: 2_000 }, 2_000],
    [{ messagingUnlimited: false, messagingLimit: null }, 250],
  ])('budget of %p is %p', (account, expected) => {
    expect(budgetLimitOf(account, provider({ portfolioBudget: 250 }))).toBe(expected);
  });

  it('never lets more go in any second than the rate', () => {
    const pace = createPace();
    const times: number[] = [];
    for (let ms = 0; ms < 5_000; ms += 7) {
      while (pace.peek(100, after(ms)) === null) {
        expect(pace.take(100, after(ms))).toBeNull();
        times.push(ms);
      }
      expect(pace.take(100, after(ms))!.getTime()).toBeGreaterThan(after(ms).getTime());
    }
    for (const begin of times) expect(times.filter((time) => time >= begin && time < begin + 1_000).length).toBeLessThanOrEqual(100);
    expect(times.length).toBeGreaterThan(400);
  });
});

describe('a claim', () => {
  it.each([
    [0.2, 1],
    [1, 1],
    [19, 1],
    [80, 4],
    [1_000, 50],
  ])('at %p a second takes %p at once: no more than find their places within a twentieth of a second', (rate, expected) => {
    expect(createPace().batch(rate, start)).toBe(expected);
  });
});

describe('an outage', () => {
  it('counts one wave of failures once, then probes, then rises slowly', () => {
    const pace = createPace();
    for (let index = 0; index < 10; index += 1) pace.pause(after(2_000), start, after(10));
    expect(pace.failuresWith(after(2_100))).toBe(2);
    expect(pace.pausedUntil()).toEqual(after(2_000));
    expect(pace.isProbing()).toBe(true);
    pace.succeed(after(100));
    expect(pace.isProbing()).toBe(true);
    pace.succeed(after(2_200));
    expect(pace.isProbing()).toBe(false);
    expect(pace.batch(1_000, after(2_200))).toBe(5);
    expect(pace.batch(1_000, after(70_000))).toBe(50);
  });

  it('takes several posts without an answer for one, a single one for bad luck', () => {
    const pace = createPace();
    pace.doubt(start, after(1));
    pace.doubt(start, after(2));
    expect(pace.pausedUntil()).toBeNull();
    pace.doubt(start, after(3));
    expect(pace.pausedUntil()!.getTime()).toBeGreaterThan(after(1_000).getTime());
  });
});

describe('one recipient', () => {
  it('is waited for, others are not', () => {
    const pace = createPace();
    const limit = { intervalMs: 6_000, burst: 3 };
    expect([1, 2, 3].map(() => pace.takePair(1, limit, start))).toEqual([null, null, null]);
    expect(pace.takePair(1, limit, start)).toEqual(after(6_000));
    expect(pace.takePair(2, limit, start)).toBeNull();
    expect(pace.takePair(1, limit, after(6_000))).toBeNull();
  });

  it('known twice until now goes on at the slower of the two paces', () => {
    const limit = { intervalMs: 6_000, burst: 2 };
    const paced = (sends: number[], moves: [number, number]) => {
      const pace = createPace();
      for (const contact of sends) pace.takePair(contact, limit, start);
      pace.movePair(...moves);
      return [pace.takePair(moves[0], limit, start), pace.takePair(moves[1], limit, start)];
    };
    expect(paced([9, 9], [1, 9])).toEqual([after(6_000), null]);
    expect(paced([1, 1, 9], [1, 9])).toEqual([after(6_000), null]);
    expect(paced([1, 9], [1, 9])).toEqual([null, null]);
  });
});
