import { phoneVariants } from './address';
import type { SearchTerm } from './text-search';
import { foldedWords, pairsOf, partsOf, shorten } from './text-search';

const MOST_ASKED = 8;
const MOST_WORDS = 400;
/** What ends a word, and may be searched for without its beginning, has so many letters at least; of a number so many digits. */
const SHORTEST_END = 2;
const SHORTEST_NUMBER_END = 3;
/** People are called by them. */
const PICTURE = /\p{Extended_Pictographic}/gu;
const LOOKS_LIKE_PHONE = /^[+\d\s().\-/]{3,}$/;

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** `word`, `ord`, `rd`: what begins so holds the letters anywhere. */
const endsOf = (word: string, shortest: number): string[] => {
  const letters = [...shorten(word)];
  return letters.slice(0, Math.max(1, letters.length - shortest + 1)).map((_, index) => letters.slice(index).join(''));
};

/** What a person is found by, as an index keeps it: each word of the names and each number in its spellings, from every letter on; pictures alone. */
export const indexNames = (names: readonly (string | null)[], numbers: readonly (string | null)[]): string[] => {
  const words = new Set<string>();
  for (const name of names) {
    for (const { text, spaced } of foldedWords(name ?? '').flatMap(partsOf)) {
      for (const word of spaced ? endsOf(text, SHORTEST_END) : [...text, ...pairsOf(text)]) words.add(word);
    }
    for (const picture of (name ?? '').match(PICTURE) ?? []) words.add(picture);
  }
  for (const number of numbers) for (const variant of phoneVariants(digitsOf(number ?? ''))) for (const word of variant === '' ? [] : endsOf(variant, SHORTEST_NUMBER_END)) words.add(word);
  return [...words].slice(0, MOST_WORDS);
};

/**
 * Ways to find a person: every word of what was asked, each anywhere in one of theirs; where it can be a number, also its digits
 * in each spelling, a national one without its 0. Empty: nothing to search for.
 */
export const parseNameSearch = (asked: string): SearchTerm[][] => {
  const words = foldedWords(asked).flatMap(partsOf).flatMap(({ text, spaced }) => (spaced ? [{ text: shorten(text), prefix: true }] : pairsOf(text).map((pair) => ({ text: pair, prefix: false }))));
  const pictures = (asked.match(PICTURE) ?? []).map((text) => ({ text, prefix: false }));
  const terms = [...words, ...pictures].slice(0, MOST_ASKED);
  const digits = LOOKS_LIKE_PHONE.test(asked) ? digitsOf(asked) : '';
  const numbers = new Set([...phoneVariants(digits), digits.replace(/^0+/, '')].filter((text) => text.length >= SHORTEST_NUMBER_END));
  return [...(terms.length > 0 ? [terms] : []), ...[...numbers].map((text) => [{ text, prefix: true }])];
};
