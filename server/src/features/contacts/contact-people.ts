import type { Knex } from '../../platform/database';
import type { ContactAliasRow, ContactRow } from '../../platform/records';
import type { PersonRef } from '../../providers/provider';
import { aliasKeysOf, aliasText, countryOf, identityOf } from './alias-keys';
import type { AliasKey } from './alias-keys';
import type { ContactMerge } from './contact-merge';
import { groupPeople } from './people-groups';
import type { ContactsRepository } from './contacts.repository';

export interface NamedPerson {
  person: PersonRef;
  scope: string;
  source: string;
  at: Date;
  /** The person wrote to us just then; false where we only look someone up. */
  seen: boolean;
}

export interface Resolved {
  contact: ContactRow;
  created: boolean;
}

/** Aliases are touched at most this often: a write a message would cost more than it tells. */
const TOUCH_EVERY_MS = 60 * 60 * 1000;
const MAX_TEXT = 255;

const short = (text: string | undefined): string | null => {
  const trimmed = (text ?? '').trim();
  return trimmed === '' ? null : [...trimmed].slice(0, MAX_TEXT).join('').slice(0, MAX_TEXT);
};

/** The contact after a person was seen under these names. */
export const seePerson = (row: ContactRow, { person, at, seen }: NamedPerson): ContactRow => {
  const identity = identityOf(person);
  const isFresh = seen && (row.lastSeenAt === null || at >= row.lastSeenAt);
  const profileName = short(person.profileName);
  const ownPhone = identity.phone === null ? null : `+${identity.phone}`;
  const isOtherNumber = ownPhone !== null && row.phone !== null && aliasKeysOf({ phone: row.phone }, '')[0]?.value !== aliasKeysOf({ phone: ownPhone }, '')[0]?.value;
  return {
    ...row,
    name: row.name === null || row.name === row.profileName ? (profileName ?? row.name) : row.name,
    profileName: isFresh || row.profileName === null ? (profileName ?? row.profileName) : row.profileName,
    username: isFresh || row.username === null ? (short(person.username) ?? row.username) : row.username,
    // A spelling people typed is kept; another number is the one the person writes from now.
    phone: row.phone === null || (isOtherNumber && isFresh) ? (ownPhone ?? row.phone) : row.phone,
    waId: seen && (isFresh || row.waId === null) ? (identity.waId ?? identity.phone ?? row.waId) : row.waId,
    country: row.country ?? countryOf(identity),
    lastSeenAt: isFresh ? at : row.lastSeenAt,
  };
};

const SEEN_ATTRIBUTES = ['name', 'profileName', 'username', 'phone', 'waId', 'country', 'lastSeenAt'] as const satisfies readonly (keyof ContactRow)[];

/** What a person is found by. */
const FOUND_BY = ['name', 'profileName', 'username', 'phone', 'waId'] as const satisfies readonly (keyof ContactRow)[];

const differs = (one: ContactRow, other: ContactRow, attributes: readonly (keyof ContactRow)[]): boolean => attributes.some((attribute) => one[attribute] !== other[attribute]);

const emptyContact = (): Partial<ContactRow> => ({
  name: null, profileName: null, username: null, phone: null, waId: null, country: null, language: null, company: null,
  stoppedAt: null, marketingStoppedAt: null, erpBlacklisted: false, mergedInto: null, lastSeenAt: null,
});

/** Finds, makes and merges the contacts of many people at once, in a handful of statements. `tellChanged`: of who is new or called otherwise now. */
export const createContactPeople = (repository: ContactsRepository, merge: ContactMerge, tellChanged: (contacts: number[]) => Promise<void>) => {
  const { contacts, aliases } = repository;

  /** Gives the group's names to its contact; a name another transaction took meanwhile leads to that one's contact. */
  const claimAliases = async (claims: { key: AliasKey; contact: number; person: NamedPerson }[], trx: Knex): Promise<{ contact: number; winner: number }[]> => {
    const rows = claims.map(({ key, contact, person }) => ({ ...key, contact, source: person.source, lastSeenAt: person.at, retiredAt: null }));
    const inserted = new Set((await repository.insertAliases(rows, trx)).map(aliasText));
    const lost = claims.filter(({ key }) => !inserted.has(aliasText(key)));
    if (lost.length === 0) return [];
    const winners = await repository.findAliases(lost.map(({ key }) => key), trx);
    return lost.flatMap(({ key, contact }) => {
      const winner = winners.get(aliasText(key))?.contact;
      return winner === undefined || winner === contact ? [] : [{ contact, winner }];
    });
  };

  /** Loses to `winner`: a contact made a moment ago simply goes, an older one is merged. Returns the one that lives. */
  const yieldTo = async (winner: number, contact: number, isNew: boolean, trx: Knex): Promise<number> => {
    if (isNew) {
      await aliases.query(trx).where({ contact }).update({ contact: winner });
      await contacts.query(trx).where({ id: contact }).delete();
      return winner;
    }
    const [kept, merged] = [Math.min(winner, contact), Math.max(winner, contact)];
    await merge(kept, merged, 'two contacts named in one payload', trx);
    return kept;
  };

  const touchAliases = async (rows: Map<string, ContactAliasRow>, seenAt: Map<string, Date>, trx: Knex): Promise<void> => {
    const changes = [...seenAt].flatMap(([text, at]) => {
      const row = rows.get(text);
      return row && (row.lastSeenAt === null || at.getTime() - row.lastSeenAt.getTime() > TOUCH_EVERY_MS) ? [{ id: row.id, lastSeenAt: at }] : [];
    });
    await aliases.updateEach(changes.sort((one, other) => one.id - other.id), trx);
  };

  return async (people: NamedPerson[], trx: Knex): Promise<(Resolved | null)[]> => {
    const named = people.map((person) => ({ person, keys: aliasKeysOf(person.person, person.scope) }));
    const known = await repository.findAliases(named.flatMap(({ keys }) => keys), trx);
    const groups = groupPeople(named.map(({ person, keys }) => ({ at: person.at, keys })), known);

    const fresh = groups.filter(({ contacts: found }) => found.length === 0);
    const made = await repository.insertContacts(fresh.map(() => emptyContact()), trx);
    const isNew = new Set(made.map(({ id }) => id));
    fresh.forEach((group, index) => group.contacts.push((made[index] as ContactRow).id));

    /** Where a contact went: merged or yielded. */
    const heirs = new Map<number, number>();
    const alive = (id: number): number => {
      let current = id;
      while (heirs.has(current)) current = heirs.get(current) as number;
      return current;
    };

    for (const { contacts: found } of groups) {
      const [oldest, ...others] = [...found].sort((one, other) => one - other) as [number, ...number[]];
      for (const other of others) {
        if (alive(other) === alive(oldest)) continue;
        const [kept, merged] = [Math.min(alive(oldest), alive(other)), Math.max(alive(oldest), alive(other))];
        await merge(kept, merged, 'two contacts named in one payload', trx);
        heirs.set(merged, kept);
      }
    }

    const claims = groups.flatMap((group) =>
      group.free.map(({ key, person }) => ({ key, contact: alive(group.contacts[0] as number), person: (named[person] as (typeof named)[number]).person })),
    );
    for (const { contact, winner } of await claimAliases(claims, trx)) {
      const [loser, target] = [alive(contact), alive(winner)];
      if (loser === target) continue;
      const kept = await yieldTo(target, loser, isNew.has(loser), trx);
      heirs.set(kept === target ? loser : target, kept);
    }
    for (const group of groups) {
      // A number that was given up and now belongs to whoever writes from it.
      for (const { alias } of group.reassigned) await aliases.update(alias.id, { contact: alive(group.contacts[0] as number), retiredAt: null }, trx);
    }

    const contactOf = new Map<number, number>();
    for (const group of groups) for (const person of group.people) contactOf.set(person, alive(group.contacts[0] as number));
    const held = await repository.holdAlive([...new Set(contactOf.values())], trx);
    for (const [person, id] of contactOf) {
      const heir = held.get(id);
      if (!heir || heir.id === id) continue;
      // Merged by someone else since it was found; what was claimed for it a moment ago goes with it.
      await aliases.query(trx).where({ contact: id }).update({ contact: heir.id });
      contactOf.set(person, heir.id);
    }
    const before = new Map([...held.values()].map((row) => [row.id, row]));
    const after = new Map(before);
    const seenAt = new Map<string, Date>();
    named.forEach(({ person, keys }, index) => {
      const row = after.get(contactOf.get(index) ?? -1);
      if (!row) return;
      after.set(row.id, seePerson(row, person));
      if (person.seen) for (const key of keys) seenAt.set(aliasText(key), person.at);
    });
    const changed = [...after.values()].filter((row) => differs(row, before.get(row.id) as ContactRow, SEEN_ATTRIBUTES)).sort((one, other) => one.id - other.id);
    await contacts.updateEach(changed, trx, { attributes: SEEN_ATTRIBUTES });
    const renamed = changed.filter((row) => differs(row, before.get(row.id) as ContactRow, FOUND_BY)).map(({ id }) => id);
    if (renamed.length > 0) await tellChanged(renamed);
    await touchAliases(known, seenAt, trx);

    return named.map((_, index) => {
      const contact = after.get(contactOf.get(index) ?? -1);
      return contact ? { contact, created: isNew.has(contact.id) } : null;
    });
  };
};
