import type { Core } from '@strapi/types';
import type { ConsentView, ContactView } from '../../../../plugin/contracts/contacts';
import { Table } from '../../platform/database';
import type { CompanyRow, ConsentRow, ContactAliasRow, ContactRow, PartnerRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import type { Sight } from '../../platform/services';
import { seesCompany } from '../../platform/sight';
import { actorNames } from './actor-names';
import { sourceOf } from './contact-sources';
import { createContactsRepository } from './contacts.repository';

export const PURPOSES = ['utility', 'marketing'] as const;

type Stated = Pick<ConsentRow, 'purpose' | 'state' | 'source' | 'wording' | 'actor' | 'statedAt'>;

export const consentViews = (consents: readonly Stated[]): ConsentView[] =>
  PURPOSES.map((purpose) => {
    const consent = consents.find((one) => one.purpose === purpose);
    return {
      purpose,
      state: consent?.state ?? 'unknown',
      source: consent?.source ?? null,
      wording: consent?.wording ?? null,
      actor: consent?.actor ?? null,
      statedAt: consent?.statedAt.toISOString() ?? null,
    };
  });

const grouped = <Item>(items: Item[], keyOf: (item: Item) => number | null): Map<number, Item[]> => {
  const groups = new Map<number, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === null) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
};

/** Views of many contacts, with consent, ids, partners and company: the same four queries however many they are. */
export const createContactViews = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));

  const viewOf = (row: ContactRow, consents: ConsentRow[], aliases: ContactAliasRow[], partners: PartnerRow[], company: CompanyRow | undefined): ContactView => {
    const linked = partners.map(({ documentId, name }) => ({ id: documentId, name }));
    const [first] = [...aliases].sort((one, other) => one.id - other.id);
    return {
      id: row.documentId,
      name: row.name,
      phone: row.phone,
      userIds: aliases.flatMap(({ kind, value, retiredAt }) => (kind === 'bsuid' && retiredAt === null ? [value] : [])),
      profileName: row.profileName,
      username: row.username,
      consents: consentViews(consents),
      stoppedAt: row.stoppedAt?.toISOString() ?? null,
      marketingStoppedAt: row.marketingStoppedAt?.toISOString() ?? null,
      erpBlacklisted: row.erpBlacklisted,
      partner: linked[0] ?? null,
      partners: linked,
      company: company ? { id: company.documentId, name: company.name } : null,
      language: row.language,
      country: row.country,
      source: sourceOf(first?.source ?? null),
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    };
  };

  return {
    async present(rows: ContactRow[], sight: Sight): Promise<ContactView[]> {
      if (rows.length === 0) return [];
      const ids = rows.map(({ id }) => id);
      const [consents, names, linked, owners] = await Promise.all([
        repository.consentsOf(ids),
        repository.aliases.findWhereIn('contact', ids),
        repository.partners.findWhereIn('contact', ids),
        companies.findByIds(rows.flatMap(({ company }) => company ?? [])),
      ]);
      const nameOf = await actorNames(strapi, consents.map(({ actor }) => actor));
      const stated = consents.map((consent) => ({ ...consent, actor: nameOf(consent.actor) }));
      const visible = linked.filter(({ deletedAt, company }) => deletedAt === null && seesCompany(sight, company)).sort((one, other) => one.id - other.id);
      const byContact = ({ contact }: { contact: number | null }) => contact;
      const [consentsBy, aliasesBy, partnersBy] = [grouped(stated, byContact), grouped(names, byContact), grouped(visible, byContact)];
      // A contact seen because of its channel may be of a company the reader does not know.
      const companyBy = new Map(owners.filter(({ id }) => seesCompany(sight, id)).map((row) => [row.id, row]));
      return rows.map((row) => viewOf(row, consentsBy.get(row.id) ?? [], aliasesBy.get(row.id) ?? [], partnersBy.get(row.id) ?? [], companyBy.get(row.company ?? -1)));
    },
  };
};
