import type { Knex } from '../database';
import type { InteractiveMessage } from '../../../../plugin/domain/message';
import type { ChannelDetail, ChannelEventKind, ChannelEventView, ChannelPriority, ChannelState, ChannelView } from '../../../../plugin/contracts/channels';
import type { ChannelEventRow, ChannelRow, MessageRow } from '../records';
import type { ChannelSight } from './access';

/** What one received message means for its channel. */
export interface ReceivedChange {
  channel: number;
  at: Date;
  opensWindow: boolean;
  isStop: boolean;
  providerMessageId: string;
  preview: string;
  /** Row id: where the timeline says what it changed. */
  message?: number;
  /** History, and reactions: they reopen nothing and are not unread. */
  imported?: boolean;
  reaction?: boolean;
  /** False: too old for anybody to be chosen for it. */
  routed?: boolean;
  /** Whom its contact is best answered by. */
  preferredAgent?: number | null;
}

export interface ChannelsService {
  open(account: number, contact: number, company: number | null, trx?: Knex): Promise<ChannelRow>;
  openMany(pairs: { account: number; contact: number; company: number | null }[], trx: Knex): Promise<ChannelRow[]>;
  find(account: number, contact: number, trx?: Knex): Promise<ChannelRow | null>;
  findByIds(ids: number[], trx?: Knex): Promise<ChannelRow[]>;
  /**
   * Applies the effect of received messages on their channels: window, unread, preview; times never go back. What was put
   * aside opens again, and what nobody has goes to the preferred agent.
   */
  applyReceived(changes: ReceivedChange[], trx: Knex): Promise<void>;
  /** Marks as read up to this message (documentId). Never backwards: a tab that was left open knows less than the others. */
  read(channel: ChannelRow, upTo: string): Promise<ChannelRow>;
  /**
   * Whoever answers on the phone has read what was there; `message`: row id of the answer. Not where a customer's message
   * is younger than the answer.
   */
  readOnPhone(answers: { channel: number; at: Date; message: number }[], trx: Knex): Promise<void>;
  applySent(changes: { channel: number; at: Date; preview: string }[], trx?: Knex): Promise<void>;
  /** Channels of these contacts with any account. */
  findByContacts(contacts: number[]): Promise<ChannelRow[]>;
  /** For a merge of contacts: channels of `merged` become those of `kept`. */
  moveContact(kept: number, merged: number, trx: Knex): Promise<void>;
  /** One that may be seen. Throws `channel.missing` (404) for what is not there and for what is foreign, alike. */
  getSeen(sight: ChannelSight, documentId: string): Promise<ChannelRow>;
  /** Rows of the list, in the order given, without N+1. */
  present(channels: ChannelRow[]): Promise<ChannelView[]>;
  /** One with everything a reader's screen needs, what they may do among it: the answer of every change. */
  presentDetail(sight: ChannelSight, channel: ChannelRow): Promise<ChannelDetail>;
  presentEvents(events: ChannelEventRow[]): Promise<ChannelEventView[]>;
  /** Who takes part in each beside its assignee: row id of the channel → users. */
  agentsOf(channels: number[]): Promise<Map<number, number[]>>;
  /** Writes into the timeline, behind the newest message. Emits `channel.noted` after the commit. */
  note(channel: number, event: { kind: ChannelEventKind; actor: number | null; body?: string | null; details?: Record<string, unknown> }, trx?: Knex): Promise<ChannelEventRow>;
  /** What people and macros do. Each writes the timeline, tells observers, and changes nothing where it is so already. */
  /**
   * `from`: the assignee the caller saw; where somebody else has taken it since, `channel.taken` (409) says who. Refuses
   * with `channel.agent_cannot_see` whoever could not see it.
   */
  assign(channel: ChannelRow, change: { user: number | null; by: number; reason?: string | null; from?: number | null }): Promise<ChannelRow>;
  setState(channel: ChannelRow, change: { state: ChannelState; snoozedUntil?: Date | null; by: number | null }): Promise<ChannelRow>;
  setPriority(channel: ChannelRow, change: { priority: ChannelPriority; by: number }): Promise<ChannelRow>;
  /** Row ids. */
  changeTags(channel: ChannelRow, change: { add?: number[]; remove?: number[]; by: number }): Promise<void>;
  /** A text into the conversation, as somebody's answer: `seen` as ReplyBody has it. */
  replyText(channel: ChannelRow, reply: { text: string; by: number; seen?: string | null; idempotencyKey: string }): Promise<MessageRow>;
  /** Whatever the composer writes. What nobody had taken becomes the writer's, what was closed is open again. */
  reply(channel: ChannelRow, reply: ChannelReply): Promise<MessageRow>;
  /** Shows the customer that somebody writes: inside an open window, at most every 20 s a conversation. Never throws. */
  typing(channel: ChannelRow): Promise<void>;
}

/** Messages and files by documentId. */
export type ReplyContent =
  | { kind: 'text'; text: string }
  | { kind: 'media'; media: string; caption?: string }
  | { kind: 'reaction'; message: string; emoji: string }
  | { kind: 'interactive'; message: InteractiveMessage }
  | { kind: 'location'; latitude: number; longitude: number; name?: string; address?: string };

export interface ChannelReply {
  content: ReplyContent;
  by: number;
  /** The message it quotes; of this conversation. */
  replyTo?: string;
  /** As ReplyBody has it. */
  seen?: string | null;
  /** Whether the window is open is decided when it fires. */
  sendAt?: Date | null;
  idempotencyKey: string;
}
