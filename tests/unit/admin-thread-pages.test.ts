import type { ChannelEventView, ThreadMessage, ThreadPage } from '../../plugin/contracts/channels';
import { addEvent, addMessage, joinEarlier, joinLater, joinNewest, openPage, refreshPage, replaceMessage, rowsOf, shownAt, type Held } from '../../admin/src/features/channels/thread-pages';

const START = Date.parse('2026-05-01T10:00:00.000Z');
const timeOf = (number: number): string => new Date(START + number * 60_000).toISOString();

const message = (number: number, changes: Partial<ThreadMessage> = {}): ThreadMessage =>
  ({ id: `m${number}`, direction: 'inbound', status: 'received', type: 'text', text: `${number}`, occurredAt: timeOf(number), queuedAt: timeOf(number), late: false, sentBy: null, origin: 'inbound', ...changes }) as ThreadMessage;

const event = (id: string, after: string | null, number: number): ChannelEventView => ({ id, kind: 'note', actor: null, text: id, details: {}, at: timeOf(number), after });

const range = (from: number, to: number): ThreadMessage[] => Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

const page = (from: number, to: number, changes: Partial<ThreadPage> = {}): ThreadPage => ({ messages: range(from, to), events: [], earlier: null, later: null, lastRead: null, ...changes });

const ids = (held: Held): string => held.messages.map(({ id }) => id.slice(1)).join(' ');

describe('joinEarlier', () => {
  it('puts a page before what is held and reads on from it', () => {
    const held = joinEarlier(openPage(page(4, 6, { earlier: 'c4' })), page(1, 3, { later: 'c3' }));
    expect(ids(held)).toBe('1 2 3 4 5 6');
    expect(held.earlier).toBeNull();
    expect(held.later).toBeNull();
  });

  it('lets the newest go once there are too many, and knows where to read them again', () => {
    const held = joinEarlier(openPage(page(4, 6, { earlier: 'c4' })), page(1, 3, { earlier: 'c1' }), 4);
    expect(ids(held)).toBe('1 2 3 4');
    expect(held.later).toEqual({ around: 'm4' });
    expect(held.earlier).toEqual({ cursor: 'c1' });
  });

  it('holds each once where the page lies over what is held', () => {
    const held = joinEarlier(openPage(page(4, 6)), page(2, 5, { messages: [message(2), message(3), message(4, { text: 'newer' }), message(5)] }));
    expect(ids(held)).toBe('2 3 4 5 6');
    expect(held.messages.find(({ id }) => id === 'm4')?.text).toBe('newer');
  });
});

describe('joinLater', () => {
  it('lets the oldest go, and comes back to them', () => {
    const there = joinLater(openPage(page(1, 4, { later: 'c4' })), page(5, 7), 5);
    expect(ids(there)).toBe('3 4 5 6 7');
    expect(there.earlier).toEqual({ around: 'm3' });
    expect(there.later).toBeNull();
    const back = joinEarlier(there, page(1, 5, { later: 'c5' }), 5);
    expect(ids(back)).toBe('1 2 3 4 5');
    expect(back.later).toEqual({ around: 'm5' });
  });

  it('forgets what was missed once the newest is there', () => {
    const held = { ...openPage(page(1, 2, { later: 'c2' })), missed: 3 };
    expect(joinLater(held, page(3, 4, { later: 'c4' })).missed).toBe(3);
    expect(joinLater(held, page(3, 5)).missed).toBe(0);
  });

  it('takes the events of what it lets go along', () => {
    const held = joinLater({ ...openPage(page(1, 3, { later: 'c3' })), events: [event('e0', null, 0), event('e1', 'm1', 1), event('e3', 'm3', 3)] }, page(4, 5), 3);
    expect(held.events.map(({ id }) => id)).toEqual(['e3']);
  });

  it('walks ten thousand messages and never holds more than it may', () => {
    let held = openPage(page(9_951, 10_000, { earlier: 'x' }));
    for (let first = 9_901; first > 0; first -= 50) {
      held = joinEarlier(held, page(first, first + 49, { earlier: first > 1 ? 'x' : null }));
      expect(held.messages.length).toBeLessThanOrEqual(400);
    }
    expect(held.messages[0]?.id).toBe('m1');
    while (held.later) {
      const last = Number(held.messages.at(-1)?.id.slice(1));
      held = joinLater(held, page(last - 5, Math.min(last + 44, 10_000), { later: last + 44 < 10_000 ? 'x' : null }));
      const numbers = held.messages.map(({ id }) => Number(id.slice(1)));
      expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] as number) + index));
      expect(numbers.length).toBeLessThanOrEqual(400);
    }
    expect(held.messages.at(-1)?.id).toBe('m10000');
  });
});

describe('refreshPage', () => {
  it('puts what was read again in its place, and lets nothing else in', () => {
    const former = openPage(page(4, 6, { earlier: 'c4' }));
    const held = refreshPage(former, page(3, 5, { messages: [message(3), message(4, { text: 'edited' }), message(5)], earlier: 'c3' }));
    expect(held.messages.map(({ id, text }) => [id, text])).toEqual([['m4', 'edited'], ['m5', message(5).text], ['m6', message(6).text]]);
    expect([held.earlier, held.later, held.missed]).toEqual([former.earlier, former.later, 0]);
  });
});

describe('joinNewest', () => {
  it('adds what came meanwhile and replaces what changed', () => {
    const held = joinNewest(openPage(page(1, 3)), page(2, 5, { messages: [message(2, { text: 'edited' }), message(3), message(4), message(5)], earlier: 'c2' }), true);
    expect(ids(held)).toBe('1 2 3 4 5');
    expect(held.messages[1]?.text).toBe('edited');
    expect(held.earlier).toBeNull();
  });

  it('starts anew at the bottom where the gap is wider than the page', () => {
    const held = joinNewest(openPage(page(1, 3, { lastRead: 'm2' })), page(8, 9, { earlier: 'c8', lastRead: 'm9' }), true);
    expect(ids(held)).toBe('8 9');
    expect(held.earlier).toEqual({ cursor: 'c8' });
    expect(held.lastRead).toBe('m2');
  });

  it('keeps the place of whoever reads further up, and leaves no hole', () => {
    const held = joinNewest(openPage(page(1, 3)), page(8, 9, { earlier: 'c8' }), false);
    expect(ids(held)).toBe('1 2 3');
    expect(held.later).toEqual({ around: 'm3' });
    expect(held.missed).toBe(2);
  });

  it('only replaces while the newest is not held', () => {
    const held = joinNewest({ ...openPage(page(1, 3)), later: { around: 'm3' } }, page(3, 9, { messages: [message(3, { text: 'edited' }), message(9)] }), false);
    expect(ids(held)).toBe('1 2 3');
    expect(held.messages[2]?.text).toBe('edited');
  });

  it('fills an empty thread', () => {
    expect(ids(joinNewest(openPage(page(1, 0)), page(1, 2), true))).toBe('1 2');
  });
});

describe('what comes live', () => {
  it('is added once, in order of arrival', () => {
    let held = openPage(page(1, 2));
    for (const number of [3, 4, 3]) held = addMessage(held, message(number), true);
    expect(ids(held)).toBe('1 2 3 4');
  });

  it('is only counted while the newest is not held', () => {
    const held = addMessage({ ...openPage(page(1, 2)), later: { cursor: 'c2' } }, message(9), false);
    expect(ids(held)).toBe('1 2');
    expect(held.missed).toBe(1);
  });

  it('lets the oldest go at the bottom, nothing while somebody reads', () => {
    expect(ids(addMessage(openPage(page(1, 3)), message(4), true, 3))).toBe('2 3 4');
    expect(ids(addMessage(openPage(page(1, 3)), message(4), false, 3))).toBe('1 2 3 4');
  });

  it('replaces what is held and ignores what is not', () => {
    const held = openPage(page(1, 2));
    expect(replaceMessage(held, message(2, { text: 'new' })).messages[1]?.text).toBe('new');
    expect(replaceMessage(held, message(7))).toBe(held);
  });

  it('tells an event once', () => {
    const held = addEvent(addEvent(openPage(page(1, 2)), event('e', 'm2', 3)), event('e', 'm2', 3));
    expect(held.events).toHaveLength(1);
  });
});

describe('rowsOf', () => {
  const dayOf = (at: string): string => at.slice(0, 10);
  const drawn = (held: Held): string => rowsOf(held, dayOf).map((row) => (row.kind === 'message' ? `${row.id}${row.follows ? '+' : ''}` : row.kind === 'event' ? row.id : row.kind)).join(' ');

  it('sets days, the unread line and events between the messages', () => {
    const held = { ...openPage(page(1, 3, { lastRead: 'm1' })), events: [event('e0', null, 0), event('e2', 'm2', 2)] };
    expect(drawn(held)).toBe('day e0 m1 unread m2 e2 m3');
  });

  it('draws no line where only our own came after what was read', () => {
    const messages = [message(1), message(2, { direction: 'outbound' })];
    expect(drawn(openPage(page(1, 2, { messages, lastRead: 'm1' })))).toBe('day m1 m2');
  });

  it('names a person once in a row', () => {
    expect(drawn(openPage(page(1, 3)))).toBe('day m1 m2+ m3+');
  });

  it('starts a day where the reader has midnight', () => {
    const messages = [message(1), message(2, { occurredAt: '2026-05-02T00:01:00.000Z' })];
    expect(drawn(openPage(page(1, 2, { messages })))).toBe('day m1 day m2');
  });

  it('keeps back what happened before messages that are not held', () => {
    expect(drawn({ ...openPage(page(1, 1, { earlier: 'c' })), events: [event('e0', null, 0)] })).toBe('day m1');
  });

  it('shows a late message when it came', () => {
    expect(shownAt(message(1, { late: true, queuedAt: timeOf(900) }))).toBe(timeOf(900));
  });
});
