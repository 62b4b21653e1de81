import type { Core } from '@strapi/types';
import type { DuplicateView } from '../../../../plugin/contracts/contacts';
import { CLOSE_DIGITS, duplicateReason } from '../../../../plugin/domain/duplicates';
import type { DuplicateReason } from '../../../../plugin/domain/duplicates';
import { connectionOf } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ContactRow } from '../../platform/records';
import type { Sight } from '../../platform/services';
import { narrowToCompanies, narrowToContacts } from '../../platform/sight';
import { createContactViews } from './contact-views';
import { createContactsRepository } from './contacts.repository';

/** Pairs on a page: more than anyone merges at a sitting. */
const MOST_PAIRS = 100;
/** Groups that are looked into, and people in one: a number that ends like a thousand others says nothing. */
const MOST_GROUPS = 500;
const MOST_PEOPLE = 2_000;

interface Pair {
  one: number;
  other: number;
  reason: DuplicateReason;
  partner: string | null;
}

/**
 * Contacts that look like one person. The database finds the few that share an end of a number or a name; the law of
 * duplicates decides about each two of them. Contacts of different companies are kept apart, so they are no duplicates.
 */
export const createContactDuplicates = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const { contacts, partners } = repository;
  const views = createContactViews(strapi);

  const seen = (sight: Sight): Knex.QueryBuilder => {
    const query = contacts.query().whereNull(contacts.column('mergedInto'));
    narrowToContacts(query, sight);
    return query;
  };

  /** Contacts whose key others have too; key by key, so that a group is whole. */
  const sharing = async (key: string, bindings: string[], sight: Sight): Promise<ContactRow[]> => {
    const keys = seen(sight).select(connectionOf(strapi).raw(`${key} as shared`, bindings)).groupByRaw(key, bindings).havingRaw('COUNT(*) > 1').limit(MOST_GROUPS);
    const shared = ((await keys) as { shared: string | null }[]).flatMap(({ shared: value }) => value ?? []);
    if (shared.length === 0) return [];
    const rows = await seen(sight).whereRaw(`${key} IN (${shared.map(() => '?').join(', ')})`, [...bindings, ...shared]).orderBy('id').limit(MOST_PEOPLE);
    return contacts.fromRows(rows);
  };

  /** A contact that has the number of a partner, where the partner is linked to another contact. */
  const ofOnePartner = async (sight: Sight): Promise<Pair[]> => {
    const written = (column: string) => `REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(p.${column}, ' ', ''), '-', ''), '.', ''), '(', ''), ')', '')`;
    const pairOf = (number: string): Knex.QueryBuilder => {
      const query = connectionOf(strapi)(`${partners.name} as p`)
        .join(`${contacts.name} as c`, (on) => void on.on(connectionOf(strapi).raw(`c.phone = ${number}`) as never))
        .whereNotNull('p.contact')
        .whereNull(`p.${partners.column('deletedAt')}`)
        .whereNull(`c.${contacts.column('mergedInto')}`)
        .whereRaw('c.id <> p.contact')
        .select({ one: 'p.contact', other: 'c.id', partner: 'p.name' })
        .limit(MOST_GROUPS);
      narrowToCompanies(query, 'p.company', sight.companies);
      return query;
    };
    const found = await Promise.all([`p.${partners.column('phoneSanitized')}`, written('mobile'), written('phone')].map(pairOf));
    return (found.flat() as { one: number; other: number; partner: string | null }[]).map((row) => ({ ...row, one: Number(row.one), other: Number(row.other), reason: 'partner' as const }));
  };

  const byRule = (rows: ContactRow[], keyOf: (row: ContactRow) => string): Pair[] => {
    const groups = new Map<string, ContactRow[]>();
    for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
    const pairs: Pair[] = [];
    for (const group of groups.values()) {
      group.forEach((one, index) => {
        for (const other of group.slice(index + 1)) {
          if (pairs.length >= MOST_PEOPLE) return;
          const reason = duplicateReason(candidateOf(one), candidateOf(other));
          if (reason) pairs.push({ one: one.id, other: other.id, reason, partner: null });
        }
      });
    }
    return pairs;
  };

  const candidateOf = ({ name, profileName, phone, waId }: ContactRow) => ({ names: [name, profileName], phones: [phone, waId] });

  return {
    async list(sight: Sight): Promise<{ views: DuplicateView[]; more: boolean }> {
      const end = `SUBSTR(??, LENGTH(??) - ${CLOSE_DIGITS - 1})`;
      const [sameEnd, sameName, samePartner] = await Promise.all([
        sharing(end, ['phone', 'phone'], sight),
        sharing('LOWER(COALESCE(??, ??))', [contacts.column('name'), contacts.column('profileName')], sight),
        ofOnePartner(sight),
      ]);
      const endOf = ({ phone }: ContactRow): string => (phone ?? '').slice(-CLOSE_DIGITS);
      const nameOf = ({ name, profileName }: ContactRow): string => (name ?? profileName ?? '').toLowerCase();
      // The strongest reason first; a pair is told once.
      const found = [...byRule(sameEnd, endOf).filter(({ reason }) => reason === 'number'), ...samePartner, ...byRule(sameEnd, endOf), ...byRule(sameName, nameOf)];
      const pairs = [...new Map(found.reverse().map((pair) => [[pair.one, pair.other].sort((a, b) => a - b).join(' '), pair])).values()].reverse();

      const wanted = pairs.slice(0, MOST_PAIRS * 2);
      const ids = [...new Set(wanted.flatMap(({ one, other }) => [one, other]))];
      const rows = ids.length === 0 ? [] : contacts.fromRows(await seen(sight).whereIn('id', ids));
      const rowBy = new Map(rows.map((row) => [row.id, row]));
      const viewBy = new Map((await views.present(rows, sight)).map((view, index) => [(rows[index] as ContactRow).id, view]));
      const shown = wanted.flatMap(({ one, other, reason, partner }): DuplicateView[] => {
        const [first, second] = [rowBy.get(one), rowBy.get(other)];
        const [left, right] = [viewBy.get(one), viewBy.get(other)];
        if (!first || !second || !left || !right) return [];
        if (first.company !== null && second.company !== null && first.company !== second.company) return [];
        return [{ reason, partner, contacts: [left, right] }];
      });
      return { views: shown.slice(0, MOST_PAIRS), more: shown.length > MOST_PAIRS };
    },
  };
};
