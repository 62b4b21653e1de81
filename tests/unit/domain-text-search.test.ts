import { excerptOf, indexWords, MARK_END, MARK_START, parseSearch } from '../../plugin/domain/text-search';

const found = (text: string, asked: string): boolean => {
  const words = new Set(indexWords(text));
  const terms = parseSearch(asked);
  return terms.length > 0 && terms.every(({ text: term, prefix }) => (prefix ? [...words].some((word) => word.startsWith(term)) : words.has(term)));
};

describe('what a search finds', () => {
  it.each([
    ['Your invoice INV/2026/00042 is ready', 'invoice'],
    ['Your invoice INV/2026/00042 is ready', '00042'],
    ['Your invoice INV/2026/00042 is ready', 'INV/2026/00042'],
    ['Rechnung über 20 €', 'RECHN'],
    ['Déjà vu à Orléans', 'deja orleans'],
    ['Não recebi o boleto', 'nao boleto'],
    ['Straße', 'strasse'.slice(0, 3)],
    ['ＦＵＬＬ width', 'full'],
    ['请问发票什么时候寄出', '发票'],
    ['请问发票什么时候寄出', '发'],
    ['ขอใบแจ้งหนี้ด้วยครับ', 'แจ้งหนี้'],
    ['أُرِيدُ فَاتُورَة', 'فاتورة'],
    ['मुझे चालान चाहिए', 'चालान'],
    ['Order2024A arrived', 'order2024'],
    ['call +49 160 1234567', '1234567'],
    ['a'.repeat(500), 'a'.repeat(500)],
    ['good 👍 morning', 'morning'],
  ])('%j by %j', (text, asked) => {
    expect(found(text, asked)).toBe(true);
  });

  it.each([
    ['Your invoice is ready', 'voice'],
    ['Your invoice is ready', 'your order'],
    ['invoice', 'invoices'],
    // Only the last word may be unfinished.
    ['invoice ready', 'inv ready'],
    ['anything', '   '],
    ['anything', '👍 "*" ()'],
    ['发现票据', '发票'],
  ])('%j not by %j', (text, asked) => {
    expect(found(text, asked)).toBe(false);
  });

  it('keeps operators of the databases out', () => {
    expect(parseSearch(`a" OR b* NEAR(c) & d:* | !e 'f'`).map(({ text }) => text)).toEqual(['a', 'or', 'b', 'near', 'c', 'd', 'e', 'f']);
  });

  it('is bounded for any text', () => {
    const many = indexWords(Array.from({ length: 50_000 }, (_, index) => `w${index}`).join(' '));
    expect(many).toHaveLength(4_000);
    expect(Math.max(...indexWords('x'.repeat(10_000)).map(({ length }) => length))).toBe(64);
    expect(parseSearch('one two three four five six seven eight nine ten')).toHaveLength(8);
  });
});

describe('an excerpt', () => {
  const marked = (text: string, asked: string): string => excerptOf(text, parseSearch(asked)).replaceAll(MARK_START, '[').replaceAll(MARK_END, ']');

  it.each([
    ['Your invoice is ready', 'invo', 'Your [invoice] is ready'],
    ['Déjà vu, deja  vu', 'deja', '[Déjà] vu, [deja] vu'],
    ['no hit in what it says now', 'gone', 'no hit in what it says now'],
    ['请问发票', '发票', '[请问发票]'],
    ['<b>bold</b> & "bold"', 'bold', '<b>[bold]</b> & "[bold]"'],
    [`${MARK_START}fake${MARK_END} real`, 'real', 'fake [real]'],
    ['', 'x', ''],
  ])('of %j for %j', (text, asked, expected) => {
    expect(marked(text, asked)).toBe(expected);
  });

  it('of a long text begins shortly before the hit and ends within a line', () => {
    const text = `${'before '.repeat(200)}needle${' after'.repeat(200)}`;
    const excerpt = marked(text, 'needle');
    expect(excerpt).toMatch(/^….*\[needle\].*…$/);
    expect(excerpt.length).toBeLessThan(180);
  });

  it('cuts no character in two', () => {
    const excerpt = excerptOf(`${'😀'.repeat(300)} needle ${'😀'.repeat(300)}`, parseSearch('needle'));
    // A half character can't be written as UTF-8.
    expect(Buffer.from(excerpt).toString()).toBe(excerpt);
  });
});
