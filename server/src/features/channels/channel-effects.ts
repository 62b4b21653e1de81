import { CHANNEL_PRIORITIES, CHANNEL_STATES } from '../../../../plugin/contracts/channels';
import { SERVICE_WINDOW_MS } from '../../../../plugin/domain/service-window';
import type { ChannelRow } from '../../platform/records';
import type { ReceivedChange } from '../../platform/services';

/** What messages may write on a channel; one list, because rows are written in one statement. */
export const CHANNEL_ATTRIBUTES = [
  'lastMessageAt',
  'lastCustomerMessageAt',
  'windowOpenedByStop',
  'lastInboundProviderMessageId',
  'unreadCount',
  'preview',
  'state',
  'snoozedUntil',
  'assignee',
  'assignedAt',
] as const satisfies readonly (keyof ChannelRow)[];

const PREVIEW_LENGTH = 120;

/** One line; cut between characters, never through one. */
export const shortenPreview = (text: string): string => {
  const characters = [...text.replace(/\s+/g, ' ').trim()];
  return characters.length <= PREVIEW_LENGTH ? characters.join('') : `${characters.slice(0, PREVIEW_LENGTH - 1).join('')}…`;
};

const isLater = (at: Date, than: Date | null): boolean => than === null || at >= than;

/**
 * The window after one message. STOP never lengthens a window that another message opened: a reply is permitted for
 * 24 hours from that message, and STOP permits none. So a STOP inside such a window leaves it as it is; one outside
 * opens a window marked as opened by STOP.
 */
const openWindow = (row: ChannelRow, change: ReceivedChange): Pick<ChannelRow, 'lastCustomerMessageAt' | 'windowOpenedByStop'> => {
  const { lastCustomerMessageAt, windowOpenedByStop } = row;
  const unchanged = { lastCustomerMessageAt, windowOpenedByStop };
  if (!change.opensWindow || !isLater(change.at, lastCustomerMessageAt)) return unchanged;
  const isOpen = lastCustomerMessageAt !== null && change.at.getTime() < lastCustomerMessageAt.getTime() + SERVICE_WINDOW_MS;
  if (change.isStop && isOpen && !windowOpenedByStop) return unchanged;
  return { lastCustomerMessageAt: change.at, windowOpenedByStop: change.isStop };
};

/** History is nobody's news, and a reaction asks for no answer. */
const isNews = ({ imported = false, reaction = false }: ReceivedChange): boolean => !imported && !reaction;

/** A customer who writes is waiting: whatever we had put aside is open again. */
export const isReopenedBy = (row: Pick<ChannelRow, 'state'>, change: ReceivedChange): boolean => isNews(change) && (row.state ?? 'open') !== 'open';

/**
 * Who is to answer, where nobody has it: whom the person is best answered by, when the conversation begins or begins
 * anew. Not for what is late: that triggers no routing.
 */
export const agentFor = (row: ChannelRow, change: ReceivedChange): number | null =>
  row.assignee === null && isNews(change) && change.routed !== false && (row.lastCustomerMessageAt === null || isReopenedBy(row, change)) ? (change.preferredAgent ?? null) : null;

export const applyReceivedTo = (row: ChannelRow, change: ReceivedChange): ChannelRow => {
  const isNewest = isLater(change.at, row.lastMessageAt);
  return {
    ...row,
    ...openWindow(row, change),
    lastMessageAt: isNewest ? change.at : row.lastMessageAt,
    // A conversation that was opened by hand is newer than it has anything to show.
    preview: isNewest || row.preview === null ? shortenPreview(change.preview) : row.preview,
    lastInboundProviderMessageId: isNewest || row.lastInboundProviderMessageId === null ? change.providerMessageId : row.lastInboundProviderMessageId,
    unreadCount: (row.unreadCount ?? 0) + (isNews(change) ? 1 : 0),
    // Rows from before the inbox have no state: they are open.
    ...(isReopenedBy(row, change) ? { state: 'open' as const, snoozedUntil: null } : { state: row.state ?? 'open' }),
  };
};

const openness = ({ state }: ChannelRow): number => CHANNEL_STATES.indexOf(state ?? 'open');
const urgency = ({ priority }: ChannelRow): number => CHANNEL_PRIORITIES.indexOf(priority ?? 'normal');

/** What people did with two conversations that become one: nothing that waits for an answer is put aside by it. */
const mergeWork = (kept: ChannelRow, merged: ChannelRow): Partial<ChannelRow> => {
  const opener = openness(merged) < openness(kept) ? merged : kept;
  const holder = (kept.assignee ?? null) === null ? merged : kept;
  const unread = (kept.unreadCount ?? 0) + (merged.unreadCount ?? 0);
  // The line stands above whatever one of the two had not read.
  const lines = [kept.lastReadMessage ?? 0, merged.lastReadMessage ?? 0];
  const line = unread === 0 ? Math.max(...lines) : Math.min(...lines);
  return {
    state: opener.state ?? 'open',
    snoozedUntil: opener.snoozedUntil ?? null,
    priority: (urgency(merged) > urgency(kept) ? merged.priority : kept.priority) ?? 'normal',
    assignee: holder.assignee ?? null,
    assignedAt: holder.assignedAt ?? null,
    title: kept.title ?? merged.title ?? null,
    lastReadMessage: line === 0 ? null : line,
    settings: kept.settings ?? merged.settings ?? null,
  };
};

/** Two channels of one account that turned out to be one person's. */
export const mergeChannels = (kept: ChannelRow, merged: ChannelRow): Partial<ChannelRow> => {
  const isMergedNewer = merged.lastMessageAt !== null && isLater(merged.lastMessageAt, kept.lastMessageAt);
  const isMergedWindowNewer = merged.lastCustomerMessageAt !== null && isLater(merged.lastCustomerMessageAt, kept.lastCustomerMessageAt);
  const newest = isMergedNewer ? merged : kept;
  const window = isMergedWindowNewer ? merged : kept;
  return {
    ...mergeWork(kept, merged),
    company: kept.company ?? merged.company,
    lastMessageAt: newest.lastMessageAt,
    preview: newest.preview,
    lastInboundProviderMessageId: newest.lastInboundProviderMessageId ?? kept.lastInboundProviderMessageId ?? merged.lastInboundProviderMessageId,
    lastCustomerMessageAt: window.lastCustomerMessageAt,
    windowOpenedByStop: window.windowOpenedByStop,
    unreadCount: (kept.unreadCount ?? 0) + (merged.unreadCount ?? 0),
  };
};
