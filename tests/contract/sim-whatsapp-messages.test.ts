import { ACCOUNT, ANA, BEN, startRig, template, text, until, words, type Rig } from './sim-whatsapp-harness';

const LONG = (length: number): string => 'x'.repeat(length);
const LINK = 'https://files.invalid/a.jpg';
const buttons = (...titles: string[]): unknown => ({ buttons: titles.map((title, at) => ({ type: 'reply', reply: { id: `b${at}`, title } })) });
const interactive = (type: string, action: unknown, over: Record<string, unknown> = {}): Record<string, unknown> => ({ type: 'interactive', interactive: { type, body: { text: 'B' }, action, ...over } });
const list = (rows: unknown[], over: Record<string, unknown> = {}): Record<string, unknown> => interactive('list', { button: 'Choose', sections: [{ title: 'S', rows }] }, over);
const row = (id: string): unknown => ({ id, title: `Row ${id}`, description: 'd' });

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.control({ reset: true, throughput: 10_000, statusDelayMs: 0 }));

describe('every kind of message is accepted', () => {
  it.each<[string, Record<string, unknown>]>([
    ['text', text('Hi')],
    ['text without type', { text: { body: 'Hi', preview_url: true } }],
    ['4096 letters', text(LONG(4096))],
    ['image by link', { type: 'image', image: { link: LINK, caption: 'c' } }],
    ['video by link', { type: 'video', video: { link: LINK } }],
    ['voice by link', { type: 'audio', audio: { link: LINK, voice: true } }],
    ['document by link', { type: 'document', document: { link: LINK, filename: 'a.pdf', caption: 'c' } }],
    ['sticker by link', { type: 'sticker', sticker: { link: LINK } }],
    ['location', { type: 'location', location: { latitude: -23.5, longitude: '-46.6', name: 'Shop', address: 'R. 1' } }],
    ['contacts', { type: 'contacts', contacts: [{ name: { formatted_name: 'Bia', first_name: 'Bia' }, phones: [{ phone: '+5511900000000', type: 'CELL', wa_id: '5511900000000' }] }] }],
    ['buttons', interactive('button', buttons('Yes', 'No', 'Later'), { header: { type: 'text', text: 'H' }, footer: { text: 'F' } })],
    ['list', list([row('1'), row('2')], { header: { type: 'text', text: 'H' } })],
    ['url button', interactive('cta_url', { name: 'cta_url', parameters: { display_text: 'Open', url: 'https://x.test' } })],
    ['location request', interactive('location_request_message', { name: 'send_location' })],
    ['template without variables', template('hello_world')],
    ['template with variables', template('payment_received', words('Ana', 'R$ 1', 'INV/1'))],
    ['quoting reply', { ...text('reply'), context: { message_id: 'wamid.X' } }],
    ['callback data of 512', { ...text('Hi'), biz_opaque_callback_data: LONG(512) }],
    ['formatted number', { ...text('Hi'), to: '+55 (11) 98765-4320' }],
  ])('%s', async (_name, message) => {
    const answer = await rig.send(message);
    expect(answer.body).toMatchObject({ messaging_product: 'whatsapp', contacts: [{ wa_id: ANA }], messages: [{ id: expect.stringMatching(/^wamid\..{20,}/) }] });
    expect(answer.status).toBe(200);
    expect(rig.sim.ledger()).toHaveLength(1);
  });

  it('answers message_status for templates alone', async () => {
    expect((await rig.send(template('hello_world'))).body.messages[0]).toHaveProperty('message_status', 'accepted');
    expect((await rig.send(text('Hi'))).body.messages[0]).not.toHaveProperty('message_status');
  });

  it('gives each message an id of its own', async () => {
    const answers = await Promise.all(Array.from({ length: 30 }, () => rig.send(text('Hi'))));
    expect(new Set(answers.map((one) => one.body.messages[0]!.id)).size).toBe(30);
  });

  it('reacts to a known message and takes the reaction away', async () => {
    const { body } = await rig.send(text('Hi'));
    const messageId = body.messages[0]!.id;
    expect((await rig.send({ type: 'reaction', reaction: { message_id: messageId, emoji: '👍' } })).status).toBe(200);
    expect((await rig.send({ type: 'reaction', reaction: { message_id: messageId, emoji: '' } })).status).toBe(200);
  });
});

describe('recipients', () => {
  it.each([
    ['5511987654321', '551187654321', 'an old Brazilian account without the ninth digit'],
    ['5511987654322', '5511987654322', 'a newer one'],
    ['525512345671', '5215512345671', 'an old Mexican account'],
    ['541112345678', '5491112345678', 'an Argentine mobile'],
    ['4915112345678', '4915112345678', 'elsewhere'],
  ])('%s is called %s: %s', async (to, waId) => {
    const { body } = await rig.send({ ...text('Hi'), to });
    expect(body.contacts).toEqual([{ input: to, wa_id: waId }]);
  });

  it('takes a business-scoped id in recipient and answers user_id', async () => {
    const { status, body } = await rig.send({ ...template('hello_world'), to: undefined, recipient: 'BR.1A2B3C4D5E' });
    expect(status).toBe(200);
    expect(body.contacts).toEqual([{ input: 'BR.1A2B3C4D5E', user_id: 'BR.1A2B3C4D5E' }]);
    const status1 = await until('its status', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id));
    expect(status1).toMatchObject({ recipient_user_id: 'BR.1A2B3C4D5E' });
    expect(status1).not.toHaveProperty('recipient_id');
  });

  it('lets to win over recipient', async () => {
    const { body } = await rig.send({ ...text('Hi'), recipient: 'BR.1A2B3C4D5E' });
    expect(body.contacts).toEqual([{ input: ANA, wa_id: ANA }]);
  });

  it('answers 200 for a business-scoped id in to, and tells nothing more', async () => {
    const lost = await rig.send({ ...template('hello_world'), to: 'BR.1A2B3C4D5E' });
    expect(lost.status).toBe(200);
    const known = await rig.send(template('hello_world'));
    await until('the other read', () => rig.hook.statuses().find((one) => one.id === known.body.messages[0]!.id && one.status === 'read'));
    expect(rig.hook.statuses().filter((one) => one.id === lost.body.messages[0]!.id)).toEqual([]);
  });
});

describe('refusals', () => {
  it.each<[string, number, string | RegExp, Record<string, unknown>]>([
    ['an unknown field', 100, /Unexpected key "colour" on param "message"/, { ...text('Hi'), colour: 'red' }],
    ['an unknown field within', 100, /Unexpected key "bold" on param "text"/, { type: 'text', text: { body: 'Hi', bold: true } }],
    ['content of another type', 100, /Unexpected key "image"/, { ...text('Hi'), image: { link: LINK } }],
    ['no messaging_product', 100, /messaging_product is required/, { ...text('Hi'), messaging_product: undefined }],
    ['another product', 100, /messaging_product must be one of/, { ...text('Hi'), messaging_product: 'sms' }],
    ['no recipient', 100, /parameter to is required/, { ...text('Hi'), to: undefined }],
    ['letters as number', 131009, /valid WhatsApp phone number/, { ...text('Hi'), to: 'nobody' }],
    ['a broken business-scoped id', 131009, /business-scoped/, { ...text('Hi'), to: undefined, recipient: 'br-1' }],
    ['a group', 131215, /[Gg]roup/, { ...text('Hi'), recipient_type: 'group' }],
    ['the business itself', 131021, /sender/, { ...text('Hi'), to: '15550100000' }],
    ['an unknown type', 100, /Param type must be one of/, { type: 'poll', poll: {} }],
    ['no content', 131008, /'text' is mandatory/, { type: 'text' }],
    ['no text body', 131008, /'body' is mandatory/, { type: 'text', text: {} }],
    ['a number as text', 100, /must be a string/, { type: 'text', text: { body: 5 } }],
    ['4097 letters', 131009, /at most 4096/, text(LONG(4097))],
    ['a preview that is no flag', 100, /boolean/, { type: 'text', text: { body: 'Hi', preview_url: 'yes' } }],
    ['callback data of 513', 131009, /at most 512/, { ...text('Hi'), biz_opaque_callback_data: LONG(513) }],
    ['an image without source', 131008, /'id' and 'link'/, { type: 'image', image: { caption: 'c' } }],
    ['an image with two sources', 100, /Only one of/, { type: 'image', image: { id: '1', link: LINK } }],
    ['a caption of 1025', 131009, /at most 1024/, { type: 'image', image: { link: LINK, caption: LONG(1025) } }],
    ['a caption on audio', 100, /Unexpected key "caption"/, { type: 'audio', audio: { link: LINK, caption: 'c' } }],
    ['a filename on an image', 100, /Unexpected key "filename"/, { type: 'image', image: { link: LINK, filename: 'a.jpg' } }],
    ['a link that is none', 131009, /not a valid URL/, { type: 'image', image: { link: 'file:///etc/passwd' } }],
    ['an unknown media id', 131009, /not valid or has expired/, { type: 'document', document: { id: '123' } }],
    ['a latitude of 91', 131009, /-90 to 90/, { type: 'location', location: { latitude: 91, longitude: 0 } }],
    ['no longitude', 131008, /longitude/, { type: 'location', location: { latitude: 1 } }],
    ['no contacts', 131008, /contacts/, { type: 'contacts', contacts: [] }],
    ['a contact without names', 131008, /one more part/, { type: 'contacts', contacts: [{ name: { formatted_name: 'Bia' } }] }],
    ['a contact with a nickname', 100, /Unexpected key "nick"/, { type: 'contacts', contacts: [{ name: { formatted_name: 'B', first_name: 'B', nick: 'b' } }] }],
    ['a reaction to nothing', 131009, /not a known message/, { type: 'reaction', reaction: { message_id: 'wamid.NONE', emoji: '👍' } }],
    ['a reaction without emoji', 131008, /emoji/, { type: 'reaction', reaction: { message_id: 'wamid.NONE' } }],
    ['a reacting letter', 131009, /must be an emoji/, { type: 'reaction', reaction: { message_id: 'wamid.NONE', emoji: 'a' } }],
    ['a quoting reaction', 100, /contextual reply/, { type: 'reaction', reaction: { message_id: 'wamid.X', emoji: '👍' }, context: { message_id: 'wamid.X' } }],
    ['four buttons', 131009, /Max allowed buttons: 3/, interactive('button', buttons('1', '2', '3', '4'))],
    ['no buttons', 131009, /buttons count/, interactive('button', buttons())],
    ['twin titles', 131009, /Duplicated title/, interactive('button', buttons('Yes', 'Yes'))],
    ['a title of 21', 131009, /at most 20/, interactive('button', buttons(LONG(21)))],
    ['an id of 257', 131009, /at most 256/, interactive('button', { buttons: [{ type: 'reply', reply: { id: LONG(257), title: 'T' } }] })],
    ['a body of 1025 over buttons', 131009, /at most 1024/, interactive('button', buttons('Yes'), { body: { text: LONG(1025) } })],
    ['a footer of 61', 131009, /at most 60/, interactive('button', buttons('Yes'), { footer: { text: LONG(61) } })],
    ['a header of 61', 131009, /at most 60/, interactive('button', buttons('Yes'), { header: { type: 'text', text: LONG(61) } })],
    ['no interactive body', 131008, /'body' is mandatory/, { type: 'interactive', interactive: { type: 'button', action: buttons('Yes') } }],
    ['eleven rows', 131009, /max allowed count: 10/, list(Array.from({ length: 11 }, (_, at) => row(String(at))))],
    ['eleven sections', 131009, /Max allowed sections: 10/, interactive('list', { button: 'C', sections: Array.from({ length: 11 }, (_, at) => ({ title: `S${at}`, rows: [row(String(at))] })) })],
    ['twin rows', 131009, /Duplicated row id/, list([row('1'), row('1')])],
    ['a row title of 25', 131009, /at most 24/, list([{ id: '1', title: LONG(25) }])],
    ['a row description of 73', 131009, /at most 72/, list([{ id: '1', title: 'T', description: LONG(73) }])],
    ['a list label of 21', 131009, /at most 20/, interactive('list', { button: LONG(21), sections: [{ rows: [row('1')] }] })],
    ['untitled sections', 131008, /'title' is mandatory/, interactive('list', { button: 'C', sections: [{ rows: [row('1')] }, { rows: [row('2')] }] })],
    ['an image over a list', 100, /must be one of \{TEXT\}/, list([row('1')], { header: { type: 'image', image: { link: LINK } } })],
    ['a url that is none', 131009, /not a valid URL/, interactive('cta_url', { name: 'cta_url', parameters: { display_text: 'Open', url: 'javascript:alert(1)' } })],
    ['a url label of 21', 131009, /at most 20/, interactive('cta_url', { name: 'cta_url', parameters: { display_text: LONG(21), url: 'https://x.test' } })],
    ['an interactive kind that is not simulated', 100, /must be one of/, interactive('flow', {})],
    ['reading what was never received', 131009, /message_id/, { status: 'read', message_id: 'wamid.NONE', to: undefined, recipient_type: undefined }],
  ])('%s → %i', async (_name, code, details, message) => {
    const { status, body } = await rig.send(message);
    expect({ status, code: body.error?.code }).toEqual({ status: 400, code });
    expect(body.error.error_data.details).toMatch(details);
    expect(body.error).toEqual({
      message: expect.stringContaining(`(#${code}) `), type: 'OAuthException', code, fbtrace_id: expect.any(String),
      error_data: { messaging_product: 'whatsapp', details: expect.any(String) },
    });
    expect(rig.sim.ledger()).toEqual([]);
  });

  it('refuses a body that is no JSON', async () => {
    const { status, body } = await rig.graph('POST', `/${ACCOUNT.phoneNumberId}/messages`, '{"messaging_product":', { 'content-type': 'application/json' });
    expect([status, body.error.code]).toEqual([400, 100]);
  });

  it.each([
    ['a wrong token', 'Bearer wrong', 401, 190],
    ['no token', '', 401, 190],
  ])('%s → 190', async (_name, authorization, http, code) => {
    const { status, body } = await rig.graph('POST', `/${ACCOUNT.phoneNumberId}/messages`, { messaging_product: 'whatsapp', to: ANA, ...text('Hi') }, { authorization });
    expect([status, body.error.code]).toEqual([http, code]);
  });

  it('does not tell an unknown number from a foreign one', async () => {
    const { status, body } = await rig.graph('POST', '/999/messages', { messaging_product: 'whatsapp', to: ANA, ...text('Hi') });
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 100, error_subcode: 33, type: 'GraphMethodException', message: expect.stringContaining("Object with ID '999' does not exist") });
  });

  it.each([['v20.0', 2635], ['v99.0', 2500], ['messages', 2500]])('refuses version %s', async (version, code) => {
    const { status, body } = await rig.call<{ error: { code: number } }>('POST', `/graph/${version}/${ACCOUNT.phoneNumberId}/messages`, {}, { authorization: `Bearer ${ACCOUNT.accessToken}` });
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it.each(['v21.0', 'v23.0', 'v26.0'])('speaks %s', async (version) => {
    const { status } = await rig.call('POST', `/graph/${version}/${ACCOUNT.phoneNumberId}/messages`, { messaging_product: 'whatsapp', to: ANA, ...text('Hi') }, { authorization: `Bearer ${ACCOUNT.accessToken}` });
    expect(status).toBe(200);
  });
});

describe('what comes later, as a failed status', () => {
  const failureOf = async (message: Record<string, unknown>): Promise<number> => {
    const { status, body } = await rig.send(message);
    expect(status).toBe(200);
    const failed = await until('a failed status', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'failed'));
    return failed.errors![0]!.code;
  };

  it('free text outside the window → 131047', async () => {
    expect(await failureOf({ ...text('Hi'), to: BEN })).toBe(131047);
  });

  it('the customer\'s message opens the window', async () => {
    await rig.inbound({ from: BEN, type: 'text', text: 'hello' });
    const { body } = await rig.send({ ...text('Hi'), to: BEN });
    await until('delivered', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'delivered'));
  });

  it('a message over a day old opens no window', async () => {
    await rig.inbound({ from: BEN, type: 'text', text: 'late', timestamp: Math.floor(Date.now() / 1000) - 25 * 3600 });
    expect(await failureOf({ ...text('Hi'), to: BEN })).toBe(131047);
  });

  it('offers to who stopped them → 131050, utility still arrives', async () => {
    await rig.inbound({ type: 'preferences', value: 'stop' });
    expect(await failureOf(template('weekly_offers_2026_w01', words('Ana', '10%')))).toBe(131050);
    const { body } = await rig.send(template('hello_world'));
    await until('delivered', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'delivered'));
  });

  it('offers to the United States → 131049, to Canada not', async () => {
    expect(await failureOf({ ...template('weekly_offers_2026_w01', words('Ana', '10%')), to: '12025550123' })).toBe(131049);
    const { body } = await rig.send({ ...template('weekly_offers_2026_w01', words('Ana', '10%')), to: '14165550123' });
    await until('delivered', () => rig.hook.statuses().find((one) => one.id === body.messages[0]!.id && one.status === 'delivered'));
  });

  it('who can not be reached → 131026', async () => {
    await rig.control({ contact: { phone: BEN, undeliverable: true } });
    expect(await failureOf({ ...template('hello_world'), to: BEN })).toBe(131026);
  });

  it('one person more than the budget → 131048; people in a window and repeats cost nothing', async () => {
    await rig.control({ messagingLimit: 2 });
    const reach = (to: string) => rig.send({ ...template('hello_world'), to });
    for (const to of [ANA, BEN, BEN, '5511900000002']) expect((await reach(to)).status).toBe(200);
    expect(await failureOf({ ...template('hello_world'), to: '5511900000004' })).toBe(131048);
  });

  it('an unreachable link → 131053', async () => {
    expect(await failureOf({ type: 'image', image: { link: 'http://127.0.0.1:9/a.jpg' } })).toBe(131053);
  });

  it('a link-local address is never fetched → 131053', async () => {
    expect(await failureOf({ type: 'image', image: { link: 'http://169.254.169.254/latest/meta-data/a.jpg' } })).toBe(131053);
  });
});

describe('pace', () => {
  it('refuses the 46th message to one person at once with 131056, others pass', async () => {
    const codes = [];
    for (let at = 0; at < 46; at += 1) codes.push((await rig.send(text(String(at)))).status);
    expect(codes.slice(0, 45).every((one) => one === 200)).toBe(true);
    const last = await rig.send(text('one more'));
    expect([last.status, last.body.error.code]).toEqual([429, 131056]);
    expect((await rig.send({ ...template('hello_world'), to: BEN })).status).toBe(200);
  });

  it('refuses more than the throughput of a second with 130429', async () => {
    await rig.control({ throughput: 5, pairRate: false });
    const answers = await Promise.all(Array.from({ length: 20 }, () => rig.send(text('Hi'))));
    const refused = answers.filter((one) => one.status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(new Set(refused.map((one) => one.body.error.code))).toEqual(new Set([130429]));
    expect(rig.sim.ledger()).toHaveLength(20 - refused.length);
  });
});

describe('marking read', () => {
  it('reads a received message, with typing', async () => {
    const { body } = await rig.inbound({ type: 'text', text: 'hello' });
    const answer = await rig.graph<{ success: boolean }>('POST', `/${ACCOUNT.phoneNumberId}/messages`, { messaging_product: 'whatsapp', status: 'read', message_id: body.data.ids[0], typing_indicator: { type: 'text' } });
    expect([answer.status, answer.body]).toEqual([200, { success: true }]);
    expect(rig.sim.ledger()).toEqual([]);
  });

  it.each([
    [{ status: 'seen', message_id: 'wamid.X' }, 100],
    [{ status: 'read' }, 131008],
    [{ status: 'read', message_id: 'wamid.X', to: ANA }, 100],
    [{ status: 'read', message_id: 'wamid.X', typing_indicator: { type: 'voice' } }, 100],
  ])('refuses %j', async (body, code) => {
    const answer = await rig.graph('POST', `/${ACCOUNT.phoneNumberId}/messages`, { messaging_product: 'whatsapp', ...body });
    expect(answer.body.error.code).toBe(code);
  });
});
