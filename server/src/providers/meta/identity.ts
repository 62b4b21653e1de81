import type { PersonRef } from '../provider';
import { idOf, isObject, listOf, objectOf, textOf, type JsonObject } from './json';

/**
 * Who is meant, from fields of which none is certain to be there (facts 2.9, 2026-11): phones are left out for people
 * with a username, `""` was sent in their place by the first form, and some senders put a business-scoped id where a
 * phone used to be (courier PR 1094).
 */
export interface PersonFields {
  /** `from`, `to`: a phone, but a business-scoped id has been seen here. */
  phone?: unknown;
  /** `wa_id`, `recipient_id`: digits that may differ from the phone; likewise. */
  waId?: unknown;
  userId?: unknown;
  parentUserId?: unknown;
}

/** Digits of a phone, or undefined for anything else; E.164 allows 15, five keeps short service numbers. */
function digitsOf(value: unknown): string | undefined {
  const text = idOf(value)?.replace(/^\+/, '').replace(/[\s()-]/g, '');
  return text && /^\d{5,15}$/.test(text) ? text : undefined;
}

/** What stands in a phone's place and is no phone is an id; unknown shapes (`user.0123…`) are kept, never refused. */
function misplacedId(value: unknown): string | undefined {
  return digitsOf(value) ? undefined : idOf(value);
}

/** `phone` falls back to the `waId`, which is a phone too, so that one field always names the person where one is known. */
export function parsePerson(fields: PersonFields): PersonRef {
  const waId = digitsOf(fields.waId);
  const phone = digitsOf(fields.phone) ?? waId;
  const userId = idOf(fields.userId) ?? misplacedId(fields.phone) ?? misplacedId(fields.waId);
  const parentUserId = idOf(fields.parentUserId);
  return {
    ...(phone ? { phone } : {}),
    ...(waId ? { waId } : {}),
    ...(userId ? { userId } : {}),
    ...(parentUserId ? { parentUserId } : {}),
  };
}

/** `contacts[]` of one value, ready to be matched with its messages or statuses. */
export interface ContactBook {
  /** Adds what the value's contacts know of this person. */
  complete(person: PersonRef): PersonRef;
}

/**
 * @param senderCount how many different people the value speaks of; only with one may a lone contact be taken for them
 *   without a shared identifier. In a batch a guess would give one customer the name of another.
 */
export function createContactBook(contacts: unknown, senderCount: number): ContactBook {
  const people = listOf(contacts).filter(isObject).map(parseContact);
  const byKey = new Map<string, PersonRef>();
  for (const person of people) for (const key of keysOf(person)) if (!byKey.has(key)) byKey.set(key, person);
  const lone = people.length === 1 && senderCount <= 1 ? people[0] : undefined;

  return {
    complete(person) {
      const known = keysOf(person).map((key) => byKey.get(key)).find((match) => match !== undefined);
      if (known) return isContradiction(person, known) ? person : { ...known, ...person };
      return lone && !isContradiction(person, lone) ? { ...lone, ...person } : person;
    },
  };
}

/** Tells people apart within one value; people without any identifier count as one. */
export function countPeople(people: readonly PersonRef[]): number {
  return new Set(people.map((person) => person.userId ?? person.phone ?? person.parentUserId ?? '')).size;
}

function parseContact(contact: JsonObject): PersonRef {
  const { phone, ...ids } = parsePerson({ waId: contact['wa_id'], userId: contact['user_id'], parentUserId: contact['parent_user_id'] });
  const profile = objectOf(contact['profile']);
  const profileName = textOf(profile['name']);
  // Shown with and without the @; people change it, so it is a label and never a key.
  const username = textOf(profile['username'] ?? contact['username'])?.replace(/^@+/, '');
  return {
    ...(phone ? { phone } : {}),
    ...ids,
    ...(profileName ? { profileName } : {}),
    ...(username ? { username } : {}),
  };
}

function keysOf({ phone, waId, userId }: PersonRef): string[] {
  const keys = [userId ? `user ${userId}` : '', waId ? `phone ${waId}` : '', phone ? `phone ${phone}` : ''];
  return keys.filter((key) => key !== '');
}

/** Two ids that differ are two people; two phones are too, unless they are forms of one number (Brazil's ninth digit). */
function isContradiction(left: PersonRef, right: PersonRef): boolean {
  if (left.userId && right.userId && left.userId !== right.userId) return true;
  return Boolean(left.phone && right.phone && left.phone.slice(-8) !== right.phone.slice(-8));
}
