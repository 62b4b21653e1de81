import type { ChannelSight } from '../../server/src/platform/services';
import { createFactsMemory, isSeenAlike, mayHear } from '../../server/src/features/realtime/audience';
import type { ChannelFacts, Emission } from '../../server/src/features/realtime/audience';
import { createGathering } from '../../server/src/features/realtime/gathered';
import { createPresenceBoard } from '../../server/src/features/realtime/presence-board';
import { createRing } from '../../server/src/features/realtime/ring';
import { foreignPanelOf } from '../../server/src/features/realtime/socket-server';
import { createViewersBoard, TYPING_MS } from '../../server/src/features/realtime/viewers-board';

describe('the ring', () => {
  const filled = (count: number, size = 3) => {
    const ring = createRing<number>('s', size);
    for (let number = 1; number <= count; number += 1) ring.add(number);
    return ring;
  };
  const told = (count: number, place: string): number[] | null => filled(count).since(place)?.map(({ one }) => one) ?? null;

  it.each<[number, string, number[] | null]>([
    [0, 's.0', []],
    [2, 's.0', [1, 2]],
    [2, 's.2', []],
    [3, 's.0', [1, 2, 3]],
    [4, 's.1', [2, 3, 4]],
    [7, 's.6', [7]],
    // What it no longer holds, what was not told yet, and what is no place of this start.
    [4, 's.0', null],
    [100, 's.96', null],
    [2, 's.3', null],
    [2, 't.1', null],
    [2, 's', null],
    [2, 's.-1', null],
    [2, 's.1.1', null],
    [2, '', null],
  ])('of %i events, after %s tells %j', (count, place, expected) => {
    expect(told(count, place)).toEqual(expected);
  });

  it('gives places in order', () => {
    const ring = createRing<string>('s', 3);
    expect([ring.newest(), ring.add('a'), ring.add('b'), ring.newest()]).toEqual(['s.0', 's.1', 's.2', 's.2']);
    expect(ring.since('s.1')).toEqual([{ seq: 's.2', one: 'b' }]);
  });

  it('leads nowhere from former places once it forgot, and goes on', () => {
    const ring = filled(2);
    const former = ring.newest();
    ring.forget();
    expect([ring.since(former), ring.since('s.0'), ring.since(ring.newest())]).toEqual([null, null, []]);
    const place = ring.newest();
    ring.add(9);
    expect(ring.since(place)?.map(({ one }) => one)).toEqual([9]);
  });

  it.each([
    ['s.1', 2, true],
    ['s.2', 2, true],
    ['s.3', 2, false],
    ['t.3', 2, true],
    ['nonsense', 2, true],
    ['s.0', -1, false],
  ])('a tab at %s has seen nothing after the first %i: %s', (place, count, expected) => {
    expect(filled(3).isUpTo(place, count)).toBe(expected);
  });
});

describe('who hears', () => {
  const facts = (changes: Partial<ChannelFacts> = {}): ChannelFacts => ({ id: 1, documentId: 'one', account: 1, company: null, assignee: null, agents: [], ...changes });
  const sight = (changes: Partial<ChannelSight> = {}): ChannelSight => ({ user: 7, accounts: null, companies: null, reach: 'all', mayReply: true, mayAssign: true, mayConfigure: true, ...changes });
  const changed: Emission = { name: 'message.changed', body: { channel: 'one', message: {} as never }, channel: facts() };
  const gone = (former: ChannelFacts | null): Emission => ({ name: 'channel.gone', body: { id: 'one' }, channel: facts(), former });

  it.each<[string, Partial<ChannelSight>, Partial<ChannelFacts>, boolean]>([
    ['everybody’s', {}, { assignee: 8 }, true],
    ['no inbox', { reach: 'none' }, {}, false],
    ['own, of somebody else', { reach: 'own' }, { assignee: 8 }, false],
    ['own, of nobody', { reach: 'own' }, {}, false],
    ['own', { reach: 'own' }, { assignee: 7 }, true],
    ['own, taking part', { reach: 'own' }, { assignee: 8, agents: [7] }, true],
    ['unassigned', { reach: 'unassigned' }, {}, true],
    ['unassigned, of somebody else', { reach: 'unassigned' }, { assignee: 8 }, false],
    ['another account', { accounts: [2] }, {}, false],
    ['one of several accounts', { accounts: [2, 1] }, {}, true],
    ['own, in another account', { reach: 'own', accounts: [2] }, { assignee: 7 }, false],
    ['another company', { companies: [5] }, { company: 6 }, false],
    ['no company', { companies: [5] }, {}, true],
  ])('%s', (_, seen, channel, expected) => {
    expect(mayHear(sight(seen), changed, facts(channel))).toBe(expected);
  });

  it('nobody, of what is deleted', () => {
    expect(mayHear(sight(), changed, null)).toBe(false);
  });

  it.each<[string, Partial<ChannelSight>, ChannelFacts | null, Partial<ChannelFacts> | null, boolean]>([
    ['that it is gone: whoever saw it', { reach: 'unassigned' }, facts(), { assignee: 8 }, true],
    ['not who sees it still', {}, facts(), { assignee: 8 }, false],
    ['not who never saw it', { reach: 'own' }, facts(), { assignee: 8 }, false],
    ['not who has no inbox', { reach: 'none' }, facts(), { assignee: 8 }, false],
    ['of an unknown past, whoever could have', { reach: 'own' }, null, { assignee: 8 }, true],
    ['of an unknown past, nobody of another account', { reach: 'own', accounts: [2] }, null, { assignee: 8 }, false],
    ['of a deleted one, whoever saw it', { reach: 'own' }, facts({ assignee: 7 }), null, true],
    ['of a deleted one, not who did not', { reach: 'own' }, facts({ assignee: 8 }), null, false],
  ])('%s', (_, seen, former, current, expected) => {
    expect(mayHear(sight(seen), gone(former), current === null ? null : facts(current))).toBe(expected);
  });

  it('is decided alike by the same facts, in whatever order people take part', () => {
    expect(isSeenAlike(facts({ agents: [1, 2] }), facts({ agents: [2, 1] }))).toBe(true);
    for (const other of [{ agents: [1] }, { assignee: 1 }, { account: 2 }, { company: 2 }]) expect(isSeenAlike(facts({ agents: [1, 2] }), facts({ agents: [1, 2], ...other }))).toBe(false);
  });

  it('is remembered of as many conversations as there is room for, the least lately told of forgotten', () => {
    const memory = createFactsMemory(2);
    for (const id of [1, 2, 1, 3]) memory.keep(facts({ id, documentId: `d${id}` }));
    expect([1, 2, 3].map((id) => memory.get(id)?.id ?? null)).toEqual([1, null, 3]);
    expect([memory.find('d3')?.id, memory.find('d2')]).toEqual([3, null]);
    memory.drop(3);
    expect(memory.get(3)).toBeNull();
  });
});

describe('what is gathered', () => {
  it('is each thing once, and nothing after it was taken', () => {
    const gathering = createGathering(10);
    expect(gathering.isEmpty()).toBe(true);
    for (const id of [1, 2, 1]) gathering.add((into) => into.changed.add(id));
    expect([...(gathering.take()?.changed ?? [])]).toEqual([1, 2]);
    expect([gathering.isEmpty(), gathering.take()?.changed.size]).toEqual([true, 0]);
  });

  it('is given up above its bound, and begins again', () => {
    const gathering = createGathering(3);
    for (const id of [1, 2, 3, 4, 5]) gathering.add((into) => into.channels.add(id));
    expect([gathering.isEmpty(), gathering.take(), gathering.isEmpty()]).toEqual([false, null, true]);
    gathering.add((into) => into.channels.add(6));
    expect([...(gathering.take()?.channels ?? [])]).toEqual([6]);
  });
});

describe('presence', () => {
  it('is said where others see a difference, by all the tabs of a person', () => {
    const board = createPresenceBoard();
    const steps: [() => unknown, unknown, string][] = [
      [() => board.say(1, 'Anna', 'a', 'online'), 'online', 'online'],
      [() => board.say(1, 'Anna', 'b', 'online'), null, 'online'],
      [() => board.say(1, 'Anna', 'a', 'away'), null, 'online'],
      [() => board.say(1, 'Anna', 'b', 'away'), 'away', 'away'],
      [() => board.say(1, 'Anna', 'b', 'offline'), null, 'away'],
      [() => board.say(1, 'Anna', 'a', 'offline'), 'offline', 'offline'],
      [() => board.say(1, 'Anna', 'a', 'online'), 'online', 'online'],
      [() => board.leave(1, 'a'), 'offline', 'offline'],
      [() => board.leave(1, 'b'), null, 'offline'],
      [() => board.leave(1, 'b'), null, 'offline'],
    ];
    expect(steps.map(([step]) => [step(), board.of(1)])).toEqual(steps.map(([, said, is]) => [said, is]));
  });

  it('lists whoever is there', () => {
    const board = createPresenceBoard();
    board.say(1, 'Anna', 'a', 'online');
    board.say(2, 'Ben', 'b', 'away');
    board.say(3, 'Cleo', 'c', 'offline');
    expect(board.all()).toEqual([{ user: 1, name: 'Anna', presence: 'online' }, { user: 2, name: 'Ben', presence: 'away' }]);
    expect(board.of(4)).toBe('offline');
  });
});

describe('viewers', () => {
  const anna = { user: 1, name: 'Anna' };
  const ben = { user: 2, name: 'Ben' };
  const start = new Date('2026-01-01T10:00:00Z');
  const later = (ms: number): Date => new Date(start.getTime() + ms);

  it('are each person once, in the conversation their tabs have open', () => {
    const board = createViewersBoard();
    expect(board.watch('a', anna, 'x')).toEqual(['x']);
    expect(board.watch('b', anna, 'x')).toEqual(['x']);
    expect(board.watch('c', ben, 'x')).toEqual(['x']);
    expect(board.watch('c', ben, 'x')).toEqual([]);
    expect(board.viewersOf('x', start)).toEqual([{ ...anna, typing: false }, { ...ben, typing: false }]);
    expect(board.watch('c', ben, 'y')).toEqual(['x', 'y']);
    expect(board.watch('a', anna, null)).toEqual(['x']);
    expect([board.viewersOf('x', start).length, board.viewersOf('y', start).length]).toEqual([1, 1]);
    expect(board.watch('nobody', ben, null)).toEqual([]);
  });

  it('write where they have it open, and stop by themselves', () => {
    const board = createViewersBoard();
    board.watch('a', anna, 'x');
    expect(board.type('a', 'y', true, start)).toBe(false);
    expect(board.type('nobody', 'x', true, start)).toBe(false);
    expect([board.type('a', 'x', true, start), board.type('a', 'x', true, later(1_000)), board.isAnybodyTyping()]).toEqual([true, false, true]);
    expect(board.viewersOf('x', later(TYPING_MS))).toEqual([{ ...anna, typing: true }]);
    expect(board.expire(later(TYPING_MS))).toEqual([]);
    expect(board.expire(later(TYPING_MS + 1_000))).toEqual(['x']);
    expect([board.expire(later(TYPING_MS + 1_000)), board.isAnybodyTyping(), board.viewersOf('x', later(TYPING_MS + 1_000))]).toEqual([[], false, [{ ...anna, typing: false }]]);
    expect([board.type('a', 'x', true, later(20_000)), board.type('a', 'x', false, later(20_001)), board.type('a', 'x', false, later(20_002))]).toEqual([true, true, false]);
  });

  it('write by one of their tabs', () => {
    const board = createViewersBoard();
    board.watch('a', anna, 'x');
    board.watch('b', anna, 'x');
    board.type('a', 'x', true, start);
    expect(board.viewersOf('x', start)).toEqual([{ ...anna, typing: true }]);
  });
});

describe('the origin that may read answers', () => {
  it.each([
    ['http://localhost:1337', 'http://localhost:1337/admin', undefined],
    ['https://api.example.com', 'https://api.example.com/dashboard', undefined],
    ['https://api.example.com/strapi', 'https://panel.example.com/admin', 'https://panel.example.com'],
    ['https://api.example.com', 'http://api.example.com/admin', 'http://api.example.com'],
    ['https://api.example.com', undefined, undefined],
  ])('of Strapi at %s and a panel at %s is %s besides its own', (server, panel, expected) => {
    const urls: Record<string, string | undefined> = { 'server.absoluteUrl': server, 'admin.absoluteUrl': panel };
    expect(foreignPanelOf({ config: { get: (name: string) => urls[name] } } as never)).toBe(expected);
  });
});
