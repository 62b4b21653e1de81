import { SERVICE_WINDOW_MS } from '../../../../plugin/domain/service-window';
import type { ChannelRow } from '../../platform/records';

export interface ReceivedChange {
  channel: number;
  at: Date;
  opensWindow: boolean;
  isStop: boolean;
  providerMessageId: string;
  preview: string;
}

/** What messages may write on a channel; one list, because rows are written in one statement. */
export const CHANNEL_ATTRIBUTES = [
  'lastMessageAt',
  'lastCustomerMessageAt',
  'windowOpenedByStop',
  'lastInboundProviderMessageId',
  'unreadCount',
  'preview',
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

export const applyReceivedTo = (row: ChannelRow, change: ReceivedChange): ChannelRow => {
  const isNewest = isLater(change.at, row.lastMessageAt);
  return {
    ...row,
    ...openWindow(row, change),
    lastMessageAt: isNewest ? change.at : row.lastMessageAt,
    preview: isNewest ? shortenPreview(change.preview) : row.preview,
    lastInboundProviderMessageId: isNewest || row.lastInboundProviderMessageId === null ? change.providerMessageId : row.lastInboundProviderMessageId,
    unreadCount: (row.unreadCount ?? 0) + 1,
  };
};

/** Two channels of one account that turned out to be one person's. */
export const mergeChannels = (kept: ChannelRow, merged: ChannelRow): Partial<ChannelRow> => {
  const isMergedNewer = merged.lastMessageAt !== null && isLater(merged.lastMessageAt, kept.lastMessageAt);
  const isMergedWindowNewer = merged.lastCustomerMessageAt !== null && isLater(merged.lastCustomerMessageAt, kept.lastCustomerMessageAt);
  const newest = isMergedNewer ? merged : kept;
  const window = isMergedWindowNewer ? merged : kept;
  return {
    company: kept.company ?? merged.company,
    lastMessageAt: newest.lastMessageAt,
    preview: newest.preview,
    lastInboundProviderMessageId: newest.lastInboundProviderMessageId ?? kept.lastInboundProviderMessageId ?? merged.lastInboundProviderMessageId,
    lastCustomerMessageAt: window.lastCustomerMessageAt,
    windowOpenedByStop: window.windowOpenedByStop,
    unreadCount: (kept.unreadCount ?? 0) + (merged.unreadCount ?? 0),
  };
};
