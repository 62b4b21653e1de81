import type { Core } from '@strapi/types';
import type { ConsentRowView } from '../../../../plugin/contracts/contacts';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { canonicalPhone } from '../../../../plugin/domain/address';
import { chooseRecipient } from '../../../../plugin/domain/document-rules';
import type { RecipientChoice } from '../../../../plugin/domain/document-rules';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { CompanyRow, ContactRow, PartnerRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';
import { narrowToCompanies, narrowToContacts, seenContacts, seesCompany } from '../../platform/sight';
import { INSTALLATION } from './alias-keys';
import { matching } from './contact-search';
import { createContactViews } from './contact-views';
import { createContactsRepository } from './contacts.repository';

interface Page {
  search?: string;
  page: number;
  pageSize: number;
  sight: Sight;
}

/** What the screens of contacts and consent read; each page costs the same few queries however long the lists are. */
export const createContactScreens = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const { contacts, partners } = repository;
  const presentContacts = createContactViews(strapi).present;
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));

  /** Contacts no visible partner is linked to. */
  const contactQuery = (search: string | undefined, sight: Sight): Knex.QueryBuilder => {
    const query = contacts.query().whereNull(contacts.column('mergedInto'));
    narrowToContacts(query, sight);
    void query.whereNotIn('id', (linked: Knex.QueryBuilder) => {
      void linked.select('contact').from(partners.name).whereNotNull('contact').whereNull(partners.column('deletedAt'));
      // A contact whose partner is hidden is not hidden with it.
      narrowToCompanies(linked, 'company', sight.companies);
    });
    return matching(query, (['name', 'profileName', 'phone', 'username'] as const).map((name) => contacts.column(name)), search);
  };

  const partnerQuery = (search: string | undefined, { companies: seen }: Sight): Knex.QueryBuilder => {
    const query = partners.query().whereNull(partners.column('deletedAt'));
    narrowToCompanies(query, 'company', seen);
    return matching(query, (['name', 'phone', 'mobile', 'phoneSanitized', 'email'] as const).map((name) => partners.column(name)), search);
  };

  const seenOf = (rows: ContactRow[], sight: Sight): Promise<ContactRow[]> => seenContacts(sight, rows, (ids) => getService(strapi, 'channels').findByContacts(ids));

  const countOf = async (query: Knex.QueryBuilder): Promise<number> => Number(((await query.count({ total: '*' }).first()) as { total: string | number } | undefined)?.total ?? 0);

  /** The number each partner is reached under, by the partner's, then the company's country. */
  const recipientsOf = async (rows: PartnerRow[]): Promise<Map<number, { choice: RecipientChoice; company: CompanyRow | null }>> => {
    const companyBy = new Map((await companies.findByIds(rows.flatMap(({ company }) => company ?? []))).map((row) => [row.id, row]));
    return new Map(
      rows.map((row) => {
        const company = row.company === null ? null : (companyBy.get(row.company) ?? null);
        const { erpId, phoneSanitized, mobile, phone, country } = row;
        const candidate = { erpId, name: row.name ?? '', phoneSanitized, mobile, phone, country };
        return [row.id, { choice: chooseRecipient({ candidates: [candidate], companyCountry: company?.country }), company }] as const;
      }),
    );
  };

  /** Partners whose number is a contact's already are shown with that contact, linked or not. */
  const contactsByPhone = async (digits: string[]): Promise<Map<string, number>> => {
    const values = [...new Set(digits.map(canonicalPhone))];
    const found = await repository.findAliases(values.map((value) => ({ scope: INSTALLATION, kind: 'phone' as const, value })));
    return new Map([...found.values()].filter(({ retiredAt }) => retiredAt === null).map(({ value, contact }) => [value, contact]));
  };

  const presentPartners = async (rows: PartnerRow[], sight: Sight): Promise<ConsentRowView[]> => {
    const recipients = await recipientsOf(rows);
    const digitsOf = (id: number): string | null => {
      const choice = recipients.get(id)?.choice;
      return choice?.kind === 'found' ? choice.digits : null;
    };
    const byPhone = await contactsByPhone(rows.flatMap(({ id }) => digitsOf(id) ?? []));
    const contactIds = rows.map((row) => {
      const digits = digitsOf(row.id);
      return row.contact ?? (digits === null ? null : (byPhone.get(canonicalPhone(digits)) ?? null));
    });
    const known = contactIds.filter((id): id is number => id !== null);
    const alive = await repository.findAlive(known);
    const seen = new Set((await seenOf(alive.flatMap((row) => row ?? []), sight)).map(({ id }) => id));
    const aliveBy = new Map(known.flatMap((id, index) => (seen.has(alive[index]?.id ?? -1) ? [[id, alive[index] as ContactRow] as const] : [])));
    const unique = [...new Map([...aliveBy.values()].map((row) => [row.id, row])).values()];
    const views = new Map((await presentContacts(unique, sight)).map((view, index) => [(unique[index] as ContactRow).id, view]));
    return rows.map((row, index) => {
      const { choice, company } = recipients.get(row.id) ?? { choice: null, company: null };
      const contact = aliveBy.get(contactIds[index] ?? -1);
      return {
        partner: { id: row.documentId, name: row.name, company: company?.name ?? null },
        contact: contact ? (views.get(contact.id) ?? null) : null,
        phone: choice?.kind === 'found' ? choice.e164 : null,
        problem: choice?.kind === 'found' ? null : { code: 'recipient.invalid', sentence: sentenceOf('recipient.invalid') },
      };
    });
  };

  return {
    presentContacts,
    presentPartners,
    seenOf,
    recipientsOf,

    /** Partners first, by name; then contacts no partner is linked to. One list, paged through both. */
    async listConsents({ search, page, pageSize, sight }: Page): Promise<{ views: ConsentRowView[]; total: number }> {
      const [partnerTotal, contactTotal] = [await countOf(partnerQuery(search, sight)), await countOf(contactQuery(search, sight))];
      const start = (page - 1) * pageSize;
      const fromPartners = start >= partnerTotal ? [] : partners.fromRows(await partnerQuery(search, sight).orderBy('name').orderBy('id').offset(start).limit(pageSize));
      const rest = pageSize - fromPartners.length;
      const contactStart = Math.max(0, start - partnerTotal);
      const fromContacts = rest === 0 ? [] : contacts.fromRows(await contactQuery(search, sight).orderBy('id', 'desc').offset(contactStart).limit(rest));
      const [partnerViews, contactViews] = [await presentPartners(fromPartners, sight), await presentContacts(fromContacts, sight)];
      return {
        views: [...partnerViews, ...contactViews.map((contact) => ({ partner: null, contact, phone: contact.phone, problem: null }))],
        total: partnerTotal + contactTotal,
      };
    },

    findPartners: async (documentIds: string[], sight: Sight): Promise<PartnerRow[]> =>
      (await partners.findWhereIn('documentId', documentIds)).filter(({ company }) => seesCompany(sight, company)),
    findContacts: async (documentIds: string[], sight: Sight): Promise<ContactRow[]> => seenOf(await contacts.findWhereIn('documentId', documentIds), sight),
  };
};

export type ContactScreens = ReturnType<typeof createContactScreens>;
