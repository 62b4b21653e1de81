import type { DocumentPreparation, Notice, RecipientOption } from '../../../../plugin/contracts/documents';
import type { AccountRow, ContactRow, MessageRow } from '../records';
import type { Sight } from './access';
import type { TemplateRecord } from './templates';

export interface DocumentsService {
  /** Refuses what is known to be refused; the PDF itself is fetched by the worker. */
  send(request: DocumentSendRequest): Promise<{ message: MessageRow; repeated: boolean }>;
  /** The record that something else than its document is written about. Refuses what may not be seen with `document.not_found`. */
  findSubject(request: SubjectRequest): Promise<RecordSubject>;
  /** The PDF a record of the host's own holds. Refuses with `media.missing` where there is none. */
  readFile(request: SubjectRequest): Promise<{ content: Buffer; filename: string; mimeType: string }>;
  /** What a template's mapping may read: of the record, where there is one, and of who writes to whom. */
  valuesOf(subject: RecordSubject | null, people: MessagePeople): Promise<TemplateRecord>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A record as whatever is written about it needs it: what it is called, and who may get it. */
export interface RecordSubject {
  type: string;
  /** Row id. */
  id: number;
  view: DocumentPreparation['record'];
  company: number | null;
  /** How its people's numbers are read where they lack a +. */
  countries: (string | null)[];
  language: string | null;
  recipients: RecipientOption[];
  /** +E.164; null where there is none that can be used. */
  to: string | null;
  elsewhere: boolean;
  notices: Notice[];
  /** A PDF that the record holds itself; null where its document comes from elsewhere, or there is none. */
  file: { filename: string; bytes: number } | null;
  /** Of a record of the host's own: what a mapping may read. Null: asked for with the record. */
  values: Record<string, string | null> | null;
}

/** Which record, for whom: what that person may see of it. */
export interface SubjectRequest extends Pick<DocumentSendRequest, 'record' | 'to' | 'mayElsewhere' | 'allowedAccounts' | 'sight'> {
  /** Who asks; records of the host's own are shown as Strapi shows them to that person. */
  user?: number | null;
}

export interface MessagePeople {
  /** Who presses Send. */
  sentBy: number | null;
  /** Who gets it: the contact where one is known, else the name beside the number. */
  contact?: Pick<ContactRow, 'name' | 'profileName' | 'phone' | 'language'> | null;
  recipientName?: string | null;
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
  /** The failed message that this one tries again; row id. */
  retryOf?: number | null;
  origin: 'admin' | 'api';
  sentBy?: number | null;
  token?: number | null;
  idempotency?: { scope: string; key: string; requestHash: string } | null;
}
