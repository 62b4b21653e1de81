import { beginningOf, formatLine, formatText, isEmojiOnly, plainWords, type Block, type Inline } from '../../admin/src/features/channels/format-text';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const mark = (kind: 'bold' | 'italic' | 'strike', ...children: (Inline | string)[]): Inline => ({ kind, children: children.map((child) => (typeof child === 'string' ? text(child) : child)) });
const code = (words: string): Inline => ({ kind: 'code', text: words });
const link = (url: string): Inline => ({ kind: 'link', url });

describe('formatLine', () => {
  const lines: [string, Inline[]][] = [
    ['*bold* word', [mark('bold', 'bold'), text(' word')]],
    ['_it_ ~no~', [mark('italic', 'it'), text(' '), mark('strike', 'no')]],
    ['*_~all~_*', [mark('bold', mark('italic', mark('strike', 'all')))]],
    ['*bold _and it_*', [mark('bold', 'bold ', mark('italic', 'and it'))]],
    ['(*in brackets*), and "*quoted*".', [text('('), mark('bold', 'in brackets'), text('), and "'), mark('bold', 'quoted'), text('".')]],
    ['2*3*4 snake_case_name a~b~c', [text('2*3*4 snake_case_name a~b~c')]],
    ['* not * _ not _', [text('* not * _ not _')]],
    ['*open', [text('*open')]],
    ['** ** __', [text('** ** __')]],
    ['**twice**', [text('*'), mark('bold', 'twice'), text('*')]],
    ['مرحبا *عالم* و_لا_', [text('مرحبا '), mark('bold', 'عالم'), text(' و_لا_')]],
    ['👍*yes*👍', [text('👍'), mark('bold', 'yes'), text('👍')]],
    ['`code *x*` ```mono _y_```', [code('code *x*'), text(' '), code('mono _y_')]],
    ['*see `a*b`*', [mark('bold', 'see ', code('a*b'))]],
    ['<b onclick="x">*no html*</b>', [text('<b onclick="x">'), mark('bold', 'no html'), text('</b>')]],
    ['see https://example.com/a_b_c?d=1&e=*2*.', [text('see '), link('https://example.com/a_b_c?d=1&e=*2'), text('*.')]],
    ['*https://example.com/x*', [mark('bold', link('https://example.com/x'))]],
    ['(https://en.example.org/wiki/A_(b))', [text('('), link('https://en.example.org/wiki/A_(b))')]],
    ['HTTPS://EXAMPLE.COM', [link('HTTPS://EXAMPLE.COM')]],
    ['javascript:alert(1) ftp://x.example data:text/html,x', [text('javascript:alert(1) ftp://x.example data:text/html,x')]],
    ['xhttps://example.com', [text('xhttps://example.com')]],
    ['https://', [text('https://')]],
    ['call +34 600 111 222', [text('call +34 600 111 222')]],
    ['', []],
  ];
  it.each(lines)('%p', (words, expected) => {
    expect(formatLine(words)).toEqual(expected);
  });

  it.each(['*_~'.repeat(20_000), '*a '.repeat(20_000), '`'.repeat(60_000), 'https://'.repeat(8_000), `https://a${')'.repeat(60_000)}`])('ends on long text made of marks', (words) => {
    const shown = JSON.stringify(formatLine(words));
    expect(shown.length).toBeGreaterThan(0);
  });

  it('loses no character but the marks', () => {
    const flat = (children: Inline[]): string => children.map((child) => (child.kind === 'text' || child.kind === 'code' ? child.text : child.kind === 'link' ? child.url : flat(child.children))).join('');
    expect(flat(formatLine('a *b* c _d_ https://e.example/f ~g~, *h'))).toBe('a b c d https://e.example/f g, *h');
  });
});

describe('formatText', () => {
  const line = (...children: Inline[]): Block => ({ kind: 'line', children });
  const texts: [string, Block[]][] = [
    ['one\n\ntwo', [line(text('one')), line(), line(text('two'))]],
    ['one\r\ntwo', [line(text('one')), line(text('two'))]],
    ['a *b\nc* d', [line(text('a *b')), line(text('c* d'))]],
    ['> said\n> *so*\nyes', [{ kind: 'quote', lines: [[text('said')], [mark('bold', 'so')]] }, line(text('yes'))]],
    ['a > b', [line(text('a > b'))]],
    ['- one\n* two\n-three', [{ kind: 'list', ordered: false, items: [{ number: null, children: [text('one')] }, { number: null, children: [text('two')] }] }, line(text('-three'))]],
    ['3. c\n4. d\n- e', [{ kind: 'list', ordered: true, items: [{ number: 3, children: [text('c')] }, { number: 4, children: [text('d')] }] }, { kind: 'list', ordered: false, items: [{ number: null, children: [text('e')] }] }]],
    ['1.5 and 2.x', [line(text('1.5 and 2.x'))]],
    ['see\n```\nx = *1*\ny\n```\nend', [line(text('see')), { kind: 'mono', text: 'x = *1*\ny' }, line(text('end'))]],
    ['```one line```', [line(code('one line'))]],
    ['', []],
  ];
  it.each(texts)('%p', (words, expected) => {
    expect(formatText(words)).toEqual(expected);
  });
});

describe('isEmojiOnly', () => {
  it.each(['👍', '👍🏽', '❤️', '❤', '👩‍💻', '🇪🇸', '😀😂 😮', '1️⃣', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', ' 🎉 '])('takes %p', (words) => {
    expect(isEmojiOnly(words)).toBe(true);
  });
  it.each(['', '1', '123', '#', 'ok 👍', '👍👍👍👍', '©', '™', '*', '👍.'])('leaves %p', (words) => {
    expect(isEmojiOnly(words)).toBe(false);
  });
});

describe('plainWords', () => {
  it.each([
    ['It left *this _morning_*.', 'It left this morning.'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    ['~old~ new\n*second*', 'old new\nsecond'],
    ['see https://example.com/_a_', 'see https://example.com/_a_'],
    ['`a*b*` ```mono _y_```', 'a*b* mono _y_'],
    ['```\nx = *1*\n```', '\nx = *1*\n'],
    ['', ''],
  ])('%p', (words, plain) => {
    expect(plainWords(words)).toBe(plain);
  });
});

describe('beginningOf', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`).join('\n');
  it.each([['', ''], ['short', 'short'], [lines(30), lines(30)], [`${'word '.repeat(300)}and a little more`, `${'word '.repeat(300)}and a little more`]])('leaves a text alone that is not very long', (words, shown) =>
    expect(beginningOf(words)).toBe(shown));
  it('ends with a line where there are many', () => expect(beginningOf(lines(400))).toBe(lines(30)));
  it('ends with a word where lines are long', () => {
    const shown = beginningOf('words of it '.repeat(1_000));
    expect([shown.length <= 1_500, shown.length > 1_400, /(words|of|it)$/.test(shown)]).toEqual([true, true, true]);
  });
  it('cuts a word without end, and no picture in two', () => {
    expect(beginningOf('a'.repeat(9_000))).toBe('a'.repeat(1_500));
    expect(beginningOf(`a${'😀'.repeat(4_000)}`)).toBe(`a${'😀'.repeat(749)}`);
  });
});
