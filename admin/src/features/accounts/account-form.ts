import type { AccountBody, AccountView, ProviderView } from '../../../../plugin/contracts/accounts';
import type { SettingView } from '../../../../plugin/contracts/settings';
import type { Text } from '../../i18n';

type SettingValue = string | number | boolean;

/** What the form holds. Secrets are what was typed now: what is stored never comes back to a screen. */
export interface AccountForm {
  key: string;
  name: string;
  provider: string;
  active: boolean;
  isDefault: boolean;
  defaultLanguage: string;
  messagesPerSecond: number | null;
  defaultMediaUrl: string;
  settings: Record<string, SettingValue>;
  secrets: Record<string, string>;
}

const plainSettings = (provider: ProviderView): SettingView[] => provider.settings.filter((setting) => !setting.secret);
const secretSettings = (provider: ProviderView): SettingView[] => provider.settings.filter((setting) => setting.secret);

const defaultsOf = (provider: ProviderView): Record<string, SettingValue> =>
  Object.fromEntries(plainSettings(provider).flatMap((setting) => (setting.default === undefined ? [] : [[setting.name, setting.default]])));

export const emptyForm = (provider: ProviderView): AccountForm => ({
  key: '',
  name: '',
  provider: provider.id,
  active: true,
  isDefault: false,
  defaultLanguage: '',
  messagesPerSecond: null,
  defaultMediaUrl: '',
  settings: defaultsOf(provider),
  secrets: {},
});

export const formOf = (account: AccountView, provider: ProviderView | undefined): AccountForm => ({
  key: account.key,
  name: account.name,
  provider: account.provider,
  active: account.active,
  isDefault: account.isDefault,
  defaultLanguage: account.defaultLanguage ?? '',
  messagesPerSecond: account.messagesPerSecond,
  defaultMediaUrl: account.defaultMediaUrl ?? '',
  settings: { ...(provider ? defaultsOf(provider) : {}), ...account.settings },
  secrets: {},
});

/** Only what the provider asks for, trimmed; a secret field left empty keeps what is stored. */
export const settingsOf = (form: AccountForm, provider: ProviderView): Pick<AccountBody, 'settings' | 'secrets'> => {
  const settings: Record<string, SettingValue> = {};
  for (const setting of plainSettings(provider)) {
    const value = form.settings[setting.name];
    if (value === undefined) continue;
    if (typeof value !== 'string') settings[setting.name] = value;
    else if (value.trim() !== '') settings[setting.name] = value.trim();
  }
  const secrets: Record<string, string> = {};
  for (const setting of secretSettings(provider)) {
    const value = form.secrets[setting.name]?.trim();
    if (value) secrets[setting.name] = value;
  }
  return { settings, ...(Object.keys(secrets).length > 0 ? { secrets } : {}) };
};

export const bodyOf = (form: AccountForm, provider: ProviderView): AccountBody => ({
  ...(form.key.trim() ? { key: form.key.trim() } : {}),
  name: form.name.trim(),
  provider: provider.id,
  active: form.active,
  isDefault: form.isDefault,
  defaultLanguage: form.defaultLanguage.trim() || null,
  messagesPerSecond: form.messagesPerSecond,
  defaultMediaUrl: form.defaultMediaUrl.trim() || null,
  ...settingsOf(form, provider),
});

/** The guarding fields (host, address) that differ from what is stored: saving them throws the stored secrets away. */
export const guardsChanged = (form: AccountForm, account: AccountView | null, provider: ProviderView): SettingView[] => {
  if (!account || account.storedSecrets.length === 0) return [];
  const before = formOf(account, provider);
  return plainSettings(provider).filter(
    (setting) => setting.guardsSecrets && String(before.settings[setting.name] ?? '').trim() !== String(form.settings[setting.name] ?? '').trim(),
  );
};

/** Whether a secret would be there after saving: typed now, or stored and not thrown away. */
export const hasSecret = (name: string, form: AccountForm, account: AccountView | null, provider: ProviderView): boolean =>
  Boolean(form.secrets[name]?.trim()) || (Boolean(account?.storedSecrets.includes(name)) && guardsChanged(form, account, provider).length === 0);

const KEY = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

const isUrl = (value: string): boolean => {
  try {
    return /^https?:$/.test(new URL(value).protocol);
  } catch {
    return false;
  }
};

/** A pattern comes from a provider's settings; one that is no pattern must not bar the form. */
const matches = (value: string, source: string): boolean => {
  try {
    return new RegExp(`^(?:${source})$`, 'u').test(value);
  } catch {
    return true;
  }
};

/** What is wrong with the form, by field (`name`, `key`, `rate`, `settings.<name>`, `secrets.<name>`). Empty: it may be sent. */
export const checkForm = (form: AccountForm, account: AccountView | null, provider: ProviderView, text: Text): Record<string, string> => {
  const errors: Record<string, string> = {};
  if (form.name.trim() === '') errors.name = text('field.required');
  if (!account && form.key.trim() !== '' && !KEY.test(form.key.trim())) errors.key = text('accounts.key.invalid');
  if (form.messagesPerSecond !== null && (!Number.isInteger(form.messagesPerSecond) || form.messagesPerSecond < 1)) errors.rate = text('accounts.rate.invalid');
  for (const setting of plainSettings(provider)) {
    const field = `settings.${setting.name}`;
    const value = form.settings[setting.name];
    const words = typeof value === 'string' ? value.trim() : value === undefined ? '' : String(value);
    if (words === '') {
      if (setting.required) errors[field] = text('field.required');
    } else if (setting.type === 'url' && !isUrl(words)) errors[field] = text('field.url');
    else if (setting.pattern && !matches(words, setting.pattern.source)) errors[field] = setting.pattern.message;
  }
  for (const setting of secretSettings(provider)) {
    if (setting.required && !hasSecret(setting.name, form, account, provider)) errors[`secrets.${setting.name}`] = text('field.required');
  }
  return errors;
};

/** The account's webhook address; where the server doesn't know its own, the panel's is the best guess. */
export const callbackOf = (account: Pick<AccountView, 'callbackUrl' | 'callbackPath'>, origin: string): string => {
  if (isUrl(account.callbackUrl)) return account.callbackUrl;
  return `${origin.replace(/\/+$/, '')}${account.callbackPath}`;
};

const PRIVATE_HOST = /^(localhost|.*\.local|.*\.internal|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|0\.0\.0\.0|\[)/;

/** Whether a provider on the internet could call it: https, and no name or address that only exists at home. */
export const isPubliclyReachable = (url: string): boolean => {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === 'https:' && !PRIVATE_HOST.test(hostname) && hostname.includes('.');
  } catch {
    return false;
  }
};
