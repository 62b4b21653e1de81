import type { AccountRow, MessageRow } from '../records';
import type { Sight } from './access';

export interface DocumentsService {
  /** Refuses what is known to be refused; the PDF itself is fetched by the worker. */
  send(request: DocumentSendRequest): Promise<{ message: MessageRow; repeated: boolean }>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface DocumentSendRequest {
  record: { type: string; documentId?: string; number?: string; company?: string; connection?: string };
  account?: string;
  allowedAccounts?: number[] | null;
  /** What the sender may see of the record. */
  sight?: Sight;
  /** Asks whether the token may write to this person; called once everything else is decided. The answer takes it back. */
  countRecipient?: (account: AccountRow, phone: string) => Promise<() => Promise<void>>;
  /** +E.164; must belong to the record's partner or its children unless `mayElsewhere`. */
  to?: string;
  mayElsewhere: boolean;
  /** The second question was answered with yes. */
  confirmElsewhere?: boolean;
  template?: string;
  language?: string;
  /** Values typed for slots nothing maps. */
  typed?: Record<string, string>;
  caption?: string;
  sendAt?: Date | null;
  expiresAt?: Date | null;
  replyTo?: number | null;
  origin: 'admin' | 'api';
  sentBy?: number | null;
  token?: number | null;
  idempotency?: { scope: string; key: string; requestHash: string } | null;
}
