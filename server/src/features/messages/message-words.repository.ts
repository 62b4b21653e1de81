import type { Core } from '@strapi/types';
import type { SearchTerm } from '../../../../plugin/domain/text-search';
import { indexWords } from '../../../../plugin/domain/text-search';
import { connectionOf, isPostgres, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { createWordIndex } from '../../platform/word-index';

/** Messages looked through by their key before the whole index is asked: what is said often is found among the newest. */
const NEAR = 8_000;

export type IndexedMessage = Pick<MessageRow, 'id' | 'body'>;

/** Which words stand in which message. No word of a customer's can make the insert of a message fail: it is written beside it. */
export const createMessageWords = (strapi: Core.Strapi) => {
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const index = createWordIndex(strapi, { table: 'whatsapp_message_words', of: 'message', beginnings: [2, 3, 4, 5, 6, 7, 8] });
  const { table, key } = index;
  const postgres = isPostgres(strapi);
  const knex = (): Knex => connectionOf(strapi);

  return {
    makeIndex: index.make,

    // The last of equals: the newest text.
    write: (rows: IndexedMessage[]): Promise<void> => index.write(new Map(rows.map(({ id, body }) => [id, indexWords(body ?? '')]))),

    newestId: (): Promise<number> => messages.newestId(),

    /** Messages above an id that are not in the index, lowest first, of the next `span` ids. */
    async findMissing(above: number, span: number): Promise<IndexedMessage[]> {
      const rows = await messages
        .query()
        .select('id', 'body')
        .where('id', '>', above)
        .where('id', '<=', above + span)
        .whereNotIn('id', knex().select(key).from(table).where(key, '>', above).where(key, '<=', above + span))
        .orderBy('id');
      return rows as IndexedMessage[];
    },

    bodiesOf: async (ids: number[]): Promise<IndexedMessage[]> => (await messages.query().select('id', 'body').whereIn('id', ids)) as IndexedMessage[],

    /** Ids of messages that hold the words, newest first, below `before`. */
    async find(terms: SearchTerm[], before: number, limit: number): Promise<number[]> {
      if (terms.length === 0) return [];
      const { sql, bindings } = index.holds([terms]);
      if (!postgres) {
        const rows = (await knex().raw(`SELECT rowid AS id FROM ${table} WHERE ${sql} AND rowid < ? ORDER BY rowid DESC LIMIT ?`, [...bindings, before, limit])) as { id: number }[];
        return rows.map(({ id }) => id);
      }
      const top = Math.min(before, (await messages.newestId()) + 1);
      const idsOf = (answer: unknown): number[] => (answer as { rows: { message: number }[] }).rows.map(({ message }) => message);
      const near = idsOf(await knex().raw(`SELECT message FROM ${table} WHERE message < ? AND message >= ? AND ${sql} ORDER BY message DESC LIMIT ?`, [top, top - NEAR, ...bindings, limit]));
      if (near.length === limit || top - NEAR <= 0) return near;
      // Apart, or the planner walks all messages from the newest on, for a word that stands in hardly any.
      const far = idsOf(
        await knex().raw(`WITH found AS MATERIALIZED (SELECT message FROM ${table} WHERE ${sql}) SELECT message FROM found WHERE message < ? ORDER BY message DESC LIMIT ?`, [...bindings, top - NEAR, limit - near.length]),
      );
      return [...near, ...far];
    },
  };
};
