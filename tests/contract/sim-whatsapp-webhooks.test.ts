import { createHmac } from 'node:crypto';
import { escapeUnicode, signatureOf } from '../../playground/simulators/whatsapp/meta/webhook-body';
import { ACCOUNT, ANA, BEN, startRig, template, text, until, words, type Rig, type StatusObject } from './sim-whatsapp-harness';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());
beforeEach(async () => {
  await rig.control({ reset: true, throughput: 10_000, pairRate: false, statusDelayMs: 0 });
  // Posts of the test before that were under way when reset came still arrive.
  for (;;) {
    const { body } = await rig.call<{ meta: { waiting: number } }>('GET', '/control/webhooks');
    if (body.meta.waiting === 0) break;
  }
  rig.hook.received.length = 0;
  rig.hook.answers.length = 0;
});

const sent = async (message: Record<string, unknown>): Promise<string> => (await rig.send(message)).body.messages[0]!.id;
const statusesOf = (id: string): StatusObject[] => rig.hook.statuses().filter((one) => one.id === id);
const whenAll = (id: string, count: number): Promise<StatusObject[]> => until(`${count} statuses`, () => (statusesOf(id).length >= count ? statusesOf(id) : null));

describe('signatures', () => {
  // The vectors of the facts: bytes as Meta escapes them verify, the same JSON unescaped has another signature.
  it.each([
    ['{"object":"whatsapp_business_account","entry":[]}', 'sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756'],
    ['{"t":"\\u00e1\\ud83d\\ude00 caf\\u00e9"}', 'sha256=9df11ef999dedb67ea7a519d0bd68f3785b49a9dffc39dfbf58f88bc735a76a4'],
    ['{"t":"á😀 café"}', 'sha256=7cd6c83ff3eed6223239bb8497b5c2e65216e6efbad71a8298f69ecb0dc688c8'],
  ])('%s', (body, signature) => {
    expect(signatureOf(body, 'test_app_secret')).toBe(signature);
  });

  it('escapes as the vector does', () => {
    expect(escapeUnicode(JSON.stringify({ t: 'á😀 café' }))).toBe('{"t":"\\u00e1\\ud83d\\ude00 caf\\u00e9"}');
  });

  it('covers the raw bytes, which are ASCII', async () => {
    await rig.inbound({ type: 'text', text: 'olá 😀', name: 'Zoë' });
    const [post] = rig.hook.received;
    expect(post!.raw.every((byte) => byte < 128)).toBe(true);
    expect(post!.raw.toString()).toContain('ol\\u00e1 \\ud83d\\ude00');
    expect(post!.headers['x-hub-signature-256']).toBe(`sha256=${createHmac('sha256', ACCOUNT.appSecret).update(post!.raw).digest('hex')}`);
    expect(rig.hook.messages()[0]).toMatchObject({ text: { body: 'olá 😀' } });
  });
});

describe('statuses', () => {
  it('come in order, with what the send carried', async () => {
    const id = await sent({ ...template('payment_received', words('Ana', '1', '2')), biz_opaque_callback_data: 'msg_01', to: BEN });
    const told = await whenAll(id, 3);
    expect(told.map((one) => one.status)).toEqual(['sent', 'delivered', 'read']);
    expect(told[1]).toEqual({
      id, status: 'delivered', timestamp: expect.stringMatching(/^\d{10}$/), recipient_id: BEN, biz_opaque_callback_data: 'msg_01',
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
    });
    const { entry } = rig.hook.received[0]!.json;
    expect(entry[0]).toMatchObject({ id: ACCOUNT.businessAccountId, changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '+1 555-010-0000', phone_number_id: ACCOUNT.phoneNumberId }, contacts: [{ wa_id: BEN }] } }] });
  });

  it('cost nothing inside the window', async () => {
    const [free] = await whenAll(await sent(text('Hi')), 1);
    expect(free!.pricing).toEqual({ billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' });
    const [utility] = await whenAll(await sent(template('hello_world')), 1);
    expect(utility!.pricing).toMatchObject({ billable: false, category: 'utility' });
  });

  it('carry the business-scoped id of who has one; a failed one does not, and has no contacts', async () => {
    await rig.inbound({ type: 'text', text: 'hi', userId: 'BR.1A2B' });
    const [first] = await whenAll(await sent(text('Hi')), 1);
    expect(first).toMatchObject({ recipient_id: ANA, recipient_user_id: 'BR.1A2B' });
    await rig.control({ contact: { phone: ANA, undeliverable: true } });
    rig.hook.received.length = 0;
    const [failed] = await whenAll(await sent(text('Hi')), 1);
    expect(failed).toMatchObject({ status: 'failed', recipient_id: ANA, errors: [{ code: 131026 }] });
    expect(failed).not.toHaveProperty('recipient_user_id');
    const post = rig.hook.received.find((one) => one.raw.includes(failed!.id));
    expect(post!.json.entry[0]!.changes[0]!.value).not.toHaveProperty('contacts');
  });

  it('come as many to a post as statusBatch says, the rest by time', async () => {
    await rig.control({ statusBatch: 4, statuses: ['sent'], statusFlushMs: 150 });
    const ids = await Promise.all(Array.from({ length: 10 }, () => sent(text('Hi'))));
    await until('ten statuses', () => rig.hook.statuses().length === 10);
    const sizes = rig.hook.received.map((one) => (one.json.entry[0]!.changes[0]!.value.statuses as unknown[]).length);
    expect([...sizes].sort()).toEqual([2, 4, 4]);
    expect(new Set(rig.hook.statuses().map((one) => one.id))).toEqual(new Set(ids));
  });

  it('keep a message\'s order over many posts at once', async () => {
    const ids = await Promise.all(Array.from({ length: 60 }, () => sent(text('Hi'))));
    await until('all statuses', () => rig.hook.statuses().length === 180);
    for (const id of ids) expect(statusesOf(id).map((one) => one.status)).toEqual(['sent', 'delivered', 'read']);
  });

  it('come in other orders, complete, when shuffled', async () => {
    await rig.control({ shuffleWebhooks: true });
    const ids = await Promise.all(Array.from({ length: 20 }, () => sent(text('Hi'))));
    await until('all statuses', () => rig.hook.statuses().length === 60);
    for (const id of ids) expect(statusesOf(id).map((one) => one.status).sort()).toEqual(['delivered', 'read', 'sent']);
    expect(ids.some((id) => statusesOf(id)[0]!.status !== 'sent')).toBe(true);
  });

  it('come again when duplicated, byte for byte', async () => {
    await rig.control({ duplicateWebhooks: true, statuses: ['sent'] });
    await whenAll(await sent(text('Hi')), 2);
    const [first, second] = rig.hook.received;
    expect(second!.raw.equals(first!.raw)).toBe(true);
    expect(second!.headers['x-hub-signature-256']).toBe(first!.headers['x-hub-signature-256']);
  });

  it('follow a course that is set', async () => {
    await rig.control({ statuses: ['delivered', { status: 'failed', code: 131049 }] });
    const told = await whenAll(await sent(text('Hi')), 2);
    expect(told.map((one) => [one.status, one.errors?.[0]?.code])).toEqual([['delivered', undefined], ['failed', 131049]]);
  });

  it('can be none', async () => {
    await rig.control({ statuses: [] });
    const silent = await sent(text('Hi'));
    await rig.control({ statuses: null });
    await whenAll(await sent(text('Hi')), 3);
    expect(statusesOf(silent)).toEqual([]);
  });

  it('are tried again until the answer is 200', async () => {
    await rig.control({ webhookRetryMs: 5, statuses: ['sent'] });
    rig.hook.answers.push(500, 202);
    await whenAll(await sent(text('Hi')), 3);
    expect(new Set(rig.hook.received.map((one) => one.raw.toString())).size).toBe(1);
  });

  it('wait for the chat to be opened when reading is not automatic', async () => {
    await rig.control({ autoRead: false });
    const id = await sent(text('Hi'));
    await whenAll(id, 2);
    const state = await rig.call<{ chats: Array<{ id: string; unread: number }> }>('GET', `/phone/state?account=${ACCOUNT.key}`);
    expect(state.body.chats[0]!.unread).toBe(1);
    const events = new AbortController();
    await fetch(`${rig.sim.url}/phone/events?account=${ACCOUNT.key}&chat=${state.body.chats[0]!.id}`, { signal: events.signal });
    const told = await whenAll(id, 3);
    expect(told.map((one) => one.status)).toEqual(['sent', 'delivered', 'read']);
    const whileOpen = await sent(text('Hi again'));
    await whenAll(whileOpen, 3);
    events.abort();
  });
});

describe('a customer', () => {
  const FIRST = { id: expect.stringMatching(/^wamid\./), from: ANA, timestamp: expect.stringMatching(/^\d+$/) };
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['text', { type: 'text', text: 'oi' }, { type: 'text', text: { body: 'oi' } }],
    ['location', { type: 'location', latitude: 1, longitude: 2, text: 'Home' }, { type: 'location', location: { latitude: 1, longitude: 2, name: 'Home' } }],
    ['contacts', { type: 'contacts', text: 'Bia' }, { type: 'contacts', contacts: [{ name: { formatted_name: 'Bia' } }] }],
    ['button', { type: 'button', title: 'Yes', payload: 'P0' }, { type: 'button', button: { text: 'Yes', payload: 'P0' } }],
    ['button_reply', { type: 'button_reply', id: 'yes', title: 'Yes' }, { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } } }],
    ['list_reply', { type: 'list', id: 'r1', title: 'Row' }, { type: 'interactive', interactive: { type: 'list_reply', list_reply: { id: 'r1', title: 'Row' } } }],
    ['order', { type: 'order' }, { type: 'order', order: { catalog_id: expect.any(String) } }],
    ['unsupported', { type: 'unsupported' }, { type: 'unsupported', errors: [{ code: 131051 }] }],
    ['image', { type: 'media', text: 'see', media: { base64: 'AAAA', mimeType: 'image/jpeg' } }, { type: 'image', image: { mime_type: 'image/jpeg', caption: 'see', id: expect.any(String) } }],
    ['voice', { type: 'voice', media: { base64: 'AAAA', mimeType: 'audio/ogg; codecs=opus' } }, { type: 'audio', audio: { voice: true, mime_type: 'audio/ogg; codecs=opus' } }],
    ['document', { type: 'media', media: { base64: 'AAAA', mimeType: 'application/pdf', filename: 'a.pdf' } }, { type: 'document', document: { filename: 'a.pdf' } }],
    ['sticker', { type: 'sticker', media: { base64: 'AAAA', mimeType: 'image/webp' } }, { type: 'sticker', sticker: { animated: false } }],
  ])('sends %s', async (_name, spec, expected) => {
    const { status, body } = await rig.inbound(spec);
    expect({ status, webhook: body.data.webhook }).toEqual({ status: 200, webhook: { status: 200, posts: 1, refused: 0 } });
    expect(rig.hook.messages()).toEqual([expect.objectContaining(FIRST)]);
    expect(rig.hook.messages()[0]).toMatchObject({ ...expected, id: body.data.ids[0] });
  });

  it('replies, reacts, edits and deletes', async () => {
    const id = await sent(text('Hi'));
    await rig.inbound({ type: 'reply', text: 'yes?', replyTo: id });
    await rig.inbound({ type: 'reaction', messageId: id, emoji: '👍' });
    await rig.inbound({ type: 'reaction', messageId: id });
    const { body } = await rig.inbound({ type: 'text', text: 'teh' });
    await rig.inbound({ type: 'edit', text: 'the' });
    await rig.inbound({ type: 'revoke' });
    const [reply, reaction, gone, , edit, revoke] = rig.hook.messages();
    expect(reply).toMatchObject({ type: 'text', text: { body: 'yes?' }, context: { from: '15550100000', id } });
    expect(reaction!.reaction).toEqual({ message_id: id, emoji: '👍' });
    expect(gone!.reaction).toEqual({ message_id: id });
    expect(edit).toMatchObject({ edit: { original_message_id: body.data.ids[0], message: { text: { body: 'the' } } } });
    expect(revoke).toMatchObject({ revoke: { original_message_id: body.data.ids[0] } });
  });

  it('presses what was really sent', async () => {
    const id = await sent({ type: 'interactive', interactive: { type: 'button', body: { text: 'B' }, action: { buttons: [{ type: 'reply', reply: { id: 'yes', title: 'Yes' } }] } } });
    await rig.inbound({ type: 'button', title: 'Yes' });
    expect(rig.hook.messages().at(-1)).toMatchObject({ context: { id }, interactive: { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes' } } });
    const asked = await sent(template('delivery_update', [], { components: [{ type: 'body', parameters: words('Ana', '1', '2') }, { type: 'button', sub_type: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'P0' }] }, { type: 'button', sub_type: 'url', index: 2, parameters: words('1') }] }));
    await rig.inbound({ type: 'button', title: 'Yes' });
    expect(rig.hook.messages().at(-1)).toMatchObject({ type: 'button', context: { id: asked }, button: { payload: 'P0', text: 'Yes' } });
  });

  it('may hide the phone, or show both identities', async () => {
    await rig.inbound({ from: undefined, userId: 'BR.HIDDEN', username: 'ana.teste', type: 'text', text: 'oi' });
    const { value } = rig.hook.received[0]!.json.entry[0]!.changes[0]!;
    expect(value.contacts).toEqual([{ profile: { name: 'BR.HIDDEN', username: 'ana.teste' }, user_id: 'BR.HIDDEN' }]);
    expect(rig.hook.messages()[0]).not.toHaveProperty('from');
    await rig.inbound({ from: BEN, userId: 'BR.BEN', type: 'text', text: 'oi' });
    expect(rig.hook.messages()[1]).toMatchObject({ from: BEN, from_user_id: 'BR.BEN' });
  });

  it('writes many messages, in order, one or several a post', async () => {
    const { body } = await rig.inbound({ type: 'text', text: 'no {n}', count: 25, batch: 10 });
    expect(body.data.webhook).toEqual({ status: 200, posts: 3, refused: 0 });
    expect(rig.hook.messages().map((one) => (one.text as { body: string }).body)).toEqual(Array.from({ length: 25 }, (_, at) => `no ${at + 1}`));
    expect(rig.hook.messages().map((one) => one.id)).toEqual(body.data.ids);
  });

  it('sends an album as several messages', async () => {
    const file = { base64: 'AAAA', mimeType: 'image/png' };
    const { body } = await rig.inbound({ type: 'media', media: [file, file, file] });
    expect(body.data.ids).toHaveLength(3);
  });

  it('stops and resumes offers, changes number and id, and is echoed', async () => {
    await rig.inbound({ type: 'preferences', value: 'stop' });
    await rig.inbound({ type: 'system', newPhone: '5511900000004' });
    await rig.inbound({ from: '5511900000004', type: 'system', newUserId: 'BR.NEW', userId: 'BR.OLD' });
    await rig.inbound({ type: 'echo', text: 'from the shop phone' });
    const changes = rig.hook.received.flatMap((one) => one.json.entry[0]!.changes);
    expect(changes.map((one) => one.field)).toEqual(['user_preferences', 'messages', 'messages', 'user_id_update', 'smb_message_echoes']);
    expect(changes[0]!.value).toMatchObject({ user_preferences: [{ wa_id: ANA, category: 'marketing_messages', value: 'stop', timestamp: expect.any(Number) }] });
    expect(changes[1]!.value).not.toHaveProperty('contacts');
    expect(changes[3]!.value).toMatchObject({ user_id_update: [{ user_id: { previous: 'BR.OLD', current: 'BR.NEW' } }] });
    expect(changes[4]!.value).toMatchObject({ message_echoes: [{ from: '15550100000', to: ANA, text: { body: 'from the shop phone' } }] });
  });

  it('can be anything, verbatim', async () => {
    const raw = { messaging_product: 'whatsapp', surprise: [1, { deep: null }] };
    const { body } = await rig.inbound({ type: 'raw', field: 'future_field', raw });
    expect(body.data).toMatchObject({ ids: [], webhook: { status: 200 } });
    expect(rig.hook.received[0]!.json.entry[0]!.changes[0]).toEqual({ field: 'future_field', value: raw });
  });

  it('learns what the webhook answered', async () => {
    await rig.control({ webhookRetryMs: 60_000 });
    rig.hook.answers.push(401);
    expect((await rig.inbound({ type: 'text', text: 'oi' })).body.data.webhook).toEqual({ status: 401, posts: 1, refused: 1 });
    const { body } = await rig.call<{ data: Array<{ status: number }> }>('GET', '/control/webhooks');
    expect(body.data[0]).toMatchObject({ account: ACCOUNT.key, status: 401, attempt: 1 });
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ type: 'telepathy' }, /unknown type/],
    [{ from: 'nobody' }, /from must be/],
    [{ from: undefined }, /from or userId/],
    [{ type: 'media' }, /base64/],
    [{ account: 'other' }, /no account other/],
    [{ count: 0 }, /count/],
    [{ type: 'preferences', value: 'maybe' }, /stop, resume/],
  ])('refuses %j', async (spec, message) => {
    const { status, body } = await rig.inbound(spec);
    expect(status).toBe(400);
    expect(body.error!.message).toMatch(message);
  });
});
