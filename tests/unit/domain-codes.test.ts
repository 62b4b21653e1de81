import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCode, sentenceOf, SENTENCES } from '../../plugin/contracts/codes';

const ROOT = join(__dirname, '../..');

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

/** Every code that is thrown, refused or put into words by name. */
const used = (): Map<string, string> => {
  const codes = new Map<string, string>();
  for (const file of ['server/src', 'bridge/src', 'plugin/domain'].flatMap(sources)) {
    const text = readFileSync(file, 'utf8');
    for (const [, code] of text.matchAll(/\b(?:sentenceOf|refuse|forbidden|missing|conflict|tooMany)\(\s*'([a-z]+\.[a-z0-9_]+)'/g)) codes.set(code ?? '', file);
  }
  return codes;
};

describe('the catalogue of codes', () => {
  it('has a sentence for every code in use', () => {
    const codes = used();
    expect(codes.size).toBeGreaterThan(5);
    expect([...codes].filter(([code]) => !isCode(code))).toEqual([]);
  });

  it.each([
    'message.opted_out',
    'message.no_opt_in',
    'message.outside_window',
    'message.expired',
    'template.not_approved',
    'template.variable_missing',
    'recipient.invalid',
    'account.none_for_company',
    'document.not_posted',
  ])('has API.md’s %s', (code) => {
    expect(isCode(code)).toBe(true);
  });

  it.each(Object.entries(SENTENCES))('%s is `<record>.<reason>` and says a sentence', (code, sentence) => {
    expect(code).toMatch(/^[a-z]+\.[a-z0-9_]+$/);
    expect(sentence).toMatch(/^[A-Z{].*[.]$/s);
    expect(sentence).not.toMatch(/[’“”]/);
  });

  it('fills values, leaves a gap for what is not given, and never comes without words', () => {
    expect(sentenceOf('account.number_taken', { account: 'Sales' })).toBe('This number is connected already, as "Sales".');
    expect(sentenceOf('account.number_taken')).toBe('This number is connected already, as "…".');
    expect(sentenceOf('template.variable_missing', { missing: '$& {max}' })).toBe('These values of the template are missing: $& {max}.');
    expect(sentenceOf('something.else')).toBe('Something went wrong (something.else).');
    expect(sentenceOf('constructor')).toBe('Something went wrong (constructor).');
    expect(isCode('toString')).toBe(false);
  });
});
