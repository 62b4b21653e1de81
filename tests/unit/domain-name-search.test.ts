import { indexNames, parseNameSearch } from '../../plugin/domain/name-search';

const found = ({ names = [], numbers = [] }: { names?: string[]; numbers?: string[] }, asked: string): boolean => {
  const words = new Set(indexNames(names, numbers));
  return parseNameSearch(asked).some((terms) => terms.every(({ text, prefix }) => (prefix ? [...words].some((word) => word.startsWith(text)) : words.has(text))));
};

describe('who a search finds', () => {
  it.each([
    ['Ángel Muñoz', 'angel'],
    ['Angel Munoz', 'Ángel Muñoz'],
    ['Ángel Muñoz', 'munoz ang'],
    ['Hotel Mirador del Puerto', 'rador'],
    ['Hotel Mirador del Puerto', 'mirador d'],
    ['Straßenbau', 'bau'],
    ['O’Brien & Söhne', "o'brien"],
    ['O’Brien & Söhne', 'sohne'],
    ['محمد السيد', 'سيد'],
    ['王小明', '小明'],
    ['王小明', '王'],
    ['โรงแรม', 'แรม'],
    ['Ana 🌻', '🌻'],
    ['Ana 🌻', 'ana 🌻'],
    ['john_doe99', 'doe'],
    ['Shop 24', '24'],
    ['B', 'b'],
  ])('%j by %j', (name, asked) => {
    expect(found({ names: [name] }, asked)).toBe(true);
  });

  it.each([
    ['+442071838750', '+44 20 7183 8750'],
    ['+442071838750', '020 7183 8750'],
    ['+442071838750', '7183-87'],
    ['+442071838750', '750'],
    ['+5511987654321', '+55 11 8765-4321'],
    ['+5491123456789', '541123456789'],
    ['447700900123', '(0)7700 900'],
  ])('%s by %s', (number, asked) => {
    expect(found({ numbers: [number] }, asked)).toBe(true);
  });

  it.each([
    [{ names: ['Ana Lima'] }, 'lima bo'],
    [{ names: ['Ana Lima'] }, 'limas'],
    [{ names: ['Ana Lima'] }, '%'],
    [{ names: ['Ana Lima'] }, '  '],
    [{ names: ['Ana'], numbers: ['+442071838750'] }, '99'],
    [{ numbers: ['+442071838750'] }, '8751'],
  ])('%j not by %j', (person, asked) => {
    expect(found(person, asked)).toBe(false);
  });

  it('takes one word from a name and one from a number', () => {
    expect(found({ names: ['Ana Lima'], numbers: ['+442071838750'] }, 'ana 8750')).toBe(true);
  });

  it('is bounded for any name', () => {
    const long = Array.from({ length: 2_000 }, (_, index) => `word${index}`).join(' ');
    expect(indexNames([long, 'x'.repeat(255)], []).length).toBeLessThanOrEqual(400);
    expect(parseNameSearch(long)[0]).toHaveLength(8);
    expect(parseNameSearch('')).toEqual([]);
  });
});
