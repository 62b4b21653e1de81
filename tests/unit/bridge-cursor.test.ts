import type { OdooRow } from '../../bridge/src';
import { EMPTY_CURSOR, isOdooError, parseCursor } from '../../bridge/src';
import { createFeed, subtractMinutes } from '../../bridge/src/sync/cursor';
import type { CursorState, FeedOptions, PageRequest } from '../../bridge/src/sync/cursor';

interface Stored {
  id: number;
  /** With microseconds, as the database keeps it. */
  writtenAt: string;
  name?: string;
}

/** A table as the database orders it; answers a request as Odoo does, microseconds cut off. */
class Table {
  constructor(public rows: Stored[]) {}

  answer({ domain, limit, offset, order }: PageRequest): OdooRow[] {
    expect(order).toBe('write_date asc, id asc');
    const bound = domain.find((term) => Array.isArray(term) && term[0] === 'write_date') as [string, string, string] | undefined;
    if (bound) expect(bound[1]).toBe('>=');
    return this.rows
      .filter((row) => !bound || row.writtenAt >= bound[2])
      .sort((a, b) => a.writtenAt.localeCompare(b.writtenAt) || a.id - b.id)
      .slice(offset, offset + limit)
      .map(({ id, writtenAt, name = '' }) => ({ id, name, write_date: writtenAt.slice(0, 19) }));
  }
}

const ids = (rows: readonly OdooRow[]): number[] => rows.map((row) => Number(row['id']));

function pull(table: Table, state: CursorState = EMPTY_CURSOR, options: Partial<FeedOptions> = {}, betweenPages: (page: number) => void = () => undefined): { ids: number[]; rows: OdooRow[]; cursor: CursorState; pages: number } {
  const feed = createFeed(state, { pageSize: 1000, overlapMinutes: 5, ...options });
  const rows: OdooRow[] = [];
  for (let pages = 1; pages < 500; pages += 1) {
    const { isDone, settle } = feed.take(table.answer(feed.request()));
    const { fresh, cursor } = settle();
    rows.push(...fresh);
    if (isDone) return { ids: ids(rows), rows, cursor: JSON.parse(JSON.stringify(cursor)) as CursorState, pages };
    betweenPages(pages);
  }
  throw new Error('the walk does not end');
}

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);
const at = (second: number, micro = 0): string => `2026-11-20 22:02:${String(second).padStart(2, '0')}.${String(micro).padStart(6, '0')}`;

describe('the incremental cursor', () => {
  it.each([
    { name: 'nothing at all', rows: [], pageSize: 3 },
    { name: 'one page that is not full', rows: range(1, 2).map((id) => ({ id, writtenAt: at(1) })), pageSize: 3 },
    { name: 'a page that is exactly full', rows: range(1, 3).map((id) => ({ id, writtenAt: at(1) })), pageSize: 3 },
    { name: 'a second each', rows: range(1, 30).map((id) => ({ id, writtenAt: at(id) })), pageSize: 7 },
    { name: 'a boundary inside a second', rows: range(1, 12).map((id) => ({ id, writtenAt: at(id < 6 ? 1 : 2, id) })), pageSize: 4 },
    { name: 'one second with rows out of id order', rows: range(1, 20).map((id) => ({ id, writtenAt: at(1, 999_999 - id) })), pageSize: 6 },
    { name: '3,000 rows that share one second', rows: range(1, 3000).map((id) => ({ id, writtenAt: at(44, 123_456) })), pageSize: 1000 },
    { name: '3,000 rows of one second between others', rows: range(1, 3500).map((id) => ({ id, writtenAt: at(id <= 250 ? 1 : id <= 3250 ? 2 : 3, id) })), pageSize: 1000 },
    { name: 'the smallest pages', rows: range(1, 50).map((id) => ({ id, writtenAt: at(id % 3) })), pageSize: 1 },
  ])('reads every row exactly once: $name', ({ rows, pageSize }) => {
    const result = pull(new Table(rows), EMPTY_CURSOR, { pageSize });
    expect([...result.ids].sort((a, b) => a - b)).toEqual(rows.map(({ id }) => id));
    expect(new Set(result.ids).size).toBe(rows.length);
  });

  it('asks with >= and goes back by the overlap on the next pull', () => {
    const feed = createFeed({ version: 1, at: '2026-11-20 22:02:44', recent: {} }, { pageSize: 10, overlapMinutes: 5, domain: [['move_type', 'in', ['out_invoice']]] });
    expect(feed.request()).toEqual({
      domain: [['move_type', 'in', ['out_invoice']], ['write_date', '>=', '2026-11-20 21:57:44']],
      order: 'write_date asc, id asc',
      limit: 10,
      offset: 0,
    });
  });

  it('finds nothing new where nothing changed, whatever is inside the overlap', () => {
    const table = new Table(range(1, 2500).map((id) => ({ id, writtenAt: at(44, id) })));
    const first = pull(table);
    const second = pull(table, first.cursor);
    expect(second.ids).toEqual([]);
    expect(second.cursor).toEqual(first.cursor);
  });

  it('finds a row that a slow transaction committed late with an older date', () => {
    const table = new Table(range(1, 10).map((id) => ({ id, writtenAt: at(30 + id) })));
    const first = pull(table);
    table.rows.push({ id: 99, writtenAt: '2026-11-20 21:59:03.000001' });
    expect(pull(table, first.cursor).ids).toEqual([99]);
    expect(pull(table, first.cursor, { overlapMinutes: 1 }).ids).toEqual([]);
  });

  it('finds the rest of a second that was read while it was being written', () => {
    const table = new Table([{ id: 1, writtenAt: at(44, 1) }]);
    const first = pull(table);
    table.rows.push({ id: 2, writtenAt: at(44, 900_000) });
    expect(pull(table, first.cursor).ids).toEqual([2]);
  });

  it('finds a second write inside the same second, as recorded: created and archived at 22:02:44', () => {
    const table = new Table([{ id: 47, writtenAt: at(44, 1), name: 'before' }]);
    const first = pull(table);
    table.rows = [{ id: 47, writtenAt: at(44, 800_000), name: 'after' }];
    expect(pull(table, first.cursor).rows.map((row) => row['name'])).toEqual(['after']);
  });

  it('gives a row again that is written while the pull goes on', () => {
    const table = new Table(range(1, 10).map((id) => ({ id, writtenAt: at(id) })));
    const result = pull(table, EMPTY_CURSOR, { pageSize: 4 }, (page) => {
      if (page === 1) table.rows.find(({ id }) => id === 2)!.writtenAt = at(50);
    });
    expect(result.ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 2]);
  });

  it.each([
    { name: 'one row leaves the second', leaving: [5] },
    { name: 'the row the page ended with leaves', leaving: [40] },
    { name: 'a whole page leaves', leaving: range(1, 39) },
    { name: 'everything that was read leaves', leaving: range(1, 40) },
  ])('skips nothing when rows move away between two pages: $name', ({ leaving }) => {
    const table = new Table(range(1, 200).map((id) => ({ id, writtenAt: at(1, id) })));
    const result = pull(table, EMPTY_CURSOR, { pageSize: 40 }, (page) => {
      if (page === 1) for (const row of table.rows) if (leaving.includes(row.id)) row.writtenAt = at(59, row.id);
    });
    expect([...new Set(result.ids)].sort((a, b) => a - b)).toEqual(range(1, 200));
    expect(result.ids).toHaveLength(200 + leaving.length);
  });

  it('skips nothing when rows are deleted between two pages', () => {
    const table = new Table(range(1, 100).map((id) => ({ id, writtenAt: at(1, id) })));
    const result = pull(table, EMPTY_CURSOR, { pageSize: 10 }, (page) => {
      table.rows = table.rows.filter(({ id }) => id !== page);
    });
    expect(range(1, 100).filter((id) => !result.ids.includes(id))).toEqual([]);
  });

  it('ends although the same second is written to without pause', () => {
    const table = new Table(range(1, 60).map((id) => ({ id, writtenAt: at(1, id) })));
    let turn = 0;
    const result = pull(table, EMPTY_CURSOR, { pageSize: 5 }, () => {
      turn += 1;
      const row = table.rows.find(({ writtenAt }) => writtenAt.startsWith(at(1).slice(0, 19)));
      if (row) row.writtenAt = at(30, turn);
    });
    expect(new Set(result.ids).size).toBe(60);
  });

  it.each([
    { name: 'ignores the offset', answer: (table: Table, request: PageRequest) => table.answer({ ...request, offset: 0 }) },
    { name: 'ignores the domain', answer: (table: Table, request: PageRequest) => table.answer({ ...request, domain: [] }) },
    { name: 'ignores both', answer: (table: Table, request: PageRequest) => table.answer({ ...request, domain: [], offset: 0 }) },
    { name: 'ignores the order', answer: (table: Table, request: PageRequest) => table.answer(request).reverse() },
  ])('stops with an error at a server that $name', ({ answer }) => {
    const table = new Table([...range(1, 20).map((id) => ({ id, writtenAt: at(1) })), ...range(21, 80).map((id) => ({ id, writtenAt: at(2) }))]);
    const feed = createFeed(EMPTY_CURSOR, { pageSize: 10, overlapMinutes: 5 });
    const walk = (): void => {
      for (let turn = 0; turn < 1000; turn += 1) if (feed.take(answer(table, feed.request())).isDone) return;
      throw new Error('endless');
    };
    let caught: unknown;
    try {
      walk();
    } catch (error) {
      caught = error;
    }
    expect(isOdooError(caught, 'malformed')).toBe(true);
  });

  it('hands out with each page the cursor of that page, not of a later one', () => {
    const table = new Table(range(1, 30).map((id) => ({ id, writtenAt: at(id) })));
    const feed = createFeed(EMPTY_CURSOR, { pageSize: 10, overlapMinutes: 5 });
    const first = feed.take(table.answer(feed.request())).settle();
    const kept = JSON.stringify(first.cursor);
    feed.take(table.answer(feed.request())).settle();
    expect(JSON.stringify(first.cursor)).toBe(kept);
    expect(first.cursor.at).toBe('2026-11-20 22:02:10');
    expect(pull(table, JSON.parse(kept) as CursorState).ids).toEqual(range(11, 20));
  });

  it('is not carried away by a row from the far future', () => {
    const table = new Table([{ id: 1, writtenAt: at(1) }, { id: 2, writtenAt: '2031-01-01 00:00:00.000000' }]);
    const now = new Date('2026-11-20T22:05:00Z');
    const first = pull(table, EMPTY_CURSOR, { now });
    expect(first.ids).toEqual([1, 2]);
    expect(first.cursor.at).toBe('2026-11-20 22:02:01');
    table.rows.push({ id: 3, writtenAt: at(20) });
    expect(pull(table, first.cursor, { now }).ids).toEqual([3]);
  });

  it('forgets what lies behind the overlap, and keeps a bounded memory', () => {
    const table = new Table(range(1, 100).map((id) => ({ id, writtenAt: `2026-11-20 ${String(Math.floor(id / 60) + 10)}:${String(id % 60).padStart(2, '0')}:00.000000` })));
    expect(Object.keys(pull(table).cursor.recent)).toHaveLength(6);
    const crowd = new Table(range(1, 15_000).map((id) => ({ id, writtenAt: at(1, id) })));
    const { cursor } = pull(crowd);
    expect(Object.keys(cursor.recent[at(1).slice(0, 19)]!)).toHaveLength(10_000);
    expect(pull(crowd, cursor).ids).toHaveLength(5000);
  });

  it('counts days, months and years back right', () => {
    expect(subtractMinutes('2027-01-01 00:03:00', 5)).toBe('2026-12-31 23:58:00');
    expect(subtractMinutes('2028-03-01 00:00:00', 1)).toBe('2028-02-29 23:59:00');
  });
});

describe('a stored cursor', () => {
  const cursor: CursorState = { version: 1, at: '2026-11-20 22:02:44', recent: { '2026-11-20 22:02:44': { '46': 'abc' } } };
  it('comes back as it was', () => expect(parseCursor(JSON.parse(JSON.stringify(cursor)))).toEqual(cursor));
  it.each([null, undefined, '', 5, [], {}, { version: 2, at: '2026-11-20 22:02:44' }, { version: 1, at: '2026-11-20T22:02:44Z' }, { version: 1, at: "'; drop" }])('begins anew from %j', (stored) => {
    expect(parseCursor(stored)).toEqual(EMPTY_CURSOR);
  });
  it('drops what is not a memory', () => {
    expect(parseCursor({ ...cursor, recent: { nonsense: {}, '2026-11-20 22:02:44': { '46': 'abc', '47': 5 }, '2026-11-20 22:02:45': null } })).toEqual(cursor);
  });
});
