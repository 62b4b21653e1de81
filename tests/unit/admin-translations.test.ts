import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIntl } from 'react-intl';
import { VERBS } from '../../plugin/contracts/access';
import { SENTENCES } from '../../plugin/contracts/codes';
import { STATUS_RANK } from '../../plugin/domain/message-status';
import { loadTranslations, LANGUAGES } from '../../admin/src/load-translations';

const FOLDER = join(__dirname, '../../admin/src/translations');

type Sentences = Record<string, string>;
const readWhole = (language: string): Sentences => JSON.parse(readFileSync(join(FOLDER, `${language}.json`), 'utf8')) as Sentences;
const isOfCode = (key: string): boolean => key.startsWith('code.');
const part = (language: string, keep: (key: string) => boolean): Sentences => Object.fromEntries(Object.entries(readWhole(language)).filter(([key]) => keep(key)));
/** The screens' own words; the sentences of codes are held against `contracts/codes` below. */
const read = (language: string): Sentences => part(language, (key) => !isOfCode(key));
const english = read('en');
const codes = Object.fromEntries(Object.entries(SENTENCES).map(([code, sentence]) => [`code.${code}`, sentence as string]));
const others = readdirSync(FOLDER)
  .map((file) => file.replace('.json', ''))
  .filter((language) => language !== 'en');

/** Names a sentence fills in: `{name}` and the subject of `{count, plural, …}`, not the words inside a plural's branches. */
const placeholdersOf = (sentence: string): string[] => {
  const names = new Set<string>();
  const plural = /\{(\w+), plural,/g;
  for (const match of sentence.matchAll(plural)) names.add(match[1] as string);
  for (const match of sentence.matchAll(/\{(\w+)\}/g)) names.add(match[1] as string);
  return [...names].sort();
};

describe('the English file', () => {
  it.each(Object.keys(STATUS_RANK))('has a word for the status %s', (status) => {
    expect(english[`status.${status}`]).toBeTruthy();
  });

  it.each([...VERBS])('has a sentence for the verb %s', (verb) => {
    expect(english[`verb.${verb}`]).toBeTruthy();
  });

  it('is offered', () => {
    expect([...LANGUAGES].sort()).toEqual(['en', ...others].sort());
  });

  it('answers every sentence the screens ask for by a fixed key', () => {
    const asked = new Set<string>();
    const walk = (folder: string): void => {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) walk(path);
        else if (/\.tsx?$/.test(entry.name)) {
          for (const match of readFileSync(path, 'utf8').matchAll(/\b(?:text|describe)\('([a-z][\w.-]*)'/g)) asked.add(match[1] as string);
        }
      }
    };
    walk(join(FOLDER, '..'));
    expect(asked.size).toBeGreaterThan(100);
    expect([...asked].filter((key) => !(key in english))).toEqual([]);
  });
});

describe.each(others)('%s', (language) => {
  const sentences = read(language);

  it('has the keys of English, no more and no fewer', () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(english).sort());
  });

  it('fills in what English fills in', () => {
    const different = Object.keys(english).filter((key) => placeholdersOf(sentences[key] ?? '').join() !== placeholdersOf(english[key] as string).join());
    expect(different).toEqual([]);
  });

  it('leaves nothing empty', () => {
    expect(Object.keys(sentences).filter((key) => (sentences[key] ?? '').trim() === '')).toEqual([]);
  });

  it('is written in its own words', () => {
    const long = Object.keys(english).filter((key) => (english[key] as string).length > 25);
    expect(long.filter((key) => sentences[key] === english[key])).toEqual([]);
  });
});

describe.each(others)('the sentences of codes in %s', (language) => {
  const sentences = part(language, isOfCode);

  it('are there for every code, and for nothing else', () => {
    expect(Object.keys(sentences).sort()).toEqual(Object.keys(codes).sort());
  });

  it('fill in what English fills in, and are formatted as they stand', () => {
    const errors: unknown[] = [];
    const intl = createIntl({ locale: language, messages: sentences, onError: (error) => errors.push(error) });
    for (const [key, sentence] of Object.entries(sentences)) {
      const names = placeholdersOf(codes[key] ?? '');
      expect([key, placeholdersOf(sentence)]).toEqual([key, names]);
      const values = Object.fromEntries(names.map((name) => [name, `‹${name}›`]));
      expect(intl.formatMessage({ id: key }, values)).toBe(sentence.replace(/\{(\w+)\}/g, '‹$1›'));
    }
    expect(errors).toEqual([]);
  });

  it('are written in its own words', () => {
    expect(Object.keys(codes).filter((key) => sentences[key] === codes[key])).toEqual([]);
  });
});

describe('English', () => {
  it('keeps the sentences of codes in the one catalogue', () => {
    expect(Object.keys(readWhole('en')).filter(isOfCode)).toEqual([]);
  });
});

describe.each(['en', ...others])('%s as ICU messages', (language) => {
  const sentences = read(language);
  it.each([0, 1, 2, 3, 11, 100])('formats with %i', (count) => {
    const errors: unknown[] = [];
    const intl = createIntl({ locale: language, messages: sentences, onError: (error) => errors.push(error) });
    for (const key of Object.keys(sentences)) {
      const values = Object.fromEntries(placeholdersOf(english[key] as string).map((name) => [name, name === 'count' || name === 'pages' ? count : `‹${name}›`]));
      const written = intl.formatMessage({ id: key }, values);
      for (const [name, value] of Object.entries(values)) if (typeof value === 'string') expect([key, written.includes(value), name]).toEqual([key, true, name]);
    }
    expect(errors).toEqual([]);
  });
});

describe('loadTranslations', () => {
  it('prefixes keys and answers every language asked for', async () => {
    const loaded = await loadTranslations(['en', 'pt-BR', 'ja']);
    expect(loaded.map(({ locale }) => locale)).toEqual(['en', 'pt-BR', 'ja']);
    expect(loaded[0]?.data['whatsapp.action.save']).toBe('Save');
    expect(loaded[1]?.data['whatsapp.action.save']).toBe('Salvar');
    expect(loaded[2]?.data).toEqual({});
  });
});
