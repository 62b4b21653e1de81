import { ACCOUNT, ANA, startRig, template, until, words, type GraphErrorBody, type Rig } from './sim-whatsapp-harness';

interface TemplateRow { id: string; name: string; language: string; status: string; category: string; components: Array<{ type: string; format?: string; text?: string }>; rejected_reason?: string; parameter_format: string }
interface Page { data: TemplateRow[]; paging?: { cursors: { before: string; after: string }; next?: string; previous?: string } }
const LIST = `/${ACCOUNT.businessAccountId}/message_templates`;
const DOCUMENT = { type: 'header', parameters: [{ type: 'document', document: { link: 'https://files.invalid/a.pdf', filename: 'INV.pdf' } }] };

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.close());
beforeEach(() => rig.control({ reset: true, throughput: 10_000, pairRate: false, statusDelayMs: 0 }));

const page = (query: string) => rig.graph<Page & GraphErrorBody>('GET', `${LIST}?${query}`);

describe('listing', () => {
  it('gives all templates over several pages, each once, useful ones first', async () => {
    const seen: TemplateRow[] = [];
    let after = '';
    let pages = 0;
    for (;;) {
      const { body } = await page(`fields=id,name,status,language&limit=50${after}`);
      pages += 1;
      seen.push(...body.data);
      if (!body.paging?.next) break;
      after = `&after=${body.paging.cursors.after}`;
    }
    expect(pages).toBeGreaterThanOrEqual(3);
    expect(seen.length).toBeGreaterThanOrEqual(130);
    expect(new Set(seen.map((one) => `${one.name} ${one.language}`)).size).toBe(seen.length);
    expect(seen.slice(0, 4).map((one) => `${one.name} ${one.language}`)).toEqual(['hello_world en_US', 'invoice_document en_US', 'invoice_document pt_BR', 'invoice_document es']);
    expect(Object.keys(seen[0]!).sort()).toEqual(['id', 'language', 'name', 'status']);
  });

  it('next leads to the following page, holds no token, and previous leads back', async () => {
    const first = (await page('limit=10&status=APPROVED')).body;
    expect(first.paging!.next).not.toContain(ACCOUNT.accessToken);
    const follow = (address: string) => rig.call<Page>('GET', address.slice(rig.sim.url.length), undefined, { authorization: `Bearer ${ACCOUNT.accessToken}` });
    const second = (await follow(first.paging!.next!)).body;
    expect(second.data).toHaveLength(10);
    expect(second.data[0]!.id).not.toBe(first.data[0]!.id);
    expect((await follow(second.paging!.previous!)).body.data.map((one) => one.id)).toEqual(first.data.map((one) => one.id));
  });

  it('never gives more than 100 and says 25 by itself', async () => {
    expect((await page('limit=5000')).body.data).toHaveLength(100);
    expect((await page('')).body.data).toHaveLength(25);
  });

  it('filters', async () => {
    expect((await page('status=PAUSED&limit=100')).body.data.map((one) => one.name)).toEqual(['loyalty_points']);
    expect((await page('name=invoice_document&language=es')).body.data).toHaveLength(1);
    expect((await page('category=AUTHENTICATION')).body.data.every((one) => one.name === 'login_code')).toBe(true);
  });

  it('holds what a client must cope with', async () => {
    const all = [...(await page('limit=100&fields=name,status,rejected_reason,parameter_format,components,category')).body.data, ...(await page('limit=100&fields=name,status,rejected_reason,parameter_format,components,category&name=spring')).body.data];
    const named = (name: string): TemplateRow => all.find((one) => one.name === name)!;
    expect(named('payment_demand')).toMatchObject({ status: 'REJECTED', rejected_reason: 'ABUSIVE_CONTENT' });
    expect(named('order_status_named').parameter_format).toBe('NAMED');
    expect(named('invoice_document').components[0]).toMatchObject({ type: 'HEADER', format: 'DOCUMENT' });
    expect(['APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED']).not.toContain(named('spring_preview').status);
  });

  it.each([['limit=0', 100], ['after=nonsense', 100], ['fields=id,colour', 100], ['colour=red', 100]])('refuses %s', async (query, code) => {
    const { status, body } = await page(query);
    expect([status, body.error.code]).toEqual([400, code]);
  });

  it('keeps foreign business accounts out', async () => {
    expect((await rig.graph<GraphErrorBody>('GET', '/999/message_templates')).body.error).toMatchObject({ code: 100, error_subcode: 33 });
  });
});

describe('sending', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['a document header', template('invoice_document', [], { components: [DOCUMENT, { type: 'body', parameters: words('Ana', 'INV/1', 'R$ 5', '1 Dec') }] }), 'Hello Ana, here is your invoice INV/1 for R$ 5. It is due on 1 Dec. Thank you for your business.'],
    ['Portuguese', template('invoice_document', [], { language: { code: 'pt_BR' }, components: [DOCUMENT, { type: 'body', parameters: words('Ana', 'F1', 'R$ 5', '1 dez') }] }), 'Olá Ana, segue a sua fatura F1 no valor de R$ 5. O vencimento é em 1 dez. Obrigado pela preferência.'],
    ['named parameters in any order', template('order_status_named', [], { components: [
      { type: 'header', parameters: [{ type: 'text', parameter_name: 'order_id', text: '42' }] },
      { type: 'body', parameters: [{ type: 'text', parameter_name: 'order_state', text: 'packed' }, { type: 'text', parameter_name: 'first_name', text: 'Ana' }] }] }), 'Hi Ana, the state of your order is now: packed. We keep you posted.'],
    ['buttons', template('delivery_update', [], { components: [{ type: 'body', parameters: words('Ana', '42', 'today') },
      { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: 'P0' }] },
      { type: 'button', sub_type: 'url', index: 2, parameters: [{ type: 'text', text: '42' }] }] }), 'Hi Ana, parcel 42 arrives today. Is someone at home?'],
    ['a coupon', template('welcome_coupon', [], { components: [{ type: 'body', parameters: words('Ana') }, { type: 'button', sub_type: 'COPY_CODE', index: '0', parameters: [{ type: 'coupon_code', coupon_code: 'X10' }] }] }), 'Welcome Ana! Here is a coupon for your first order.'],
    ['a one-time code', template('login_code', [], { components: [{ type: 'body', parameters: words('123456') }, { type: 'button', sub_type: 'url', index: '0', parameters: [{ type: 'text', text: '123456' }] }] }), '*123456* is your verification code. For your security, do not share this code.'],
    ['a location header', template('store_opening', [], { components: [{ type: 'header', parameters: [{ type: 'location', location: { latitude: '-23.5', longitude: '-46.6', name: 'Shop', address: 'R. 1' } }] }, { type: 'body', parameters: words('Ana') }] }), 'Hello Ana, we open a new store near you. Come and see us!'],
    ['currency and date', template('payment_received', [{ type: 'text', text: 'Ana' }, { type: 'currency', currency: { fallback_value: '$1', code: 'USD', amount_1000: 1000 } }, { type: 'date_time', date_time: { fallback_value: 'today' } }]), 'Thank you Ana, we received $1 for invoice today today.'],
  ])('%s', async (_name, message, reads) => {
    const { status, text } = await rig.send(message);
    expect({ status, text }).toEqual({ status: 200, text: expect.stringContaining('"message_status":"accepted"') });
    expect(rig.sim.ledger()[0]).toMatchObject({ type: 'template', text: reads, template: (message.template as { name: string }).name });
  });

  const invoice = (...components: unknown[]) => template('invoice_document', [], { components });
  const body = { type: 'body', parameters: words('Ana', 'INV/1', 'R$ 5', '1 Dec') };
  it.each<[string, number, RegExp, Record<string, unknown>]>([
    ['an unknown name', 132001, /\(nothing\) does not exist in en_US/, template('nothing')],
    ['another language', 132001, /does not exist in de_DE/, template('hello_world', [], { language: { code: 'de_DE' } })],
    ['a paused one', 132015, /paused/, template('loyalty_points', words('Ana', '1'))],
    ['a disabled one', 132016, /disabled/, template('flash_deal', words('Ana'))],
    ['a rejected one', 132001, /not approved/, template('payment_demand', words('Ana', '1'))],
    ['a pending one', 132001, /not approved/, template('feedback_request', words('Ana'))],
    ['an unknown status', 132001, /not approved/, template('spring_preview', words('Ana'))],
    ['too few values', 132000, /body: number of localizable_params \(1\) does not match the expected number of params \(3\)/, template('payment_received', words('Ana'))],
    ['too many values', 132000, /\(1\).*\(0\)/, template('hello_world', words('Ana'))],
    ['no body at all', 132000, /\(0\).*\(3\)/, template('payment_received')],
    ['no header', 132012, /expected DOCUMENT, received UNKNOWN/, invoice(body)],
    ['a text for a document', 132012, /expected DOCUMENT, received TEXT/, invoice({ type: 'header', parameters: words('x') }, body)],
    ['an image for a document', 132012, /expected DOCUMENT, received IMAGE/, invoice({ type: 'header', parameters: [{ type: 'image', image: { id: '1' } }] }, body)],
    ['an unknown header file', 131009, /not valid or has expired/, invoice({ type: 'header', parameters: [{ type: 'document', document: { id: '1' } }] }, body)],
    ['a header where there is none', 132000, /header: /, template('payment_received', [], { components: [{ type: 'header', parameters: words('x') }, { type: 'body', parameters: words('1', '2', '3') }] })],
    ['positions for names', 100, /name is missing/, template('order_status_named', [], { components: [{ type: 'header', parameters: words('42') }, { type: 'body', parameters: words('Ana', 'x') }] })],
    ['a wrong name', 132012, /\(last_name\)/, template('order_status_named', [], { components: [{ type: 'header', parameters: [{ type: 'text', parameter_name: 'order_id', text: '1' }] }, { type: 'body', parameters: [{ type: 'text', parameter_name: 'last_name', text: 'x' }, { type: 'text', parameter_name: 'order_state', text: 'x' }] }] })],
    ['names for positions', 132012, /positional/, template('payment_received', [{ type: 'text', text: 'a', parameter_name: 'a' }, ...words('b', 'c')])],
    ['a line break', 132018, /new-line/, template('payment_received', words('Ana\nSouza', '1', '2'))],
    ['five spaces', 132018, /consecutive spaces/, template('payment_received', words('Ana     S', '1', '2'))],
    ['an empty value', 131008, /'text' is mandatory/, template('payment_received', words('', '1', '2'))],
    ['a number as value', 100, /must be a string/, template('payment_received', [{ type: 'text', text: 5 }, ...words('1', '2')])],
    ['a half currency', 132008, /amount_1000/, template('payment_received', [{ type: 'currency', currency: { fallback_value: '$1' } }, ...words('1', '2')])],
    ['a picture in the body', 132012, /expected TEXT, received IMAGE/, template('payment_received', [{ type: 'image', image: { id: '1' } }, ...words('1', '2')])],
    ['a text too long', 132005, /too long/, template('delivery_update', [], { components: [{ type: 'body', parameters: words('x'.repeat(1100), '1', '2') }, { type: 'button', sub_type: 'url', index: 2, parameters: words('1') }] })],
    ['a url without its part', 131008, /index 2 of type Url requires a parameter/, template('delivery_update', words('Ana', '1', '2'))],
    ['a wrong button kind', 132012, /QuickReply/, template('delivery_update', [], { components: [{ type: 'body', parameters: words('Ana', '1', '2') }, { type: 'button', sub_type: 'url', index: 0, parameters: words('1') }] })],
    ['a button that is not there', 132018, /index 7/, template('hello_world', [], { components: [{ type: 'button', sub_type: 'url', index: 7, parameters: words('1') }] })],
    ['a value for a call button', 100, /of type Call and does not support parameters/, template('payment_reminder', [], { components: [{ type: 'body', parameters: words('1', '2', '3', '4') }, { type: 'button', sub_type: 'url', index: 1, parameters: words('1') }] })],
    ['a coupon of 16', 131009, /at most 15/, template('welcome_coupon', [], { components: [{ type: 'body', parameters: words('Ana') }, { type: 'button', sub_type: 'copy_code', index: 0, parameters: [{ type: 'coupon_code', coupon_code: 'x'.repeat(16) }] }] })],
    ['an unknown key in the language', 100, /Unexpected key "policystring" on param "template\['language'\]"/, template('hello_world', [], { language: { code: 'en_US', policystring: 'x' } })],
    ['an unknown component', 100, /one of \{HEADER, BODY, BUTTON\}/, template('hello_world', [], { components: [{ type: 'footer' }] })],
    ['a one-time code to a business-scoped id', 131062, /phone number/, { ...template('login_code', [], { components: [{ type: 'body', parameters: words('1') }, { type: 'button', sub_type: 'url', index: '0', parameters: words('1') }] }), to: undefined, recipient: 'BR.1A2B' }],
  ])('%s → %i', async (_name, code, details, message) => {
    const answer = await rig.send(message);
    expect(answer.body.error).toMatchObject({ code, error_data: { details: expect.stringMatching(details) } });
    expect(rig.sim.ledger()).toEqual([]);
  });
});

describe('a change by the platform', () => {
  it('pauses, tells it with a number as id, refuses, and takes it back', async () => {
    const answer = await rig.control<{ data: { webhook: { status: number } } }>({ account: ACCOUNT.key, template: { name: 'hello_world', status: 'PAUSED' } });
    expect(answer.body.data.webhook.status).toBe(200);
    const told = await until('the webhook', () => rig.hook.received.find((one) => one.json.entry[0]!.changes[0]!.field === 'message_template_status_update'));
    expect(told.json.entry[0]!.changes[0]!.value).toMatchObject({ event: 'PAUSED', message_template_name: 'hello_world', message_template_language: 'en_US', message_template_id: expect.any(Number) });
    expect(told.json.entry[0]!.changes[0]!.value).not.toHaveProperty('metadata');
    expect((await rig.send({ ...template('hello_world'), to: ANA })).body.error.code).toBe(132015);
    await rig.control({ account: ACCOUNT.key, template: { name: 'hello_world', status: 'APPROVED' } });
    expect((await rig.send(template('hello_world'))).status).toBe(200);
  });

  it('writes ids beyond 2^53 digit by digit', async () => {
    await rig.control({ account: ACCOUNT.key, template: { name: 'weekly_offers_2026_w52', quality: 'YELLOW' } });
    const told = await until('the webhook', () => rig.hook.received.find((one) => one.raw.includes('weekly_offers_2026_w52')));
    expect(told.raw.toString()).toContain('"message_template_id":18014398509481985');
  });
});
