import type { ChannelTab, ChannelView } from '../../../../plugin/contracts/channels';

/** Newest first, as the server lists them; without a message last. */
export const compareRows = (one: ChannelView, other: ChannelView): number => {
  if (one.lastMessageAt === other.lastMessageAt) return 0;
  if (one.lastMessageAt === null) return 1;
  if (other.lastMessageAt === null) return -1;
  return one.lastMessageAt > other.lastMessageAt ? -1 : 1;
};

const sorted = (rows: readonly ChannelView[]): ChannelView[] => [...rows].sort(compareRows);

/** What the list shows: filters by their names in the address. */
export interface ListFilters {
  tab: ChannelTab;
  account: string;
  company: string;
  tag: string;
  window: string;
  state: string;
  assignee: string;
  unread: string;
  priority: string;
  search: string;
}

export type Fit = 'yes' | 'no' | 'unknown';

const tabFit = (channel: ChannelView, { tab, state }: ListFilters, me: number | null): Fit => {
  if (tab === 'archived') return channel.state === 'archived' ? 'yes' : 'no';
  // What is snoozed or resolved is shown to who asks for it.
  const isAsked = state ? channel.state === state : channel.state === 'open' || channel.state === 'pending';
  if (!isAsked) return 'no';
  if (tab === 'all') return 'yes';
  if (tab === 'unassigned') return channel.assignee === null ? 'yes' : 'no';
  // A row does not say who takes part beside its assignee.
  return channel.assignee !== null && channel.assignee.id === me ? 'yes' : 'unknown';
};

/** Whether a conversation that changed belongs into the list. `unknown`: only the server can say. */
export const fitOf = (channel: ChannelView, filters: ListFilters, me: number | null, now: number): Fit => {
  const tab = tabFit(channel, filters, me);
  const { needed, closesAt, openedByStop } = channel.window;
  const isOpen = !needed || (closesAt !== null && !openedByStop && Date.parse(closesAt) > now);
  const misses =
    tab === 'no' ||
    // The list holds what was written in.
    channel.lastMessageAt === null ||
    (filters.account && filters.account !== channel.account.key) ||
    (filters.company && filters.company !== channel.company?.id) ||
    (filters.tag && !channel.tags.some(({ id }) => id === filters.tag)) ||
    (filters.assignee && filters.assignee !== String(channel.assignee?.id)) ||
    (filters.priority && filters.priority !== channel.priority) ||
    (filters.unread && channel.unread === 0) ||
    (filters.window && (filters.window === 'open') !== isOpen);
  if (misses) return 'no';
  return filters.search ? 'unknown' : tab;
};

export interface ChannelRows {
  rows: ChannelView[];
  /** Where the next page begins; null: there is none. */
  cursor: string | null;
}

export const NO_ROWS: ChannelRows = { rows: [], cursor: null };

const without = (rows: readonly ChannelView[], id: string): ChannelView[] => rows.filter((row) => row.id !== id);

export const dropRow = (list: ChannelRows, id: string): ChannelRows => (list.rows.some((row) => row.id === id) ? { ...list, rows: without(list.rows, id) } : list);

/**
 * A conversation that changed, in its place. One the server has to judge keeps its place where it is shown and is not
 * added. What belongs below the last row that was read waits for its page: a gap in the list would hide what is between.
 */
export const placeRow = (list: ChannelRows, channel: ChannelView, fit: Fit): ChannelRows => {
  const isShown = list.rows.some((row) => row.id === channel.id);
  if (fit === 'no') return dropRow(list, channel.id);
  if (!isShown && fit === 'unknown') return list;
  const others = without(list.rows, channel.id);
  const last = others.at(-1);
  if (!isShown && list.cursor !== null && last && compareRows(channel, last) > 0) return list;
  return { ...list, rows: sorted([channel, ...others]) };
};

/**
 * The first page read anew: it says all about the time it covers, so what is not in it is gone. Older rows stay, or a
 * reader who scrolled down would lose their place every few seconds.
 */
export const replaceHead = (list: ChannelRows, fresh: readonly ChannelView[], cursor: string | null): ChannelRows => {
  const last = fresh.at(-1);
  if (cursor === null || !last) return { rows: [...fresh], cursor };
  const known = new Set(fresh.map(({ id }) => id));
  const older = list.rows.filter((row) => !known.has(row.id) && compareRows(row, last) >= 0);
  return { rows: [...fresh, ...older], cursor: older.length > 0 ? list.cursor : cursor };
};

/** The next page, behind what is there. A row that moved up meanwhile is shown once. */
export const appendPage = (list: ChannelRows, page: readonly ChannelView[], cursor: string | null): ChannelRows => {
  const known = new Set(list.rows.map(({ id }) => id));
  return { rows: [...list.rows, ...page.filter(({ id }) => !known.has(id))], cursor };
};
