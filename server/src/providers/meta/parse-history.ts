import type { AccountRef, PersonRef, ProviderEvent } from '../provider';
import { countPeople, createContactBook, parsePerson, type ContactBook } from './identity';
import { idOf, isObject, listOf, objectOf, oneOrMany, type JsonObject } from './json';
import { parseEcho, parseEchoRecipient, parseMessage, parseSender, unsupported } from './parse-messages';

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
  const loose = [...listOf(value['messages']), ...listOf(value['message_echoes'])];
  const book = createContactBook(value['contacts'], countPeople(loose.map((message) => findCustomer(objectOf(message), {}, ownPhone))));
  return [...chunks, ...loose.map((message) => parseImported(account, message, {}, book, ownPhone))];
}

function parseThread(account: AccountRef, thread: unknown, ownPhone: string | undefined): ProviderEvent[] {
  if (!isObject(thread)) return [unsupported(account, 'history', thread)];
  const context = objectOf(thread['context']);
  const customer = parsePerson({ phone: thread['id'], waId: context['wa_id'], userId: context['user_id'], parentUserId: context['parent_user_id'] });
  const book = createContactBook([{ profile: { username: context['username'] }, wa_id: customer.phone, user_id: customer.userId }], 1);
  return listOf(thread['messages']).map((message) => parseImported(account, message, customer, book, ownPhone));
}

function parseImported(account: AccountRef, message: unknown, customer: PersonRef, book: ContactBook, ownPhone: string | undefined): ProviderEvent {
  if (!isObject(message)) return unsupported(account, 'history', message);
  const person = findCustomer(message, customer, ownPhone);
  return isOwn(message, ownPhone)
    ? parseEcho(account, message, book.complete(person), { imported: true })
    : parseMessage(account, message, person, book, { imported: true });
}

/** The other side of the chat, whoever wrote. */
function findCustomer(message: JsonObject, customer: PersonRef, ownPhone: string | undefined): PersonRef {
  return { ...customer, ...(isOwn(message, ownPhone) ? parseEchoRecipient(message) : parseSender(message)) };
}

/** Sent by the company: flagged as such (2026), or with a recipient, or from the number itself. */
function isOwn(message: JsonObject, ownPhone: string | undefined): boolean {
  if (objectOf(message['history_context'])['from_me'] === true || idOf(message['to']) !== undefined) return true;
  return ownPhone !== undefined && parseSender(message).phone === ownPhone;
}
