import { createHmac } from 'node:crypto';
import { metaWebhook } from '../../server/src/providers/meta/webhook';
import { burnSignature } from '../../server/src/providers/meta/verify';
import { timeOf } from '../../server/src/providers/meta/json';
import type { ProviderAccount, ProviderEvent } from '../../server/src/providers/provider';

const ACCOUNT = { phoneNumberId: '200', businessAccountId: '100' };
const METADATA = { display_phone_number: '+1 555-010-0000', phone_number_id: '200' };
const CONTACT = { profile: { name: 'Ana' }, wa_id: '5511987654321' };
const ana = { phone: '5511987654321', waId: '5511987654321', profileName: 'Ana' };

const parseField = (field: string, value: Record<string, unknown>, entry: Record<string, unknown> = {}): ProviderEvent[] =>
  metaWebhook.parse(JSON.stringify({ object: 'whatsapp_business_account', entry: [{ id: '100', ...entry, changes: [{ field, value }] }] }));
const parseMessages = (messages: unknown[], contacts: unknown[] = [CONTACT]): ProviderEvent[] => parseField('messages', { messaging_product: 'whatsapp', metadata: METADATA, contacts, messages });
const inbound = (type: string, content: Record<string, unknown>): Record<string, unknown> => ({ id: 'wamid.1', from: '5511987654321', timestamp: '1790000000', type, ...content });
const parseStatus = (status: Record<string, unknown>, contacts?: unknown[]): ProviderEvent[] =>
  parseField('messages', { metadata: METADATA, ...(contacts ? { contacts } : {}), statuses: [{ id: 'wamid.O', status: 'sent', timestamp: '1790000000', ...status }] });

describe('the challenge', () => {
  const account: ProviderAccount = { key: 'main', settings: {}, secrets: {}, verifyToken: 'verify-me' };
  const ask = (changes: Record<string, string | undefined>, of = account) =>
    metaWebhook.challenge?.(of, { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'verify-me', ...changes });

  it.each([
    [{}, '1158201444'],
    [{ 'hub.challenge': 'a-b_C9' }, 'a-b_C9'],
    [{ 'hub.challenge': 'x'.repeat(256) }, 'x'.repeat(256)],
    [{ 'hub.challenge': 'x'.repeat(257) }, null],
    [{ 'hub.challenge': '' }, null],
    [{ 'hub.challenge': '<b>' }, null],
    [{ 'hub.challenge': '1\n' }, null],
    [{ 'hub.challenge': undefined }, null],
    [{ 'hub.mode': 'unsubscribe' }, null],
    [{ 'hub.mode': undefined }, null],
    [{ 'hub.verify_token': 'verify-mE' }, null],
    [{ 'hub.verify_token': 'verify-me ' }, null],
    [{ 'hub.verify_token': '' }, null],
    [{ 'hub.verify_token': undefined }, null],
  ])('%j → %j', (changes, expected) => {
    expect(ask(changes)).toBe(expected);
  });

  it('is never answered by an account without a verify token, nor to a repeated parameter', () => {
    expect(ask({ 'hub.verify_token': '' }, { ...account, verifyToken: '' })).toBeNull();
    expect(ask({ 'hub.verify_token': ['verify-me', 'x'] as unknown as string })).toBeNull();
  });
});

describe('the signature', () => {
  const rawBody = Buffer.from('{"t":"á😀"}');
  const sign = (secret: string): string => `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`;
  const account: ProviderAccount = { key: 'main', settings: {}, secrets: { appSecret: 'now' }, formerSecrets: { appSecret: 'before' }, verifyToken: 't' };
  const verify = (headers: Record<string, string | string[] | undefined>, of = account): boolean => metaWebhook.verify(of, { headers, rawBody });

  it('passes with the present and the former secret', () => {
    expect(verify({ 'x-hub-signature-256': sign('now') })).toBe(true);
    expect(verify({ 'x-hub-signature-256': sign('before') })).toBe(true);
    expect(verify({ 'X-Hub-Signature-256': sign('now') })).toBe(true);
    expect(verify({ 'x-hub-signature-256': sign('before') }, { ...account, formerSecrets: undefined })).toBe(false);
  });

  it.each([
    [{}],
    [{ 'x-hub-signature-256': undefined }],
    [{ 'x-hub-signature-256': '' }],
    [{ 'x-hub-signature-256': 'sha256=' }],
    [{ 'x-hub-signature-256': sign('other') }],
    [{ 'x-hub-signature-256': sign('now').slice(0, -2) }],
    [{ 'x-hub-signature-256': `${sign('now')}00` }],
    [{ 'x-hub-signature-256': sign('now').replace('sha256=', 'sha1=') }],
    [{ 'x-hub-signature-256': sign('now').replace('sha256=', '') }],
    [{ 'x-hub-signature-256': ` ${sign('now')}` }],
    [{ 'x-hub-signature-256': [sign('now'), sign('now')] }],
    [{ 'x-hub-signature-256': `sha256=${'z'.repeat(64)}` }],
    [{ 'x-hub-signature': sign('now') }],
  ])('refuses %j', (headers) => {
    expect(verify(headers)).toBe(false);
  });

  it('is refused where there is no secret, an empty one included', () => {
    for (const secrets of [{}, { appSecret: '' }] as Record<string, string>[]) {
      const bare = { ...account, secrets, formerSecrets: undefined };
      expect(verify({ 'x-hub-signature-256': sign('') }, bare)).toBe(false);
      expect(verify({ 'x-hub-signature-256': sign('no app secret is stored') }, bare)).toBe(false);
    }
    expect(() => burnSignature(rawBody)).not.toThrow();
  });
});

describe('the accounts a body names', () => {
  it.each([
    [null, []],
    ['x', []],
    [{ entry: 'x' }, []],
    [{ entry: [{ id: 100, changes: [{ field: 'messages', value: { metadata: { phone_number_id: 200 } } }] }] }, [ACCOUNT]],
    [{ entry: [{ id: '100', changes: [{ value: null }, { value: {} }] }] }, [{ businessAccountId: '100' }]],
    [
      { entry: [{ id: '100', changes: [{ value: { metadata: METADATA } }, { value: { metadata: METADATA } }, { value: { metadata: { phone_number_id: '201' } } }] }, { id: '101', changes: [{}] }] },
      [ACCOUNT, { phoneNumberId: '201', businessAccountId: '100' }, { businessAccountId: '101' }],
    ],
    [{ entry: [{ changes: [{ value: { metadata: { display_phone_number: '+1 555' } } }] }] }, []],
  ])('%j', (body, expected) => {
    expect(metaWebhook.identify?.(body)).toEqual(expected);
  });
});

describe('what customers write', () => {
  const CONTENT: [name: string, message: Record<string, unknown>, content: unknown][] = [
    ['text', inbound('text', { text: { body: 'oi' } }), { type: 'text', text: 'oi' }],
    ['empty text', inbound('text', { text: { body: '' } }), { type: 'text', text: '' }],
    ['text without a body', inbound('text', {}), { type: 'unsupported', vendorType: 'text' }],
    [
      'image',
      inbound('image', { image: { id: 'M', mime_type: 'image/jpeg', sha256: 'S', caption: 'c', url: 'https://lookaside.fbsbx.com/x' } }),
      { type: 'media', media: { kind: 'image', providerMediaId: 'M', mimeType: 'image/jpeg', sha256: 'S', caption: 'c' } },
    ],
    ['video', inbound('video', { video: { id: 'M', mime_type: 'video/mp4' } }), { type: 'media', media: { kind: 'video', providerMediaId: 'M', mimeType: 'video/mp4' } }],
    ['document', inbound('document', { document: { id: 'M', filename: 'a.pdf' } }), { type: 'media', media: { kind: 'document', providerMediaId: 'M', filename: 'a.pdf' } }],
    ['sticker', inbound('sticker', { sticker: { id: 'M', animated: false } }), { type: 'media', media: { kind: 'sticker', providerMediaId: 'M', animated: false } }],
    ['audio', inbound('audio', { audio: { id: 'M', voice: false } }), { type: 'media', media: { kind: 'audio', providerMediaId: 'M' } }],
    ['voice', inbound('audio', { audio: { id: 'M', voice: true } }), { type: 'media', media: { kind: 'voice', providerMediaId: 'M' } }],
    [
      'media that Meta could not fetch',
      inbound('image', { image: {}, errors: [{ code: 131052, title: 'T', error_data: { details: 'Too large' } }] }),
      { type: 'unsupported', vendorType: 'image', reason: 'Too large' },
    ],
    [
      'location',
      inbound('location', { location: { latitude: -23.5, longitude: '-46.6', name: 'Shop', address: 'R. 1', url: 'https://x' } }),
      { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Shop', address: 'R. 1' },
    ],
    ['location without a place', inbound('location', { location: { latitude: 'x' } }), { type: 'unsupported', vendorType: 'location' }],
    [
      'contacts',
      inbound('contacts', {
        contacts: [
          { name: { formatted_name: 'Bia', first_name: 'Bia' }, phones: [{ phone: '+55 11', wa_id: '5511', type: 'CELL' }, { wa_id: '5512' }, {}], emails: [{ email: 'b@x.test' }, {}], org: { company: 'Shop' } },
          { name: { first_name: 'Lu', last_name: 'Go' } },
          {},
        ],
      }),
      {
        type: 'contacts',
        contacts: [
          { formattedName: 'Bia', firstName: 'Bia', organisation: 'Shop', phones: [{ phone: '+55 11', waId: '5511', type: 'CELL' }, { phone: '5512', waId: '5512' }], emails: [{ email: 'b@x.test' }] },
          { formattedName: 'Lu Go', firstName: 'Lu', lastName: 'Go', phones: [] },
          { formattedName: '', phones: [] },
        ],
      },
    ],
    ['button reply', inbound('interactive', { interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } } }), { type: 'interactive_reply', replyType: 'button', id: 'yes', title: 'Yes' }],
    [
      'list reply',
      inbound('interactive', { interactive: { type: 'list_reply', list_reply: { id: 'r1', title: 'Row', description: 'd' } } }),
      { type: 'interactive_reply', replyType: 'list', id: 'r1', title: 'Row', description: 'd' },
    ],
    [
      'form reply',
      inbound('interactive', { interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"a":1}' } } }),
      { type: 'form_reply', name: 'flow', body: 'Sent', responseJson: '{"a":1}' },
    ],
    ['form reply as an object', inbound('interactive', { interactive: { type: 'nfm_reply', nfm_reply: { response_json: { a: 1 } } } }), { type: 'form_reply', responseJson: '{"a":1}' }],
    ['call permission', inbound('interactive', { interactive: { type: 'call_permission_reply', call_permission_reply: {} } }), { type: 'unsupported', vendorType: 'interactive.call_permission_reply' }],
    ['template button', inbound('button', { button: { payload: 'P', text: 'Stop' } }), { type: 'button', payload: 'P', text: 'Stop' }],
    ['template button without payload', inbound('button', { button: { text: 'Stop' } }), { type: 'button', payload: 'Stop', text: 'Stop' }],
    ['reaction', inbound('reaction', { reaction: { message_id: 'wamid.X', emoji: '👍' } }), { type: 'reaction', providerMessageId: 'wamid.X', emoji: '👍' }],
    ['reaction removed, empty', inbound('reaction', { reaction: { message_id: 'wamid.X', emoji: '' } }), { type: 'reaction', providerMessageId: 'wamid.X', emoji: '' }],
    ['reaction removed, absent', inbound('reaction', { reaction: { message_id: 'wamid.X' } }), { type: 'reaction', providerMessageId: 'wamid.X', emoji: '' }],
    ['order', inbound('order', { order: { catalog_id: '1', text: '', product_items: [{ product_retailer_id: 'a' }] } }), { type: 'order', catalogId: '1', items: [{ product_retailer_id: 'a' }] }],
    [
      'unsupported',
      inbound('unsupported', { errors: [{ code: 131051, title: 'Message type unknown', error_data: { details: 'Not supported.' } }], unsupported: { type: 'poll_creation' } }),
      { type: 'unsupported', vendorType: 'poll_creation', reason: 'Not supported.' },
    ],
    ['unsupported without more', inbound('unsupported', {}), { type: 'unsupported', vendorType: 'unsupported' }],
    ['a type nobody knows', inbound('hologram', { hologram: {} }), { type: 'unsupported', vendorType: 'hologram' }],
    ['a type named like a method', inbound('constructor', {}), { type: 'unsupported', vendorType: 'constructor' }],
  ];
  it.each(CONTENT)('%s', (_name, message, content) => {
    expect(parseMessages([message])).toEqual([{ kind: 'message', account: ACCOUNT, at: new Date(1790000000000), providerMessageId: 'wamid.1', from: ana, content }]);
  });

  it.each([
    [{ context: { from: '15550100000', id: 'wamid.Q' } }, { replyToProviderMessageId: 'wamid.Q' }],
    [{ context: { forwarded: true } }, { forwarded: true }],
    [{ context: { frequently_forwarded: true } }, { forwarded: true }],
    [{ context: { forwarded: false } }, {}],
    [{ group_id: 'G1' }, { groupId: 'G1' }],
    [{ referral: { source_url: 'https://fb.me/x', ctwa_clid: 'C' } }, { referral: { source_url: 'https://fb.me/x', ctwa_clid: 'C' } }],
    [{ context: { id: 'wamid.Q', referred_product: { catalog_id: '1' } } }, { replyToProviderMessageId: 'wamid.Q', referral: { referred_product: { catalog_id: '1' } } }],
    [{ timestamp: 1790000000 }, {}],
    [{ timestamp: 1790000000000 }, {}],
    [{ timestamp: 'yesterday' }, { at: null }],
  ])('%j beside it', (extra, expected) => {
    expect(parseMessages([inbound('text', { text: { body: 'oi' }, ...extra })])).toEqual([
      { kind: 'message', account: ACCOUNT, at: new Date(1790000000000), providerMessageId: 'wamid.1', from: ana, content: { type: 'text', text: 'oi' }, ...expected },
    ]);
  });

  it('keeps the order of an album', () => {
    const events = parseMessages(Array.from({ length: 5 }, (_, index) => ({ ...inbound('image', { image: { id: `M${index}` } }), id: `wamid.${index}` })));
    expect(events.map((event) => (event.kind === 'message' ? event.providerMessageId : event.kind))).toEqual(['wamid.0', 'wamid.1', 'wamid.2', 'wamid.3', 'wamid.4']);
  });

  it('keeps a message without an id, and one that the customer did not write', () => {
    expect(parseMessages([{ ...inbound('text', { text: { body: 'oi' } }), id: '' }])).toMatchObject([{ kind: 'unsupported', vendorField: 'messages.text' }]);
    expect(parseMessages([inbound('request_welcome', {})])).toMatchObject([{ kind: 'unsupported', vendorField: 'messages.request_welcome' }]);
  });
});

describe('who wrote', () => {
  const text = (fields: Record<string, unknown>): Record<string, unknown> => ({ id: 'wamid.1', timestamp: '1', type: 'text', text: { body: 'x' }, ...fields });
  const people = (messages: unknown[], contacts: unknown[]): unknown[] => parseMessages(messages, contacts).map((event) => (event.kind === 'message' ? event.from : event.kind));
  const named = (name: string, ids: Record<string, unknown>): Record<string, unknown> => ({ profile: { name }, ...ids });

  it.each([
    ['by phone', [text({ from: '111111' }), text({ from: '222222' })], [named('B', { wa_id: '222222' }), named('A', { wa_id: '111111' })], ['A', 'B']],
    ['by id', [text({ from_user_id: 'BR.A' }), text({ from: '222222' })], [named('B', { wa_id: '222222' }), named('A', { user_id: 'BR.A' })], ['A', 'B']],
    ['a lone contact for the lone sender', [text({ from: '5511987654321' })], [named('A', { wa_id: '551187654321' })], ['A']],
    ['a lone contact for several of one sender', [text({ from: '5511987654321' }), text({ from: '5511987654321' })], [named('A', { wa_id: '551187654321' })], ['A', 'A']],
    ['never a lone contact in a batch of several', [text({ from: '111111' }), text({ from: '222222' })], [named('A', { wa_id: '111111' })], ['A', undefined]],
    ['never a contact of another phone', [text({ from: '5511987654321' })], [named('A', { wa_id: '491701234567' })], [undefined]],
    ['never a contact of another id', [text({ from_user_id: 'BR.A' })], [named('B', { user_id: 'BR.B' })], [undefined]],
    ['never by position', [text({}), text({})], [named('A', { wa_id: '111111' }), named('B', { wa_id: '222222' })], [undefined, undefined]],
  ])('%s', (_name, messages, contacts, names) => {
    expect(people(messages, contacts).map((person) => (person as { profileName?: string }).profileName)).toEqual(names);
  });

  it.each([
    [{ from: '+5511987654321' }, { phone: '5511987654321' }],
    [{ from: 'BR.ENT.X9' }, { userId: 'BR.ENT.X9' }],
    [{ from: '', from_user_id: '' }, {}],
    [{ from: 5511987654321 }, { phone: '5511987654321' }],
    [{ from: '5511987654321', from_user_id: 'BR.A', from_parent_user_id: 'BR.ENT.P' }, { phone: '5511987654321', userId: 'BR.A', parentUserId: 'BR.ENT.P' }],
    [{ from: { a: 1 } }, {}],
  ])('%j', (fields, person) => {
    expect(people([text(fields)], [])).toEqual([person]);
  });

  it('joins phone and id from the contact of the same person', () => {
    expect(people([text({ from_user_id: 'BR.A' })], [named('A', { wa_id: '5511987654321', user_id: 'BR.A', parent_user_id: 'BR.ENT.P' })])).toEqual([
      { phone: '5511987654321', waId: '5511987654321', userId: 'BR.A', parentUserId: 'BR.ENT.P', profileName: 'A' },
    ]);
  });

  it('works through a thousand of them', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => String(5511900000000 + index));
    const found = people(ids.map((id) => text({ from: id, id: `wamid.${id}` })), [...ids].reverse().map((id) => named(`N${id}`, { wa_id: id })));
    expect(found).toEqual(ids.map((id) => ({ phone: id, waId: id, profileName: `N${id}` })));
  });
});

describe('changed identifiers', () => {
  it.each([
    [
      { from: '16505551234', system: { type: 'user_changed_number', body: 'x', wa_id: '12195555358' } },
      { previous: { phone: '16505551234' }, current: { phone: '12195555358', waId: '12195555358' } },
    ],
    [{ system: { type: 'user_changed_number', new_wa_id: '12195555358', customer: '16505551234' } }, { previous: { phone: '16505551234', waId: '16505551234' }, current: { phone: '12195555358', waId: '12195555358' } }],
    [{ from: '16505551234', from_user_id: 'US.NEW', system: { type: 'user_changed_user_id', user_id: 'US.NEW' } }, { previous: { phone: '16505551234' }, current: { userId: 'US.NEW' } }],
    [{ from_user_id: 'US.OLD', system: { type: 'user_changed_user_id', user_id: 'US.NEW' } }, { previous: { userId: 'US.OLD' }, current: { userId: 'US.NEW' } }],
    [{ system: { type: 'user_changed_user_id', user_id: { previous: 'US.OLD', current: 'US.NEW' } } }, { previous: { userId: 'US.OLD' }, current: { userId: 'US.NEW' } }],
  ])('%j', (fields, expected) => {
    expect(parseMessages([inbound('system', { from: undefined, ...fields })], [])).toEqual([
      { kind: 'identity', account: ACCOUNT, at: new Date(1790000000000), providerMessageId: 'wamid.1', ...expected },
    ]);
  });

  it.each(['customer_identity_changed', 'user_changed_number', 'anything'])('%s without ids is kept and opens no window', (type) => {
    expect(parseMessages([inbound('system', { system: { type } })], [])).toMatchObject([{ kind: 'unsupported', vendorField: 'messages.system' }]);
  });

  it('names the contact by phone where no former id is given', () => {
    expect(parseField('user_id_update', { metadata: METADATA, user_id_update: { wa_id: '5511987654321', user_id: { current: 'BR.NEW' } } })).toMatchObject([
      { kind: 'identity', previous: { phone: '5511987654321' }, current: { phone: '5511987654321', userId: 'BR.NEW' } },
    ]);
  });
});

describe('statuses', () => {
  it.each(['sent', 'delivered', 'read', 'played'])('%s', (status) => {
    expect(parseStatus({ status, recipient_id: '5511987654321', biz_opaque_callback_data: 'msg_01' })).toEqual([
      { kind: 'status', account: ACCOUNT, at: new Date(1790000000000), providerMessageId: 'wamid.O', status, callbackData: 'msg_01', recipient: { phone: '5511987654321', waId: '5511987654321' } },
    ]);
  });

  it.each([['deleted'], ['warning'], ['']])('keeps the status “%s”', (status) => {
    expect(parseStatus({ status })).toMatchObject([{ kind: 'unsupported', payload: { id: 'wamid.O' } }]);
  });

  it('reads a failure without a reason', () => {
    expect(parseStatus({ status: 'failed' })).toMatchObject([{ failure: { kind: 'temporary_few', message: 'Meta gave no reason.' }, recipient: {} }]);
  });

  it('reads the person of a group’s status', () => {
    expect(parseStatus({ status: 'read', recipient_type: 'group', recipient_id: 'G1', recipient_participant_id: '5511987654321', recipient_participant_user_id: 'BR.A' })).toMatchObject([
      { groupId: 'G1', recipient: { phone: '5511987654321', waId: '5511987654321', userId: 'BR.A' } },
    ]);
  });

  it('reads pricing, as much as there is', () => {
    expect(parseStatus({ pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' } })).toMatchObject([
      { pricing: { billable: false, model: 'PMP', type: 'free_customer_service', category: 'service' } },
    ]);
    expect(parseStatus({ pricing: {} })[0]).not.toHaveProperty('pricing');
  });

  it('reads a thousand at once, beside messages', () => {
    const statuses = Array.from({ length: 1_000 }, (_, index) => ({ id: `wamid.${index}`, status: 'sent', timestamp: '1790000000', recipient_id: String(5511900000000 + index) }));
    const events = parseField('messages', { metadata: METADATA, contacts: [CONTACT], messages: [inbound('text', { text: { body: 'oi' } })], statuses });
    expect(events).toHaveLength(1_001);
    expect(new Set(events.map((event) => event.kind))).toEqual(new Set(['message', 'status']));
  });
});

describe('the other fields', () => {
  const template = { message_template_id: 9007199254740993, message_template_name: 'order_ready', message_template_language: 'pt_BR' };
  const OTHERS: [name: string, field: string, value: Record<string, unknown>, expected: unknown[]][] = [
    ['errors of a value', 'messages', { metadata: METADATA, errors: [{ code: 130429, title: 'Rate limit hit', error_data: { details: 'Too many' } }] }, [{ kind: 'account', account: ACCOUNT, change: { detail: 'Too many (130429)' } }]],
    ['a rejected template', 'message_template_status_update', { ...template, event: 'REJECTED', reason: 'INVALID_FORMAT' }, [{ kind: 'template', account: { businessAccountId: '100' }, name: 'order_ready', language: 'pt_BR', change: { approvalStatus: 'REJECTED', reason: 'INVALID_FORMAT' } }]],
    ['a paused template', 'message_template_status_update', { ...template, event: 'PAUSED', reason: 'NONE', other_info: { title: 'FIRST_PAUSE', description: 'Low quality' } }, [{ change: { approvalStatus: 'PAUSED', reason: 'FIRST_PAUSE: Low quality' } }]],
    ['a template’s quality', 'message_template_quality_update', { ...template, previous_quality_score: 'GREEN', new_quality_score: 'YELLOW' }, [{ kind: 'template', change: { quality: 'YELLOW' } }]],
    ['a template’s category', 'template_category_update', { ...template, previous_category: 'UTILITY', new_category: 'MARKETING' }, [{ change: { category: 'MARKETING' } }]],
    ['a template’s category to come', 'template_category_update', { ...template, message_template_language: 'en-US', correct_category: 'MARKETING', new_category: 'UTILITY' }, [{ language: 'en_US', change: { category: 'UTILITY', reason: 'Meta will change the category to MARKETING.' } }]],
    ['a template’s parts', 'message_template_components_update', { ...template, message_template_element: 'Hi' }, [{ change: { componentsChanged: true } }]],
    ['a template without a name', 'message_template_status_update', { event: 'APPROVED' }, [{ kind: 'unsupported', vendorField: 'message_template_status_update' }]],
    ['a restriction', 'account_update', { event: 'ACCOUNT_RESTRICTION', restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: 1 }] }, [{ kind: 'account', change: { restriction: 'RESTRICTED_BIZ_INITIATED_MESSAGING' } }]],
    ['a ban', 'account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE' } }, [{ change: { restriction: 'DISABLE' } }]],
    ['a ban lifted', 'account_update', { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, [{ change: { detail: 'Meta reports on the business account: DISABLED_UPDATE (REINSTATE).' } }]],
    ['another event of the account', 'account_update', { event: 'PARTNER_ADDED' }, [{ change: { detail: 'Meta reports on the business account: PARTNER_ADDED.' } }]],
    ['an alert', 'account_alerts', { entity_type: 'BUSINESS', alert_info: { alert_severity: 'WARNING', alert_type: 'X', alert_description: 'Act now.' } }, [{ change: { detail: 'WARNING: Act now.' } }]],
    ['a review', 'account_review_update', { decision: 'APPROVED' }, [{ kind: 'account' }]],
    ['a limit', 'business_capability_update', { max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 }, [{ change: { messagingLimit: 2000 } }]],
    ['no limit', 'business_capability_update', { max_daily_conversations_per_business: -1 }, [{ change: { messagingLimit: null } }]],
    ['a number’s limit', 'phone_number_quality_update', { display_phone_number: '1555', event: 'UPGRADE', max_daily_conversations_per_business: 'TIER_10K' }, [{ account: { businessAccountId: '100' }, change: { messagingLimit: 10_000 } }]],
    ['a number’s former limit', 'phone_number_quality_update', { event: 'DOWNGRADE', current_limit: 'TIER_UNLIMITED' }, [{ change: { messagingLimit: null } }]],
    ['a display name', 'phone_number_name_update', { decision: 'REJECTED', requested_verified_name: 'Shop' }, [{ kind: 'account' }]],
    ['signing up for marketing', 'user_preferences', { metadata: METADATA, user_preferences: [{ wa_id: '5511987654321', category: 'marketing_messages', value: 'signup', signup_id: '1' }] }, [{ kind: 'unsupported', vendorField: 'user_preferences' }]],
    ['an edit on the phone app', 'smb_message_echoes', { metadata: METADATA, message_echoes: [{ id: 'wamid.E', type: 'edit', timestamp: '1', edit: { original_message_id: 'wamid.O', message: { type: 'text', text: { body: 'b' } } } }] }, [{ kind: 'edit', byBusiness: true, content: { type: 'text', text: 'b' } }]],
    ['a revoke on the phone app', 'smb_message_echoes', { metadata: METADATA, message_echoes: [{ id: 'wamid.E', type: 'revoke', timestamp: '1', revoke: { original_message_id: 'wamid.O' } }] }, [{ kind: 'revoke', byBusiness: true, originalProviderMessageId: 'wamid.O' }]],
    ...['calls', 'flows', 'smb_app_state_sync', 'group_lifecycle_update', 'group_participants_update', 'group_settings_update', 'group_status_update', 'business_username_update', 'payment_configuration_update', 'partner_solutions', 'something_new'].map(
      (field): [string, string, Record<string, unknown>, unknown[]] => [field, field, { metadata: METADATA, anything: [1] }, [{ kind: 'unsupported', account: ACCOUNT, vendorField: field, payload: { metadata: METADATA, anything: [1] } }]],
    ),
  ];
  it.each(OTHERS)('%s', (_name, field, value, expected) => {
    const events = parseField(field, value, { time: 1790000000 });
    expect(events).toHaveLength(expected.length);
    expect(events).toMatchObject(expected);
    for (const event of events) if (event.kind === 'template' || event.kind === 'account') expect(event.at).toEqual(new Date(1790000000000));
  });

  it('reads history as imported, both ways', () => {
    const events = parseField('history', {
      metadata: METADATA,
      history: [
        {
          metadata: { phase: 0, chunk_order: 1, progress: 55 },
          threads: [
            {
              id: '5511987654321',
              context: { user_id: 'BR.A', username: '@ana' },
              messages: [
                { ...inbound('text', { text: { body: 'oi' } }), history_context: { status: 'read' } },
                { id: 'wamid.2', from: '15550100000', timestamp: '1790000001', type: 'text', text: { body: 'hello' }, history_context: { status: 'read' } },
                { id: 'wamid.3', from: '999999999', timestamp: '1790000002', type: 'media_placeholder', history_context: { status: 'read', from_me: true } },
              ],
            },
          ],
        },
        { errors: [{ code: 2593109, title: 'declined' }] },
      ],
      messages: [{ ...inbound('image', { image: { id: 'M' } }), id: 'wamid.4' }],
    });
    const person = { phone: '5511987654321', userId: 'BR.A' };
    expect(events).toMatchObject([
      { kind: 'message', imported: true, from: person, content: { type: 'text', text: 'oi' } },
      { kind: 'echo', imported: true, to: { ...person, username: 'ana' }, content: { type: 'text', text: 'hello' } },
      { kind: 'echo', imported: true, to: person, content: { type: 'unsupported', vendorType: 'media_placeholder' } },
      { kind: 'unsupported', vendorField: 'history', payload: { errors: [{ code: 2593109 }] } },
      { kind: 'message', imported: true, from: { phone: '5511987654321' }, content: { type: 'media' } },
    ]);
  });
});

describe('times', () => {
  const moment = new Date('2026-09-21T14:13:20.000Z');
  it.each([
    ['1790000000', moment],
    [1790000000, moment],
    [1790000000000, moment],
    ['1790000000000', moment],
    [1790000000000000, moment],
    ['2026-09-21T14:13:20.000Z', moment],
    [0, null],
    [-5, null],
    [1e300, null],
    ['', null],
    ['soon', null],
    [null, null],
    [{}, null],
  ])('%j', (value, expected) => {
    expect(timeOf(value)).toEqual(expected);
  });
});
