import { fieldsOf, findText, getFields, getList, getText, listOf, onlyKeys } from './check';
import { refuse } from './errors';

const CONTACT_KEYS = new Set(['addresses', 'birthday', 'emails', 'name', 'org', 'phones', 'urls']);
const NAME_KEYS = new Set(['formatted_name', 'first_name', 'last_name', 'middle_name', 'suffix', 'prefix']);
const LIST_KEYS: Record<string, ReadonlySet<string>> = {
  addresses: new Set(['street', 'city', 'state', 'zip', 'country', 'country_code', 'type']),
  emails: new Set(['email', 'type']),
  phones: new Set(['phone', 'type', 'wa_id']),
  urls: new Set(['url', 'type']),
};
const ORG_KEYS = new Set(['company', 'department', 'title']);

/** @returns the names, for the ledger. @throws Refusal */
export function checkContacts(value: unknown): string {
  if (value === undefined || value === null) return refuse(131008, "Parameter 'contacts' is mandatory for type 'contacts'");
  const cards = listOf(value, 'contacts');
  if (cards.length === 0) refuse(131008, 'contacts needs at least one card');
  if (cards.length > 257) refuse(131009, 'contacts takes at most 257 cards');
  return cards.map((card, at) => checkCard(card, `contacts[${at}]`)).join(', ');
}

function checkCard(value: unknown, path: string): string {
  const card = fieldsOf(value, path);
  onlyKeys(card, CONTACT_KEYS, path);
  const name = getFields(card, 'name', path);
  onlyKeys(name, NAME_KEYS, `${path}['name']`);
  const formatted = getText(name, 'formatted_name', `${path}['name']`, { max: 1024 });
  const parts = ['first_name', 'last_name', 'middle_name', 'suffix', 'prefix'];
  if (!parts.some((part) => findText(name, part, `${path}['name']`, { max: 1024 }) !== null)) {
    refuse(131008, `${path}['name'] needs one more part beside formatted_name`);
  }
  for (const [key, allowed] of Object.entries(LIST_KEYS)) {
    if (card[key] === undefined) continue;
    getList(card, key, path).forEach((entry, at) => {
      const fields = fieldsOf(entry, `${path}['${key}'][${at}]`);
      onlyKeys(fields, allowed, `${path}['${key}'][${at}]`);
      for (const part of allowed) findText(fields, part, `${path}['${key}'][${at}]`, { max: 2048, mayBeEmpty: true });
    });
  }
  if (card.org !== undefined) onlyKeys(fieldsOf(card.org, `${path}['org']`), ORG_KEYS, `${path}['org']`);
  const birthday = findText(card, 'birthday', path, { max: 10 });
  if (birthday !== null && !/^\d{4}-\d{2}-\d{2}$/.test(birthday)) refuse(131009, `Param ${path}['birthday'] must be YYYY-MM-DD.`);
  return formatted;
}
