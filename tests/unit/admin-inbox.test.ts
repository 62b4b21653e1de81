import type { ChannelView, WindowView } from '../../plugin/contracts/channels';
import { filtersOfView, isSameView, presentFilters } from '../../admin/src/features/channels/channel-filters';
import { appendPage, dropRow, fitOf, placeRow, replaceHead, type ListFilters } from '../../admin/src/features/channels/channel-rows';
import { countWords, excerptParts, inboxPath, initialsOf, isSnoozed, previewParts, rowTime } from '../../admin/src/features/channels/channel-words';
import { isForPage } from '../../admin/src/features/channels/inbox-keys';
import { layoutOf } from '../../admin/src/features/channels/use-pane-layout';
import { isWhole, moveStep, newStep, STEP_KINDS, withState } from '../../admin/src/features/macros/macro-form';
import { bodyOf, formOf, problemOf, shortcutOf } from '../../admin/src/features/quick-replies/quick-reply-form';

const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const later = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

const window = (changes: Partial<WindowView> = {}): WindowView => ({ needed: true, open: true, closesAt: later(90), openedByStop: false, ...changes });

const channel = (id: string, changes: Partial<ChannelView> = {}): ChannelView => ({
  id,
  name: `Name ${id}`,
  title: null,
  account: { id: 'a1', key: 'main', name: 'Main' },
  contact: null,
  company: null,
  state: 'open',
  snoozedUntil: null,
  priority: 'normal',
  assignee: null,
  tags: [],
  unread: 0,
  preview: null,
  lastMessageAt: later(-10),
  window: window(),
  muted: false,
  ...changes,
});

const filters = (changes: Partial<ListFilters> = {}): ListFilters => ({ tab: 'all', account: '', company: '', tag: '', window: '', state: '', assignee: '', unread: '', priority: '', search: '', ...changes });

describe('the time on a row', () => {
  it.each([
    ['2026-03-10T09:05:00.000Z', 'UTC', '9:05 AM'],
    ['2026-03-09T23:59:00.000Z', 'UTC', 'Mar 9'],
    // The same moment is today in Berlin.
    ['2026-03-09T23:59:00.000Z', 'Europe/Berlin', '12:59 AM'],
    ['2025-12-31T10:00:00.000Z', 'UTC', 'Dec 31, 2025'],
    ['no time', 'UTC', ''],
  ])('%s in %s is %s', (at, zone, words) => {
    expect(rowTime(at, NOW, 'en', zone).replace(/\u202f/g, ' ')).toBe(words);
  });
});

describe('the words of a row', () => {
  it.each([
    ['Ana María Souza', 'AS'],
    ['ana', 'A'],
    ['👩‍🚀 Léa', 'L'],
    ['محمد علي', 'مع'],
    ['+34 600 111 222', '32'],
    ['🙂', ''],
    ['', ''],
  ])('%s has the letters %s', (name, letters) => {
    expect(initialsOf(name)).toBe(letters);
  });

  it.each([
    ['📷 Photo', { icon: 'image', word: 'inbox.preview.image', rest: '' }],
    ['📄 Document: invoice.pdf', { icon: 'document', word: 'inbox.preview.document', rest: 'invoice.pdf' }],
    ['📍 Plaza Mayor', { icon: 'location', word: null, rest: 'Plaza Mayor' }],
    ['Sticker', { icon: 'sticker', word: 'inbox.preview.sticker', rest: '' }],
    ['📷 Photos of the house', { icon: null, word: null, rest: '📷 Photos of the house' }],
    ['Hello', { icon: null, word: null, rest: 'Hello' }],
    [null, { icon: null, word: null, rest: '' }],
  ])('%s is told as %j', (preview, parts) => {
    expect(previewParts(preview)).toEqual(parts);
  });

  it.each([[0, '0'], [99, '99'], [100, '99+']])('%d unread are %s', (count, words) => {
    expect(countWords(count)).toBe(words);
  });

  it.each([
    ['plain', [{ words: 'plain', marked: false }]],
    ['an \uE000invoice\uE001 of <b>', [{ words: 'an ', marked: false }, { words: 'invoice', marked: true }, { words: ' of <b>', marked: false }]],
    ['\uE000a\uE001\uE000b\uE001', [{ words: 'a', marked: true }, { words: 'b', marked: true }]],
    ['cut \uE000off', [{ words: 'cut ', marked: false }, { words: 'off', marked: true }]],
    ['stray\uE001', [{ words: 'stray', marked: false }]],
  ])('the excerpt %j is marked', (excerpt, parts) => {
    expect(excerptParts(excerpt)).toEqual(parts);
  });

  it.each([
    ['snoozed', later(5), true],
    ['snoozed', later(-5), false],
    ['snoozed', null, true],
    ['open', later(5), false],
  ] as const)('%s until %s', (state, snoozedUntil, is) => {
    expect(isSnoozed({ state, snoozedUntil }, NOW)).toBe(is);
  });

  it('keeps the filters in the address of a conversation', () => {
    expect(inboxPath('c/1', new URLSearchParams({ tab: 'mine', search: 'a b' }))).toBe('/plugins/whatsapp/inbox/c%2F1?tab=mine&search=a+b');
    expect(inboxPath(null)).toBe('/plugins/whatsapp/inbox');
    expect(inboxPath('c1', {}, 'm1')).toBe('/plugins/whatsapp/inbox/c1?message=m1');
  });
});

describe('a conversation that changed', () => {
  it.each<[string, Partial<ChannelView>, Partial<ListFilters>, 'yes' | 'no' | 'unknown']>([
    ['is in all', {}, {}, 'yes'],
    ['leaves all when it is resolved', { state: 'resolved' }, {}, 'no'],
    ['is shown resolved to who asks', { state: 'resolved' }, { state: 'resolved' }, 'yes'],
    ['leaves all when it is archived', { state: 'archived' }, {}, 'no'],
    ['is among the archived', { state: 'archived' }, { tab: 'archived' }, 'yes'],
    ['leaves the archived', {}, { tab: 'archived' }, 'no'],
    ['is mine', { assignee: { id: 7, name: 'Me' } }, { tab: 'mine' }, 'yes'],
    ['may be one I take part in', { assignee: { id: 8, name: 'Other' } }, { tab: 'mine' }, 'unknown'],
    ['is unassigned', {}, { tab: 'unassigned' }, 'yes'],
    ['was taken', { assignee: { id: 8, name: 'Other' } }, { tab: 'unassigned' }, 'no'],
    ['was never written in', { lastMessageAt: null }, {}, 'no'],
    ['is of another account', {}, { account: 'second' }, 'no'],
    ['is of this account', {}, { account: 'main' }, 'yes'],
    ['lost its tag', {}, { tag: 't1' }, 'no'],
    ['has the tag', { tags: [{ id: 't1', name: 'VIP', colour: 'danger' }] }, { tag: 't1' }, 'yes'],
    ['was read', {}, { unread: 'true' }, 'no'],
    ['is unread', { unread: 2 }, { unread: 'true' }, 'yes'],
    ['has an open window', {}, { window: 'open' }, 'yes'],
    ['has a window that closed meanwhile', { window: window({ closesAt: later(-1) }) }, { window: 'open' }, 'no'],
    ['has a window that STOP opened', { window: window({ openedByStop: true }) }, { window: 'closed' }, 'yes'],
    ['needs no window', { window: window({ needed: false, closesAt: null }) }, { window: 'closed' }, 'no'],
    ['is searched for by the server', {}, { search: 'ana' }, 'unknown'],
    ['misses another filter of a search', {}, { search: 'ana', priority: 'urgent' }, 'no'],
  ])('%s', (_, changes, narrowed, fit) => {
    expect(fitOf(channel('c', changes), filters(narrowed), 7, NOW)).toBe(fit);
  });

  const at = (id: string, minutes: number, changes: Partial<ChannelView> = {}) => channel(id, { lastMessageAt: later(minutes), ...changes });
  const list = { rows: [at('a', -1), at('b', -2), at('c', -3)], cursor: 'next' };
  const idsOf = ({ rows }: { rows: ChannelView[] }) => rows.map(({ id }) => id).join('');

  it('moves to the top with its newer message', () => {
    expect(idsOf(placeRow(list, at('c', 0), 'yes'))).toBe('cab');
  });

  it('stays where its time is', () => {
    const placed = placeRow(list, at('b', -2, { unread: 0, priority: 'urgent' }), 'yes');
    expect(idsOf(placed)).toBe('abc');
    expect(placed.rows[1]?.priority).toBe('urgent');
  });

  it('comes in when it is new, and goes when it no longer fits', () => {
    expect(idsOf(placeRow(list, at('n', 0), 'yes'))).toBe('nabc');
    expect(idsOf(placeRow(list, at('b', 0), 'no'))).toBe('ac');
    expect(idsOf(dropRow(list, 'a'))).toBe('bc');
  });

  it('is not added, but is kept and renewed, where only the server can judge', () => {
    expect(idsOf(placeRow(list, at('n', 0), 'unknown'))).toBe('abc');
    expect(idsOf(placeRow(list, at('c', 0), 'unknown'))).toBe('cab');
  });

  it('waits for its page below the last row, unless that was the last page', () => {
    expect(idsOf(placeRow(list, at('n', -9), 'yes'))).toBe('abc');
    expect(idsOf(placeRow({ ...list, cursor: null }, at('n', -9), 'yes'))).toBe('abcn');
  });

  it('keeps what was scrolled to when the first page is read again, and drops what left it', () => {
    const long = { rows: [at('a', -1), at('b', -2), at('c', -3), at('d', -4)], cursor: 'third' };
    const fresh = replaceHead(long, [at('c', 0), at('a', -1)], 'second');
    // b was archived meanwhile, and d is on the second page.
    expect(idsOf(replaceHead(long, [at('a', -1), at('c', -3)], 'second'))).toBe('acd');
    expect(idsOf(fresh)).toBe('cabd');
    expect(fresh.cursor).toBe('third');
    expect(replaceHead(long, [at('a', -9)], 'second')).toEqual({ rows: [at('a', -9)], cursor: 'second' });
    expect(idsOf(replaceHead(long, [at('a', -1)], null))).toBe('a');
  });

  it('is shown once when its next page holds it too', () => {
    const joined = appendPage(list, [at('b', -2), at('d', -4)], null);
    expect(idsOf(joined)).toBe('abcd');
    expect(joined.cursor).toBeNull();
  });
});

describe('saved views', () => {
  const address = (values: Record<string, string>) => ({ get: (name: string) => values[name] ?? '', page: 1, set: () => undefined, toPage: () => undefined });

  it('keep what narrows the list, and nothing else of the address', () => {
    const present = presentFilters(address({ tab: 'mine', tag: 't1', message: 'm1', search: 'ana' }));
    expect(present).toEqual({ tab: 'mine', tag: 't1', search: 'ana' });
    expect(isSameView(present, address({ tab: 'mine', tag: 't1', search: 'ana', in: '' }))).toBe(true);
    expect(isSameView(present, address({ tab: 'mine', tag: 't1', search: 'ana', state: 'open' }))).toBe(false);
  });

  it('take the filters away that they do not have', () => {
    expect(filtersOfView({ tab: 'mine' })).toMatchObject({ tab: 'mine', tag: null, search: null, in: null });
  });
});

describe('keys', () => {
  const press = (changes: object = {}) => ({ key: 'r', ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false, isComposing: false, target: { tagName: 'DIV', closest: () => null }, ...changes });
  it.each<[string, object, boolean]>([
    ['are for the page', {}, true],
    ['are a shortcut of the browser', { ctrlKey: true }, false],
    ['are typed', { target: { tagName: 'TEXTAREA' } }, false],
    ['are typed into what is edited', { target: { tagName: 'DIV', isContentEditable: true } }, false],
    ['choose in a menu', { target: { tagName: 'DIV', closest: () => ({}) } }, false],
    ['compose a letter', { isComposing: true }, false],
    ['were taken by somebody', { defaultPrevented: true }, false],
  ])('%s', (_, changes, is) => {
    expect(isForPage(press(changes))).toBe(is);
  });
});

describe('the panes', () => {
  it.each([
    [1440, 1130, 'wide'],
    [1280, 980, 'medium'],
    [1199, 1100, 'medium'],
    [800, 560, 'narrow'],
    [767, 767, 'narrow'],
    [390, 390, 'narrow'],
  ])('in a viewer of %d with %d for them are %s', (view, panes, layout) => {
    expect(layoutOf(view, panes)).toBe(layout);
  });
});

describe('a quick reply', () => {
  const whole = { shortcut: '/hello', body: ' Hi ', language: ' ', account: null, shared: true };
  it('is written without its slash', () => {
    expect(shortcutOf(' //hi-there ')).toBe('hi-there');
    expect(bodyOf(whole)).toEqual({ shortcut: 'hello', body: 'Hi', language: null, account: null, shared: true });
  });
  it.each([
    [whole, null],
    [{ ...whole, shortcut: 'two words' }, 'shortcut'],
    [{ ...whole, shortcut: '/' }, 'shortcut'],
    [{ ...whole, shortcut: 'नमस्ते' }, 'shortcut'],
    [{ ...whole, shortcut: 'Hi-2' }, null],
    [{ ...whole, body: '  ' }, 'body'],
    [{ ...whole, body: 'x'.repeat(4_097) }, 'body'],
  ])('%j has the problem %s', (form, problem) => {
    expect(problemOf(form)).toBe(problem);
  });
  it('is shared at first by who may share', () => {
    expect([formOf(null, true).shared, formOf(null, false).shared]).toEqual([true, false]);
  });
});

describe('a macro', () => {
  it.each(STEP_KINDS.map((kind) => [kind, !['reply', 'note', 'tag', 'untag'].includes(kind)] as const))('begins %s whole: %s', (kind, is) => {
    expect(isWhole(newStep(kind))).toBe(is);
  });
  it('has hours only while it is put away by hours', () => {
    expect(withState('snoozed', undefined)).toEqual({ kind: 'state', state: 'snoozed', hours: 24 });
    expect(withState('resolved', 4)).toEqual({ kind: 'state', state: 'resolved' });
    expect(isWhole({ kind: 'state', state: 'snoozed' })).toBe(false);
  });
  it.each([
    [0, -1, 'abc'],
    [0, 1, 'bac'],
    [2, -1, 'acb'],
    [2, 1, 'abc'],
    [9, 1, 'abc'],
  ] as const)('moves step %d by %d to %s', (from, by, order) => {
    expect(moveStep(['a', 'b', 'c'], from, by).join('')).toBe(order);
  });
});
