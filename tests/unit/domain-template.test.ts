import { sentenceOf } from '../../plugin/contracts/codes';
import {
  fillTemplate,
  findTooLong,
  formatOf,
  isSendable,
  matchLanguage,
  placeholdersOf,
  purposeOf,
  renderTemplate,
  slotKey,
  templateSlots,
  templateText,
  valuesOf,
  type ParameterFormat,
  type TemplateComponent,
  type TemplateValues,
} from '../../plugin/domain/template';

const DOCUMENT_POSITIONAL: TemplateComponent[] = [
  { type: 'header', format: 'document' },
  { type: 'body', text: 'Hello {{1}}, your invoice {{2}} over {{3}}. Again: {{2}}.', example: ['Ana', 'INV/1', '10 €'] },
  { type: 'footer', text: 'Shop' },
  {
    type: 'buttons',
    buttons: [
      { type: 'quick_reply', text: 'Thanks' },
      { type: 'url', text: 'Pay', url: 'https://x.test/pay/{{1}}', example: ['https://x.test/pay/1'] },
      { type: 'phone', text: 'Call', phone: '+4930123456' },
      { type: 'copy_code', text: 'Copy', example: 'X10' },
      { type: 'url', text: 'Shop', url: 'https://x.test/' },
    ],
  },
];

const NAMED: TemplateComponent[] = [
  { type: 'header', format: 'text', text: 'Order {{order_id}}' },
  { type: 'body', text: 'Hi {{first_name}}, {{ order_id }} is ready, {{first_name}}.' },
];

const OTP: TemplateComponent[] = [
  { type: 'body', text: '*{{1}}* is your code.' },
  { type: 'buttons', buttons: [{ type: 'otp', text: 'Copy code', otpType: 'COPY_CODE' }] },
];

const fill = (components: TemplateComponent[], parameterFormat: ParameterFormat, values: TemplateValues, headerMedia?: { mediaId: string }) =>
  fillTemplate({ components, parameterFormat, values, headerMedia });

describe('placeholders', () => {
  it.each([
    ['', []],
    ['no places', []],
    ['{{2}} {{1}} {{10}} {{2}}', ['1', '2', '10']],
    ['{{ first_name }} {{order_id}} {{first_name}}', ['first_name', 'order_id']],
    ['{1} {{}} {{a b}} {{a-b}}', []],
  ])('%j → %j', (text, expected) => {
    expect(placeholdersOf(text)).toEqual(expected);
  });

  it('tells named from positional where the provider does not', () => {
    expect(formatOf(NAMED)).toBe('named');
    expect(formatOf(DOCUMENT_POSITIONAL)).toBe('positional');
    expect(formatOf([])).toBe('positional');
  });
});

describe('templateSlots', () => {
  it('lists every place, header to buttons', () => {
    expect(templateSlots(DOCUMENT_POSITIONAL, 'positional').map((slot) => [slotKey(slot), slot.type, slot.required, slot.example])).toEqual([
      ['header.media', 'document', true, undefined],
      ['body.1', 'text', true, 'Ana'],
      ['body.2', 'text', true, 'INV/1'],
      ['body.3', 'text', true, '10 €'],
      ['buttons.0', 'payload', false, undefined],
      ['buttons.1', 'url_suffix', true, 'https://x.test/pay/1'],
      ['buttons.3', 'code', true, 'X10'],
    ]);
  });

  it('names the places of a named template in order of appearance', () => {
    expect(templateSlots(NAMED, 'named').map(slotKey)).toEqual(['header.order_id', 'body.first_name', 'body.order_id']);
  });

  it('asks for a one-time code once', () => {
    expect(templateSlots(OTP, 'positional').map(slotKey)).toEqual(['body.1']);
  });

  it.each(['image', 'video', 'document', 'location'] as const)('a %s header is a place', (format) => {
    expect(templateSlots([{ type: 'header', format }], 'positional')).toMatchObject([{ part: 'header', type: format, required: true }]);
  });

  it('a template without places has none', () => {
    expect(templateSlots([{ type: 'header', format: 'text', text: 'Hello' }, { type: 'body', text: 'Welcome' }, { type: 'other', vendorType: 'CAROUSEL' }], 'positional')).toEqual([]);
  });
});

describe('templateText', () => {
  it.each<[unknown, string]>([
    ['two\nlines', 'two lines'],
    ['a\tb\r\n c', 'a b c'],
    ['a    b', 'a b'],
    ['a   b', 'a   b'],
    [`a${'\u00a0'.repeat(5)}b`, 'a b'],
    ['  padded  ', 'padded'],
    [false, ''],
    [null, ''],
    [0, '0'],
    [12.5, '12.5'],
    [[7, 'Azure Interior'], 'Azure Interior'],
    ['\n\n', ''],
  ])('%j → %j', (value, expected) => {
    expect(templateText(value)).toBe(expected);
  });
});

describe('fillTemplate', () => {
  it('fills header, body and buttons by position', () => {
    expect(fill(DOCUMENT_POSITIONAL, 'positional', { body: ['Ana\nMaria', 'INV/1', '10 €'], buttons: { 0: 'thanks', 1: 'INV-1', 3: 'X10' } }, { mediaId: 'm1' })).toEqual({
      kind: 'filled',
      header: { type: 'document', media: { mediaId: 'm1' } },
      body: [{ text: 'Ana Maria' }, { text: 'INV/1' }, { text: '10 €' }],
      buttons: [
        { index: 0, subType: 'quick_reply', payload: 'thanks' },
        { index: 1, subType: 'url', text: 'INV-1' },
        { index: 3, subType: 'copy_code', code: 'X10' },
      ],
    });
  });

  it('fills by name, from an object or in order', () => {
    const expected = {
      kind: 'filled',
      header: { type: 'text', parameters: [{ name: 'order_id', text: '42' }] },
      body: [
        { name: 'first_name', text: 'Ana' },
        { name: 'order_id', text: '42' },
      ],
      buttons: [],
    };
    expect(fill(NAMED, 'named', { header: '42', body: { order_id: 42, first_name: 'Ana' } })).toEqual(expected);
    expect(fill(NAMED, 'named', { header: { order_id: '42' }, body: ['Ana', '42'] })).toEqual(expected);
    expect(fill(NAMED, 'named', { header: ['42'], body: ['Ana', '42'] })).toEqual(expected);
  });

  it('takes positional values by number too', () => {
    expect(fill([{ type: 'body', text: '{{1}} {{2}}' }], 'positional', { body: { 2: 'b', 1: 'a' } })).toMatchObject({ body: [{ text: 'a' }, { text: 'b' }] });
  });

  it.each<[string, TemplateValues, string[]]>([
    ['nothing given', {}, ['header.media', 'body.1', 'body.2', 'body.3', 'buttons.1', 'buttons.3']],
    ['Odoo’s false is no value', { body: ['Ana', false, '10'], buttons: { 1: 'x', 3: 'y' } }, ['header.media', 'body.2']],
    ['blank is no value', { body: ['Ana', '  ', '\n'], buttons: { 1: 'x', 3: '' } }, ['header.media', 'body.2', 'body.3', 'buttons.3']],
    ['too few', { body: ['Ana'], buttons: { 1: 'x', 3: 'y' } }, ['header.media', 'body.2', 'body.3']],
  ])('lists what is missing: %s', (_, values, missing) => {
    const filled = fill(DOCUMENT_POSITIONAL, 'positional', values);
    expect(filled.kind === 'missing' ? filled.missing.map(slotKey) : filled).toEqual(missing);
  });

  it('does not take what every object inherits for a value', () => {
    expect(fill([{ type: 'body', text: '{{constructor}} {{toString}}' }], 'named', { body: {} })).toMatchObject({ kind: 'missing' });
  });

  it('fills a location header', () => {
    const components: TemplateComponent[] = [{ type: 'header', format: 'location' }, { type: 'body', text: 'Here' }];
    expect(fill(components, 'positional', { header: { latitude: -23.5, longitude: -46.6, name: 'Shop', address: false } })).toEqual({
      kind: 'filled',
      header: { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Shop' },
      body: [],
      buttons: [],
    });
    for (const header of [undefined, 'x', { latitude: '1', longitude: 2 }, { latitude: 91, longitude: 0 }, { latitude: Number.NaN, longitude: 0 }]) {
      expect(fill(components, 'positional', { header }).kind).toBe('missing');
    }
  });

  it('an empty media reference is no file', () => {
    expect(fillTemplate({ components: [{ type: 'header', format: 'image' }], parameterFormat: 'positional', values: {}, headerMedia: { filename: 'a.jpg' } }).kind).toBe('missing');
  });

  it('gives a one-time code to the text and to its button', () => {
    expect(fill(OTP, 'positional', { body: ['123456'] })).toEqual({
      kind: 'filled',
      body: [{ text: '123456' }],
      buttons: [{ index: 0, subType: 'url', text: '123456' }],
    });
  });

  it('takes the end of a link that was pasted whole', () => {
    const components: TemplateComponent[] = [{ type: 'body', text: 'x' }, { type: 'buttons', buttons: [{ type: 'url', text: 'Pay', url: 'https://x.test/pay/{{1}}' }] }];
    expect(fill(components, 'positional', { buttons: { 0: 'https://x.test/pay/42?a=b' } })).toMatchObject({ buttons: [{ text: '42?a=b' }] });
    expect(fill(components, 'positional', { buttons: ['42'] })).toMatchObject({ buttons: [{ text: '42' }] });
  });

  it('a template without places is filled by nothing', () => {
    expect(fill([{ type: 'body', text: 'Welcome' }], 'positional', {})).toEqual({ kind: 'filled', body: [], buttons: [] });
  });
});

describe('renderTemplate', () => {
  it('shows what the customer will see', () => {
    const rendered = renderTemplate({ components: DOCUMENT_POSITIONAL, parameterFormat: 'positional', values: { body: ['Ana', 'INV/1', '10 €'], buttons: { 1: '42' } } });
    expect(rendered).toEqual({
      header: { format: 'document' },
      body: 'Hello Ana, your invoice INV/1 over 10 €. Again: INV/1.',
      footer: 'Shop',
      buttons: [
        { type: 'quick_reply', text: 'Thanks' },
        { type: 'url', text: 'Pay', value: 'https://x.test/pay/42' },
        { type: 'phone', text: 'Call', value: '+4930123456' },
        { type: 'copy_code', text: 'Copy' },
        { type: 'url', text: 'Shop', value: 'https://x.test/' },
      ],
      text: 'Hello Ana, your invoice INV/1 over 10 €. Again: INV/1.\nShop',
    });
  });

  it('shows a missing value as its place, and a value that looks like a place as it is', () => {
    expect(renderTemplate({ components: NAMED, parameterFormat: 'named', values: { body: { first_name: '{{order_id}} $& $1' } } }).text).toBe(
      'Order {{order_id}}\nHi {{order_id}} $& $1, {{ order_id }} is ready, {{order_id}} $& $1.',
    );
  });

  it('shows a filled message again', () => {
    for (const [components, format, values] of [
      [NAMED, 'named', { header: '42', body: { first_name: 'Ana', order_id: '42' } }],
      [DOCUMENT_POSITIONAL, 'positional', { body: ['Ana', 'INV/1', '10 €'], buttons: { 0: 'p', 1: '42', 3: 'X10' } }],
    ] as const) {
      const filled = fill(components, format, values, { mediaId: 'm1' });
      if (filled.kind === 'missing') throw new Error('expected it to be filled');
      expect(renderTemplate({ components, parameterFormat: format, values: valuesOf(filled) })).toEqual(renderTemplate({ components, parameterFormat: format, values }));
    }
  });
});

describe('findTooLong', () => {
  const rendered = (header: string, value: string) =>
    renderTemplate({
      components: [{ type: 'header', format: 'text', text: '{{1}}' }, { type: 'body', text: 'Hi {{1}}' }, { type: 'footer', text: 'Shop' }],
      parameterFormat: 'positional',
      values: { header, body: [value] },
    });

  it('counts characters with the values in', () => {
    expect(findTooLong(rendered('👍'.repeat(60), 'x'.repeat(1021)))).toEqual([]);
    expect(findTooLong(rendered('x'.repeat(61), 'x'.repeat(1022)))).toEqual([
      { part: 'header', length: 61, max: 60 },
      { part: 'body', length: 1025, max: 1024 },
    ]);
  });
});

describe('isSendable', () => {
  it.each<[string | null | undefined, string | null]>([
    ['APPROVED', null],
    ['approved', null],
    ['PENDING', 'template.not_approved'],
    ['REJECTED', 'template.rejected'],
    ['PAUSED', 'template.paused'],
    ['DISABLED', 'template.disabled'],
    ['IN_APPEAL', 'template.not_approved'],
    ['FLAGGED', 'template.not_approved'],
    ['REINSTATED', 'template.not_approved'],
    ['DELETED', 'template.deleted'],
    ['PENDING_DELETION', 'template.not_approved'],
    ['LIMIT_EXCEEDED', 'template.not_approved'],
    ['ARCHIVED', 'template.deleted'],
    ['UNARCHIVED', 'template.not_approved'],
    ['LOCKED', 'template.not_approved'],
    ['SOMETHING_NEW', 'template.not_approved'],
    ['', 'template.not_approved'],
    [null, 'template.not_approved'],
    [undefined, 'template.not_approved'],
  ])('%s: %s', (approvalStatus, code) => {
    const sendable = isSendable({ approvalStatus, components: NAMED });
    expect(sendable.kind === 'yes' ? null : sendable.code).toBe(code);
    if (sendable.kind === 'no') expect(sendable.sentence).toBe(sentenceOf(sendable.code));
  });

  it.each<TemplateComponent>([{ type: 'other', vendorType: 'CAROUSEL' }, { type: 'buttons', buttons: [{ type: 'other', vendorType: 'FLOW' }] }])(
    'not with a part that can’t be filled: %j',
    (component) => {
      const sendable = isSendable({ approvalStatus: 'APPROVED', components: [...NAMED, component] });
      expect(sendable).toEqual({ kind: 'no', code: 'template.unsupported', sentence: sentenceOf('template.unsupported') });
    },
  );
});

describe('purposeOf', () => {
  it.each<[string | null | undefined, string]>([
    ['UTILITY', 'utility'],
    ['AUTHENTICATION', 'utility'],
    ['MARKETING', 'marketing'],
    ['utility', 'utility'],
    ['SOMETHING_NEW', 'marketing'],
    [null, 'marketing'],
    [undefined, 'marketing'],
  ])('%s → %s', (category, expected) => {
    expect(purposeOf(category)).toBe(expected);
  });
});

describe('matchLanguage', () => {
  it.each<[string | null, string[], string | null, ReturnType<typeof matchLanguage>]>([
    ['pt_BR', ['en', 'pt_BR', 'pt_PT'], 'en', { language: 'pt_BR', match: 'exact' }],
    ['pt-br', ['pt_BR'], 'en', { language: 'pt_BR', match: 'exact' }],
    ['de_DE', ['de', 'en_US'], 'en_US', { language: 'de', match: 'base' }],
    ['es_419', ['es_ES', 'es', 'es_MX'], 'en', { language: 'es', match: 'base' }],
    ['sr@latin', ['sr', 'en'], 'en', { language: 'sr', match: 'exact' }],
    ['fr_FR.UTF-8', ['fr'], 'en', { language: 'fr', match: 'base' }],
    // A sister is not the language.
    ['pt_PT', ['pt_BR', 'en'], 'en', { language: 'en', match: 'default' }],
    ['zh_TW', ['zh_CN', 'en_US'], 'en_US', { language: 'en_US', match: 'default' }],
    ['pl_PL', ['en_US'], 'en_US', { language: 'en_US', match: 'default' }],
    [null, ['en_US'], 'en_US', { language: 'en_US', match: 'default' }],
    ['pl_PL', ['en_US'], 'de', null],
    ['pl_PL', [], 'en', null],
    [null, ['en'], null, null],
  ])('%s of %j, else %s', (wanted, available, fallback, expected) => {
    expect(matchLanguage(wanted, available, fallback)).toEqual(expected);
  });
});
