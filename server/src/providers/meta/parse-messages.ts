import type { AccountRef, PersonRef, ProviderEvent } from '../provider';
import { parseContent } from './content';
import { countPeople, createContactBook, parsePerson, type ContactBook } from './identity';
import { isObject, listOf, objectOf, textOf, timeOf, type JsonObject } from './json';

/**
 * Types that tell of something without the customer having written: as a `message` they would open the 24-hour window
 * and start bots.
 */
const NOT_WRITTEN = new Set(['system', 'request_welcome']);

/** `messages[]` of one value (facts 1.7). One event an entry, in Meta's order: albums depend on it. */
export function parseMessages(account: AccountRef, value: JsonObject, options: { imported?: boolean } = {}): ProviderEvent[] {
  const messages = listOf(value['messages']);
  const senders = messages.map((message) => parseSender(objectOf(message)));
  const book = createContactBook(value['contacts'], countPeople(senders));
  return messages.map((message, index) => {
    if (!isObject(message)) return unsupported(account, 'messages', message);
    return parseMessage(account, message, senders[index] ?? {}, book, options);
  });
}

export function parseSender(message: JsonObject): PersonRef {
  return parsePerson({ phone: message['from'], userId: message['from_user_id'], parentUserId: message['from_parent_user_id'] });
}

export function parseMessage(account: AccountRef, message: JsonObject, sender: PersonRef, book: ContactBook, options: { imported?: boolean } = {}): ProviderEvent {
  const type = textOf(message['type']) ?? 'unknown';
  const change = parseChangeOfMessage(account, message);
  if (change) return change;
  if (type === 'system') return parseSystem(account, message, sender) ?? unsupported(account, `messages.system`, message);
  const providerMessageId = textOf(message['id']);
  if (!providerMessageId || NOT_WRITTEN.has(type)) return unsupported(account, `messages.${type}`, message);

  const context = objectOf(message['context']);
  const replyTo = textOf(context['id']);
  const groupId = textOf(message['group_id']);
  const referral = parseReferral(message, context);
  return {
    kind: 'message',
    account,
    at: timeOf(message['timestamp']),
    providerMessageId,
    from: book.complete(sender),
    content: parseContent(message),
    ...(groupId ? { groupId } : {}),
    ...(replyTo ? { replyToProviderMessageId: replyTo } : {}),
    ...(context['forwarded'] === true || context['frequently_forwarded'] === true ? { forwarded: true } : {}),
    ...(referral ? { referral } : {}),
    ...(options.imported ? { imported: true } : {}),
  };
}

/** Edit and revoke; they name another message and carry an id of their own. Null for anything else. */
export function parseChangeOfMessage(account: AccountRef, message: JsonObject, options: { byBusiness?: boolean } = {}): ProviderEvent | null {
  const type = textOf(message['type']);
  if (type !== 'edit' && type !== 'revoke') return null;
  const change = objectOf(message[type]);
  const originalProviderMessageId = textOf(change['original_message_id']);
  const providerMessageId = textOf(message['id']);
  if (!originalProviderMessageId || !providerMessageId) return unsupported(account, `messages.${type}`, message);
  const common = { account, at: timeOf(message['timestamp']), providerMessageId, originalProviderMessageId, ...(options.byBusiness ? { byBusiness: true } : {}) };
  return type === 'revoke' ? { kind: 'revoke', ...common } : { kind: 'edit', ...common, content: parseContent(objectOf(change['message'])) };
}

/**
 * `user_changed_number` (old phone in `from`, new one in `system.wa_id`) and `user_changed_user_id`. They come without
 * `contacts[]`. Null for the others, such as `customer_identity_changed`, which change no identifier.
 */
function parseSystem(account: AccountRef, message: JsonObject, sender: PersonRef): ProviderEvent | null {
  const system = objectOf(message['system']);
  const type = textOf(system['type']);
  const providerMessageId = textOf(message['id']);
  const common = { kind: 'identity' as const, account, at: timeOf(message['timestamp']), ...(providerMessageId ? { providerMessageId } : {}) };
  const ids = objectOf(system['user_id']);

  if (type === 'user_changed_number' || type === 'customer_changed_number') {
    // `new_wa_id` and `customer` are the names before 2024.
    const previous = Object.keys(sender).length > 0 ? sender : parsePerson({ waId: system['customer'] });
    const current = parsePerson({ waId: system['wa_id'] ?? system['new_wa_id'], userId: ids['current'] ?? system['user_id'], parentUserId: system['parent_user_id'] });
    return current.phone || current.userId ? { ...common, previous, current } : null;
  }
  if (type !== 'user_changed_user_id') return null;
  const current = parsePerson({ waId: system['wa_id'], userId: ids['current'] ?? system['user_id'] ?? sender.userId, parentUserId: system['parent_user_id'] });
  if (!current.userId) return null;
  // Meta puts the new id in `from_user_id` as well; what names the contact is whatever else is known of it.
  const { userId: senderUserId, ...known } = sender;
  const previousUserId = textOf(ids['previous']) ?? (senderUserId === current.userId ? undefined : senderUserId);
  return { ...common, previous: { ...known, ...(previousUserId ? { userId: previousUserId } : {}) }, current };
}

/** `smb_message_echoes`: sent by the company on its own phone (coexistence). */
export function parseEchoes(account: AccountRef, value: JsonObject): ProviderEvent[] {
  const echoes = listOf(value['message_echoes']);
  const recipients = echoes.map((echo) => parseEchoRecipient(objectOf(echo)));
  const book = createContactBook(value['contacts'], countPeople(recipients));
  return echoes.map((echo, index) => {
    if (!isObject(echo)) return unsupported(account, 'message_echoes', echo);
    return parseChangeOfMessage(account, echo, { byBusiness: true }) ?? parseEcho(account, echo, book.complete(recipients[index] ?? {}));
  });
}

export function parseEchoRecipient(echo: JsonObject): PersonRef {
  return parsePerson({ phone: echo['to'], userId: echo['to_user_id'], parentUserId: echo['to_parent_user_id'] });
}

export function parseEcho(account: AccountRef, echo: JsonObject, to: PersonRef, options: { imported?: boolean } = {}): ProviderEvent {
  const providerMessageId = textOf(echo['id']);
  if (!providerMessageId) return unsupported(account, 'message_echoes', echo);
  return { kind: 'echo', account, at: timeOf(echo['timestamp']), providerMessageId, to, content: parseContent(echo), ...(options.imported ? { imported: true } : {}) };
}

/** What led the customer here: an ad (`referral`), or a product they asked about. */
function parseReferral(message: JsonObject, context: JsonObject): Record<string, unknown> | null {
  const referral = {
    ...objectOf(message['referral']),
    ...(isObject(context['referred_product']) ? { referred_product: context['referred_product'] } : {}),
  };
  return Object.keys(referral).length > 0 ? referral : null;
}

export function unsupported(account: AccountRef, vendorField: string, payload: unknown): ProviderEvent {
  return { kind: 'unsupported', account, at: isObject(payload) ? timeOf(payload['timestamp']) : null, vendorField, payload };
}
