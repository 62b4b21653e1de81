import type { Core } from '@strapi/types';
import type { SearchTerm } from '../../../plugin/domain/text-search';
import { connectionOf, isPostgres } from './database';
import type { Knex } from './database';

export interface WordIndexPlan {
  /** Of our own making: Strapi's schemas know no full-text index, and its sync leaves alone what it did not make. */
  table: string;
  /** What is indexed: `message`. The key's column on Postgres. */
  of: string;
  /** How many letters of a word's beginning have a list of their own on SQLite, which would join the lists of all words that begin so. */
  beginnings: number[];
  /** Unicode categories beside letters, digits and marks. */
  alsoCategories?: string[];
  /** Keeps the words beside the index on SQLite, for `rowHolds`. */
  keepsWords?: boolean;
}

interface Condition {
  sql: string;
  bindings: string[];
}

const wordOf = ({ text }: SearchTerm, quote: string): string => `${quote}${text.replaceAll(quote, '')}${quote}`;
const either = (ways: string[]): string => (ways.length === 1 ? (ways[0] ?? '') : ways.map((way) => `(${way})`).join(' OR '));

/**
 * Which words stand in which row: FTS5 on SQLite, a tsvector with a GIN index on Postgres. Words are cut by us, so that both find
 * the same in every script. Only which row: where in it a word stands is never asked, and would take twice the room.
 */
export const createWordIndex = (strapi: Core.Strapi, { table, of, beginnings, alsoCategories = [], keepsWords = false }: WordIndexPlan) => {
  const postgres = isPostgres(strapi);
  const knex = (): Knex => connectionOf(strapi);
  // `Co` and `Cn`: private characters, and letters younger than this SQLite.
  const categories = ['L*', 'N*', 'M*', 'Co', 'Cn', ...alsoCategories].join(' ');
  const fts = `CREATE VIRTUAL TABLE ${table} USING fts5(words, ${keepsWords ? '' : "content='', contentless_delete=1, "}detail=none, prefix='${beginnings.join(' ')}', tokenize="unicode61 remove_diacritics 0 categories '${categories}'")`;

  /** A condition on the table, for finding its rows: true where all terms of one of the ways are met. */
  const holds = (ways: SearchTerm[][]): Condition => {
    if (!postgres) return { sql: `${table} MATCH ?`, bindings: [either(ways.map((terms) => terms.map((term) => `${wordOf(term, '"')}${term.prefix ? '*' : ''}`).join(' AND ')))] };
    const queryOf = (terms: SearchTerm[]): string => terms.map((term) => `${wordOf(term, "'")}${term.prefix ? ':*' : ''}`).join(' & ');
    return { sql: 'words @@ ?::tsquery', bindings: [ways.map((terms) => `(${queryOf(terms)})`).join(' | ')] };
  };

  return {
    table,
    /** The column of the row's id. */
    key: postgres ? of : 'rowid',

    /** True: it is new, or of another make than the one before, and empty. */
    async make(): Promise<boolean> {
      if (!postgres) {
        const [made] = (await knex().raw('SELECT sql FROM sqlite_master WHERE name = ?', [table])) as { sql: string }[];
        if (made?.sql === fts) return false;
        if (made) await knex().raw(`DROP TABLE ${table}`);
        await knex().raw(fts);
        return true;
      }
      const { rows } = (await knex().raw('SELECT to_regclass(?) IS NULL AS missing', [table])) as { rows: { missing: boolean }[] };
      await knex().raw(`CREATE TABLE IF NOT EXISTS ${table} (${of} integer PRIMARY KEY, words tsvector NOT NULL)`);
      await knex().raw(`CREATE INDEX IF NOT EXISTS ${table}_words_ix ON ${table} USING gin (words)`);
      return rows[0]?.missing ?? true;
    },

    /** Writes or replaces the words of rows by id; a row without a word is written too, so that it is known to have been looked at. */
    async write(rows: ReadonlyMap<number, string[]>): Promise<void> {
      if (rows.size === 0) return;
      const texts = [...rows].map(([id, words]) => [id, words.join(' ')] as const);
      if (postgres) {
        await knex().raw(
          `INSERT INTO ${table} (${of}, words) SELECT r, array_to_tsvector(array_remove(string_to_array(t, ' '), '')) FROM unnest(?::integer[], ?::text[]) AS given (r, t)
           ON CONFLICT (${of}) DO UPDATE SET words = excluded.words`,
          [texts.map(([id]) => id), texts.map(([, text]) => text)] as unknown as Knex.RawBinding[],
        );
        return;
      }
      await knex().raw(`INSERT OR REPLACE INTO ${table} (rowid, words) VALUES ${texts.map(() => '(?, ?)').join(', ')}`, texts.flat());
    },

    holds,

    /** The same for one row that is known already: SQLite would put the lists of all words that begin so together for each. Needs `keepsWords`. */
    rowHolds(ways: SearchTerm[][]): Condition {
      if (postgres) return holds(ways);
      const terms = ways.map((way) => way.map(({ text, prefix }) => ` ${text}${prefix ? '' : ' '}`));
      return { sql: `(${terms.map((way) => `(${way.map(() => "instr(' ' || words || ' ', ?) > 0").join(' AND ')})`).join(' OR ')})`, bindings: terms.flat() };
    },
  };
};
