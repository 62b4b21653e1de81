import type { DeliveryStatus } from '../../../plugin/domain/message-status';
import type { Direction, OutboundMessage, InboundContent, Purpose } from '../../../plugin/domain/message';
import type { HeaderFile, TemplateComponent, TemplateMapping } from '../../../plugin/domain/template';
import type { ChannelEventKind, ChannelPriority, ChannelSettings, ChannelState } from '../../../plugin/contracts/channels';
import type { MacroStep } from '../../../plugin/contracts/macros';
import type { Pricing } from '../providers/provider';

/**
 * Rows as the repositories hand them out: attribute names of the schemas, times as Date, JSON parsed.
 * Integers named after a record (`contact`, `account`) are row ids.
 */
export interface Row {
  id: number;
}

export interface DocumentRow extends Row {
  documentId: string;
  createdAt: Date;
  updatedAt: Date;
}

export interface AccountRow extends DocumentRow {
  key: string;
  name: string;
  provider: string;
  active: boolean;
  isDefault: boolean;
  allCompanies: boolean;
  settings: Record<string, string | number | boolean>;
  verifyToken: string;
  providerNumber: string | null;
  businessAccount: string | null;
  portfolio: string | null;
  displayPhoneNumber: string | null;
  verifiedName: string | null;
  defaultLanguage: string | null;
  messagesPerSecond: number | null;
  providerMessagesPerSecond: number | null;
  messagingLimit: number | null;
  messagingUnlimited: boolean;
  quality: string | null;
  connectionState: 'new' | 'connected' | 'limited' | 'blocked' | 'halted';
  haltCode: string | null;
  haltMessage: string | null;
  haltedUntil: Date | null;
  health: Record<string, unknown> | null;
  healthAt: Date | null;
  webhookSeenAt: Date | null;
  webhookVerifiedAt: Date | null;
  defaultMediaUrl: string | null;
}

export interface ContactRow extends DocumentRow {
  name: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  waId: string | null;
  country: string | null;
  language: string | null;
  company: number | null;
  stoppedAt: Date | null;
  marketingStoppedAt: Date | null;
  erpBlacklisted: boolean;
  mergedInto: number | null;
  lastSeenAt: Date | null;
  /** The administrator this person is best answered by. */
  preferredAgent: number | null;
}

export interface ContactAliasRow extends Row {
  scope: string;
  kind: 'phone' | 'bsuid' | 'parent_bsuid' | 'lid';
  value: string;
  contact: number;
  source: string | null;
  lastSeenAt: Date | null;
  retiredAt: Date | null;
}

export interface ConsentRow extends Row {
  contact: number;
  purpose: 'utility' | 'marketing';
  state: 'granted' | 'denied' | 'unknown';
  source: string;
  wording: string | null;
  actor: string | null;
  statedAt: Date;
}

export interface ChannelRow extends DocumentRow {
  account: number;
  contact: number | null;
  group: number | null;
  company: number | null;
  lastMessageAt: Date | null;
  lastCustomerMessageAt: Date | null;
  windowOpenedByStop: boolean;
  lastInboundProviderMessageId: string | null;
  unreadCount: number;
  preview: string | null;
  /** Name given by hand; null: the contact's. */
  title: string | null;
  state: ChannelState;
  snoozedUntil: Date | null;
  priority: ChannelPriority;
  /** The administrator who answers; null: nobody has taken it. */
  assignee: number | null;
  assignedAt: Date | null;
  /** Row id of the newest message that someone of us has seen. */
  lastReadMessage: number | null;
  settings: ChannelSettings | null;
}

/** One thing that happened in a conversation, besides its messages; notes among them, so that no note can be sent. */
export interface ChannelEventRow extends Row {
  documentId: string;
  channel: number;
  kind: ChannelEventKind;
  /** Administrator; null: nobody's doing. */
  actor: number | null;
  /** Of a note. */
  body: string | null;
  details: Record<string, unknown> | null;
  /** Row id of the newest message at that time (0: none): its place in the thread. */
  afterMessage: number;
  occurredAt: Date;
}

/** Someone who takes part in a conversation beside the one it is assigned to. */
export interface ChannelAgentRow extends Row {
  channel: number;
  user: number;
}

export interface TagRow extends Row {
  documentId: string;
  name: string;
  /** A name of TAG_COLOURS. */
  colour: string;
}

export interface ChannelTagRow extends Row {
  channel: number;
  tag: number;
}

export interface ChannelViewRow extends Row {
  documentId: string;
  name: string;
  /** Whose it is; null: everybody's. */
  user: number | null;
  filters: Record<string, string>;
}

export interface QuickReplyRow extends DocumentRow {
  /** What is typed after `/`. */
  shortcut: string;
  body: string;
  language: string | null;
  /** Whose it is; null: everybody's. */
  user: number | null;
  /** Only for conversations of this account; null: of any. */
  account: number | null;
}

export interface MacroRow extends Row {
  documentId: string;
  name: string;
  user: number | null;
  steps: MacroStep[];
}

/** What the documents worker needs to fetch a PDF when its time comes. */
export interface DocumentOrder {
  recordType: string;
  /** Row id of the record in our tables. */
  record: number;
  connection?: number;
  erpId?: number;
  /** quotation, order, invoice, credit_note: what it was when it was asked for. */
  title: string;
  filename?: string;
  /** Partner of the record at that time; another one later is refused. */
  partnerErpId?: number | null;
  companyErpId?: number | null;
  /** Someone allowed to chose another recipient on purpose. */
  sentElsewhere?: boolean;
  /** When the ERP last said that this may be sent (ISO); an older word is asked for again before dispatch. */
  checkedAt?: string;
  /** Its PDF was made here: the code of what kept the ERP from making it. */
  madeHere?: string;
}

export interface MessageRow extends DocumentRow {
  account: number;
  company: number | null;
  channel: number | null;
  contact: number | null;
  direction: Direction;
  type: string;
  purpose: Purpose | null;
  deliveryStatus: DeliveryStatus;
  priority: number;
  sendAt: Date | null;
  notBefore: Date | null;
  expiresAt: Date | null;
  blockedBy: string | null;
  attempts: number;
  leaseUntil: Date | null;
  providerMessageId: string | null;
  idempotencyScope: string | null;
  idempotencyKey: string | null;
  requestHash: string | null;
  replyTo: number | null;
  replyToProviderMessageId: string | null;
  /** The failed message that this one tries again. */
  retryOf: number | null;
  template: number | null;
  body: string | null;
  payload: OutboundMessage | InboundContent | null;
  media: number | null;
  sourceType: string | null;
  sourceId: number | null;
  recipient: string | null;
  batch: number | null;
  sentBy: number | null;
  origin: string | null;
  document: DocumentOrder | null;
  errorCode: string | null;
  errorMessage: string | null;
  errorVendorCode: string | null;
  pricing: Pricing | null;
  edits: { at: string; body: string }[] | null;
  revokedAt: Date | null;
  /** What is said in a voice note, where an endpoint writes it down. */
  transcript: string | null;
  occurredAt: Date | null;
  acceptedAt: Date | null;
  sentAt: Date | null;
  deliveredAt: Date | null;
  readAt: Date | null;
  playedAt: Date | null;
  failedAt: Date | null;
}

export interface TemplateRow extends DocumentRow {
  name: string;
  language: string;
  businessAccount: string;
  provider: string;
  category: string | null;
  approvalStatus: string | null;
  quality: string | null;
  rejectedReason: string | null;
  parameterFormat: 'positional' | 'named';
  components: TemplateComponent[];
  providerTemplateId: string | null;
  /** Which field fills which slot, whatever the template is sent for. */
  mapping: TemplateMapping | null;
  /** The same for one kind of record; it comes before `mapping`. */
  recordMappings: Record<string, TemplateMapping> | null;
  documentTitles: string[] | null;
  /** The file its header carries where a send brings none. */
  headerFile: HeaderFile | null;
  syncedAt: Date | null;
  missingAt: Date | null;
}

export interface MediaRow extends Row {
  documentId: string;
  storageKey: string | null;
  filename: string | null;
  mimeType: string | null;
  kind: string | null;
  bytes: number | null;
  checksum: string | null;
  account: number | null;
  company: number | null;
  contact: number | null;
  origin: 'inbound' | 'outbound' | 'document';
  state: 'pending' | 'stored' | 'failed';
  attempts: number;
  notBefore: Date | null;
  errorCode: string | null;
  errorMessage: string | null;
  providerMediaId: string | null;
  providerAccount: number | null;
  uploadedAt: Date | null;
  /** Uploaded by a person and not sent yet: removed then. */
  forgetAt: Date | null;
  libraryFile: number | null;
  transcription: 'pending' | 'done' | 'failed' | null;
  transcriptionAttempts: number | null;
  transcriptionNotBefore: Date | null;
  createdAt: Date;
}

interface PulledRow extends DocumentRow {
  connection: number;
  erpId: number;
  changedAt: Date | null;
  erpActive: boolean;
  deletedAt: Date | null;
}

export interface CompanyRow extends PulledRow {
  name: string | null;
  country: string | null;
  currency: string | null;
  phone: string | null;
  email: string | null;
}

export interface PartnerRow extends PulledRow {
  name: string | null;
  phone: string | null;
  mobile: string | null;
  phoneSanitized: string | null;
  email: string | null;
  language: string | null;
  country: string | null;
  vat: string | null;
  isCompany: boolean | null;
  blacklisted: boolean;
  company: number | null;
  parentErpId: number | null;
  commercialErpId: number | null;
  contact: number | null;
  /** Who linked it: `hand`, `unlinked` (a person said that it is somebody else); null: its number did. */
  contactLink: 'hand' | 'unlinked' | null;
  erpFields: Record<string, unknown> | null;
}

interface TradedRow extends PulledRow {
  number: string | null;
  state: string | null;
  company: number | null;
  companyName: string | null;
  partner: number | null;
  partnerErpId: number | null;
  partnerName: string | null;
  invoicePartnerErpId: number | null;
  amountTotal: number | null;
  amountUntaxed: number | null;
  amountTax: number | null;
  currency: string | null;
  lines: unknown[] | null;
  reference: string | null;
}

export interface SalesOrderRow extends TradedRow {
  orderedAt: Date | null;
  validUntil: string | null;
}

export interface InvoiceRow extends TradedRow {
  moveType: string | null;
  paymentState: string | null;
  amountDue: number | null;
  invoiceDate: string | null;
  dueDate: string | null;
}
