import type { SettingView } from './settings';

export interface ProviderView {
  id: string;
  label: string;
  settings: SettingView[];
  /** Parts the provider has: templates, media, typing, markRead, … */
  capabilities: string[];
  /** Whether only templates may go outside the customer's 24-hour window. */
  serviceWindow: boolean;
  /** Every part a provider may have, in the order shown: an absent port is an absent capability. */
  ports: { name: string; present: boolean }[];
  limits: ProviderLimitsView;
  /** What has to be subscribed at the provider so that its webhooks carry everything. */
  webhookFields: WebhookFieldView[];
}

export interface ProviderLimitsView {
  messagesPerSecond: number;
  text: number;
  caption: number;
  /** Largest file of each kind, in bytes. */
  media: Record<string, number>;
  /** New recipients outside a window per 24 hours; null: none known. */
  portfolioBudget: number | null;
}

export interface WebhookFieldView {
  name: string;
  required: boolean;
}

export interface AccountView {
  id: string;
  key: string;
  name: string;
  provider: string;
  active: boolean;
  isDefault: boolean;
  /** Company ids (documentId); null: every company. */
  companies: string[] | null;
  /** Companies (documentId) that send from this account where nothing else is said. */
  defaultFor: string[];
  /** Non-secret settings. */
  settings: Record<string, string | number | boolean>;
  /** Which secrets are stored; their values never leave the server. */
  storedSecrets: string[];
  verifyToken: string;
  /** Path below the public address: `/api/whatsapp/webhook/meta/<key>`; `callbackUrl` is absolute where the server knows its own address. */
  callbackPath: string;
  callbackUrl: string;
  defaultLanguage: string | null;
  messagesPerSecond: number | null;
  displayPhoneNumber: string | null;
  verifiedName: string | null;
  quality: string | null;
  messagingLimit: number | null;
  messagingUnlimited: boolean;
  connectionState: 'new' | 'connected' | 'limited' | 'blocked' | 'halted';
  /** Why nothing goes out, in words. */
  halt: { code: string; message: string } | null;
  healthAt: string | null;
  webhookSeenAt: string | null;
  /** Goes with an image sent without a file; null: the installation's. */
  defaultMediaUrl: string | null;
  /** The account's own or the installation's. */
  effectiveMediaUrl: string | null;
  secretStates: SecretStateView[];
}

/** A stored secret without its value. */
export interface SecretStateView {
  name: string;
  /** Set since. */
  changedAt: string | null;
  /** False: the encryption key has changed. */
  readable: boolean;
  /** The one it replaced still counts; `until` null: until it is removed. */
  former: { until: string | null } | null;
}

/** Body of PUT /accounts/:id/secrets/:name. */
export interface SecretBody {
  value: string;
  /** What becomes of the former: dropped at once, kept until a time, kept until somebody removes it. */
  former: { keep: false } | { keep: true; until: string | null };
}

/** GET and PUT /accounts/media-settings: the installation's default media URL. */
export interface MediaSettings {
  defaultMediaUrl: string | null;
}

export const CONNECTION_STEPS = ['credentials', 'test', 'webhook', 'subscription', 'first-message'] as const;
export type ConnectionStepName = (typeof CONNECTION_STEPS)[number];

/** One thing found about a step. `code` has a sentence in the screens, `message` is the provider's own or ours in English. */
export interface ConnectionFinding {
  code: string;
  ok: boolean;
  message: string;
  values?: Record<string, string>;
}

export interface ConnectionStep {
  name: ConnectionStepName;
  /** `open`: not done yet; `failed`: tried, and something is wrong. */
  state: 'done' | 'open' | 'failed';
  findings: ConnectionFinding[];
}

/** GET /accounts/:id/connection: how far an account is, derived from the account itself. */
export interface ConnectionView {
  account: AccountView;
  steps: ConnectionStep[];
  /** Approved templates that need no values. Empty where the provider has none: then it is a plain text. */
  testTemplates: { name: string; language: string; preview: string }[];
  hasTemplates: boolean;
  firstMessage: { id: string; to: string; deliveryStatus: string; at: string; error: string | null } | null;
}

/** Body of POST /accounts/:id/first-message. */
export interface FirstMessageBody {
  to: string;
  template?: string;
  language?: string;
  /** The person has agreed to get it; recorded as consent with who said so. */
  agreed?: boolean;
}

/** Body of POST and PUT /accounts. */
export interface AccountBody {
  key?: string;
  name: string;
  provider: string;
  active?: boolean;
  isDefault?: boolean;
  companies?: string[] | null;
  defaultFor?: string[];
  settings: Record<string, string | number | boolean>;
  secrets?: Record<string, string>;
  verifyToken?: string;
  defaultLanguage?: string | null;
  messagesPerSecond?: number | null;
  defaultMediaUrl?: string | null;
}

/** Body of POST /accounts/test: what the form holds now; `id` lets stored secrets be used where the host is unchanged. */
export interface AccountTestBody {
  id?: string;
  provider: string;
  settings: Record<string, string | number | boolean>;
  secrets?: Record<string, string>;
}

export interface TestCheck {
  name: string;
  ok: boolean;
  /** What is wrong and what to do, or what was found. */
  message: string;
}

export interface TestResult {
  ok: boolean;
  checks: TestCheck[];
}
