import { checkDraft, draftWords, type TemplateButton, type TemplateComponent, type TemplateDraft } from '../../plugin/domain/template';

const BODY: TemplateComponent = { type: 'body', text: 'Hello {{1}}, your order {{2}} is on its way to you.', example: ['Ana', '42'] };
const good: TemplateDraft = { name: 'order_sent', language: 'pt_BR', category: 'UTILITY', components: [BODY] };
const parts = (...components: TemplateComponent[]): Partial<TemplateDraft> => ({ components });
const buttons = (...list: TemplateButton[]): Partial<TemplateDraft> => parts(BODY, { type: 'buttons', buttons: list });
const reply = (text: string): TemplateButton => ({ type: 'quick_reply', text });
const body = (text: string, example?: string[]): Partial<TemplateDraft> => parts({ type: 'body', text, ...(example ? { example } : {}) });

describe('a template written here', () => {
  it.each<[string, Partial<TemplateDraft>, string[]]>([
    ['is fine', {}, []],
    ['with everything', parts({ type: 'header', format: 'text', text: 'Order {{1}}', example: ['42'] }, BODY, { type: 'footer', text: 'Shop' }, { type: 'buttons', buttons: [reply('Thanks'), { type: 'url', text: 'Track', url: 'https://x.test/{{1}}', example: ['https://x.test/1'] }, { type: 'phone', text: 'Call', phone: '+49 30 123456' }, { type: 'copy_code', text: 'Copy', example: 'X10' }] }), []],
    ['a name with capitals', { name: 'Order Sent' }, ['name name']],
    ['a name of 513', { name: 'a'.repeat(513) }, ['name name']],
    ['a language in words', { language: 'Portuguese' }, ['language language']],
    ['a tag in place of a code', { language: 'pt-BR' }, ['language language']],
    ['no body', parts(), ['body body_missing']],
    ['an empty body', body('  '), ['body body_missing']],
    ['two bodies', parts(BODY, BODY), ['body twice']],
    ['1,024 signs, counted as people do', body('😀'.repeat(1024)), []],
    ['1,025 signs', body('a'.repeat(1025)), ['body too_long']],
    ['a gap in the numbers', body('Hello dear {{1}} and {{3}} of the shop, good day to you', ['a', 'b']), ['body placeholder_order']],
    ['numbers and names', body('Hello dear {{1}} and {{name}} of the shop, good day to you', ['a', 'b']), ['body placeholder_mixed']],
    ['a field of ours', body('Hello dear {{contact.name}} of the shop'), ['body placeholder_unknown']],
    ['brackets that never close', body('Hello dear {{1 of the shop'), ['body placeholder_unknown']],
    ['a language of nobody', { language: 'xx_YY' }, ['language language']],
    ['replies before the rest', buttons(reply('A'), reply('B'), { type: 'copy_code', text: 'C', example: 'X' }), []],
    ['replies after the rest', buttons({ type: 'copy_code', text: 'C', example: 'X' }, reply('A'), reply('B')), []],
    ['a reply on each side', buttons(reply('A'), { type: 'copy_code', text: 'C', example: 'X' }, reply('B')), ['buttons button_order']],
    ['a value at the start', body('{{1}} is what you ordered from us', ['a']), ['body placeholder_edge']],
    ['a value at the end', body('What you ordered from us is {{1}}', ['a']), ['body placeholder_edge']],
    ['more values than words', body('Hi {{1}} {{2}} bye', ['a', 'b']), ['body placeholder_dense']],
    ['no sample', body('Hello dear {{1}} of the shop', [' ']), ['body sample_missing']],
    ['a header of 61', parts({ type: 'header', format: 'text', text: 'a'.repeat(61) }, BODY), ['header too_long']],
    ['an empty header', parts({ type: 'header', format: 'text' }, BODY), ['header empty']],
    ['two values in a header', parts({ type: 'header', format: 'text', text: '{{1}} {{2}}', example: ['a', 'b'] }, BODY), ['header header_placeholders']],
    ['a footer of 61', parts(BODY, { type: 'footer', text: 'a'.repeat(61) }), ['footer too_long']],
    ['a value in the footer', parts(BODY, { type: 'footer', text: 'Shop {{1}}' }), ['footer footer_placeholders']],
    ['eleven buttons', buttons(...Array.from({ length: 11 }, (_, index) => reply(`Answer ${index}`))), ['buttons too_many']],
    ['three addresses', buttons(...[1, 2, 3].map((index): TemplateButton => ({ type: 'url', text: `Page ${index}`, url: 'https://x.test/' }))), ['buttons too_many']],
    ['two numbers', buttons({ type: 'phone', text: 'A', phone: '+4930123456' }, { type: 'phone', text: 'B', phone: '+4930123456' }), ['buttons too_many']],
    ['a label of 26', buttons(reply('a'.repeat(26))), ['buttons.0 too_long']],
    ['a label twice', buttons(reply('Yes'), reply('Yes')), ['buttons.1 label_twice']],
    ['a label of nothing', buttons(reply(' ')), ['buttons.0 empty']],
    ['a value inside an address', buttons({ type: 'url', text: 'Go', url: 'https://x.test/{{1}}/end', example: ['x'] }), ['buttons.0 url']],
    ['a value as the host', buttons({ type: 'url', text: 'Go', url: 'https://{{1}}', example: ['x'] }), ['buttons.0 url']],
    ['a script', buttons({ type: 'url', text: 'Go', url: 'javascript:alert(1)' }), ['buttons.0 url']],
    ['an address without a sample', buttons({ type: 'url', text: 'Go', url: 'https://x.test/{{1}}' }), ['buttons.0 sample_missing']],
    ['no number', buttons({ type: 'phone', text: 'Call', phone: 'call me' }), ['buttons.0 phone']],
    ['a code of 16', buttons({ type: 'copy_code', text: 'Copy', example: 'a'.repeat(16) }), ['buttons.0 too_long']],
  ])('%s', (_what, change, expected) => {
    const problems = checkDraft({ ...good, ...change });
    expect(problems.map(({ field, rule }) => `${field} ${rule}`)).toEqual(expected);
    for (const problem of problems) expect(draftWords(problem).replace('{{1}}', '').replace(/\{\{\w+\}\}/g, '')).not.toMatch(/[{}]/);
  });
});
