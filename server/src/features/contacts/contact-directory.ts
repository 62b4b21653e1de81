import type { Core } from '@strapi/types';
import type { ContactSource, ContactsQuery, ContactView } from '../../../../plugin/contracts/contacts';
import { readCursor, writeCursor } from '../../platform/cursor';
import type { Knex } from '../../platform/database';
import type { Sight } from '../../platform/services';
import { narrowToCompanies, narrowToContacts } from '../../platform/sight';
import { anyLike, searchTexts } from './contact-search';
import { sourcesOf } from './contact-sources';
import { createContactsRepository } from './contacts.repository';
import { createContactViews } from './contact-views';
import { createContactWords } from './contact-words.repository';

export interface DirectoryFilter extends Omit<ContactsQuery, 'company' | 'after' | 'limit'> {
  /** Row id. */
  company?: number;
}

/** Of more, the columns find those whose names hold the words as they were typed. */
const MOST_NAMED = 3_000;

/** Everyone the installation knows, newest first: keyset pages, each of the same few queries. */
export const createContactDirectory = (strapi: Core.Strapi) => {
  const repository = createContactsRepository(strapi);
  const { contacts, aliases, consents, partners } = repository;
  const views = createContactViews(strapi);
  const { find: findNamed } = createContactWords(strapi);

  const linkedContacts = (query: Knex.QueryBuilder, { companies }: Sight): void => {
    void query.select('contact').from(partners.name).whereNotNull('contact').whereNull(partners.column('deletedAt'));
    // A partner of another company is not there, so its name finds nobody.
    narrowToCompanies(query, 'company', companies);
  };

  /** `named`: whom the index of names finds, without accents and in any order; who was made a moment ago is found by the columns. */
  const byWords = (query: Knex.QueryBuilder, search: string, named: number[], sight: Sight): void => {
    const texts = searchTexts(search);
    void query.where((any: Knex.QueryBuilder) => {
      anyLike(any, (['name', 'profileName', 'username', 'phone', 'waId'] as const).map((name) => contacts.column(name)), texts);
      void any.orWhereIn('id', named);
      void any.orWhereIn('id', (linked: Knex.QueryBuilder) => {
        linkedContacts(linked, sight);
        void linked.where((words: Knex.QueryBuilder) => anyLike(words, [partners.column('name')], texts));
      });
    });
  };

  const byConsent = (query: Knex.QueryBuilder, purpose: 'utility' | 'marketing', state: ContactView['consents'][number]['state']): void => {
    const stated = (list: Knex.QueryBuilder): void => {
      void list.select('contact').from(consents.name).where({ purpose });
      void (state === 'unknown' ? list.whereNot({ state }) : list.where({ state }));
    };
    void (state === 'unknown' ? query.whereNotIn('id', stated) : query.whereIn('id', stated));
  };

  const bySource = (query: Knex.QueryBuilder, kind: ContactSource): void => {
    const { values, prefix, except } = sourcesOf(kind);
    const learned = (list: Knex.QueryBuilder): void => {
      void list.select('contact').from(aliases.name).where((any: Knex.QueryBuilder) => {
        void any.whereIn('source', [...values]);
        if (prefix !== null) void any.orWhere('source', 'like', prefix);
      });
    };
    void (except ? query.whereNotIn('id', learned) : query.whereIn('id', learned));
  };

  return {
    async list(filter: DirectoryFilter, page: { after?: string; limit: number }, sight: Sight): Promise<{ views: ContactView[]; nextCursor: string | null }> {
      const query = contacts.query().whereNull(contacts.column('mergedInto'));
      narrowToContacts(query, sight);
      const before = readCursor(page.after);
      if (before !== null) void query.where('id', '<', before);
      if (filter.search) byWords(query, filter.search, await findNamed(filter.search, MOST_NAMED), sight);
      if (filter.utility) byConsent(query, 'utility', filter.utility);
      if (filter.marketing) byConsent(query, 'marketing', filter.marketing);
      if (filter.linked === 'yes') void query.whereIn('id', (linked: Knex.QueryBuilder) => linkedContacts(linked, sight));
      if (filter.linked === 'no') void query.whereNotIn('id', (linked: Knex.QueryBuilder) => linkedContacts(linked, sight));
      if (filter.company !== undefined) void query.where('company', filter.company);
      if (filter.source) bySource(query, filter.source);
      const rows = contacts.fromRows(await query.orderBy('id', 'desc').limit(page.limit + 1));
      const shown = rows.slice(0, page.limit);
      const last = shown.at(-1);
      return { views: await views.present(shown, sight), nextCursor: rows.length > page.limit && last ? writeCursor(last.id) : null };
    },
  };
};
