import type { Core } from '@strapi/types';
import { indexNames, parseNameSearch } from '../../../../plugin/domain/name-search';
import { connectionOf, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ContactRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { createWordIndex } from '../../platform/word-index';

export type NamedContact = Pick<ContactRow, 'id' | 'name' | 'profileName' | 'username' | 'phone' | 'waId' | 'mergedInto'>;

const NAMED = ['id', 'name', 'profileName', 'username', 'phone', 'waId', 'mergedInto'] as const satisfies readonly (keyof ContactRow)[];

/** By which names and numbers each contact is found, any letter of a name or digit of a number being where one may begin. */
export const createContactWords = (strapi: Core.Strapi) => {
  const contacts = new Table<ContactRow>(strapi, contentTypeUid('contact'));
  const index = createWordIndex(strapi, { table: 'whatsapp_contact_words', of: 'contact', beginnings: [1, 2, 3, 4, 5, 6, 7, 8], alsoCategories: ['So'], keepsWords: true });
  const { table, key } = index;
  const knex = (): Knex => connectionOf(strapi);
  const read = () => contacts.query().select(NAMED.map((attribute) => contacts.column(attribute)));

  return {
    makeIndex: index.make,

    // Nobody finds somebody who has become part of another.
    write: (rows: NamedContact[]): Promise<void> =>
      index.write(new Map(rows.map(({ id, name, profileName, username, phone, waId, mergedInto }) => [id, mergedInto === null ? indexNames([name, profileName, username], [phone, waId]) : []]))),

    newestId: (): Promise<number> => contacts.newestId(),

    namesOf: async (ids: number[]): Promise<NamedContact[]> => contacts.fromRows(await read().whereIn('id', ids)),

    /** Of the next `span` ids above one, those changed since. */
    async findChanged(since: Date | null, above: number, span: number): Promise<NamedContact[]> {
      const query = read().where('id', '>', above).where('id', '<=', above + span);
      if (since) void query.where(contacts.column('updatedAt'), '>=', since);
      return contacts.fromRows(await query);
    },

    async find(search: string, limit: number): Promise<number[]> {
      const ways = parseNameSearch(search);
      if (ways.length === 0) return [];
      const { sql, bindings } = index.holds(ways);
      const rows = (await knex().select({ id: knex().raw(key) }).from(table).whereRaw(sql, bindings).limit(limit)) as { id: number }[];
      return rows.map(({ id }) => id);
    },

    isNamed(contact: string, search: string): Knex.Raw {
      const ways = parseNameSearch(search);
      if (ways.length === 0) return knex().raw('1 = 0');
      const { sql, bindings } = index.rowHolds(ways);
      return knex().raw(`(SELECT 1 FROM ${table} WHERE ${table}.${key} = ${contact} AND ${sql} LIMIT 1) IS NOT NULL`, bindings);
    },
  };
};
