import type { ThreadContent } from '../../plugin/contracts/channels';
import { bodyOf, previewOf } from '../../server/src/features/inbound/content-text';
import { arrivalOf, threadContent } from '../../server/src/features/messages/thread-content';
import { readTimeCursor, writeTimeCursor } from '../../server/src/platform/cursor';
import type { MessageRow, TemplateRow } from '../../server/src/platform/records';

const row = (payload: unknown, rest: Partial<MessageRow> = {}): MessageRow => ({ type: 'text', body: null, edits: null, payload, ...rest }) as MessageRow;

const CASES: [string, MessageRow, ThreadContent | null][] = [
  ['text', row({ type: 'text', text: 'Hello' }), null],
  ['nothing kept', row(null), null],
  ["a customer's file", row({ type: 'media', media: { kind: 'sticker', providerMediaId: '1', animated: true } }), { kind: 'file', file: 'sticker', caption: null, animated: true }],
  ['a file of ours', row({ type: 'media', kind: 'image', media: { mediaId: 'a' }, caption: 'Roof' }), { kind: 'file', file: 'image', caption: 'Roof' }],
  ['a caption that was changed', row({ type: 'media', kind: 'image', media: {}, caption: 'Roof' }, { body: 'Door', edits: [{ at: '', body: 'Roof' }] }), { kind: 'file', file: 'image', caption: 'Door' }],
  ['a document still to be fetched', row(null, { type: 'document', body: 'Invoice' }), { kind: 'file', file: 'document', caption: 'Invoice' }],
  ['a place', row({ type: 'location', latitude: 1.5, longitude: 2, name: 'Office' }), { kind: 'location', latitude: 1.5, longitude: 2, name: 'Office', address: null }],
  ['cards', row({ type: 'contacts', contacts: [{ formattedName: 'Ana', phones: [] }] }), { kind: 'contacts', contacts: [{ formattedName: 'Ana', phones: [] }] }],
  [
    'buttons',
    row({ type: 'interactive', body: 'Choose', header: { type: 'image', media: {} }, action: { type: 'buttons', buttons: [{ id: '1', title: 'Yes' }] } }),
    { kind: 'interactive', header: null, body: 'Choose', footer: null, buttons: ['Yes'], list: null, link: null },
  ],
  [
    'a list',
    row({ type: 'interactive', body: 'Choose', header: { type: 'text', text: 'Head' }, footer: 'Foot', action: { type: 'list', button: 'Open', sections: [{ rows: [{ id: '1', title: 'One', description: 'First' }] }, { rows: [{ id: '2', title: 'Two' }] }] } }),
    { kind: 'interactive', header: 'Head', body: 'Choose', footer: 'Foot', buttons: [], list: { button: 'Open', rows: [{ title: 'One', description: 'First' }, { title: 'Two' }] }, link: null },
  ],
  ['a link', row({ type: 'interactive', body: 'See', action: { type: 'url', label: 'Open', url: 'https://example.com' } }), { kind: 'interactive', header: null, body: 'See', footer: null, buttons: [], list: null, link: { label: 'Open', url: 'https://example.com' } }],
  ['a template that is gone', row({ type: 'template', name: 'hello', language: 'en', body: [], buttons: [] }), { kind: 'template', name: 'hello', language: 'en', parts: null }],
  ['a pressed button', row({ type: 'button', payload: 'YES', text: '' }), { kind: 'answer', text: 'YES' }],
  ['a chosen row', row({ type: 'interactive_reply', replyType: 'list', id: '1', title: 'One' }), { kind: 'answer', text: 'One' }],
  ['a filled form', row({ type: 'form_reply', responseJson: '{}' }, { body: 'Sent' }), { kind: 'answer', text: 'Sent' }],
  ['a poll', row({ type: 'poll', question: 'When?', options: ['Now', 'Later'] }), { kind: 'poll', question: 'When?', options: ['Now', 'Later'] }],
  [
    'an order, as Meta writes it, with an item that is none',
    row({ type: 'order', items: [{ product_retailer_id: 'A1', quantity: '2', item_price: 9.5, currency: 'EUR' }, 'nonsense', { quantity: 'many' }] }),
    { kind: 'order', text: null, items: [{ productId: 'A1', quantity: 2, price: 9.5, currency: 'EUR' }, { productId: '', quantity: 1, price: null, currency: null }] },
  ],
  ['what nobody knows', row({ type: 'unsupported', vendorType: 'hologram' }), { kind: 'unsupported', what: 'hologram' }],
  ['a reaction', row({ type: 'reaction', providerMessageId: 'x', emoji: '👍' }), null],
];

describe('what a bubble draws', () => {
  it.each(CASES)('%s', (_what, message, expected) => expect(threadContent(message, null)).toEqual(expected));
});

describe('how a message came about', () => {
  const came = (payload: object, direction = 'inbound') => arrivalOf(row({ type: 'text', text: 'Hi', ...payload }, { direction } as Partial<MessageRow>));
  it('is told of the forwarded', () => expect(came({ forwarded: true })).toEqual({ forwarded: true, referral: null }));
  it('is told of an ad, bounded', () =>
    expect(came({ referral: { source_url: 'https://fb.me/x', source_type: 'ad', headline: 'Grinders', body: 'b'.repeat(9_000), ctwa_clid: 'secret' } })).toEqual({
      forwarded: false,
      referral: { headline: 'Grinders', text: 'b'.repeat(500), url: 'https://fb.me/x', product: null },
    }));
  it('is told of a product', () => expect(came({ referral: { referred_product: { catalog_id: '1', product_retailer_id: 'K-30' } } }).referral).toEqual({ headline: null, text: null, url: null, product: 'K-30' }));
  it.each([[{}], [{ forwarded: 'yes', referral: 'ad' }], [{ referral: null }], [{ referral: { source_id: 1, referred_product: null } }]])('is nothing where nothing is known: %j', (payload) =>
    expect(came(payload)).toEqual({ forwarded: false, referral: null }));
  it('is nothing of ours', () => expect(came({ forwarded: true, referral: { headline: 'x' } }, 'outbound')).toEqual({ forwarded: false, referral: null }));
});

describe('a template that was sent', () => {
  const template = {
    parameterFormat: 'positional',
    components: [
      { type: 'header', format: 'text', text: 'Order {{1}}' },
      { type: 'body', text: 'Hello {{1}}, it is *ready*.' },
      { type: 'footer', text: 'The shop' },
      { type: 'buttons', buttons: [{ type: 'quick_reply', text: 'Thanks' }, { type: 'url', text: 'See it', url: 'https://example.com/{{1}}' }] },
    ],
  } as unknown as TemplateRow;
  const payload = { type: 'template', name: 'ready', language: 'en', header: { type: 'text', parameters: [{ text: 'S1' }] }, body: [{ text: 'Ana' }], buttons: [{ index: 1, subType: 'url', text: 'S1' }] };
  const body = 'Order S1\nHello Ana, it is *ready*.\nThe shop';
  it('is drawn as the customer has it', () =>
    expect(threadContent(row(payload, { body }), template)).toEqual({
      kind: 'template',
      name: 'ready',
      language: 'en',
      parts: { header: 'Order S1', body: 'Hello Ana, it is *ready*.', footer: 'The shop', buttons: ['Thanks', 'See it'] },
    }));
  it('is not drawn from what the template became since', () => {
    const components = template.components.map((component) => (component.type === 'footer' ? { ...component, text: 'Another shop' } : component));
    expect(threadContent(row(payload, { body }), { ...template, components })).toMatchObject({ parts: null });
  });
});

it('a poll is found by its words and shown in one line', () => {
  const poll = { type: 'poll', question: 'When?', options: ['Now', 'Later'] } as const;
  expect([bodyOf({ ...poll, options: [...poll.options] }), previewOf({ ...poll, options: [...poll.options] })]).toEqual(['When?\nNow\nLater', '📊 When?']);
});

describe('a cursor of time and row', () => {
  it('comes back as it went', () => expect(readTimeCursor(writeTimeCursor({ at: new Date(1_763_000_000_123), id: 77 }))).toEqual({ at: new Date(1_763_000_000_123), id: 77 }));
  it.each(['', undefined])('%p is the first page', (after) => expect(readTimeCursor(after)).toBeNull());
  it.each(['nonsense', Buffer.from('77').toString('base64url'), Buffer.from('1.0').toString('base64url'), Buffer.from('-1.7').toString('base64url')])('refuses %s', (after) => expect(() => readTimeCursor(after)).toThrow('cursor'));
});
