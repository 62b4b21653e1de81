import type { AccountRef, ProviderEvent } from '../provider';
import { createContactBook, parsePerson } from './identity';
import { idOf, isObject, listOf, objectOf, oneOrMany, type JsonObject } from './json';
import { parseEcho, parseEchoRecipient, parseMessage, parseMessages, parseSender, unsupported } from './parse-messages';

/**
 * `history` (coexistence; Meta's page of 2026-05): chats of up to 180 days, `history[].threads[].messages[]`, the thread
 * named by the customer's phone. Files follow in further webhooks, as plain `messages[]`. Everything is `imported`: it
 * opens no window and triggers nothing. What is no chat (the company declined to share, progress alone) is kept.
 */
export function parseHistory(account: AccountRef, value: JsonObject): ProviderEvent[] {
  const ownPhone = parsePerson({ phone: objectOf(value['metadata'])['display_phone_number'] }).phone;
  const chunks = oneOrMany(value['history']).flatMap((chunk) => {
    const threads = listOf(objectOf(chunk)['threads']);
    return threads.length > 0 ? threads.flatMap((thread) => parseThread(account, thread, ownPhone)) : [unsupported(account, 'history', chunk)];
  });
  return [...chunks, ...parseMessages(account, value, { imported: true })];
}

function parseThread(account: AccountRef, thread: unknown, ownPhone: string | undefined): ProviderEvent[] {
  if (!isObject(thread)) return [unsupported(account, 'history', thread)];
  const context = objectOf(thread['context']);
  const customer = parsePerson({ phone: thread['id'], waId: context['wa_id'], userId: context['user_id'], parentUserId: context['parent_user_id'] });
  const book = createContactBook([{ profile: { username: context['username'] }, wa_id: customer.phone, user_id: customer.userId }], 1);

  return listOf(thread['messages']).map((message) => {
    if (!isObject(message)) return unsupported(account, 'history', message);
    const isOwn = objectOf(message['history_context'])['from_me'] === true || idOf(message['to']) !== undefined || isSame(parseSender(message).phone, ownPhone);
    if (isOwn) return parseEcho(account, message, book.complete({ ...customer, ...parseEchoRecipient(message) }), { imported: true });
    return parseMessage(account, message, { ...customer, ...parseSender(message) }, book, { imported: true });
  });
}

function isSame(left: string | undefined, right: string | undefined): boolean {
  return left !== undefined && left === right;
}
