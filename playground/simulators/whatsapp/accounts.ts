import { defaultSettings, type Settings } from './settings';

/** One connected number, as the playground hands it over. Secrets in it never leave this process. */
export interface MetaAccount {
  /** The key of the account in the plugin; control calls and the ledger use it. */
  key: string;
  provider: 'meta';
  phoneNumberId: string;
  displayPhoneNumber: string;
  verifiedName: string;
  businessAccountId: string;
  /** The budget of unique recipients is counted here. Default: the business account. */
  portfolioId: string;
  appId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  /** Where the plugin listens; null until it is known. */
  webhookUrl: string | null;
}

export type SimulatedAccount = MetaAccount;

export interface AccountState {
  config: SimulatedAccount;
  settings: Settings;
  /** Digits of the business number: what customers see as the sender. */
  businessPhone: string;
  /** `POST /{WABA}/subscribed_apps`: without it Meta sends no webhooks at all. */
  subscribed: boolean;
}

export class InvalidAccount extends Error {}

const REQUIRED = ['key', 'phoneNumberId', 'displayPhoneNumber', 'businessAccountId', 'accessToken', 'appSecret', 'verifyToken'] as const;
const OPTIONAL = ['provider', 'name', 'verifiedName', 'portfolioId', 'appId', 'webhookUrl'] as const;

/** Reads an account from JSON. @throws InvalidAccount naming the field, never its value. */
export function getAccount(value: unknown): SimulatedAccount {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new InvalidAccount('an account must be an object');
  const input = value as Record<string, unknown>;
  for (const name of Object.keys(input)) {
    if (![...REQUIRED, ...OPTIONAL].some((known) => known === name)) throw new InvalidAccount(`unknown account field ${name}`);
  }
  for (const name of REQUIRED) {
    if (typeof input[name] !== 'string' || input[name] === '') throw new InvalidAccount(`account field ${name} must be a non-empty string`);
  }
  for (const name of OPTIONAL) {
    const given = input[name];
    if (given !== undefined && given !== null && typeof given !== 'string') throw new InvalidAccount(`account field ${name} must be a string`);
  }
  const text = (name: string): string | undefined => (typeof input[name] === 'string' && input[name] !== '' ? (input[name] as string) : undefined);
  if ((text('provider') ?? 'meta') !== 'meta') throw new InvalidAccount('account field provider must be meta');
  const webhookUrl = text('webhookUrl') ?? null;
  if (webhookUrl !== null && !/^https?:$/.test(protocolOf(webhookUrl))) throw new InvalidAccount('account field webhookUrl must be an http(s) address');
  return {
    key: text('key')!,
    provider: 'meta',
    phoneNumberId: text('phoneNumberId')!,
    displayPhoneNumber: text('displayPhoneNumber')!,
    verifiedName: text('verifiedName') ?? text('name') ?? text('key')!,
    businessAccountId: text('businessAccountId')!,
    portfolioId: text('portfolioId') ?? text('businessAccountId')!,
    appId: text('appId') ?? '700000000000001',
    accessToken: text('accessToken')!,
    appSecret: text('appSecret')!,
    verifyToken: text('verifyToken')!,
    webhookUrl,
  };
}

function protocolOf(address: string): string {
  return URL.canParse(address) ? new URL(address).protocol : '';
}

export interface AccountBook {
  all(): AccountState[];
  findByKey(key: string): AccountState | null;
  findByPhoneNumberId(id: string): AccountState | null;
  findByBusinessAccountId(id: string): AccountState[];
  mayUse(account: AccountState, token: string): boolean;
  knowsToken(token: string): boolean;
  /** Adds or replaces by key; settings and subscription survive a replacement. @throws InvalidAccount */
  put(account: SimulatedAccount): AccountState;
  /** Settings that accounts added later start with. */
  defaults: Settings;
}

export function createAccountBook(): AccountBook {
  const byKey = new Map<string, AccountState>();
  const byPhone = new Map<string, AccountState>();
  const book: AccountBook = {
    defaults: defaultSettings(),
    all: () => [...byKey.values()],
    findByKey: (key) => byKey.get(key) ?? null,
    findByPhoneNumberId: (id) => byPhone.get(id) ?? null,
    findByBusinessAccountId: (id) => [...byKey.values()].filter((one) => one.config.businessAccountId === id),
    mayUse: (account, token) => account.config.accessToken === token,
    knowsToken(token) {
      for (const one of byKey.values()) if (one.config.accessToken === token) return true;
      return false;
    },
    put(config) {
      const holder = byPhone.get(config.phoneNumberId);
      if (holder && holder.config.key !== config.key) throw new InvalidAccount(`phoneNumberId is held by account ${holder.config.key}`);
      const before = byKey.get(config.key);
      if (before) byPhone.delete(before.config.phoneNumberId);
      const state: AccountState = {
        config,
        settings: before?.settings ?? structuredClone(book.defaults),
        businessPhone: config.displayPhoneNumber.replace(/\D/g, ''),
        subscribed: before?.subscribed ?? true,
      };
      byKey.set(config.key, state);
      byPhone.set(config.phoneNumberId, state);
      return state;
    },
  };
  return book;
}
