import type { AccountRef, ProviderEvent } from '../provider';
import { countPeople, createContactBook, parsePerson } from './identity';
import { isObject, objectOf, oneOrMany, textOf, timeOf, type JsonObject } from './json';
import { unsupported } from './parse-messages';

/** `user_preferences`: marketing stopped or resumed in WhatsApp itself (facts 1.9). Other categories are kept. */
export function parsePreferences(account: AccountRef, value: JsonObject): ProviderEvent[] {
  const preferences = oneOrMany(value['user_preferences']);
  const people = preferences.map((preference) => parsePerson({ waId: objectOf(preference)['wa_id'], userId: objectOf(preference)['user_id'], parentUserId: objectOf(preference)['parent_user_id'] }));
  const book = createContactBook(value['contacts'], countPeople(people));
  return preferences.map((preference, index) => {
    const choice = isObject(preference) ? preference['value'] : undefined;
    if (!isObject(preference) || preference['category'] !== 'marketing_messages' || (choice !== 'stop' && choice !== 'resume')) {
      return unsupported(account, 'user_preferences', preference);
    }
    const detail = textOf(preference['detail']);
    return {
      kind: 'preference',
      account,
      at: timeOf(preference['timestamp']),
      person: book.complete(people[index] ?? {}),
      purpose: 'marketing',
      value: choice,
      ...(detail ? { detail } : {}),
    };
  });
}

/**
 * `user_id_update`: the business-scoped id was issued anew. The phone beside it is the present one (it may be what
 * changed), so it describes `current`; it names the contact only where no former id does.
 */
export function parseUserIdUpdates(account: AccountRef, value: JsonObject): ProviderEvent[] {
  return oneOrMany(value['user_id_update']).map((update) => {
    const ids = objectOf(objectOf(update)['user_id']);
    const parents = objectOf(objectOf(update)['parent_user_id']);
    const previous = parsePerson({ userId: ids['previous'], parentUserId: parents['previous'] });
    const current = parsePerson({ waId: objectOf(update)['wa_id'], userId: ids['current'], parentUserId: parents['current'] });
    if (!isObject(update) || !(current.userId ?? current.parentUserId)) return unsupported(account, 'user_id_update', update);
    const { phone, waId } = current;
    const byPhone = { ...(phone ? { phone } : {}), ...(waId ? { waId } : {}) };
    return { kind: 'identity', account, at: timeOf(update['timestamp']), previous: Object.keys(previous).length > 0 ? previous : byPhone, current };
  });
}
