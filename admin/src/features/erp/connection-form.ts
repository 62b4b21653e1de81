import type { ErpConnectionBody, ErpConnectionView } from '../../../../plugin/contracts/erp';
import type { Text } from '../../i18n';

export interface ConnectionForm {
  name: string;
  baseUrl: string;
  database: string;
  login: string;
  /** Typed now; what is stored never comes back. */
  secret: string;
  protocol: 'auto' | 'jsonrpc';
  active: boolean;
  intervalMinutes: number | null;
}

export const connectionFormOf = (connection: ErpConnectionView | null): ConnectionForm => ({
  name: connection?.name ?? '',
  baseUrl: connection?.baseUrl ?? '',
  database: connection?.database ?? '',
  login: connection?.login ?? '',
  secret: '',
  protocol: connection?.protocol ?? 'auto',
  active: connection?.active ?? true,
  intervalMinutes: connection?.intervalMinutes ?? 15,
});

const GUARDS = ['baseUrl', 'database', 'protocol'] as const;

/** The server throws the stored secret away when one of these changes, or a test would send it to anyone. */
export const discardsSecret = (form: ConnectionForm, connection: ErpConnectionView | null): boolean =>
  Boolean(connection?.hasSecret) && GUARDS.some((name) => form[name].trim() !== (connection?.[name] ?? '').trim());

export const connectionBodyOf = (form: ConnectionForm): ErpConnectionBody => ({
  ...(form.name.trim() ? { name: form.name.trim() } : {}),
  baseUrl: form.baseUrl.trim(),
  database: form.database.trim(),
  login: form.login.trim(),
  ...(form.secret.trim() ? { secret: form.secret.trim() } : {}),
  protocol: form.protocol,
  active: form.active,
  ...(form.intervalMinutes === null ? {} : { intervalMinutes: form.intervalMinutes }),
});

export const checkConnectionForm = (form: ConnectionForm, connection: ErpConnectionView | null, text: Text): Partial<Record<keyof ConnectionForm, string>> => {
  const errors: Partial<Record<keyof ConnectionForm, string>> = {};
  for (const name of ['baseUrl', 'database', 'login'] as const) if (form[name].trim() === '') errors[name] = text('field.required');
  if (!errors.baseUrl && !/^https?:\/\/[^\s/]+/i.test(form.baseUrl.trim())) errors.baseUrl = text('field.url');
  if (form.secret.trim() === '' && (!connection?.hasSecret || discardsSecret(form, connection))) errors.secret = text('field.required');
  if (form.intervalMinutes === null || !Number.isInteger(form.intervalMinutes) || form.intervalMinutes < 1) errors.intervalMinutes = text('erp.interval.invalid');
  return errors;
};
