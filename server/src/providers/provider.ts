import type { InboundContent, OutboundMessage, MediaKind } from '../../../plugin/domain/message';
import type { ReportedStatus } from '../../../plugin/domain/message-status';
import type { ProviderErrorKind } from './provider-error';

/**
 * The port to a WhatsApp provider. A provider holds no state: credentials come with the account, the network with `io`.
 * A missing part (`templates`, `media`, …) IS the missing capability; there are no flags.
 */
export interface Provider {
  /** The folder's name and the word in addresses: `meta`. */
  id: string;
  label: string;
  settings: SettingsField[];
  limits: ProviderLimits;
  /** Posts one message. Resolves only when the provider accepted it; throws ProviderError otherwise. */
  send(account: ProviderAccount, message: OutboundMessage, envelope: Envelope, io: ProviderIo): Promise<Accepted>;
  webhook: ProviderWebhook;
  /** Asks the provider how the number is; throws ProviderError when it can't be asked. */
  health(account: ProviderAccount, io: ProviderIo): Promise<Health>;
  templates?: {
    /** One page; `after` is the opaque cursor of the page before. */
    list(account: ProviderAccount, page: { after?: string; limit: number }, io: ProviderIo): Promise<{ templates: ProviderTemplate[]; after?: string }>;
  };
  media?: {
    upload(account: ProviderAccount, file: { content: Buffer; mimeType: string; filename: string }, io: ProviderIo): Promise<{ providerMediaId: string }>;
    /** Fetches a customer's file; `maxBytes` stops a file that lies about its size. */
    download(account: ProviderAccount, providerMediaId: string, options: { maxBytes: number }, io: ProviderIo): Promise<{ content: Buffer; mimeType: string }>;
    remove?(account: ProviderAccount, providerMediaId: string, io: ProviderIo): Promise<void>;
  };
  typing?(account: ProviderAccount, lastInboundProviderMessageId: string, io: ProviderIo): Promise<void>;
  markRead?(account: ProviderAccount, providerMessageId: string, io: ProviderIo): Promise<void>;
}

/** One field of the connection form; the form draws itself from these. */
export interface SettingsField {
  name: string;
  /** English label; the admin translates it as `settings.<provider>.<name>` where a translation exists. */
  label: string;
  type: 'string' | 'url' | 'number' | 'boolean';
  required?: boolean;
  /** Write-only and stored encrypted, apart from the account. */
  secret?: boolean;
  /** A secret that only proves what comes in; it is never sent, so no refused sending is about it. */
  incoming?: boolean;
  default?: string | number | boolean;
  help?: string;
  /** Changing it discards the stored secrets, or a test could send them to anyone (host, port, protocol). */
  guardsSecrets?: boolean;
  /** A pattern (source of a RegExp, anchored by us) the value must match, with the sentence that says what it should be. */
  pattern?: { source: string; message: string };
  /** Two accounts of one provider may not share this value (Meta's phone number ID). */
  unique?: boolean;
}

/** What a provider needs to know of an account. Secrets are decrypted for the length of a call only. */
export interface ProviderAccount {
  /** Our key, in addresses and the API. */
  key: string;
  settings: Readonly<Record<string, string | number | boolean>>;
  secrets: Readonly<Record<string, string>>;
  /** Former secrets that are still accepted while they overlap with their replacement. */
  formerSecrets?: Readonly<Record<string, string>>;
  /** What Meta echoes back to prove the challenge. */
  verifyToken: string;
  /** Valid path secrets where the provider cannot sign. */
  pathSecrets?: readonly string[];
}

export interface ProviderLimits {
  /** Messages a second until the provider says otherwise. */
  messagesPerSecond: number;
  /** One recipient: sustained interval and burst. */
  pair?: { intervalMs: number; burst: number };
  text: number;
  caption: number;
  media: Record<MediaKind, { maxBytes: number; mimeTypes?: readonly string[] }>;
  /** What it can send; left out: everything. What is not here is not offered. */
  types?: readonly OutboundMessage['type'][];
  /** True where only templates may go outside the customer's 24-hour window. */
  serviceWindow: boolean;
  /** Unique recipients outside a window per rolling 24 h and portfolio until the provider says otherwise. */
  portfolioBudget?: number;
}

/** Who gets it, and what travels with it. */
export interface Envelope {
  /** Digits of a phone (no +), or a business-scoped user id (`CC.…`). Phone first where both are known. */
  to: { kind: 'phone'; value: string } | { kind: 'bsuid'; value: string };
  /** The provider's id of the message quoted. */
  replyToProviderMessageId?: string;
  /** Our message id; comes back in statuses (Meta: `biz_opaque_callback_data`). */
  callbackData: string;
}

export interface Accepted {
  providerMessageId: string;
  /** The id the provider knows the recipient by; may differ from what we sent (Brazil's ninth digit). */
  waId?: string;
  userId?: string;
}

/** The world as a provider may see it. */
export interface ProviderIo {
  http: HttpClient;
  now(): Date;
  log: { debug(message: string): void; warn(message: string): void };
}

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer | FormData;
  timeoutMs?: number;
  /** Stops reading beyond this; default 4 MB. */
  maxBytes?: number;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/**
 * Never follows a redirect. Rejects with ProviderError `unreachable` when the request certainly never left
 * (name not resolved, refused, TLS) and `unknown_outcome` when that can't be known (time-out, reset).
 */
export type HttpClient = (request: HttpRequest) => Promise<HttpResponse>;

export interface ProviderWebhook {
  /** What an administrator has to subscribe at the provider, where it wants that chosen. */
  fields?: readonly { name: string; required: boolean }[];
  /** The answer to a subscription challenge, or null: 403. Meta: only `[\w-]{1,256}` is echoed. */
  challenge?(account: ProviderAccount, query: Record<string, string | undefined>): string | null;
  /** Which accounts a body at a shared address speaks of: values of the settings field that is unique, or of the business account. */
  identify?(body: unknown): AccountRef[];
  /** Constant-time check of the signature over the raw bytes, with present and former secrets. False where the account has no secret. */
  verify(account: ProviderAccount, request: { headers: Record<string, string | string[] | undefined>; rawBody: Buffer; pathSecret?: string }): boolean;
  /** Never throws; what it does not know comes back as `unsupported`. */
  parse(raw: string): ProviderEvent[];
}

/** Which account an event belongs to, in the provider's words. */
export interface AccountRef {
  phoneNumberId?: string;
  businessAccountId?: string;
}

/** Everything that may name a person, none of it certain to be there. Empty strings count as absent. */
export interface PersonRef {
  /** Digits of a phone, without +. */
  phone?: string;
  /** The provider's id for that phone; may lack or add a digit. */
  waId?: string;
  /** Business-scoped user id, per portfolio. */
  userId?: string;
  parentUserId?: string;
  profileName?: string;
  username?: string;
}

interface EventCommon {
  account: AccountRef;
  /** The event's own time as the provider gives it; null where it gives none. */
  at: Date | null;
}

export interface ProviderFailure {
  kind: ProviderErrorKind;
  vendorCode?: string;
  /** The provider's own sentence; details first, titles last. */
  message: string;
}

export interface Pricing {
  billable?: boolean;
  model?: string;
  type?: string;
  category?: string;
}

export type ProviderEvent =
  | (EventCommon & {
      kind: 'message';
      providerMessageId: string;
      from: PersonRef;
      groupId?: string;
      content: InboundContent;
      replyToProviderMessageId?: string;
      forwarded?: boolean;
      referral?: Record<string, unknown>;
      /** True where it comes from a history import: opens no window, triggers nothing. */
      imported?: boolean;
    })
  /** Sent on the phone app by the company itself: kept as an outgoing message. */
  | (EventCommon & { kind: 'echo'; providerMessageId: string; to: PersonRef; content: InboundContent; imported?: boolean })
  | (EventCommon & {
      kind: 'status';
      providerMessageId: string;
      status: ReportedStatus;
      /** Our message id, where it came back. */
      callbackData?: string;
      recipient: PersonRef;
      pricing?: Pricing;
      failure?: ProviderFailure;
      groupId?: string;
    })
  | (EventCommon & { kind: 'edit'; providerMessageId: string; originalProviderMessageId: string; content: InboundContent; byBusiness?: boolean })
  | (EventCommon & { kind: 'revoke'; providerMessageId: string; originalProviderMessageId: string; byBusiness?: boolean })
  /** The person's identifiers changed; `previous` names the contact, `current` adds to it. */
  | (EventCommon & { kind: 'identity'; providerMessageId?: string; previous: PersonRef; current: PersonRef })
  /** `marketing` stop or resume, given at Meta. */
  | (EventCommon & { kind: 'preference'; person: PersonRef; purpose: 'marketing'; value: 'stop' | 'resume'; detail?: string })
  | (EventCommon & { kind: 'template'; name: string; language: string; change: { approvalStatus?: string; quality?: string; category?: string; reason?: string; componentsChanged?: boolean } })
  | (EventCommon & { kind: 'account'; change: { messagingLimit?: number | null; quality?: string; restriction?: string; detail: string } })
  /** Known kinds that later stages use, and what nobody knows: kept with its payload. */
  | (EventCommon & { kind: 'unsupported'; vendorField: string; payload: unknown });

export interface Health {
  /** `connected` can send; `limited` can send some; `blocked` cannot. */
  state: 'connected' | 'limited' | 'blocked';
  displayPhoneNumber?: string;
  verifiedName?: string;
  quality?: string;
  /** Messages a second the provider allows now. */
  messagesPerSecond?: number;
  /** Unique recipients per rolling 24 h; null: unlimited. */
  messagingLimit?: number | null;
  /** Whether webhooks will arrive (Meta: the app is subscribed to the business account). Undefined: could not be asked. */
  webhooksSubscribed?: boolean;
  businessAccountId?: string;
  /** The business portfolio the number belongs to; its numbers share one messaging limit. */
  portfolioId?: string;
  /** Used in the phone app too (coexistence): 20 messages a second. */
  coexistence?: boolean;
  problems: { code: string; message: string }[];
}

/** A template as a provider lists it. */
export interface ProviderTemplate {
  providerTemplateId: string;
  name: string;
  language: string;
  category: string;
  /** As given: unknown values are kept and are not sendable. */
  approvalStatus: string;
  quality?: string;
  rejectedReason?: string;
  parameterFormat: 'positional' | 'named';
  components: TemplateComponent[];
}

export type { TemplateComponent } from '../../../plugin/domain/template';
import type { TemplateComponent } from '../../../plugin/domain/template';
