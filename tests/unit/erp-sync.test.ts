import { isInterval, doneWords } from '../../admin/src/features/erp/progress';
import { INTERVAL_MINUTES } from '../../plugin/contracts/erp';
import { changesOf } from '../../server/src/features/erp/dry-run';
import { isUnchanged } from '../../server/src/features/erp/records.repository';
import { nextRunAt } from '../../server/src/features/erp/sync-kinds.repository';
import { erpUrlOf } from '../../server/src/features/erp/sync.service';

const at = (time: string): Date => new Date(`2026-11-21T${time}:00Z`);

describe('when a kind is pulled next', () => {
  const kind = { active: true, intervalMinutes: null as number | null, startedAt: at('10:00') as Date | null, nextAt: null as Date | null };
  const connection = { active: true, intervalMinutes: 15 };
  it.each([
    ['by the interval of the connection', {}, {}, at('10:15')],
    ['by its own', { intervalMinutes: 60 }, {}, at('11:00')],
    ['at once where it never was', { startedAt: null }, {}, at('12:00')],
    ['at once where it was interrupted', { nextAt: at('10:03') }, {}, at('10:03')],
    ['not later than its interval says', { intervalMinutes: 5, nextAt: at('10:30') }, {}, at('10:05')],
    ['never where it is off', { active: false }, {}, null],
    ['never where the connection is', {}, { active: false }, null],
  ])('%s', (_, change, connectionChange, expected) => {
    expect(nextRunAt({ ...kind, ...change }, { ...connection, ...connectionChange }, at('12:00'))).toEqual(expected);
  });
});

describe('what would change of a row', () => {
  it.each([
    ['a value', { phone: '1' }, { phone: '2' }, [{ field: 'phone', from: '1', to: '2' }]],
    ['nothing', { phone: '1', name: null }, { phone: '1', name: null }, []],
    ['a value that was not there', {}, { email: 'a@example.com' }, [{ field: 'email', from: null, to: 'a@example.com' }]],
    ['a time', { orderedAt: at('10:00') }, { orderedAt: at('11:00') }, [{ field: 'orderedAt', from: '2026-11-21T10:00:00.000Z', to: '2026-11-21T11:00:00.000Z' }]],
    ['the same time in another object', { orderedAt: at('10:00') }, { orderedAt: at('10:00') }, []],
    ['links and lists, which say nothing to people', { company: 1, lines: [1], changedAt: at('10:00') }, { company: 2, lines: [2], changedAt: at('11:00') }, []],
  ])('%s', (_, before, after, expected) => {
    expect(changesOf(before, after)).toEqual(expected);
  });
});

describe('a record that was here before', () => {
  const row = { changedAt: at('10:00'), deletedAt: null, number: 'A' };
  it.each([
    ['unwritten since, in a full pull', row, { changedAt: at('10:00') }, 'all' as const, true],
    ['written since', row, { changedAt: at('10:01') }, 'all' as const, false],
    ['back from the deleted', { ...row, deletedAt: at('10:00') }, { changedAt: at('10:00') }, 'all' as const, false],
    ['new', undefined, { changedAt: at('10:00') }, 'all' as const, false],
    ['given again at the edge of the feed', row, { changedAt: at('10:00'), deletedAt: null, number: 'A', lines: [1] }, 'changes' as const, true],
    ['written twice within a second', row, { changedAt: at('10:00'), number: 'B' }, 'changes' as const, false],
  ])('%s', (_, before, values, extent, expected) => {
    expect(isUnchanged(before as never, values as never, extent)).toBe(expected);
  });
});

describe('a record at the ERP', () => {
  it.each([
    ['https://erp.example.com', 'partner' as const, 7, 'https://erp.example.com/web#id=7&model=res.partner&view_type=form'],
    ['https://user:secret@erp.example.com/odoo?key=1', 'invoice' as const, 8, 'https://erp.example.com/web#id=8&model=account.move&view_type=form'],
    ['no address', 'company' as const, 9, null],
  ])('%s, %s %i', (baseUrl, kind, erpId, expected) => {
    expect(erpUrlOf(baseUrl, kind, erpId)).toBe(expected);
  });
});

describe('an interval as typed', () => {
  it.each([
    [1, true],
    [1_440, true],
    [0, false],
    [1_441, false],
    [2.5, false],
    [null, false],
  ])('%p', (minutes, expected) => {
    expect(isInterval(minutes, INTERVAL_MINUTES)).toBe(expected);
  });
});

it('tells deletions and failures only where there are some', () => {
  const text = ((key: string) => key) as Parameters<typeof doneWords>[1];
  const counts = { pulled: 3, created: 1, changed: 1, unchanged: 1, failed: 0, deleted: 0, total: 3 };
  expect(doneWords(counts, text, String)).toBe('sync.count.result');
  expect(doneWords({ ...counts, failed: 1, deleted: 2 }, text, String)).toBe('sync.count.result, sync.count.gone, sync.count.failed');
});
