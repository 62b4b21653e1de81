import type { ContactAliasRow } from '../../platform/records';
import { aliasText, isInForce } from './alias-keys';
import type { AliasKey } from './alias-keys';

/** People of one batch who share a name, and the contacts those names lead to. */
export interface PeopleGroup {
  /** Indexes of the people. */
  people: number[];
  /** Contacts known by one of the names; none: someone new; several: one person known twice. */
  contacts: number[];
  /** Names nobody has yet, with the person that brought them. */
  free: { key: AliasKey; person: number }[];
  /** Numbers their former owner gave up. */
  reassigned: { alias: ContactAliasRow }[];
}

/** Puts people together who share a name, directly or through others of the batch. People without any name are in no group. */
export const groupPeople = (people: { at: Date; keys: AliasKey[] }[], known: ReadonlyMap<string, ContactAliasRow>): PeopleGroup[] => {
  /** Union-find over names and over the contacts they lead to: a contact reached by two names joins them as well. */
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    while ((parents.get(root) ?? root) !== root) root = parents.get(root) as string;
    parents.set(name, root);
    return root;
  };
  const join = (one: string, other: string): void => {
    parents.set(rootOf(one), rootOf(other));
  };
  const contactIn = (key: AliasKey, at: Date): number | null => {
    const alias = known.get(aliasText(key));
    return alias && isInForce(alias, at) ? alias.contact : null;
  };

  for (const { at, keys } of people) {
    const [first] = keys;
    if (!first) continue;
    for (const key of keys) {
      join(aliasText(first), aliasText(key));
      const contact = contactIn(key, at);
      if (contact !== null) join(aliasText(key), `contact ${contact}`);
    }
  }

  const groups = new Map<string, PeopleGroup & { seen: Set<string> }>();
  people.forEach(({ at, keys }, person) => {
    const [first] = keys;
    if (!first) return;
    const root = rootOf(aliasText(first));
    const group = groups.get(root) ?? { people: [], contacts: [], free: [], reassigned: [], seen: new Set<string>() };
    groups.set(root, group);
    group.people.push(person);
    for (const key of keys) {
      const contact = contactIn(key, at);
      if (contact !== null && !group.contacts.includes(contact)) group.contacts.push(contact);
      const text = aliasText(key);
      if (group.seen.has(text)) continue;
      const alias = known.get(text);
      if (!alias) group.free.push({ key, person });
      else if (contact === null) group.reassigned.push({ alias });
      group.seen.add(text);
    }
  });
  return [...groups.values()].map(({ seen: _seen, ...group }) => group);
};
