import { ProviderError } from '../provider-error';
import type { ProviderAccount, SettingsField } from '../provider';

/** Versions and their ends: facts 1.1; v26.0 is current from 2026-07-29 (2026-11). */
export const DEFAULT_GRAPH_VERSION = 'v26.0';
export const DEFAULT_GRAPH_URL = 'https://graph.facebook.com';

const DIGITS = { source: '\\d{1,32}', message: 'Digits only, as shown by Meta; not the phone number itself.' };

/** What the connection form asks for. */
export const metaSettings: SettingsField[] = [
  {
    name: 'phoneNumberId',
    label: 'Phone number ID',
    type: 'string',
    required: true,
    unique: true,
    pattern: DIGITS,
    help: 'In the Meta app dashboard under WhatsApp, API setup: the long number below the sender. It is not the phone number.',
  },
  {
    name: 'businessAccountId',
    label: 'WhatsApp Business account ID',
    type: 'string',
    required: true,
    pattern: DIGITS,
    help: 'On the same page, next to the phone number ID. Templates belong to this account.',
  },
  {
    name: 'accessToken',
    label: 'Access token',
    type: 'string',
    required: true,
    secret: true,
    help: 'A permanent token of a system user with the rights whatsapp_business_messaging and whatsapp_business_management. The token shown on the API setup page ends after a day.',
  },
  {
    name: 'appSecret',
    label: 'App secret',
    type: 'string',
    required: true,
    secret: true,
    incoming: true,
    help: 'In the Meta app dashboard under App settings, Basic. It proves that messages really come from Meta; without it they are refused.',
  },
  {
    name: 'appId',
    label: 'App ID',
    type: 'string',
    pattern: DIGITS,
    help: 'At the top of the Meta app dashboard. With it, Test can tell whether this very app receives the messages.',
  },
  {
    name: 'portfolioId',
    label: 'Business portfolio ID',
    type: 'string',
    pattern: DIGITS,
    help: 'In Meta business settings, business info. All numbers of a portfolio share one daily limit of new conversations; enter the same ID at each of them.',
  },
  {
    name: 'graphVersion',
    label: 'Graph API version',
    type: 'string',
    default: DEFAULT_GRAPH_VERSION,
    pattern: { source: 'v\\d{1,3}\\.\\d{1,2}', message: 'A version such as v26.0.' },
    help: 'Change it only when Meta retires this version.',
  },
  {
    name: 'baseUrl',
    label: 'Graph API address',
    type: 'url',
    default: DEFAULT_GRAPH_URL,
    guardsSecrets: true,
    help: 'Leave as it is, unless you use a simulator or a proxy. Changing it discards the stored token and secret.',
  },
];

export interface MetaConnection {
  phoneNumberId: string;
  /** `<address>/<version>`, without a slash at the end. */
  graphUrl: string;
  /** Scheme, host and port of the address: may be given the token. */
  origin: string;
  accessToken: string;
}

function setting(account: ProviderAccount, name: string): string {
  const value = account.settings[name];
  return value === undefined ? '' : String(value).trim();
}

/** A setting that may be missing. */
export function findSetting(account: ProviderAccount, name: 'businessAccountId' | 'appId'): string | null {
  return setting(account, name) || null;
}

/** Everything a call needs. Throws ProviderError `misconfigured` or `auth`: the queue is kept, the account is halted. */
export function getConnection(account: ProviderAccount): MetaConnection {
  const phoneNumberId = setting(account, 'phoneNumberId');
  if (!phoneNumberId) throw new ProviderError('misconfigured', 'The account has no phone number ID.');
  const accessToken = account.secrets['accessToken']?.trim();
  if (!accessToken) throw new ProviderError('auth', 'The account has no access token. Enter it in the connection settings.');
  const address = (setting(account, 'baseUrl') || DEFAULT_GRAPH_URL).replace(/\/+$/, '');
  if (!URL.canParse(address)) throw new ProviderError('misconfigured', 'The Graph API address is not a valid URL.');
  const version = setting(account, 'graphVersion') || DEFAULT_GRAPH_VERSION;
  return { phoneNumberId, accessToken, graphUrl: `${address}/${version}`, origin: new URL(address).origin };
}

/** Throws `misconfigured` where the account has none. */
export function getBusinessAccountId(account: ProviderAccount): string {
  const businessAccountId = findSetting(account, 'businessAccountId');
  if (!businessAccountId) throw new ProviderError('misconfigured', 'The account has no WhatsApp Business account ID.');
  return businessAccountId;
}
