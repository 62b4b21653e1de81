import type { SettingView } from './settings';

export interface ProviderView {
  id: string;
  label: string;
  settings: SettingView[];
  /** Parts the provider has: templates, media, typing, markRead, … */
  capabilities: string[];
  /** Whether only templates may go outside the customer's 24-hour window. */
  serviceWindow: boolean;
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
