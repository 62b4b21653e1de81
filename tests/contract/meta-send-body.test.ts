import { toGraphBody } from '../../server/src/providers/meta/send';
import type { Envelope } from '../../server/src/providers/provider';
import type { OutboundMessage } from '../../plugin/domain/message';

const ENVELOPE: Envelope = { to: { kind: 'phone', value: '5511987654321' }, callbackData: 'msg_01' };
const byId = { providerMediaId: 'MEDIA_ID' };
const byLink = { link: 'https://x.test/a' };

/** Every kind of message and what Meta is asked for it, without the common fields. */
const CASES: [name: string, message: OutboundMessage, content: Record<string, unknown>][] = [
  ['text', { type: 'text', text: 'Hi' }, { type: 'text', text: { body: 'Hi', preview_url: false } }],
  ['text with preview', { type: 'text', text: 'Hi', previewUrl: true }, { type: 'text', text: { body: 'Hi', preview_url: true } }],
  ['image by id', { type: 'media', kind: 'image', media: byId, caption: 'c' }, { type: 'image', image: { id: 'MEDIA_ID', caption: 'c' } }],
  ['image by link', { type: 'media', kind: 'image', media: byLink }, { type: 'image', image: { link: 'https://x.test/a' } }],
  ['id before link', { type: 'media', kind: 'image', media: { ...byId, ...byLink } }, { type: 'image', image: { id: 'MEDIA_ID' } }],
  ['image has no filename', { type: 'media', kind: 'image', media: { ...byId, filename: 'a.jpg' } }, { type: 'image', image: { id: 'MEDIA_ID' } }],
  ['video by id', { type: 'media', kind: 'video', media: byId, caption: 'c' }, { type: 'video', video: { id: 'MEDIA_ID', caption: 'c' } }],
  ['video by link', { type: 'media', kind: 'video', media: byLink }, { type: 'video', video: { link: 'https://x.test/a' } }],
  ['audio by id', { type: 'media', kind: 'audio', media: byId, caption: 'never' }, { type: 'audio', audio: { id: 'MEDIA_ID' } }],
  ['audio by link', { type: 'media', kind: 'audio', media: byLink }, { type: 'audio', audio: { link: 'https://x.test/a' } }],
  ['voice by id', { type: 'media', kind: 'voice', media: byId }, { type: 'audio', audio: { id: 'MEDIA_ID', voice: true } }],
  ['voice by link', { type: 'media', kind: 'voice', media: byLink }, { type: 'audio', audio: { link: 'https://x.test/a', voice: true } }],
  [
    'document by id',
    { type: 'media', kind: 'document', media: { ...byId, filename: 'INV 1.pdf' }, caption: 'Invoice' },
    { type: 'document', document: { id: 'MEDIA_ID', filename: 'INV 1.pdf', caption: 'Invoice' } },
  ],
  ['document by link', { type: 'media', kind: 'document', media: byLink }, { type: 'document', document: { link: 'https://x.test/a' } }],
  ['sticker by id', { type: 'media', kind: 'sticker', media: byId, caption: 'never' }, { type: 'sticker', sticker: { id: 'MEDIA_ID' } }],
  ['sticker by link', { type: 'media', kind: 'sticker', media: byLink }, { type: 'sticker', sticker: { link: 'https://x.test/a' } }],
  [
    'template without values',
    { type: 'template', name: 'hello_world', language: 'en_US', body: [], buttons: [] },
    { type: 'template', template: { name: 'hello_world', language: { code: 'en_US' } } },
  ],
  [
    'template with every part, positional',
    {
      type: 'template',
      name: 'order_ready',
      language: 'pt_BR',
      header: { type: 'image', media: byId },
      body: [{ text: 'Ana' }, { text: '42' }],
      buttons: [
        { index: 0, subType: 'quick_reply', payload: 'P0' },
        { index: 1, subType: 'url', text: 'abc' },
        { index: 2, subType: 'copy_code', code: 'X10' },
      ],
    },
    {
      type: 'template',
      template: {
        name: 'order_ready',
        language: { code: 'pt_BR' },
        components: [
          { type: 'header', parameters: [{ type: 'image', image: { id: 'MEDIA_ID' } }] },
          { type: 'body', parameters: [{ type: 'text', text: 'Ana' }, { type: 'text', text: '42' }] },
          { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'P0' }] },
          { type: 'button', sub_type: 'url', index: '1', parameters: [{ type: 'text', text: 'abc' }] },
          { type: 'button', sub_type: 'copy_code', index: '2', parameters: [{ type: 'coupon_code', coupon_code: 'X10' }] },
        ],
      },
    },
  ],
  [
    'template with named values',
    {
      type: 'template',
      name: 'order_ready',
      language: 'en',
      header: { type: 'text', parameters: [{ name: 'order_id', text: '42' }] },
      body: [{ name: 'first_name', text: 'Ana' }],
      buttons: [],
    },
    {
      type: 'template',
      template: {
        name: 'order_ready',
        language: { code: 'en' },
        components: [
          { type: 'header', parameters: [{ type: 'text', parameter_name: 'order_id', text: '42' }] },
          { type: 'body', parameters: [{ type: 'text', parameter_name: 'first_name', text: 'Ana' }] },
        ],
      },
    },
  ],
  [
    'template with a fixed text header',
    { type: 'template', name: 't', language: 'en', header: { type: 'text', parameters: [] }, body: [{ text: 'a' }], buttons: [] },
    { type: 'template', template: { name: 't', language: { code: 'en' }, components: [{ type: 'body', parameters: [{ type: 'text', text: 'a' }] }] } },
  ],
  [
    'template with a document header',
    { type: 'template', name: 't', language: 'en', header: { type: 'document', media: { ...byId, filename: 'INV.pdf' } }, body: [], buttons: [] },
    {
      type: 'template',
      template: { name: 't', language: { code: 'en' }, components: [{ type: 'header', parameters: [{ type: 'document', document: { id: 'MEDIA_ID', filename: 'INV.pdf' } }] }] },
    },
  ],
  [
    'template with a video header by link',
    { type: 'template', name: 't', language: 'en', header: { type: 'video', media: byLink }, body: [], buttons: [] },
    { type: 'template', template: { name: 't', language: { code: 'en' }, components: [{ type: 'header', parameters: [{ type: 'video', video: { link: 'https://x.test/a' } }] }] } },
  ],
  [
    'template with a location header',
    { type: 'template', name: 't', language: 'en', header: { type: 'location', latitude: 1.5, longitude: -2, name: 'Shop', address: 'R. 1' }, body: [], buttons: [] },
    {
      type: 'template',
      template: {
        name: 't',
        language: { code: 'en' },
        components: [{ type: 'header', parameters: [{ type: 'location', location: { latitude: 1.5, longitude: -2, name: 'Shop', address: 'R. 1' } }] }],
      },
    },
  ],
  [
    'buttons with a text header',
    { type: 'interactive', header: { type: 'text', text: 'H' }, body: 'B', footer: 'F', action: { type: 'buttons', buttons: [{ id: 'yes', title: 'Yes' }] } },
    {
      type: 'interactive',
      interactive: {
        type: 'button',
        header: { type: 'text', text: 'H' },
        body: { text: 'B' },
        footer: { text: 'F' },
        action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] },
      },
    },
  ],
  [
    'buttons with an image header',
    { type: 'interactive', header: { type: 'image', media: byId }, body: 'B', action: { type: 'buttons', buttons: [{ id: 'a', title: 'A' }, { id: 'b', title: 'B' }] } },
    {
      type: 'interactive',
      interactive: {
        type: 'button',
        header: { type: 'image', image: { id: 'MEDIA_ID' } },
        body: { text: 'B' },
        action: { buttons: [{ type: 'reply', reply: { id: 'a', title: 'A' } }, { type: 'reply', reply: { id: 'b', title: 'B' } }] },
      },
    },
  ],
  [
    'list',
    { type: 'interactive', body: 'B', action: { type: 'list', button: 'Choose', sections: [{ title: 'S', rows: [{ id: 'r1', title: 'Row', description: 'd' }, { id: 'r2', title: 'Row 2' }] }] } },
    {
      type: 'interactive',
      interactive: {
        type: 'list',
        body: { text: 'B' },
        action: { button: 'Choose', sections: [{ title: 'S', rows: [{ id: 'r1', title: 'Row', description: 'd' }, { id: 'r2', title: 'Row 2' }] }] },
      },
    },
  ],
  [
    'list of one untitled section',
    { type: 'interactive', body: 'B', action: { type: 'list', button: 'Choose', sections: [{ rows: [{ id: 'r1', title: 'Row' }] }] } },
    { type: 'interactive', interactive: { type: 'list', body: { text: 'B' }, action: { button: 'Choose', sections: [{ rows: [{ id: 'r1', title: 'Row' }] }] } } },
  ],
  [
    'link button with a document header',
    { type: 'interactive', header: { type: 'document', media: { ...byLink, filename: 'a.pdf' } }, body: 'B', action: { type: 'url', label: 'Open', url: 'https://x.test' } },
    {
      type: 'interactive',
      interactive: {
        type: 'cta_url',
        header: { type: 'document', document: { link: 'https://x.test/a', filename: 'a.pdf' } },
        body: { text: 'B' },
        action: { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://x.test' } },
      },
    },
  ],
  ['reaction', { type: 'reaction', providerMessageId: 'wamid.X', emoji: '👍' }, { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' } }],
  ['reaction removed', { type: 'reaction', providerMessageId: 'wamid.X', emoji: '' }, { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '' } }],
  [
    'location',
    { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Shop', address: 'R. 1' },
    { type: 'location', location: { latitude: -23.5, longitude: -46.6, name: 'Shop', address: 'R. 1' } },
  ],
  ['bare location', { type: 'location', latitude: 0, longitude: 0 }, { type: 'location', location: { latitude: 0, longitude: 0 } }],
  [
    'contacts',
    {
      type: 'contacts',
      contacts: [
        { formattedName: 'Bia', firstName: 'Bia', phones: [{ phone: '+5511900000000', type: 'CELL', waId: '5511900000000' }] },
        { formattedName: 'Bia Souza', lastName: 'Souza', organisation: 'Shop', phones: [], emails: [{ email: 'b@x.test', type: 'WORK' }] },
        { formattedName: 'Only', phones: [{ phone: '+1' }] },
      ],
    },
    {
      type: 'contacts',
      contacts: [
        { name: { formatted_name: 'Bia', first_name: 'Bia' }, phones: [{ phone: '+5511900000000', type: 'CELL', wa_id: '5511900000000' }] },
        { name: { formatted_name: 'Bia Souza', last_name: 'Souza' }, org: { company: 'Shop' }, phones: [], emails: [{ email: 'b@x.test', type: 'WORK' }] },
        { name: { formatted_name: 'Only', first_name: 'Only' }, phones: [{ phone: '+1' }] },
      ],
    },
  ],
];

describe('requests to Meta', () => {
  it.each(CASES)('%s', (_name, message, content) => {
    expect(toGraphBody(message, ENVELOPE)).toEqual({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: '5511987654321',
      biz_opaque_callback_data: 'msg_01',
      ...content,
    });
  });

  it('covers every kind of message', () => {
    const kinds = new Set(CASES.map(([, message]) => (message.type === 'media' ? message.kind : message.type === 'interactive' ? message.action.type : message.type)));
    expect([...kinds].sort()).toEqual(
      ['text', 'image', 'video', 'audio', 'voice', 'document', 'sticker', 'template', 'buttons', 'list', 'url', 'reaction', 'location', 'contacts'].sort(),
    );
  });

  it('names a person without a phone in `recipient`, never in `to`', () => {
    const body = toGraphBody({ type: 'text', text: 'Hi' }, { ...ENVELOPE, to: { kind: 'bsuid', value: 'BR.1A2B' } });
    expect(body).toMatchObject({ recipient: 'BR.1A2B' });
    expect(body).not.toHaveProperty('to');
  });

  it('quotes the message replied to, except in a reaction', () => {
    const envelope = { ...ENVELOPE, replyToProviderMessageId: 'wamid.Q' };
    expect(toGraphBody({ type: 'text', text: 'Hi' }, envelope)).toMatchObject({ context: { message_id: 'wamid.Q' } });
    expect(toGraphBody({ type: 'reaction', providerMessageId: 'wamid.X', emoji: '👍' }, envelope)).not.toHaveProperty('context');
  });

  it('refuses a file that has neither id nor link', () => {
    expect(() => toGraphBody({ type: 'media', kind: 'image', media: { mediaId: 'ours' } }, ENVELOPE)).toThrow(expect.objectContaining({ kind: 'invalid_media' }));
  });
});
