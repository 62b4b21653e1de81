import type { DeliveryStatus, ReportedStatus } from '../../../../plugin/domain/message-status';
import type { Pricing, ProviderFailure } from '../../providers/provider';
import type { Knex } from '../database';
import type { AdvancedMessage } from '../events';
import type { MessageRow } from '../records';
import type { ChannelSight, Sight } from './access';

export interface ReportedChange {
  account: number;
  providerMessageId: string;
  /** Our id, where it came back. */
  callbackData?: string;
  status: ReportedStatus;
  at: Date;
  pricing?: Pricing;
  failure?: ProviderFailure;
  payload?: unknown;
}

export interface MessageFilter {
  accounts?: number[] | null;
  companies?: number[] | null;
  channel?: number;
  contact?: number;
  statuses?: DeliveryStatus[];
  direction?: 'inbound' | 'outbound';
  source?: { type: string; id: number };
  search?: string;
  purpose?: string;
  /** Row ids of templates: one name in all its languages. */
  templates?: number[];
  /** Kind of record a message was sent from. */
  sourceType?: string;
  /** By the time a message was stored. */
  from?: Date;
  until?: Date;
  /** What the reader may see; beside what was asked for. */
  sight?: Sight;
}

export interface MessagesService {
  findById(id: number, trx?: Knex): Promise<MessageRow | null>;
  findByDocumentId(documentId: string): Promise<MessageRow | null>;
  findByIds(ids: number[]): Promise<MessageRow[]>;
  findByProviderIds(account: number, providerMessageIds: string[], trx?: Knex): Promise<MessageRow[]>;
  /** The message a retried request made before. */
  findByIdempotencyKey(scope: string, key: string): Promise<MessageRow | null>;
  /** The message that tries a failed one again; row id of the failed one. */
  findRetryOf(id: number): Promise<MessageRow | null>;
  /** Newest first; `after` is the cursor the page before gave. */
  list(filter: MessageFilter, page: { after?: string; limit: number }): Promise<{ messages: MessageRow[]; nextCursor: string | null }>;
  insertOutbound(message: Partial<MessageRow>, trx?: Knex): Promise<MessageRow>;
  /** Inserts what is new; a message that is there already is left alone. */
  insertInbound(messages: Partial<MessageRow>[], trx: Knex): Promise<MessageRow[]>;
  /** Applies reported statuses; those of unknown messages are parked. Returns the messages that changed. */
  applyStatuses(changes: ReportedChange[], trx: Knex): Promise<AdvancedMessage[]>;
  /** Removes the row "sent on the phone" that holds this id, where there is one: it stands for a message of ours whose answer came later. */
  removeEcho(echo: { account: number; providerMessageId: string }, trx: Knex): Promise<boolean>;
  /** Joins parked statuses to messages that have just learned their provider's id. */
  joinParked(messages: { id: number; account: number; providerMessageId: string }[], trx: Knex): Promise<void>;
  /** Row id of the message that changed; null where nothing did, or it isn't here yet (then it is parked). */
  applyEdit(edit: { account: number; originalProviderMessageId: string; body: string; payload: unknown; at: Date }, trx: Knex): Promise<number | null>;
  applyRevoke(revoke: { account: number; originalProviderMessageId: string; at: Date }, trx: Knex): Promise<number | null>;
  /** For a merge of contacts. */
  moveContact(kept: number, merged: number, trx: Knex): Promise<void>;
  /**
   * Messages that hold all the words, newest first, in conversations that may be seen. Rarely fewer than `limit` with a
   * cursor: then the search was ended where it would have taken too long, and goes on from there.
   */
  search(asked: { words: string; sight: ChannelSight; channel?: number; after?: string; limit: number }): Promise<{ messages: MessageRow[]; nextCursor: string | null }>;
  /**
   * A page of a conversation, oldest first, without reactions. Each place is a message (documentId) of it: 404 for another's.
   * `earlier`, `later`: cursors, null where there is nothing. What happened from row `from` on, and before `until` (null: no
   * end), belongs to the page.
   */
  readThread(channel: number, page: { before?: string; after?: string; around?: string; limit: number }): Promise<{ messages: MessageRow[]; earlier: string | null; later: string | null; from: number; until: number | null }>;
  /** Row id of a message of this conversation; null for one of another. */
  placeInThread(channel: number, documentId: string): Promise<number | null>;
  /** How many of the customer's messages are newer than this row, at most `most`; and the newest up to another, of which the provider may be told. */
  countUnread(channel: number, after: number, most: number, trx: Knex): Promise<number>;
  newestInbound(channel: number, after: number, until: number, trx: Knex): Promise<Pick<MessageRow, 'id' | 'providerMessageId'> | null>;
  /** Messages as a thread draws them: quotes, reactions, edits, files; reactions themselves are left out. */
  presentThread(messages: MessageRow[]): Promise<import('../../../../plugin/contracts/channels').ThreadMessage[]>;
  /** Resolves when all that is committed can be found by `search` (tests, bench). */
  settleSearch(): Promise<void>;
  /** The wire's shape of many messages, with contact and account names, without N+1. */
  present(messages: MessageRow[]): Promise<import('../../../../plugin/contracts/messages').MessageView[]>;
}
