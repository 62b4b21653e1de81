import type { ContactCard } from '../domain/message';
import type { MessageView } from './messages';

export const CHANNEL_STATES = ['open', 'pending', 'snoozed', 'resolved', 'archived'] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

export const CHANNEL_PRIORITIES = ['normal', 'high', 'urgent'] as const;
export type ChannelPriority = (typeof CHANNEL_PRIORITIES)[number];

/** Names, not colours: the screen finds the tokens for light and dark. */
export const TAG_COLOURS = ['neutral', 'primary', 'secondary', 'success', 'warning', 'danger', 'alternative'] as const;
export type TagColour = (typeof TAG_COLOURS)[number];

/**
 * `mine`: assigned to me, or I take part. `unassigned`: taken by nobody. `all`: whatever I may see.
 * None of the three shows what is archived; `archived` shows nothing else.
 */
export const CHANNEL_TABS = ['mine', 'unassigned', 'all', 'archived'] as const;
export type ChannelTab = (typeof CHANNEL_TABS)[number];

export interface ChannelSettings {
  /** Nobody is notified of new messages. */
  muted?: boolean;
}

/** An administrator. */
export interface AgentView {
  id: number;
  name: string;
}

export interface TagView {
  id: string;
  name: string;
  colour: TagColour;
}

/** The customer's 24 hours. `needed`: false where the provider knows no window. `closesAt` (ISO): when it closes or closed; null: the customer never wrote. */
export interface WindowView {
  needed: boolean;
  open: boolean;
  closesAt: string | null;
  /** Open only by a STOP: nothing may be said in it. */
  openedByStop: boolean;
}

/** A conversation as a row of the list. Times are ISO. */
export interface ChannelView {
  id: string;
  /** By hand, else the contact's name, number or user name. */
  name: string;
  title: string | null;
  account: { id: string; key: string; name: string };
  contact: { id: string; name: string | null; phone: string | null } | null;
  company: { id: string; name: string | null } | null;
  state: ChannelState;
  snoozedUntil: string | null;
  priority: ChannelPriority;
  assignee: AgentView | null;
  tags: TagView[];
  unread: number;
  preview: string | null;
  lastMessageAt: string | null;
  window: WindowView;
  muted: boolean;
}

export interface ChannelDetail extends ChannelView {
  /** Who takes part beside the assignee. */
  agents: AgentView[];
  /** The newest message of the conversation; what a reply has seen. */
  lastMessage: string | null;
  preferredAgent: AgentView | null;
  may: { reply: boolean; assign: boolean; configure: boolean };
}

export const CHANNEL_EVENT_KINDS = ['opened', 'assigned', 'agents', 'state', 'priority', 'tags', 'note', 'consent', 'titled', 'macro'] as const;
export type ChannelEventKind = (typeof CHANNEL_EVENT_KINDS)[number];

/** What happened besides messages. `details` by kind: assigned {from, to, reason}; state {from, to, until}; priority {from, to}; tags {added, removed}; macro {name}. Names, not ids. */
export interface ChannelEventView {
  id: string;
  kind: ChannelEventKind;
  actor: AgentView | null;
  /** Of a note. */
  text: string | null;
  details: Record<string, unknown>;
  at: string;
  /** The message it stands behind; null: before all of them. */
  after: string | null;
}

/** What a bubble draws beyond its text. Null: text is all. */
export type ThreadContent =
  | { kind: 'file'; file: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker'; caption: string | null; animated?: boolean }
  | { kind: 'location'; latitude: number; longitude: number; name: string | null; address: string | null }
  | { kind: 'contacts'; contacts: ContactCard[] }
  | { kind: 'interactive'; header: string | null; body: string; footer: string | null; buttons: string[]; list: { button: string; rows: { title: string; description?: string }[] } | null; link: { label: string; url: string } | null }
  /** `parts`: as it was sent; null where the template says something else today: then the message's text is all that is known. */
  | { kind: 'template'; name: string; language: string; parts: { header: string | null; body: string; footer: string | null; buttons: string[] } | null }
  | { kind: 'order'; text: string | null; items: { productId: string; quantity: number; price: number | null; currency: string | null }[] }
  | { kind: 'poll'; question: string; options: string[] }
  | { kind: 'answer'; text: string }
  | { kind: 'unsupported'; what: string };

export interface ReactionView {
  emoji: string;
  /** Null: the customer's. */
  by: AgentView | null;
  at: string;
}

/** What led a customer here with this message: an ad or a post, or a product of the catalogue they ask about. */
export interface ReferralView {
  headline: string | null;
  text: string | null;
  url: string | null;
  product: string | null;
}

/** One message in a thread. Reactions are under their message and are no rows. */
export interface ThreadMessage extends MessageView {
  content: ThreadContent | null;
  sentBy: AgentView | null;
  /** admin, api, erp, inbound, phone-app, import */
  origin: string | null;
  /** The message it answers; `id` null where we don't have it. */
  quoted: { id: string | null; text: string | null; type: string; direction: 'inbound' | 'outbound' } | null;
  /** The customer passed on what somebody else had written. */
  forwarded: boolean;
  referral: ReferralView | null;
  reactions: ReactionView[];
  /** Former texts, oldest first. */
  edits: { at: string; text: string }[];
  revokedAt: string | null;
  transcript: string | null;
  /** It came long after it was written. */
  late: boolean;
  /** A scheduled message that can still be taken back. */
  cancellable: boolean;
  /** The message that tried this failed one again. */
  retriedBy: string | null;
}

/** Oldest first. `earlier`, `later`: cursors for the pages before and after; null: there is none. */
export interface ThreadPage {
  messages: ThreadMessage[];
  events: ChannelEventView[];
  earlier: string | null;
  later: string | null;
  /** The newest message that someone of us had seen before this page was asked for. */
  lastRead: string | null;
}

export interface ChannelCounts {
  /** Conversations with something unread, at most 100: shown as 99+. */
  mine: number;
  unassigned: number;
  all: number;
}

/** What the list can be narrowed to, as far as the reader may see. */
export interface ChannelOptions {
  accounts: { id: string; key: string; name: string }[];
  companies: { id: string; name: string | null }[];
  tags: TagView[];
}

/** Query of `GET /channels`. Without `state` what is open or pending; the tab `archived` shows what is archived. */
export interface ChannelsQuery {
  tab?: ChannelTab;
  /** Key. */
  account?: string;
  company?: string;
  tag?: string;
  window?: 'open' | 'closed';
  state?: ChannelState;
  /** Administrator. */
  assignee?: number;
  unread?: boolean;
  priority?: ChannelPriority;
  /** Name, profile name, user name, title, or a number in any writing. */
  search?: string;
  after?: string;
  limit?: number;
}

/** Body of `POST /channels`: with whom. One of contact (id), phone, record. */
export interface OpenChannelBody {
  /** Key; left out: the default account. */
  account?: string;
  contact?: string;
  phone?: string;
  /** A pulled record, a partner, or a record of the host's own. */
  record?: { type: string; id: string };
}

export interface ChannelViewChoice {
  id: string;
  name: string;
  shared: boolean;
  filters: Record<string, string>;
}

/** A hit of the text search. */
export interface MessageHit {
  message: string;
  channel: { id: string; name: string };
  direction: 'inbound' | 'outbound';
  /** Around the words, the words between U+E000 and U+E001. */
  excerpt: string;
  at: string;
}

/** Body of `POST /channels/:id/replies`. One of text, media, reaction, location, interactive. */
export interface ReplyBody {
  text?: string;
  /** Id of a file uploaded before by `POST /channels/:id/files`; `text` is its caption. */
  media?: string;
  reaction?: { message: string; emoji: string };
  interactive?: unknown;
  location?: { latitude: number; longitude: number; name?: string; address?: string };
  /** Id of the message it quotes. */
  replyTo?: string;
  /** The newest message its writer had seen; null: an empty thread. Left out: nobody is asked. */
  seen?: string | null;
  /** ISO. */
  sendAt?: string;
  idempotencyKey: string;
}

/** Details of the refusal `channel.answered_meanwhile` (409). */
export interface AnsweredMeanwhile {
  by: string;
  at: string;
  preview: string;
  /** What to give as `seen` to send all the same. */
  newest: string;
  /** It was written in the phone app; `by` is the account's name then. */
  fromPhone?: boolean;
}

/** Answer of `POST /channels/:id/files`. */
export interface UploadedFile {
  id: string;
  kind: 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
  filename: string;
  mimeType: string;
  bytes: number;
}

export interface NotificationSettings {
  desktop: boolean;
  sound: boolean;
  mine: boolean;
  unassigned: boolean;
  all: boolean;
}
