import { phoneVariants } from '../../../../plugin/domain/address';
import type { Knex } from '../../platform/database';
import { containing } from '../../platform/like-pattern';

const LOOKS_LIKE_PHONE = /^[+\d\s().-]{4,}$/;
const FEWEST_DIGITS = 3;

/** What may be looked for: the words, and the digits of a number in each of its spellings, a national one without its 0. */
export const searchTexts = (search: string): string[] => {
  const texts = [search.toLowerCase()];
  if (LOOKS_LIKE_PHONE.test(search)) {
    const digits = search.replace(/\D/g, '');
    texts.push(...phoneVariants(digits), digits.replace(/^0+/, ''));
  }
  return [...new Set(texts)].filter((text, index) => index === 0 || text.length >= FEWEST_DIGITS);
};

/** Any of the texts in any of the columns. */
export const anyLike = (query: Knex.QueryBuilder, columns: string[], texts: string[]): void => {
  for (const text of texts) for (const column of columns) void query.orWhereRaw(`LOWER(??) LIKE ? ESCAPE '\\'`, [column, containing(text)]);
};

export const matching = (query: Knex.QueryBuilder, columns: string[], search: string | undefined): Knex.QueryBuilder =>
  search ? query.where((any: Knex.QueryBuilder) => anyLike(any, columns, searchTexts(search))) : query;
