import type { OutboundMessage, Purpose } from '../../../../plugin/domain/message';
import type { AccountRow, ContactRow, DocumentOrder, MessageRow, TemplateRow } from '../records';
import type { ConsentFacts } from './contacts';

export type Priority = 'conversation' | 'document' | 'campaign';

export interface EnqueueRequest {
  account: AccountRow;
  /** Who gets it: a phone (+E.164), a business-scoped id, or a contact. */
  to: { phone: string } | { userId: string } | { contact: number };
  /** Name for a contact that has to be made. */
  name?: string | null;
  message: OutboundMessage;
  /** What people read in logs and threads. */
  body: string;
  purpose: Purpose;
  template?: TemplateRow | null;
  priority: Priority;
  origin: 'admin' | 'api' | 'erp';
  sentBy?: number | null;
  company?: number | null;
  source?: { type: string; id: number } | null;
  /** Message row id. */
  replyTo?: number | null;
  replyToProviderMessageId?: string | null;
  /** The failed message that this one tries again; row id. */
  retryOf?: number | null;
  sendAt?: Date | null;
  expiresAt?: Date | null;
  /** Fetched by the documents worker before the lane may take it. */
  document?: DocumentOrder | null;
  /** A stored file that must be uploaded before the lane may take it. */
  media?: number | null;
  /** A public address to fetch, store and upload before the lane may take it. */
  mediaUrl?: string | null;
  idempotency?: { scope: string; key: string; requestHash: string } | null;
  /**
   * Refuses with `channel.answered_meanwhile` (409) where another person has answered in the conversation after this
   * message (row id; 0: any). Locks the conversation, so it is asked for only where people answer.
   */
  unlessAnswered?: { seen: number; by: number } | null;
  /** For the trace: which token asked, and with what words. */
  asked?: { tokenId: number | null; body: unknown };
}

export interface DeliveryService {
  /**
   * The one door out. Finds or makes contact and channel, decides by consent, window and template, writes the row, nudges the lane.
   * Refuses what is known to be refused at once (code of API.md) and leaves no row.
   */
  enqueue(request: EnqueueRequest): Promise<{ message: MessageRow; repeated: boolean }>;
  /** The decision `enqueue` would take, for a dialog. */
  preview(request: Pick<EnqueueRequest, 'account' | 'to' | 'purpose' | 'template'> & { isTemplate: boolean; /** Left out: whatever is no template is one. */ hasDocument?: boolean }): Promise<{
    contact: ContactRow | null;
    window: { open: boolean; closesAt: Date | null };
    consent: ConsentFacts | null;
    refusal: { code: string; sentence: string } | null;
  }>;
  /** Wakes the lane of an account: something became due. */
  nudge(account: number): void;
  /** Lets messages go that waited for a file: `blockedBy` is cleared and the payload replaced. */
  release(message: number, changes: { payload?: OutboundMessage; media?: number | null; document?: DocumentOrder }): Promise<void>;
  /** Ends a queued message: what was found out later. */
  fail(message: number, failure: { code: string; message?: string; vendorCode?: string }): Promise<void>;
  cancel(message: number): Promise<boolean>;
  /** For messages that wait for a document or a file: the next due ones, taken for `leaseMs`. */
  takeBlocked(blockedBy: 'document' | 'media', limit: number, leaseMs: number): Promise<MessageRow[]>;
  /** Puts a blocked message back for another try. */
  retryBlocked(message: number, notBefore: Date, note: { code: string; message: string }): Promise<void>;
  queueFacts(): Promise<{ depth: number; oldestQueuedAt: Date | null; uncertain: number; engine: { state: 'running' | 'second-process' | 'stopped'; message?: string } }>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
