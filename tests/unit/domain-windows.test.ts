import { isZone, decideSendWindow, type SendWindow } from '../../plugin/domain/send-window';
import { isLate, mayTriggerAutomation, opensWindow, SERVICE_WINDOW_MS, windowOf } from '../../plugin/domain/service-window';

const at = (text: string): Date => new Date(text);
const HOUR = 3_600_000;

describe('windowOf', () => {
  const now = at('2026-11-20T12:00:00Z');

  it.each<[string, Date | null, boolean, string | null]>([
    ['never wrote', null, false, null],
    ['a minute ago', at('2026-11-20T11:59:00Z'), true, '2026-11-21T11:59:00.000Z'],
    ['a millisecond short of 24 h', new Date(now.getTime() - SERVICE_WINDOW_MS + 1), true, '2026-11-20T12:00:00.001Z'],
    ['exactly 24 h', new Date(now.getTime() - SERVICE_WINDOW_MS), false, '2026-11-20T12:00:00.000Z'],
    ['from a clock that runs ahead', at('2026-11-25T00:00:00Z'), true, '2026-11-21T12:00:00.000Z'],
  ])('%s', (_, lastCustomerMessageAt, open, closesAt) => {
    const window = windowOf({ lastCustomerMessageAt, now });
    expect(window.open).toBe(open);
    expect(window.closesAt?.toISOString() ?? null).toBe(closesAt);
    expect(window.remainingMs > 0).toBe(open);
  });

  it('knows a window that only a STOP opened', () => {
    const stopAt = new Date(now.getTime() - HOUR);
    const ask = (lastOtherThanStopAt: Date | null | undefined) => windowOf({ lastCustomerMessageAt: stopAt, lastOtherThanStopAt, now }).openedByStop;
    expect(ask(null)).toBe(true);
    expect(ask(new Date(now.getTime() - 25 * HOUR))).toBe(true);
    expect(ask(new Date(now.getTime() - 2 * HOUR))).toBe(false);
    expect(ask(undefined)).toBe(false);
  });
});

describe('opensWindow', () => {
  const receivedAt = at('2026-11-20T12:00:00Z');
  const text = { type: 'text' } as const;

  it.each<[string, Parameters<typeof opensWindow>[0], string | null]>([
    ['counts from its own time', { at: at('2026-11-20T09:00:00Z'), receivedAt, content: text }, '2026-11-20T09:00:00.000Z'],
    ['without a time, from the receipt', { at: null, receivedAt, content: text }, '2026-11-20T12:00:00.000Z'],
    ['never later than the receipt', { at: at('2026-11-20T18:00:00Z'), receivedAt, content: text }, '2026-11-20T12:00:00.000Z'],
    ['imported history opens none', { at: receivedAt, receivedAt, imported: true, content: text }, null],
    ['a reaction opens none', { at: receivedAt, receivedAt, content: { type: 'reaction' } }, null],
    ['what we can’t name does', { at: receivedAt, receivedAt, content: { type: 'unsupported' } }, '2026-11-20T12:00:00.000Z'],
    ['a broken time counts as none', { at: new Date(Number.NaN), receivedAt, content: text }, '2026-11-20T12:00:00.000Z'],
  ])('%s', (_, message, expected) => {
    expect(opensWindow(message)?.toISOString() ?? null).toBe(expected);
  });

  it.each<[Date | null, boolean]>([
    [at('2026-11-20T11:45:00Z'), false],
    [at('2026-11-20T11:44:59.999Z'), true],
    [at('2026-11-20T13:00:00Z'), false],
    [null, false],
  ])('late at %s: %s', (when, late) => {
    expect(isLate({ at: when, receivedAt })).toBe(late);
    expect(mayTriggerAutomation({ at: when, receivedAt })).toBe(!late);
    expect(mayTriggerAutomation({ at: when, receivedAt, imported: true })).toBe(false);
  });
});

describe('decideSendWindow', () => {
  const office: SendWindow = { weekdays: [1, 2, 3, 4, 5], from: '09:00', until: '18:00', zone: 'Europe/Berlin' };
  const ask = (window: SendWindow, now: string, contactZone?: string) => {
    const decision = decideSendWindow({ window, now: at(now), contactZone });
    return decision.kind === 'open' ? `open until ${decision.closesAt.toISOString()}` : `wait until ${decision.until?.toISOString() ?? 'never'}`;
  };

  it.each<[string, SendWindow, string, string | undefined, string]>([
    ['in hours', office, '2026-11-20T10:00:00Z', undefined, 'open until 2026-11-20T17:00:00.000Z'],
    ['the minute it opens', office, '2026-11-20T08:00:00Z', undefined, 'open until 2026-11-20T17:00:00.000Z'],
    ['the minute it closes', office, '2026-11-20T17:00:00Z', undefined, 'wait until 2026-11-23T08:00:00.000Z'],
    ['before opening', office, '2026-11-20T05:00:00Z', undefined, 'wait until 2026-11-20T08:00:00.000Z'],
    ['over the weekend', office, '2026-11-21T10:00:00Z', undefined, 'wait until 2026-11-23T08:00:00.000Z'],
    ['in summer time', office, '2026-07-01T05:00:00Z', undefined, 'wait until 2026-07-01T07:00:00.000Z'],
    ['the weekend clocks go back', office, '2026-10-24T12:00:00Z', undefined, 'wait until 2026-10-26T08:00:00.000Z'],
    ['the contact’s zone, if asked for', { ...office, useContactZone: true }, '2026-11-20T10:00:00Z', 'America/Sao_Paulo', 'wait until 2026-11-20T12:00:00.000Z'],
    ['not the contact’s zone, if not', office, '2026-11-20T10:00:00Z', 'America/Sao_Paulo', 'open until 2026-11-20T17:00:00.000Z'],
    ['an unknown zone of the contact', { ...office, useContactZone: true }, '2026-11-20T10:00:00Z', 'Mars/Olympus', 'open until 2026-11-20T17:00:00.000Z'],
    ['no days', { ...office, weekdays: [] }, '2026-11-20T10:00:00Z', undefined, 'wait until never'],
    ['no hours', { ...office, from: '25:00' }, '2026-11-20T10:00:00Z', undefined, 'wait until never'],
    ['one day a week, just missed', { ...office, weekdays: [5] }, '2026-11-20T20:00:00Z', undefined, 'wait until 2026-11-27T08:00:00.000Z'],
    ['past midnight', { weekdays: [5], from: '22:00', until: '02:00', zone: 'UTC' }, '2026-11-21T01:00:00Z', undefined, 'open until 2026-11-21T02:00:00.000Z'],
    ['past midnight, the day before does not open', { weekdays: [6], from: '22:00', until: '02:00', zone: 'UTC' }, '2026-11-21T01:00:00Z', undefined, 'wait until 2026-11-21T22:00:00.000Z'],
    ['the whole day', { weekdays: [1, 2, 3, 4, 5, 6, 7], from: '00:00', until: '24:00', zone: 'Asia/Kolkata' }, '2026-11-20T10:00:00Z', undefined, 'open until 2026-11-20T18:30:00.000Z'],
    ['an hour that does not exist', { weekdays: [7], from: '02:30', until: '04:00', zone: 'Europe/Berlin' }, '2026-03-28T12:00:00Z', undefined, 'wait until 2026-03-29T01:30:00.000Z'],
  ])('%s', (_, window, now, contactZone, expected) => {
    expect(ask(window, now, contactZone)).toBe(expected);
  });

  it('opens when it said it would, in every zone and season', () => {
    for (const zone of ['UTC', 'Europe/Berlin', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/St_Johns']) {
      for (let day = 0; day < 366; day += 5) {
        const now = new Date(Date.UTC(2026, 0, 1, 20, 17) + day * 24 * HOUR);
        const window: SendWindow = { weekdays: [1, 3, 6], from: '08:15', until: '11:45', zone };
        const decision = decideSendWindow({ window, now });
        if (decision.kind === 'open') continue;
        expect(decision.until).not.toBeNull();
        const then = decision.until ?? now;
        expect(then > now).toBe(true);
        expect(decideSendWindow({ window, now: then }).kind).toBe('open');
        expect(decideSendWindow({ window, now: new Date(then.getTime() - 1) }).kind).toBe('wait');
      }
    }
  });

  it.each([['Europe/Berlin', true], ['', false], ['Mars/Olympus', false]])('isZone(%j) is %s', (zone, expected) => {
    expect(isZone(zone)).toBe(expected);
  });
});
