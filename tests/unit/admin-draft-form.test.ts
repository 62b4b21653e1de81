import {
  adoptFields,
  componentsOf,
  draftOfForm,
  emptyForm,
  formOf,
  insertPlaceholder,
  newButton,
  isFormChanged,
  mappingsOf,
  placeOf,
  problemsOf,
  renumber,
  sampleValues,
  tidyName,
  type DraftForm,
} from '../../admin/src/features/templates/draft-form';
import type { TemplateComponent } from '../../plugin/domain/template';

const form = (change: Partial<DraftForm> = {}): DraftForm => ({ ...emptyForm('main', 'en_US'), name: 'order_sent', body: 'Hello dear {{1}} of the shop', samples: { 'body.1': 'Ana' }, ...change });
const ALL: TemplateComponent[] = [
  { type: 'header', format: 'text', text: 'Order {{1}}', example: ['42'] },
  { type: 'body', text: 'Hello dear {{1}} and {{2}} of the shop, good day', example: ['Ana', 'Bo'] },
  { type: 'footer', text: 'Shop' },
  {
    type: 'buttons',
    buttons: [
      { type: 'quick_reply', text: 'Thanks' },
      { type: 'url', text: 'Track', url: 'https://x.test/{{1}}', example: ['42'] },
      { type: 'phone', text: 'Call', phone: '+4930123456' },
      { type: 'copy_code', text: 'Copy', example: 'X10' },
    ],
  },
];

describe('a template while it is written', () => {
  it('is what was stored, and comes back as it was', () => {
    const opened = formOf({ accounts: ['main'], name: 'a', language: 'ar', category: 'MARKETING', components: ALL, mapping: { 'body.1': { path: 'contact.name' } }, recordMappings: {} });
    expect(componentsOf(opened)).toEqual(ALL);
    expect(draftOfForm(opened)).toMatchObject({ name: 'a', language: 'ar', category: 'MARKETING' });
    expect(isFormChanged(opened, { ...opened })).toBe(false);
    expect(sampleValues(opened)).toEqual({ 'header.1': '42', 'body.1': 'Ana', 'body.2': 'Bo' });
  });

  it('leaves out what is empty, and keeps a header without text as a problem', () => {
    expect(componentsOf(form({ footer: ' ' }))).toEqual([{ type: 'body', text: 'Hello dear {{1}} of the shop', example: ['Ana'] }]);
    expect(problemsOf(form({ header: 'text' })).map(placeOf)).toEqual(['header']);
    expect(problemsOf(form({ header: 'image' }))).toEqual([]);
    expect(problemsOf(form({ buttons: [{ key: 0, kind: 'url', text: '', target: '', sample: '' }] })).map(placeOf)).toEqual(['buttons', 'buttons']);
  });

  it.each([
    ['Order Sent', 'order_sent'],
    ['order-sent  now', 'order_sent_now'],
    ['añadir!', 'añadir!'],
  ])('tidies the name %s', (typed, expected) => {
    expect(tidyName(typed)).toBe(expected);
  });
});

describe('placeholders', () => {
  it('get the next number where the cursor is', () => {
    const { form: next, caret } = insertPlaceholder(form(), 'body', { start: 5, end: 5 });
    expect([next.body, caret, next.mapping]).toEqual(['Hello{{2}} dear {{1}} of the shop', 10, {}]);
  });

  it('take the place of what is selected', () => {
    expect(insertPlaceholder(form(), 'body', { start: 11, end: 16 }).form.body).toBe('Hello dear {{1}} of the shop');
    expect(insertPlaceholder(form({ body: 'Hello NAME there' }), 'body', { start: 6, end: 10 }).form.body).toBe('Hello {{1}} there');
  });

  it('bring their field and its sample, and are used again for the same field', () => {
    const once = insertPlaceholder(form({ body: 'Hi ', samples: {} }), 'body', { start: 3, end: 3 }, { path: 'contact.name', sample: 'Ana' }).form;
    expect([once.body, once.mapping, once.samples]).toEqual(['Hi {{1}}', { 'body.1': { path: 'contact.name' } }, { 'body.1': 'Ana' }]);
    expect(insertPlaceholder(once, 'body', { start: 0, end: 0 }, { path: 'contact.name', sample: null }).form.body).toBe('{{1}}Hi {{1}}');
    expect(insertPlaceholder(once, 'body', { start: 0, end: 0 }, { path: 'record.number', sample: null }).form.body).toBe('{{2}}Hi {{1}}');
  });

  it('are named where the others are', () => {
    const named = form({ body: 'Hi {{first_name}}, ' });
    expect(insertPlaceholder(named, 'body', { start: 0, end: 0 }).form.body).toBe('{{value}}Hi {{first_name}}, ');
    expect(insertPlaceholder(named, 'body', { start: 0, end: 0 }, { path: 'contact.name', sample: null }).form.body).toBe('{{contact_name}}Hi {{first_name}}, ');
  });

  it('are numbered by themselves in header and body', () => {
    expect(insertPlaceholder(form({ header: 'text', headerText: 'No ' }), 'header', { start: 3, end: 3 }).form.headerText).toBe('No {{1}}');
  });
});

describe('a field somebody typed', () => {
  const adopt = (words: string, caret = words.length) => adoptFields(form({ body: '', samples: {} }), 'body', words, caret);

  it('becomes a number that the field fills', () => {
    const { form: next, caret } = adopt('Hello {{contact.name}}');
    expect([next.body, caret, next.mapping, next.samples]).toEqual(['Hello {{1}}', 11, { 'body.1': { path: 'contact.name' } }, { 'body.1': 'Ana Silva' }]);
  });

  it.each([
    ['two of them', '{{contact.name}} {{record.number}} {{ contact.name }}', '{{1}} {{2}} {{1}}'],
    ['a field nobody has', 'Hello {{contact.password}}', 'Hello {{contact.password}}'],
    ['half typed', 'Hello {{contact.na', 'Hello {{contact.na'],
    ['an ERP field', 'Hello {{partner.erp.x_rank}}', 'Hello {{1}}'],
  ])('%s', (_what, words, expected) => {
    expect(adopt(words).form.body).toBe(expected);
  });

  it('before the cursor moves it, behind it does not', () => {
    expect(adopt('{{contact.name}} and more', 20).caret).toBe(9);
    expect(adopt('ab {{contact.name}}', 1).caret).toBe(1);
  });
});

describe('numbers with a gap', () => {
  it('are closed up with what was said about them', () => {
    const gapped = form({ body: 'A {{3}} b {{1}} c', samples: { 'body.1': 'one', 'body.2': 'gone', 'body.3': 'three', 'header.1': 'h' }, mapping: { 'body.3': { path: 'record.number' }, 'buttons.0': { text: 'x' } } });
    const next = renumber(gapped, 'body');
    expect([next.body, next.samples, next.mapping]).toEqual(['A {{2}} b {{1}} c', { 'body.1': 'one', 'body.2': 'three', 'header.1': 'h' }, { 'body.2': { path: 'record.number' }, 'buttons.0': { text: 'x' } }]);
  });

  it('of a text with names stay as they are', () => {
    const named = form({ body: 'A {{a}} {{3}}' });
    expect(renumber(named, 'body')).toBe(named);
  });

  it('leave no mapping of places that are gone', () => {
    expect(mappingsOf(form({ mapping: { 'body.1': { text: 'x' }, 'body.2': { text: 'y' }, 'header.1': { text: 'z' } } })).mapping).toEqual({ 'body.1': { text: 'x' } });
  });

  it('let a button that moved keep its value, and a new one have none', () => {
    const [reply, link] = [{ key: 0, kind: 'quick_reply', text: 'Yes', target: '', sample: '' }, { key: 1, kind: 'url', text: 'Go', target: 'https://x.test/{{1}}', sample: '1' }] as const;
    const mapping = { 'buttons.0': { text: 'yes' }, 'buttons.1': { path: 'record.number' } };
    expect(mappingsOf(form({ buttons: [link, reply], mapping, recordMappings: { invoice: mapping } })).recordMappings.invoice).toEqual({ 'buttons.1': { text: 'yes' }, 'buttons.0': { path: 'record.number' } });
    expect(mappingsOf(form({ buttons: [newButton('quick_reply'), link], mapping })).mapping).toEqual({ 'buttons.1': { path: 'record.number' } });
  });
});
