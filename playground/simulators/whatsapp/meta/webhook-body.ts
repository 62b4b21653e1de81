import { createHmac } from 'node:crypto';
import type { MetaAccount } from '../accounts';

/** The numbers in webhooks that JavaScript would round are written as this mark and their digits. */
const BIG_NUMBER = /"@number:(\d+)"/g;
export const bigNumber = (digits: string): string => `@number:${digits}`;

export interface Change {
  field: string;
  value: unknown;
}

/** ASCII only, as Meta sends it: what is beyond becomes \uXXXX in lower case, so only the raw bytes verify. */
export function escapeUnicode(json: string): string {
  return json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function webhookBody(businessAccountId: string, changes: readonly Change[]): string {
  const json = JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: businessAccountId, changes: changes.map(({ field, value }) => ({ value, field })) }] });
  return escapeUnicode(json.includes('"@number:') ? json.replace(BIG_NUMBER, '$1') : json);
}

/** `X-Hub-Signature-256` over the bytes as they go out. */
export function signatureOf(body: string | Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

export function webhookHeaders(body: string, account: MetaAccount): Record<string, string> {
  return { 'content-type': 'application/json', 'user-agent': 'facebookexternalua', 'x-hub-signature-256': signatureOf(body, account.appSecret) };
}

export function metadataOf(account: MetaAccount): Record<string, string> {
  return { display_phone_number: account.displayPhoneNumber, phone_number_id: account.phoneNumberId };
}
