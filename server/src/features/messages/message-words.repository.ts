import type { Core } from '@strapi/types';
import type { SearchTerm } from '../../../../plugin/domain/text-search';
import { indexWords } from '../../../../plugin/domain/text-search';
import { connectionOf, isPostgres, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

/** Of our own making: Strapi's schemas know no full-text index, and its sync leaves alone what it did not make. */
const WORDS = 'whatsapp_message_words';
/** Messages looked through by their key before the whole index is asked: what is said often is found among the newest. */
const NEAR = 8_000;

/**
 * Every beginning of a word has a list of its own, or SQLite would join the lists of all words that begin so. Only which message:
 * where in it a word stands is never asked, and would take twice the room. `Cn` are letters younger than this SQLite.
 */
const FTS = `CREATE VIRTUAL TABLE ${WORDS} USING fts5(words, content='', contentless_delete=1, detail=none, prefix='2 3 4 5 6 7 8', tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co Cn'")`;

export type IndexedMessage = Pick<MessageRow, 'id' | 'body'>;

const quote = ({ text }: SearchTerm): string => `"${text.replaceAll('"', '')}"`;
const toFts = (terms: SearchTerm[]): string => terms.map((term) => `${quote(term)}${term.prefix ? '*' : ''}`).join(' ');
const toTsquery = (terms: SearchTerm[]): string => terms.map((term) => `'${term.text.replaceAll("'", '')}'${term.prefix ? ':*' : ''}`).join(' & ');

/**
 * Which words stand in which message: FTS5 on SQLite, a tsvector with a GIN index on Postgres. Words are cut by us, so that both
 * find the same in every script, and no word of a customer's can make the insert of a message fail: it is written beside it.
 */
export const createMessageWords = (strapi: Core.Strapi) => {
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const postgres = isPostgres(strapi);
  const knex = (): Knex => connectionOf(strapi);

  return {
    /** True: it is new, or of another make than the one before, and empty. */
    async makeIndex(): Promise<boolean> {
      if (!postgres) {
        const [table] = (await knex().raw('SELECT sql FROM sqlite_master WHERE name = ?', [WORDS])) as { sql: string }[];
        if (table?.sql === FTS) return false;
        if (table) await knex().raw(`DROP TABLE ${WORDS}`);
        await knex().raw(FTS);
        return true;
      }
      const { rows } = (await knex().raw('SELECT to_regclass(?) IS NULL AS missing', [WORDS])) as { rows: { missing: boolean }[] };
      await knex().raw(`CREATE TABLE IF NOT EXISTS ${WORDS} (message integer PRIMARY KEY, words tsvector NOT NULL)`);
      await knex().raw(`CREATE INDEX IF NOT EXISTS ${WORDS}_words_ix ON ${WORDS} USING gin (words)`);
      return rows[0]?.missing ?? true;
    },

    /** Writes or replaces; a message without a word is written too, so that it is known to have been looked at. */
    async write(rows: IndexedMessage[]): Promise<void> {
      if (rows.length === 0) return;
      // The last of equals: the newest text.
      const texts = new Map(rows.map(({ id, body }) => [id, indexWords(body ?? '')]));
      const ids = [...texts.keys()];
      if (postgres) {
        await knex().raw(
          `INSERT INTO ${WORDS} (message, words) SELECT m, array_to_tsvector(array_remove(string_to_array(t, ' '), '')) FROM unnest(?::integer[], ?::text[]) AS given (m, t)
           ON CONFLICT (message) DO UPDATE SET words = excluded.words`,
          [ids, ids.map((id) => (texts.get(id) ?? []).join(' '))] as unknown as Knex.RawBinding[],
        );
        return;
      }
      await knex().raw(
        `INSERT OR REPLACE INTO ${WORDS} (rowid, words) VALUES ${ids.map(() => '(?, ?)').join(', ')}`,
        ids.flatMap((id) => [id, (texts.get(id) ?? []).join(' ')]),
      );
    },

    newestId: async (): Promise<number> => Number(((await messages.query().max({ id: 'id' }).first()) as { id: number | string | null } | undefined)?.id ?? 0),

    /** Messages above an id that are not in the index, lowest first, of the next `span` ids. */
    async findMissing(above: number, span: number): Promise<IndexedMessage[]> {
      const own = postgres ? 'message' : 'rowid';
      const rows = await messages
        .query()
        .select('id', 'body')
        .where('id', '>', above)
        .where('id', '<=', above + span)
        .whereNotIn('id', knex().select(own).from(WORDS).where(own, '>', above).where(own, '<=', above + span))
        .orderBy('id');
      return rows as IndexedMessage[];
    },

    bodiesOf: async (ids: number[]): Promise<IndexedMessage[]> => (await messages.query().select('id', 'body').whereIn('id', ids)) as IndexedMessage[],

    /** Ids of messages that hold the words, newest first, below `before`. */
    async find(terms: SearchTerm[], before: number, limit: number): Promise<number[]> {
      if (terms.length === 0) return [];
      if (!postgres) {
        const rows = (await knex().raw(`SELECT rowid AS id FROM ${WORDS} WHERE ${WORDS} MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?`, [toFts(terms), before, limit])) as { id: number }[];
        return rows.map(({ id }) => id);
      }
      const query = toTsquery(terms);
      const top = Math.min(before, (await this.newestId()) + 1);
      const idsOf = (answer: unknown): number[] => (answer as { rows: { message: number }[] }).rows.map(({ message }) => message);
      const near = idsOf(
        await knex().raw(`SELECT message FROM ${WORDS} WHERE message < ? AND message >= ? AND words @@ ?::tsquery ORDER BY message DESC LIMIT ?`, [top, top - NEAR, query, limit]),
      );
      if (near.length === limit || top - NEAR <= 0) return near;
      // Apart, or the planner walks all messages from the newest on, for a word that stands in hardly any.
      const far = idsOf(
        await knex().raw(`WITH found AS MATERIALIZED (SELECT message FROM ${WORDS} WHERE words @@ ?::tsquery) SELECT message FROM found WHERE message < ? ORDER BY message DESC LIMIT ?`, [query, top - NEAR, limit - near.length]),
      );
      return [...near, ...far];
    },
  };
};
