import type { Core } from '@strapi/types';
import type { Knex } from './database';
import type {
  AccountRow,
  ChannelRow,
  CompanyRow,
  ConsentRow,
  ContactRow,
  DocumentOrder,
  InvoiceRow,
  MediaRow,
  MessageRow,
  PartnerRow,
  SalesOrderRow,
  TemplateRow,
} from './records';
import type { MediaKind, OutboundMessage, Purpose } from '../../../plugin/domain/message';
import type { DeliveryStatus, ReportedStatus } from '../../../plugin/domain/message-status';
import type { Health, HttpClient, PersonRef, Pricing, Provider, ProviderAccount, ProviderEvent, ProviderFailure } from '../providers/provider';
import type { AdvancedMessage } from './events';
import { PLUGIN_ID } from '../../../plugin/plugin-id';

/** What features may ask of each other: the only way from one feature to another, besides events. */
export interface Services {
  access: AccessService;
  accounts: AccountsService;
  contacts: ContactsService;
  channels: ChannelsService;
  messages: MessagesService;
  templates: TemplatesService;
  media: MediaService;
  delivery: DeliveryService;
  inbound: InboundService;
  erp: ErpService;
  documents: DocumentsService;
  logs: LogsService;
}

export const getService = <Name extends keyof Services>(strapi: Core.Strapi, name: Name): Services[Name] =>
  strapi.plugin(PLUGIN_ID).service(name) as unknown as Services[Name];

/* ---------------------------------------------------------------- access */

export interface Grant {
  tokenId: number;
  verbs: string[];
  /** Null: every account. */
  accounts: number[] | null;
}

export interface AccessService {
  /** The grant of a token; null where it may do nothing. */
  findGrant(tokenId: number): Promise<Grant | null>;
  saveGrant(tokenId: number, grant: { verbs: string[]; accounts: number[] | null }, grantedBy: number | null): Promise<void>;
  /** Companies (row ids) that follow from accounts; null: every company. */
  companiesOf(accounts: number[] | null): Promise<number[] | null>;
}

/* -------------------------------------------------------------- accounts */

export interface AccountsService {
  list(): Promise<AccountRow[]>;
  findByKey(key: string): Promise<AccountRow | null>;
  getById(id: number): Promise<AccountRow>;
  findById(id: number): Promise<AccountRow | null>;
  /** Accounts of a provider whose unique setting or business account is this one. */
  findByProviderRef(provider: string, ref: { phoneNumberId?: string; businessAccountId?: string }): Promise<AccountRow[]>;
  /** The account to send from: the one named; else the user's, the company's, the installation's default. Refuses with `account.none_for_company`, `account.missing`, `account.inactive`. */
  choose(request: { key?: string; company?: number | null; allowed?: number[] | null }): Promise<AccountRow>;
  servesCompany(account: AccountRow, company: number | null): Promise<boolean>;
  provider(account: AccountRow): Provider;
  providers(): Provider[];
  findProvider(id: string): Provider | null;
  /** Settings and decrypted secrets for one call. Throws `secrets.no_key` or `secrets.unreadable`, in words. */
  connectionOf(account: AccountRow): Promise<ProviderAccount>;
  http: HttpClient;
  /** `portfolio:<id>`: the scope of business-scoped ids and of the budget. */
  portfolioOf(account: AccountRow): string;
  /** Stops the lane until someone acts (or until `until`); the queue is kept. */
  halt(id: number, halt: { code: string; message: string; until?: Date | null }): Promise<void>;
  resume(id: number): Promise<void>;
  applyHealth(id: number, health: Health): Promise<AccountRow>;
  /** Limits and quality as a webhook reported them. */
  applyChange(id: number, change: { messagingLimit?: number | null; quality?: string; restriction?: string; detail: string }): Promise<void>;
  touchWebhookSeen(id: number, at: Date): void;
  create(input: AccountInput, actor: number | null): Promise<AccountRow>;
  update(id: number, input: Partial<AccountInput>, actor: number | null): Promise<AccountRow>;
}

export interface AccountInput {
  key?: string;
  name: string;
  provider: string;
  active?: boolean;
  isDefault?: boolean;
  /** Null: every company; else row ids. */
  companies?: number[] | null;
  settings: Record<string, string | number | boolean>;
  /** Write-only; absent or empty keeps what is stored. */
  secrets?: Record<string, string>;
  verifyToken?: string;
  defaultLanguage?: string | null;
  messagesPerSecond?: number | null;
}

/* -------------------------------------------------------------- contacts */

/** What the law of consent needs to know of a contact. */
export interface ConsentFacts {
  consents: Pick<ConsentRow, 'purpose' | 'state' | 'source' | 'statedAt' | 'wording' | 'actor'>[];
  /** STOP was said and not taken back. */
  stopped: boolean;
  stoppedAt: Date | null;
  /** The provider's "stop promotions". */
  metaStop: boolean;
  /** The ERP's blacklist. */
  blacklisted: boolean;
}

export interface ConsentStatement {
  contact: number;
  purpose: 'utility' | 'marketing';
  state: 'granted' | 'denied' | 'unknown';
  source: string;
  wording?: string | null;
  actor?: string | null;
  message?: number | null;
  statedAt: Date;
}

export interface ContactsService {
  findById(id: number, trx?: Knex): Promise<ContactRow | null>;
  findByDocumentId(documentId: string): Promise<ContactRow | null>;
  /** Follows merges to the contact that is alive. */
  findByIds(ids: number[], trx?: Knex): Promise<ContactRow[]>;
  findByPhone(e164: string, trx?: Knex): Promise<ContactRow | null>;
  /** The contact of a phone (all variants of it) or a business-scoped id; made where there is none. */
  findOrCreate(
    identity: { phone?: string; userId?: string; scope: string; name?: string | null; company?: number | null; source: string },
    trx?: Knex,
  ): Promise<{ contact: ContactRow; created: boolean }>;
  /** Many people of one batch at once; merges where one payload names two contacts. Index = that of `people`; null where a person has no identity. */
  resolvePeople(people: { person: PersonRef; scope: string; source: string; at: Date }[], trx: Knex): Promise<(ContactRow | null)[]>;
  /** Numbers and ids of a contact, newest first, for choosing the target at send time. */
  addressesOf(contact: number, scope: string): Promise<{ phones: string[]; waId: string | null; userIds: string[] }>;
  applyIdentityChange(change: { previous: PersonRef; current: PersonRef; scope: string; at: Date }, trx: Knex): Promise<ContactRow | null>;
  merge(kept: number, merged: number, reason: string, trx: Knex): Promise<void>;
  /** Of contacts as they stand: not of one that has become part of another. */
  consentFactsOf(contacts: ContactRow[], trx?: Knex): Promise<Map<number, ConsentFacts>>;
  stateConsent(statements: ConsentStatement[], trx?: Knex): Promise<void>;
  /** STOP: ends utility and marketing. START: both granted again, by the customer's own message. */
  applyConsentWord(word: 'stop' | 'start', at: { contact: number; wording: string; message: number | null; statedAt: Date }, trx: Knex): Promise<void>;
  applyProviderPreference(contact: number, value: 'stop' | 'resume', at: { statedAt: Date; wording: string }, trx: Knex): Promise<void>;
  setErpBlacklist(changes: { contact: number; blacklisted: boolean }[], trx?: Knex): Promise<void>;
}

/* -------------------------------------------------------------- channels */

export interface ChannelsService {
  open(account: number, contact: number, company: number | null, trx?: Knex): Promise<ChannelRow>;
  openMany(pairs: { account: number; contact: number; company: number | null }[], trx: Knex): Promise<ChannelRow[]>;
  find(account: number, contact: number, trx?: Knex): Promise<ChannelRow | null>;
  findByIds(ids: number[], trx?: Knex): Promise<ChannelRow[]>;
  /** Applies the effect of received messages on their channels: window, unread, preview; times never go back. */
  applyReceived(changes: { channel: number; at: Date; opensWindow: boolean; isStop: boolean; providerMessageId: string; preview: string }[], trx: Knex): Promise<void>;
  applySent(changes: { channel: number; at: Date; preview: string }[], trx?: Knex): Promise<void>;
  /** For a merge of contacts: channels of `merged` become those of `kept`. */
  moveContact(kept: number, merged: number, trx: Knex): Promise<void>;
}

/* -------------------------------------------------------------- messages */

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
}

export interface MessagesService {
  findById(id: number, trx?: Knex): Promise<MessageRow | null>;
  findByDocumentId(documentId: string): Promise<MessageRow | null>;
  findByProviderIds(account: number, providerMessageIds: string[], trx?: Knex): Promise<MessageRow[]>;
  /** The message a retried request made before. */
  findByIdempotencyKey(scope: string, key: string): Promise<MessageRow | null>;
  /** Newest first; `after` is the cursor the page before gave. */
  list(filter: MessageFilter, page: { after?: string; limit: number }): Promise<{ messages: MessageRow[]; nextCursor: string | null }>;
  insertOutbound(message: Partial<MessageRow>, trx?: Knex): Promise<MessageRow>;
  /** Inserts what is new; a message that is there already is left alone. */
  insertInbound(messages: Partial<MessageRow>[], trx: Knex): Promise<MessageRow[]>;
  /** Applies reported statuses; those of unknown messages are parked. Returns the messages that changed. */
  applyStatuses(changes: ReportedChange[], trx: Knex): Promise<AdvancedMessage[]>;
  /** Joins parked statuses to messages that have just learned their provider's id. */
  /** Removes the row "sent on the phone" that holds this id, where there is one: it stands for a message of ours whose answer came later. */
  removeEcho(echo: { account: number; providerMessageId: string }, trx: Knex): Promise<boolean>;
  joinParked(messages: { id: number; account: number; providerMessageId: string }[], trx: Knex): Promise<void>;
  applyEdit(edit: { account: number; originalProviderMessageId: string; body: string; payload: unknown; at: Date }, trx: Knex): Promise<boolean>;
  applyRevoke(revoke: { account: number; originalProviderMessageId: string; at: Date }, trx: Knex): Promise<boolean>;
  /** For a merge of contacts. */
  moveContact(kept: number, merged: number, trx: Knex): Promise<void>;
  /** The wire's shape of many messages, with contact and account names, without N+1. */
  present(messages: MessageRow[]): Promise<import('../../../plugin/contracts/messages').MessageView[]>;
}

/* ------------------------------------------------------------- templates */

export interface TemplatesService {
  findById(id: number): Promise<TemplateRow | null>;
  /** One template of the account's business account; language exact, base, then the account's default, where `language` is loose. */
  find(account: AccountRow, name: string, language?: string | null): Promise<TemplateRow | null>;
  listForAccount(account: AccountRow): Promise<TemplateRow[]>;
  /** The template a document of this title should travel in, in the language nearest to the wanted one. Null: none, the code says which to create. */
  suggest(account: AccountRow, title: string, language: string | null): Promise<TemplateRow | null>;
  sync(account: AccountRow): Promise<{ pages: number; seen: number; created: number; changed: number; missing: number }>;
  applyChange(event: Extract<ProviderEvent, { kind: 'template' }>, businessAccount: string, trx: Knex): Promise<void>;
  /** Fills the slots from typed variables (API shape) or a mapping over a record; says which are missing. */
  compose(
    template: TemplateRow,
    input: {
      variables?: import('../../../plugin/contracts/send').TemplateVariables;
      record?: TemplateRecord;
      typed?: Record<string, string>;
      headerMedia?: import('../../../plugin/domain/message').MediaRef;
    },
  ): { kind: 'composed'; message: Extract<OutboundMessage, { type: 'template' }>; preview: string; values: Record<string, string> } | { kind: 'missing'; slots: { key: string; label: string }[]; values: Record<string, string> };
}

/** What a mapping may read: plain values, already as people write them. */
export interface TemplateRecord {
  language: string | null;
  /** `partner.name`, `record.number`, `record.amountTotal`, `company.name`, `user.firstname` … */
  values: Record<string, string | null>;
}

/* ----------------------------------------------------------------- media */

export interface MediaService {
  findById(id: number, trx?: Knex): Promise<MediaRow | null>;
  findByDocumentId(documentId: string): Promise<MediaRow | null>;
  /** Stores bytes privately. Throws `media.disk_full`, `media.too_large`. */
  store(file: { content: Buffer; mimeType: string; filename: string; origin: MediaRow['origin']; kind: MediaKind; account?: number | null; company?: number | null; contact?: number | null }): Promise<MediaRow>;
  read(media: MediaRow): Promise<Buffer>;
  stream(media: MediaRow, range?: { start: number; end: number }): NodeJS.ReadableStream;
  /** Rows for a customer's files, fetched by the media worker after the transaction. */
  expect(files: { account: number; company: number | null; contact: number; kind: MediaKind; providerMediaId: string; mimeType?: string; filename?: string }[], trx: Knex): Promise<MediaRow[]>;
  /** The provider's id of our bytes, uploading them when there is none that still lives. Throws ProviderError. */
  providerIdOf(media: MediaRow, account: AccountRow): Promise<string>;
  /** Public https only, address pinned, no redirect, bounded. Throws `media.url_not_public`, `media.unreachable`, `media.too_large`. */
  fetchPublic(url: string, limits: { maxBytes: number }): Promise<{ content: Buffer; mimeType: string; filename: string }>;
  /** Answers with the bytes: ranges, and headers that keep a customer's file from running. */
  serve(ctx: import('koa').Context, media: MediaRow): Promise<void>;
  /** Wakes the worker that fetches customers' files. */
  nudge(): void;
}

/* -------------------------------------------------------------- delivery */

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
  sendAt?: Date | null;
  expiresAt?: Date | null;
  /** Fetched by the documents worker before the lane may take it. */
  document?: DocumentOrder | null;
  /** A stored file that must be uploaded before the lane may take it. */
  media?: number | null;
  /** A public address to fetch, store and upload before the lane may take it. */
  mediaUrl?: string | null;
  idempotency?: { scope: string; key: string; requestHash: string } | null;
}

export interface DeliveryService {
  /**
   * The one door out. Finds or makes contact and channel, decides by consent, window and template, writes the row, nudges the lane.
   * Refuses what is known to be refused at once (code of API.md) and leaves no row.
   */
  enqueue(request: EnqueueRequest): Promise<{ message: MessageRow; repeated: boolean }>;
  /** The decision `enqueue` would take, for a dialog. */
  preview(request: Pick<EnqueueRequest, 'account' | 'to' | 'purpose' | 'template'> & { isTemplate: boolean }): Promise<{
    contact: ContactRow | null;
    window: { open: boolean; closesAt: Date | null };
    consent: ConsentFacts | null;
    refusal: { code: string; sentence: string; values?: Readonly<Record<string, string | number>> } | null;
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

/* --------------------------------------------------------------- inbound */

export interface InboundService {
  /** Resolves when everything stored so far has been worked (tests, bench). */
  drain(): Promise<void>;
  pause(): void;
  resume(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/* ------------------------------------------------------------------- erp */

export type RecordType = 'sales-order' | 'invoice';

export interface ErpRecord {
  type: RecordType;
  row: SalesOrderRow | InvoiceRow;
  partner: PartnerRow | null;
  company: CompanyRow | null;
}

/** As the ERP has it now. */
export interface FreshRecord {
  state: string;
  moveType: string | null;
  number: string | null;
  companyErpId: number | null;
  partnerErpId: number | null;
  /** In order: invoice address, partner, children, commercial partner. */
  candidates: { erpId: number; name: string; phoneSanitized: string | null; phone: string | null; mobile: string | null; country: string | null }[];
}

export interface ErpService {
  findRecord(type: RecordType, id: number): Promise<ErpRecord | null>;
  findRecordByDocumentId(type: RecordType, documentId: string): Promise<ErpRecord | null>;
  /** Refuses with `document.missing`, and 409 `document.ambiguous` where a number exists in several companies or connections. */
  getRecordByNumber(type: RecordType, number: string, narrow: { company?: string; connection?: string; companies?: number[] | null }): Promise<ErpRecord>;
  /** Reads the record again at the ERP. Null when it is gone. Throws OdooError (transient: out of reach). */
  refresh(record: ErpRecord, deadlineMs: number): Promise<FreshRecord | null>;
  /** Candidates from our own rows, for when the ERP is out of reach. */
  storedCandidates(record: ErpRecord): Promise<FreshRecord['candidates']>;
  fetchPdf(record: ErpRecord): Promise<{ filename: string; mimeType: string; content: Buffer; checksum: string }>;
  /** Remembers which contact a partner is; the ERP's blacklist then counts for the contact too. */
  linkPartner(partner: { connection: number; erpId: number }, contact: number): Promise<void>;
  /** Pulled records as the API shows them, newest first; with `changedAfter` oldest change first. Keyset pages. */
  list(
    kind: 'partner' | RecordType,
    query: { number?: string; changedAfter?: Date; after?: string; limit: number; companies?: number[] | null },
  ): Promise<{ records: import('../../../plugin/contracts/records').RecordView[]; nextCursor: string | null }>;
  /** Starts a pull, or returns the one that runs. Refuses with `erp.not_connected`. */
  trigger(request: { records?: import('../../../plugin/contracts/erp').RecordKind[]; full?: boolean; startedBy: string }): Promise<import('../../../plugin/contracts/erp').SyncRunView>;
  findRun(documentId: string): Promise<import('../../../plugin/contracts/erp').SyncRunView | null>;
  /** For the health answer. */
  facts(): Promise<{ connected: boolean; lastPulledAt: Date | null; error: { code: string; message: string } | null }>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/* ------------------------------------------------------------- documents */

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

/* ------------------------------------------------------------------ logs */

export interface Activity {
  operation: string;
  provider?: string | null;
  account?: number | null;
  success: boolean;
  responseTimeMs?: number | null;
  errorCode?: string | null;
  errorMessage?: string | null;
  user?: number | null;
  token?: number | null;
  subjectType?: string | null;
  subject?: string | null;
  details?: Record<string, unknown> | null;
}

export interface LogsService {
  /** Never throws and never waits: an activity that can't be written is logged as a warning. */
  record(activity: Activity): void;
}
