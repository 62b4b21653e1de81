import { agentFor, applyReceivedTo, isReopenedBy, mergeChannels } from '../../server/src/features/channels/channel-effects';
import type { ChannelRow } from '../../server/src/platform/records';
import type { ReceivedChange } from '../../server/src/platform/services';

const at = (hours: number): Date => new Date(Date.UTC(2026, 0, 1, hours));
const channel = (changes: Partial<ChannelRow> = {}): ChannelRow =>
  ({
    id: 1,
    company: null,
    lastMessageAt: at(0),
    lastCustomerMessageAt: at(0),
    windowOpenedByStop: false,
    lastInboundProviderMessageId: null,
    unreadCount: 0,
    preview: null,
    title: null,
    state: 'open',
    snoozedUntil: null,
    priority: 'normal',
    assignee: null,
    assignedAt: null,
    lastReadMessage: null,
    settings: null,
    ...changes,
  }) as ChannelRow;
const received = (changes: Partial<ReceivedChange> = {}): ReceivedChange => ({ channel: 1, at: at(1), opensWindow: true, isStop: false, providerMessageId: 'm', preview: 'p', ...changes });

describe('what a received message does', () => {
  const snoozed = { state: 'snoozed', snoozedUntil: at(9) } as const;
  it.each([
    ['an open one stays', channel(), received(), { state: 'open', unreadCount: 1 }, false],
    ['pending opens', channel({ state: 'pending' }), received(), { state: 'open', unreadCount: 1 }, true],
    ['snoozed opens, and its time is gone', channel(snoozed), received(), { state: 'open', snoozedUntil: null, unreadCount: 1 }, true],
    ['resolved opens', channel({ state: 'resolved' }), received(), { state: 'open', unreadCount: 1 }, true],
    ['archived opens', channel({ state: 'archived' }), received(), { state: 'open', unreadCount: 1 }, true],
    ['one from before the inbox is open', channel({ state: null as never }), received(), { state: 'open', unreadCount: 1 }, false],
    ['STOP opens: somebody should know', channel({ state: 'resolved' }), received({ isStop: true }), { state: 'open', unreadCount: 1 }, true],
    ['what comes late opens', channel({ state: 'resolved' }), received({ routed: false }), { state: 'open', unreadCount: 1 }, true],
    ['a reaction opens nothing and is not unread', channel(snoozed), received({ reaction: true }), { ...snoozed, unreadCount: 0 }, false],
    ['history opens nothing and is not unread', channel({ state: 'archived' }), received({ imported: true }), { state: 'archived', unreadCount: 0 }, false],
  ] as const)('%s', (_, row, change, expected, reopened) => {
    expect(isReopenedBy(row, change)).toBe(reopened);
    expect(applyReceivedTo(row, change)).toMatchObject(expected);
  });

  it.each([
    ['the newest', channel({ preview: 'before' }), received(), 'p'],
    ['what was written before the newest', channel({ preview: 'before', lastMessageAt: at(2) }), received(), 'before'],
    ['the first one, where people opened the conversation after it was written', channel({ lastMessageAt: at(2) }), received(), 'p'],
  ])('shows in its row: %s', (_, row, change, preview) => {
    expect(applyReceivedTo(row, change).preview).toBe(preview);
  });

  const preferred = { preferredAgent: 7 };
  it.each([
    ['the first message', channel({ lastCustomerMessageAt: null }), received(preferred), 7],
    ['one that opens it anew', channel({ state: 'resolved' }), received(preferred), 7],
    ['one in an open conversation', channel(), received(preferred), null],
    ['where somebody has it', channel({ state: 'resolved', assignee: 3 }), received(preferred), null],
    ['where nobody is preferred', channel({ state: 'resolved' }), received(), null],
    ['what is late', channel({ state: 'resolved' }), received({ ...preferred, routed: false }), null],
    ['history', channel({ lastCustomerMessageAt: null }), received({ ...preferred, imported: true }), null],
    ['a reaction', channel({ state: 'resolved' }), received({ ...preferred, reaction: true }), null],
  ] as const)('the preferred agent: %s', (_, row, change, agent) => {
    expect(agentFor(row, change)).toBe(agent);
  });
});

describe('two conversations that become one', () => {
  it.each([
    ['the more open one', { state: 'archived' }, { state: 'pending' }, { state: 'pending' }],
    ['the kept one where it is more open', { state: 'open' }, { state: 'snoozed', snoozedUntil: at(5) }, { state: 'open', snoozedUntil: null }],
    ['when it comes back', { state: 'resolved' }, { state: 'snoozed', snoozedUntil: at(5) }, { state: 'snoozed', snoozedUntil: at(5) }],
    ['its own assignee', { assignee: 3, assignedAt: at(1) }, { assignee: 4, assignedAt: at(2) }, { assignee: 3, assignedAt: at(1) }],
    ['the other assignee', {}, { assignee: 4, assignedAt: at(2) }, { assignee: 4, assignedAt: at(2) }],
    ['the more urgent', { priority: 'high' }, { priority: 'urgent' }, { priority: 'urgent' }],
    ['the name given by hand', {}, { title: 'VIP' }, { title: 'VIP' }],
    ['the lower line while something is unread', { lastReadMessage: 10 }, { lastReadMessage: 5, unreadCount: 1 }, { lastReadMessage: 5, unreadCount: 1 }],
    ['no line where one was never read', { lastReadMessage: 10 }, { unreadCount: 1 }, { lastReadMessage: null }],
    ['the higher line where all is read', { lastReadMessage: 10 }, { lastReadMessage: 5 }, { lastReadMessage: 10 }],
  ] as const)('keep %s', (_, kept, merged, expected) => {
    expect(mergeChannels(channel(kept as Partial<ChannelRow>), channel(merged as Partial<ChannelRow>))).toMatchObject(expected);
  });
});
