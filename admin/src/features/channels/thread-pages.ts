import type { ChannelEventView, ThreadMessage, ThreadPage } from '../../../../plugin/contracts/channels';

/** How many messages the page holds; what falls off the far end is read again. */
export const MOST_HELD = 400;

/** How to read on: the server's cursor, or, where we let messages go ourselves, the outermost message we still have. */
export type Edge = { cursor: string } | { around: string };

export interface Held {
  /** Oldest first, without gaps. */
  messages: ThreadMessage[];
  events: ChannelEventView[];
  earlier: Edge | null;
  /** Null: the newest message is held. */
  later: Edge | null;
  /** What was read when the thread was opened: where the unread line stands. */
  lastRead: string | null;
  /** Messages that came and are not held. */
  missed: number;
}

const edgeOf = (cursor: string | null): Edge | null => (cursor === null ? null : { cursor });

export const openPage = (page: ThreadPage, lastRead = page.lastRead): Held => ({
  messages: page.messages,
  events: page.events,
  earlier: edgeOf(page.earlier),
  later: edgeOf(page.later),
  lastRead,
  missed: 0,
});

const joinEvents = (held: readonly ChannelEventView[], read: readonly ChannelEventView[]): ChannelEventView[] => {
  const known = new Set(read.map(({ id }) => id));
  return [...held.filter(({ id }) => !known.has(id)), ...read].sort((a, b) => a.at.localeCompare(b.at));
};

const overlaps = (held: readonly ThreadMessage[], read: readonly ThreadMessage[]): boolean => {
  const known = new Set(held.map(({ id }) => id));
  return read.some(({ id }) => known.has(id));
};

/** Both in one order; what both have as it was read last. New ones stand behind the one they follow in the page. */
const joinMessages = (held: readonly ThreadMessage[], read: readonly ThreadMessage[]): ThreadMessage[] => {
  const newest = new Map(read.map((message) => [message.id, message]));
  const known = new Set(held.map(({ id }) => id));
  const leading: ThreadMessage[] = [];
  const behind = new Map<string, ThreadMessage[]>();
  let anchor: string | null = null;
  for (const message of read) {
    if (known.has(message.id)) anchor = message.id;
    else if (anchor === null) leading.push(message);
    else behind.set(anchor, [...(behind.get(anchor) ?? []), message]);
  }
  const first = read.find(({ id }) => known.has(id))?.id;
  return held.flatMap((message) => [...(message.id === first ? leading : []), newest.get(message.id) ?? message, ...(behind.get(message.id) ?? [])]);
};

/** Events stay with the messages they stand behind. */
const trimEvents = (held: Held): Held => {
  const ids = new Set(held.messages.map(({ id }) => id));
  return { ...held, events: held.events.filter(({ after }) => (after === null ? held.earlier === null : ids.has(after))) };
};

const dropNewest = (held: Held, most: number): Held => {
  if (held.messages.length <= most) return held;
  const messages = held.messages.slice(0, most);
  const last = messages[messages.length - 1];
  return trimEvents({ ...held, messages, later: last ? { around: last.id } : held.later });
};

const dropOldest = (held: Held, most: number): Held => {
  if (held.messages.length <= most) return held;
  const messages = held.messages.slice(-most);
  const first = messages[0];
  return trimEvents({ ...held, messages, earlier: first ? { around: first.id } : held.earlier });
};

/** The page before what is held. The newest of what is too much go. */
export const joinEarlier = (held: Held, page: ThreadPage, most = MOST_HELD): Held => {
  const messages = overlaps(held.messages, page.messages) ? joinMessages(held.messages, page.messages) : [...page.messages, ...held.messages];
  return dropNewest({ ...held, messages, events: joinEvents(held.events, page.events), earlier: edgeOf(page.earlier) }, most);
};

/** The page behind what is held. The oldest of what is too much go. */
export const joinLater = (held: Held, page: ThreadPage, most = MOST_HELD): Held => {
  const messages = overlaps(held.messages, page.messages) ? joinMessages(held.messages, page.messages) : [...held.messages, ...page.messages];
  const later = edgeOf(page.later);
  return dropOldest({ ...held, messages, events: joinEvents(held.events, page.events), later, missed: later === null ? 0 : held.missed }, most);
};

/**
 * The newest page, read again after a gap in the live events. Where it doesn't reach back to what is held, whoever is at
 * the bottom goes on from it, and whoever reads further up keeps the place and comes to it by reading on.
 */
export const joinNewest = (held: Held, page: ThreadPage, atBottom: boolean, most = MOST_HELD): Held => {
  const read = new Map(page.messages.map((message) => [message.id, message]));
  const replaced = held.messages.map((message) => read.get(message.id) ?? message);
  const touches = overlaps(held.messages, page.messages);
  if (held.messages.length === 0) return openPage(page, held.lastRead);
  if (held.later !== null) return { ...held, messages: replaced };
  if (touches) {
    const joined = { ...held, messages: joinMessages(held.messages, page.messages), events: joinEvents(held.events, page.events) };
    return atBottom ? dropOldest(joined, most) : dropNewest(joined, most);
  }
  if (page.messages.length === 0) return held;
  if (atBottom) return openPage(page, held.lastRead);
  const last = held.messages[held.messages.length - 1];
  return { ...held, later: last ? { around: last.id } : null, missed: held.missed + page.messages.length };
};

export const replaceMessage = (held: Held, message: ThreadMessage): Held => {
  if (!held.messages.some(({ id }) => id === message.id)) return held;
  return { ...held, messages: held.messages.map((former) => (former.id === message.id ? message : former)) };
};

/** A message that came: the thread's order is that of arrival. */
export const addMessage = (held: Held, message: ThreadMessage, atBottom: boolean, most = MOST_HELD): Held => {
  if (held.messages.some(({ id }) => id === message.id)) return replaceMessage(held, message);
  if (held.later !== null) return { ...held, missed: held.missed + 1 };
  const added = { ...held, messages: [...held.messages, message] };
  // Whoever reads further up keeps what is read; the list is cut once the bottom is reached again.
  return atBottom ? dropOldest(added, most) : added;
};

/** A page among what is held, read again: what is not held does not come in by it. */
export const refreshPage = (held: Held, page: ThreadPage): Held => {
  const read = new Map(page.messages.map((message) => [message.id, message]));
  return trimEvents({ ...held, messages: held.messages.map((message) => read.get(message.id) ?? message), events: joinEvents(held.events, page.events) });
};

export const addEvent = (held: Held, event: ChannelEventView): Held => ({ ...held, events: joinEvents(held.events, [event]) });

export type ThreadRow =
  | { kind: 'day'; id: string; at: string }
  | { kind: 'unread'; id: string }
  | { kind: 'event'; id: string; event: ChannelEventView }
  /** `follows`: the same person goes on within a few minutes, and is not named again. */
  | { kind: 'message'; id: string; message: ThreadMessage; follows: boolean };

/** When it is shown: a late message among those it came with. */
export const shownAt = ({ late, occurredAt, queuedAt }: Pick<ThreadMessage, 'late' | 'occurredAt' | 'queuedAt'>): string => (late ? queuedAt : (occurredAt ?? queuedAt));

const FOLLOWS_WITHIN_MS = 5 * 60_000;

const follows = (before: ThreadMessage | undefined, message: ThreadMessage): boolean =>
  before !== undefined &&
  before.direction === message.direction &&
  before.sentBy?.id === message.sentBy?.id &&
  before.origin === message.origin &&
  Math.abs(Date.parse(shownAt(message)) - Date.parse(shownAt(before))) < FOLLOWS_WITHIN_MS;

/** What is drawn, top to bottom. `dayOf` names the day of a moment where the reader is. */
export const rowsOf = ({ messages, events, earlier, lastRead }: Held, dayOf: (at: string) => string): ThreadRow[] => {
  const rows: ThreadRow[] = [];
  const behind = new Map<string | null, ChannelEventView[]>();
  for (const event of events) behind.set(event.after, [...(behind.get(event.after) ?? []), event]);
  let day = '';
  const startDay = (at: string, of: string) => {
    if (dayOf(at) === day) return;
    day = dayOf(at);
    rows.push({ kind: 'day', id: `day ${of}`, at });
  };
  const tell = (after: string | null) => {
    for (const event of behind.get(after) ?? []) {
      startDay(event.at, event.id);
      rows.push({ kind: 'event', id: event.id, event });
    }
  };
  if (earlier === null) tell(null);
  const unreadFrom = messages.findIndex(({ id }) => id === lastRead) + 1;
  const firstUnread = unreadFrom > 0 && messages.slice(unreadFrom).some(({ direction }) => direction === 'inbound') ? messages[unreadFrom]?.id : undefined;
  messages.forEach((message, index) => {
    startDay(shownAt(message), message.id);
    if (message.id === firstUnread) rows.push({ kind: 'unread', id: 'unread' });
    rows.push({ kind: 'message', id: message.id, message, follows: rows[rows.length - 1]?.kind === 'message' && follows(messages[index - 1], message) });
    tell(message.id);
  });
  return rows;
};
