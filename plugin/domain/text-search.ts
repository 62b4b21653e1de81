/** Marks around what was searched for: private characters, so that no customer's text can hold them by accident. */
export const MARK_START = '\uE000';
export const MARK_END = '\uE001';

const LONGEST_WORD = 64;
const MOST_WORDS = 4_000;
const MOST_ASKED = 8;
const EXCERPT = 160;

const WORD = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that are written without spaces: found by every two neighbouring letters. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Accents, Arabic and Hebrew vowel points: people search without them. Indic vowel signs are letters of the word and stay. */
const POINTS = /[\u0300-\u036F\u0591-\u05C7\u064B-\u065F\u0670]/g;

/** As words are compared: without case, accents, width. */
const fold = (word: string): string => word.normalize('NFKD').replace(POINTS, '').toLowerCase();

/** Parts of a word that are written with spaces, and parts that are not. */
export const partsOf = (word: string): { text: string; spaced: boolean }[] => {
  const parts: { text: string; spaced: boolean }[] = [];
  for (const letter of word) {
    const spaced = !UNSPACED.test(letter);
    const last = parts.at(-1);
    // A mark belongs to the letter before it.
    if (last && (last.spaced === spaced || /\p{M}/u.test(letter))) last.text += letter;
    else parts.push({ text: letter, spaced });
  }
  return parts;
};

/** Every two neighbouring letters; the one, where it is alone. */
export const pairsOf = (text: string): string[] => {
  const letters = [...text];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`);
};

export const shorten = (word: string): string => [...word].slice(0, LONGEST_WORD).join('');

/** Without case, accents, width; letters, digits and marks only. */
export const foldedWords = (text: string): string[] => [...text.matchAll(WORD)].map(([word]) => fold(word)).filter((word) => word !== '');

/** The words of a text as an index keeps them, each once. Letters and digits only. */
export const indexWords = (text: string): string[] => {
  const words = new Set<string>();
  for (const word of foldedWords(text)) {
    for (const part of partsOf(word)) {
      if (part.spaced) words.add(shorten(part.text));
      else {
        // Alone too: people search for one character.
        for (const letter of part.text) words.add(letter);
        for (const pair of pairsOf(part.text)) words.add(pair);
      }
      if (words.size >= MOST_WORDS) return [...words];
    }
  }
  return [...words];
};

/** One thing a text must hold; `prefix`: a word that begins so. */
export interface SearchTerm {
  text: string;
  prefix: boolean;
}

/** What is searched for: every word must be there, the last one may be unfinished. Empty: nothing to search for. */
export const parseSearch = (asked: string): SearchTerm[] => {
  const parts = foldedWords(asked).flatMap(partsOf).slice(0, MOST_ASKED);
  return parts.flatMap(({ text, spaced }, index) => (spaced ? [{ text: shorten(text), prefix: index === parts.length - 1 }] : pairsOf(text).map((pair) => ({ text: pair, prefix: false }))));
};

const meets = (word: string, terms: SearchTerm[]): boolean => {
  const folded = fold(word);
  return partsOf(folded).some(({ text, spaced }) => terms.some((term) => (spaced ? (term.prefix ? text.startsWith(term.text) : shorten(text) === term.text) : text.includes(term.text))));
};

/** One line around the first hit, hits between MARK_START and MARK_END; the beginning where the hit is not in the text as it is now. */
export const excerptOf = (text: string, terms: SearchTerm[]): string => {
  const flat = text.replaceAll(MARK_START, '').replaceAll(MARK_END, '').replace(/\s+/g, ' ').trim();
  const hits = [...flat.matchAll(WORD)].flatMap((match) => (meets(match[0], terms) ? [{ from: match.index, to: match.index + match[0].length }] : []));
  const middle = hits[0]?.from ?? 0;
  let start = Math.max(0, middle - EXCERPT / 4);
  // Between words, where one is near.
  if (start > 0) start = Math.max(start, Math.min(middle, flat.indexOf(' ', start) + 1 || start));
  const end = Math.min(flat.length, start + EXCERPT);
  let cut = '';
  let at = start;
  for (const { from, to } of hits) {
    if (from < at || to > end) continue;
    cut += `${flat.slice(at, from)}${MARK_START}${flat.slice(from, to)}${MARK_END}`;
    at = to;
  }
  cut += flat.slice(at, end);
  // Never half of a character of two units.
  const whole = cut.replace(/^[\uDC00-\uDFFF]/, '').replace(/[\uD800-\uDBFF]$/, '');
  return `${start > 0 ? '…' : ''}${whole}${end < flat.length ? '…' : ''}`;
};
