import type { AccountRef, ProviderEvent, ProviderWebhook } from '../provider';
import { idOf, isObject, listOf, objectOf, parseJson, textOf, timeOf, type JsonObject } from './json';
import { parseAccountEvent, parseValueErrors } from './parse-account';
import { parseHistory } from './parse-history';
import { parseEchoes, parseMessages, unsupported } from './parse-messages';
import { parsePreferences, parseUserIdUpdates } from './parse-people';
import { parseStatuses } from './parse-statuses';
import { parseTemplateEvent } from './parse-templates';
import { answerChallenge, verifySignature } from './verify';

export const metaWebhook: ProviderWebhook = {
  /** What the plugin reads (Meta's webhook fields, 2026-11); without `messages` nothing arrives at all. */
  fields: [
    { name: 'messages', required: true },
    { name: 'message_template_status_update', required: false },
    { name: 'account_update', required: false },
    { name: 'phone_number_quality_update', required: false },
    { name: 'user_preferences', required: false },
  ],
  challenge: answerChallenge,
  identify: identifyAccounts,
  verify: verifySignature,
  parse: parseWebhook,
};

/** One entry of the table below: everything a change of that field says. `at` is the entry's own time. */
type ReadField = (account: AccountRef, value: JsonObject, at: Date | null, field: string) => ProviderEvent[];

const template: ReadField = (account, value, at, field) => [parseTemplateEvent(field, account, value, at)];
const accountChange: ReadField = (account, value, at, field) => [parseAccountEvent(field, account, value, at)];

/** The fields we understand (facts 1.7 to 1.9, 2026-11). Every other one is kept as `unsupported`. */
const FIELDS: Readonly<Record<string, ReadField>> = {
  messages: (account, value, at) => [...parseMessages(account, value), ...parseStatuses(account, value), ...parseValueErrors(account, value, at)],
  smb_message_echoes: parseEchoes,
  message_echoes: parseEchoes,
  history: parseHistory,
  user_preferences: parsePreferences,
  user_id_update: parseUserIdUpdates,
  message_template_status_update: template,
  message_template_quality_update: template,
  message_template_components_update: template,
  template_category_update: template,
  account_update: accountChange,
  account_alerts: accountChange,
  account_review_update: accountChange,
  business_capability_update: accountChange,
  phone_number_quality_update: accountChange,
  phone_number_name_update: accountChange,
  security: accountChange,
};

/**
 * Everything one webhook says, in Meta's order. Never throws: what is not JSON, not Meta's, of an unknown field, or
 * without anything we understand comes back as `unsupported` with what it held, so that nothing is lost.
 */
export function parseWebhook(raw: string): ProviderEvent[] {
  const body = parseJson(raw);
  if (!isObject(body) || body['object'] !== 'whatsapp_business_account' || !Array.isArray(body['entry'])) {
    const vendorField = isObject(body) ? (textOf(body['object']) ?? 'unknown') : 'unknown';
    return [unsupported({}, vendorField, body ?? raw)];
  }
  return body['entry'].flatMap((entry: unknown) => {
    if (!isObject(entry) || !Array.isArray(entry['changes'])) return [unsupported(refOf(objectOf(entry), {}), 'entry', entry)];
    return entry['changes'].flatMap((change: unknown) => parseChange(entry, change));
  });
}

function parseChange(entry: JsonObject, change: unknown): ProviderEvent[] {
  const field = textOf(objectOf(change)['field']) ?? 'unknown';
  const value = objectOf(change)['value'];
  const account = refOf(entry, objectOf(value));
  const read = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (!read || !isObject(value)) return [unsupported(account, field, isObject(change) ? (value ?? change) : change)];
  try {
    const events = read(account, value, timeOf(entry['time']), field);
    return events.length > 0 ? events : [unsupported(account, field, value)];
  } catch {
    // The readers are total; if one has a defect, one change is kept aside instead of the whole batch being refused
    // and sent again for seven days.
    return [unsupported(account, field, value)];
  }
}

/** The number is named by `metadata`, never by the displayed phone; fields about templates and accounts have none. */
function refOf(entry: JsonObject, value: JsonObject): AccountRef {
  const phoneNumberId = idOf(objectOf(value['metadata'])['phone_number_id']);
  const businessAccountId = idOf(entry['id']);
  return { ...(phoneNumberId ? { phoneNumberId } : {}), ...(businessAccountId ? { businessAccountId } : {}) };
}

/** Every account a body names, each once, in the order of the body. Empty for what is not Meta's. */
export function identifyAccounts(body: unknown): AccountRef[] {
  const refs = new Map<string, AccountRef>();
  for (const entry of listOf(objectOf(body)['entry'])) {
    for (const change of listOf(objectOf(entry)['changes'])) {
      const ref = refOf(objectOf(entry), objectOf(objectOf(change)['value']));
      if (ref.phoneNumberId || ref.businessAccountId) refs.set(JSON.stringify(ref), ref);
    }
  }
  return [...refs.values()];
}
