import { bubbleSpans, fillText, parseMarks } from '../../admin/src/features/templates/bubble-text';

describe('fillText', () => {
  it.each([
    ['positional', 'Hi {{1}}, {{2}} is due', { 'body.1': 'Ana', 'body.2': 'INV/1' }, 'Hi Ana, INV/1 is due'],
    ['named', 'Hi {{first_name}}', { 'body.first_name': 'Ana' }, 'Hi Ana'],
    ['with spaces', 'Hi {{ 1 }}', { 'body.1': 'Ana' }, 'Hi Ana'],
    ['twice', '{{1}}{{1}}', { 'body.1': 'a' }, 'aa'],
  ])('%s', (_name, template, values, expected) => {
    const spans = fillText(template, 'body', values);
    expect(spans.map((span) => span.text).join('')).toBe(expected);
    expect(spans.some((span) => span.missing)).toBe(false);
  });

  it('shows what is missing as the placeholder itself', () => {
    expect(fillText('Hi {{1}}', 'body', { 'header.1': 'other part' })).toEqual([{ text: 'Hi ' }, { text: '{{1}}', missing: true }]);
  });

  it('takes a placeholder within a value for text', () => {
    expect(fillText('{{1}}', 'body', { 'body.1': '{{2}}', 'body.2': 'no' })).toEqual([{ text: '{{2}}', filled: true }]);
  });
});

describe('parseMarks', () => {
  it.each([
    ['*bold* word', [{ text: 'bold', bold: true }, { text: ' word' }]],
    ['_it_', [{ text: 'it', italic: true }]],
    ['~no~', [{ text: 'no', strike: true }]],
    ['```x = 1```', [{ text: 'x = 1', mono: true }]],
    ['*_both_*', [{ text: 'both', bold: true, italic: true }]],
    ['2*3*4', [{ text: '2*3*4' }]],
    ['snake_case_name', [{ text: 'snake_case_name' }]],
    ['* not *', [{ text: '* not *' }]],
    ['a *\nb*', [{ text: 'a *\nb*' }]],
    ['<b>x</b>', [{ text: '<b>x</b>' }]],
    ['', []],
  ])('%p', (words, expected) => {
    expect(parseMarks(words)).toEqual(expected);
  });

  it('ends on text made of marks alone', () => {
    const words = '*_~`'.repeat(500);
    expect(
      parseMarks(words)
        .map((span) => span.text)
        .join('').length,
    ).toBeLessThanOrEqual(words.length);
  });
});

describe('bubbleSpans', () => {
  it('marks words round a placeholder', () => {
    expect(bubbleSpans('Pay *{{1}}* now', 'body', { 'body.1': '€ 10' })).toEqual([
      { text: 'Pay ' },
      { text: '€ 10', bold: true, filled: true },
      { text: ' now' },
    ]);
  });

  it('never formats by what a value holds', () => {
    expect(bubbleSpans('Dear {{1}} and *you*', 'body', { 'body.1': '*Star* _Ltd_' })).toEqual([
      { text: 'Dear ' },
      { text: '*Star* _Ltd_', filled: true },
      { text: ' and ' },
      { text: 'you', bold: true },
    ]);
  });

  it('keeps what is missing visible within marks', () => {
    expect(bubbleSpans('*{{1}}*', 'body', {})).toEqual([{ text: '{{1}}', bold: true, missing: true }]);
  });
});
