import type { ChannelDetail } from '../../plugin/contracts/channels';
import type { QuickReplyView } from '../../plugin/contracts/quick-replies';
import { attemptOf, mayHaveArrived } from '../../admin/src/features/channels/attempts';
import { createDrafts, emptyDraft } from '../../admin/src/features/channels/drafts';
import { placeOf, parsePair, emptyPlace } from '../../admin/src/features/channels/place-form';
import { refusalOf } from '../../admin/src/features/channels/picked-files';
import { findTrigger, matchingReplies, openFields, placeReply } from '../../admin/src/features/channels/quick-reply-trigger';
import { snoozeUntil } from '../../admin/src/features/channels/snooze-times';
import { closesBefore, leftWords, windowState } from '../../admin/src/features/channels/window-words';
import { insertAt, toggleMark, type WriteMark } from '../../admin/src/features/channels/write-marks';

const local = (words: string): Date => new Date(words);

describe('until when a conversation sleeps', () => {
  it.each([
    ['an hour, over midnight', 'hour', '2026-11-21T23:30:00', '2026-11-22T00:30:00'],
    ['tomorrow at nine, late at night', 'tomorrow', '2026-11-21T23:59:00', '2026-11-22T09:00:00'],
    ['tomorrow at nine, past midnight', 'tomorrow', '2026-11-22T00:10:00', '2026-11-23T09:00:00'],
    ['tomorrow over the end of a year', 'tomorrow', '2026-12-31T12:00:00', '2027-01-01T09:00:00'],
    ['next Monday, from a Saturday', 'week', '2026-11-21T10:00:00', '2026-11-23T09:00:00'],
    ['next Monday, from a Sunday', 'week', '2026-11-22T10:00:00', '2026-11-23T09:00:00'],
    ['the Monday after, from a Monday', 'week', '2026-11-23T08:00:00', '2026-11-30T09:00:00'],
  ] as const)('%s', (_name, snooze, now, until) => {
    expect(snoozeUntil(snooze, local(now))).toEqual(local(until));
  });
});

describe('drafts', () => {
  const storage = () => {
    const kept = new Map<string, string>();
    return {
      kept,
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    };
  };

  it('are kept by conversation, the reply and the note apart', () => {
    const drafts = createDrafts(storage);
    drafts.set('a', { mode: 'note', reply: 'Hello', note: 'Careful' });
    drafts.set('b', { mode: 'reply', reply: 'Other', note: '' });
    expect(drafts.get('a')).toEqual({ mode: 'note', reply: 'Hello', note: 'Careful' });
    expect(drafts.get('b').reply).toBe('Other');
    expect(drafts.get('c')).toBe(emptyDraft);
  });

  it('outlive a reload', () => {
    const tab = storage();
    createDrafts(() => tab).set('a', { mode: 'reply', reply: 'Hello', note: '' });
    expect(createDrafts(() => tab).get('a').reply).toBe('Hello');
  });

  it('leave nothing behind once they are sent', () => {
    const tab = storage();
    const drafts = createDrafts(() => tab);
    drafts.set('a', { mode: 'reply', reply: 'Hello', note: '' });
    drafts.set('a', { mode: 'reply', reply: '', note: '' });
    expect(drafts.get('a')).toBe(emptyDraft);
    expect(tab.kept.size).toBe(0);
  });

  it.each([['{'], ['null'], ['{"reply":1}'], ['"x"']])('read nothing from %s', (written) => {
    const tab = storage();
    tab.kept.set('whatsapp.draft.a', written);
    expect(createDrafts(() => tab).get('a')).toBe(emptyDraft);
  });

  it('hold where the storage is full or forbidden', () => {
    const drafts = createDrafts(() => {
      throw new Error('forbidden');
    });
    drafts.set('a', { mode: 'reply', reply: 'Hello', note: '' });
    expect(drafts.get('a').reply).toBe('Hello');
  });

  it('are the same object until they change, and tell of it', () => {
    const drafts = createDrafts(storage);
    const heard = jest.fn();
    const stop = drafts.subscribe(heard);
    drafts.set('a', { mode: 'reply', reply: 'x', note: '' });
    expect(drafts.get('a')).toBe(drafts.get('a'));
    stop();
    drafts.set('a', { mode: 'reply', reply: 'y', note: '' });
    expect(heard).toHaveBeenCalledTimes(1);
  });
});

describe('a slash that asks for quick replies', () => {
  it.each([
    ['/', 1, { from: 0, to: 1, words: '' }],
    ['/pri', 4, { from: 0, to: 4, words: 'pri' }],
    ['Hello /pri', 10, { from: 6, to: 10, words: 'pri' }],
    ['Hello\n/price-list', 17, { from: 6, to: 17, words: 'price-list' }],
    ['/ñandú', 6, { from: 0, to: 6, words: 'ñandú' }],
    ['/pri and more', 3, { from: 0, to: 3, words: 'pr' }],
    ['and/or', 6, null],
    ['https://x', 9, null],
    ['/pri ', 5, null],
    ['//', 2, null],
    ['', 0, null],
  ])('%j at %i', (text, caret, found) => {
    expect(findTrigger(text, caret)).toEqual(found);
  });

  const reply = (shortcut: string, body = '', account: string | null = null): QuickReplyView => ({ id: shortcut, shortcut, body, account, language: null, shared: true, mine: false });
  const account = { id: 'acc1', key: 'shop' };

  it('finds by shortcut first, then by text, and only for the account', () => {
    const replies = [reply('xprice'), reply('hours', 'Our prices are …'), reply('price'), reply('prices'), reply('price-other', '', 'acc2'), reply('price-own', '', 'shop'), reply('bye')];
    expect(matchingReplies(replies, 'Price', account).map(({ shortcut }) => shortcut)).toEqual(['price', 'price-own', 'prices', 'xprice', 'hours']);
  });

  it('puts the reply where the slash was', () => {
    expect(placeReply('Hello /pri there', { from: 6, to: 10, words: 'pri' }, 'ten euros')).toEqual({ text: 'Hello ten euros there', caret: 15 });
  });

  it('names the fields that nothing filled, each once', () => {
    expect(openFields('Dear {{contact.name}}, {{ order.number }} and {{contact.name}}, {single}')).toEqual(['{{contact.name}}', '{{ order.number }}']);
  });
});

describe('marks', () => {
  it.each<[string, string, WriteMark, string, string]>([
    ['round what is selected', 'a [b] c', 'bold', 'a *b* c', 'b'],
    ['not round the blanks beside it', 'a[ b ]c', 'italic', 'a _b_ c', 'b'],
    ['taken away again', 'a *[b]* c', 'bold', 'a b c', 'b'],
    ['with nothing selected, the caret goes between them', 'a []', 'strike', 'a ~~', ''],
    ['of three signs', '[x]', 'mono', '```x```', 'x'],
  ])('%s', (_name, drawn, mark, text, selected) => {
    const start = drawn.indexOf('[');
    const end = drawn.indexOf(']') - 1;
    const marked = toggleMark({ text: drawn.replace('[', '').replace(']', ''), start, end }, mark);
    expect(marked.text).toBe(text);
    expect(marked.text.slice(marked.start, marked.end)).toBe(selected);
  });

  it('puts an emoji in place of what is selected, the caret behind it', () => {
    expect(insertAt({ text: 'a b', start: 1, end: 2 }, '👍')).toEqual({ text: 'a👍b', start: 3, end: 3 });
  });
});

describe('the window in words', () => {
  const now = Date.parse('2026-11-21T10:00:00Z');
  const window = (of: Partial<ChannelDetail['window']>): ChannelDetail['window'] => ({ needed: true, open: true, closesAt: '2026-11-21T13:00:00Z', openedByStop: false, ...of });
  it.each([
    ['open', window({}), { kind: 'open', minutes: 180, soon: false }],
    ['open, below two hours', window({ closesAt: '2026-11-21T11:59:00Z' }), { kind: 'open', minutes: 119, soon: true }],
    ['two hours to go', window({ closesAt: '2026-11-21T12:00:00Z' }), { kind: 'open', minutes: 120, soon: false }],
    ['open, whole minutes only', window({ closesAt: '2026-11-21T10:59:59Z' }), { kind: 'open', minutes: 59, soon: true }],
    ['open in its last seconds', window({ closesAt: '2026-11-21T10:00:30Z' }), { kind: 'open', minutes: 0, soon: true }],
    ['closed on the screen, though the server said open', window({ closesAt: '2026-11-21T10:00:00Z' }), { kind: 'closed', why: 'elapsed' }],
    ['closed', window({ open: false, closesAt: '2026-11-20T10:00:00Z' }), { kind: 'closed', why: 'elapsed' }],
    ['never written', window({ open: false, closesAt: null }), { kind: 'closed', why: 'never' }],
    ['open by a STOP', window({ openedByStop: true }), { kind: 'closed', why: 'stop' }],
    ['open by a STOP where none is needed', window({ needed: false, openedByStop: true }), { kind: 'closed', why: 'stop' }],
    ['a STOP of the day before', window({ open: false, closesAt: '2026-11-20T10:00:00Z', openedByStop: true }), { kind: 'closed', why: 'elapsed' }],
    ['not needed', window({ needed: false, open: false, closesAt: null }), { kind: 'free' }],
  ])('%s', (_name, view, state) => {
    expect(windowState(view, now)).toEqual(state);
  });

  it.each([
    [0, 'inbox.window.moments'],
    [12, 'inbox.window.minutes {"minutes":12}'],
    [59, 'inbox.window.minutes {"minutes":59}'],
    [192, 'inbox.window.hours {"hours":3,"minutes":12}'],
    [1_439, 'inbox.window.hours {"hours":23,"minutes":59}'],
  ])('%i minutes', (minutes, words) => {
    expect(leftWords(minutes, (key, values) => (values ? `${key} ${JSON.stringify(values)}` : key))).toBe(words);
  });

  it.each([
    [window({}), '2026-11-21T12:59:00Z', false],
    [window({}), '2026-11-21T13:00:00Z', true],
    [window({ closesAt: null }), '2026-11-21T12:00:00Z', true],
    [window({ needed: false, closesAt: null }), '2026-11-22T12:00:00Z', false],
  ])('a message for later: %#', (view, at, closed) => {
    expect(closesBefore(view, new Date(at))).toBe(closed);
  });
});

describe('attempts', () => {
  let made = 0;
  const newKey = () => `key ${(made += 1)}`;
  it('are the same for the same words while nobody answered, with what had been seen then', () => {
    const first = attemptOf({ text: 'Hello' }, 'm1', null, newKey);
    expect(attemptOf({ text: 'Hello' }, 'm2', first, newKey)).toBe(first);
    expect(first.body).toMatchObject({ text: 'Hello', seen: 'm1' });
  });

  it('are others for other words, and once the former was answered', () => {
    const first = attemptOf({ text: 'Hello' }, 'm1', null, newKey);
    expect(attemptOf({ text: 'Hello!' }, 'm1', first, newKey).body.idempotencyKey).not.toBe(first.body.idempotencyKey);
    expect(attemptOf({ text: 'Hello' }, 'm1', null, newKey).body.idempotencyKey).not.toBe(first.body.idempotencyKey);
  });

  it.each([
    [0, true],
    [502, true],
    [409, false],
    [400, false],
  ])('after a status of %i may have arrived: %s', (status, arrived) => {
    expect(mayHaveArrived({ status, code: 'x', sentence: '', path: null, details: {} })).toBe(arrived);
  });
});

describe('a file the server refused', () => {
  it.each([
    ['media.executable', undefined, { code: 'media.executable', values: {} }],
    ['media.too_large', { max: '5 MB' }, { code: 'media.too_large', values: { max: '5 MB' } }],
    // The next try may go well: the file stays as it was.
    ['media.disk_full', undefined, null],
    ['network', undefined, null],
    ['channel.answered_meanwhile', undefined, null],
  ])('%s', (code, values, expected) => {
    expect(refusalOf({ code, ...(values ? { values } : {}) })).toEqual(expected);
  });
});

describe('a place', () => {
  it.each([
    ['52.52', '13,405', { latitude: 52.52, longitude: 13.405 }],
    ['0', '0', { latitude: 0, longitude: 0 }],
    ['91', '0', null],
    ['0', '181', null],
    ['', '0', null],
    ['north', '0', null],
  ])('%s, %s', (latitude, longitude, place) => {
    expect(placeOf({ ...emptyPlace, latitude, longitude })).toEqual(place);
  });

  it('takes both from what a map copies', () => {
    expect(parsePair('52.52, -13.405')).toEqual({ latitude: '52.52', longitude: '-13.405' });
    expect(parsePair('52.52')).toBeNull();
  });
});
