import { metaProvider } from '../../server/src/providers/meta';
import { createProviderRegistry } from '../../server/src/providers/registry';
import { ProviderError } from '../../server/src/providers/provider-error';
import { isMediaAddress } from '../../server/src/providers/meta/media';
import type { HttpRequest, ProviderAccount, ProviderIo } from '../../server/src/providers/provider';
import { TOKEN, json, startServer, text, type Answer, type Seen, type TestServer } from './meta-server';
import type { ServerResponse } from 'node:http';

const { media, templates } = metaProvider;
if (!media || !templates || !metaProvider.markRead || !metaProvider.typing) throw new Error('Meta lost a capability.');
const { markRead, typing } = metaProvider;

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function failureOf(call: Promise<unknown>): Promise<ProviderError> {
  const error = await call.then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProviderError);
  expect((error as ProviderError).message).not.toContain(TOKEN);
  return error as ProviderError;
}

const withAccount = (changes: Partial<ProviderAccount>): ProviderAccount => ({ ...server.account, ...changes });
const bodyOf = (seen: Seen | undefined): unknown => JSON.parse(seen?.body.toString() ?? 'null') as unknown;
const error = (code: number, message = `(#${code}) no`): unknown => ({ error: { message, type: 'OAuthException', code, fbtrace_id: 'T' } });
/** Answers by path; anything else fails the test by its 500. */
const route = (routes: Record<string, Answer>): Answer => (seen, response: ServerResponse) => {
  const path = seen.url.split('?')[0] ?? '';
  (routes[path] ?? text(500, `no route ${path}`))(seen, response);
};

describe('sending', () => {
  const send = (account = server.account, io: ProviderIo = server.io) =>
    metaProvider.send(account, { type: 'text', text: 'oi' }, { to: { kind: 'phone', value: '5511987654321' }, callbackData: 'msg_01' }, io);

  it('posts once to the number and gives what Meta calls message and recipient', async () => {
    server.answer(json(200, { messaging_product: 'whatsapp', contacts: [{ input: '5511987654321', wa_id: '551187654321' }], messages: [{ id: 'wamid.AAA' }] }));
    await expect(send()).resolves.toEqual({ providerMessageId: 'wamid.AAA', waId: '551187654321' });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]).toMatchObject({ method: 'POST', url: '/v26.0/200000000000002/messages' });
    expect(server.seen[0]?.headers).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' });
    expect(bodyOf(server.seen[0])).toMatchObject({ to: '5511987654321', text: { body: 'oi' }, biz_opaque_callback_data: 'msg_01' });
  });

  it.each([
    [{ input: 'BR.1A2B', user_id: 'BR.1A2B' }, { userId: 'BR.1A2B' }],
    [{ input: 'BR.1A2B', wa_id: 'BR.1A2B' }, { userId: 'BR.1A2B' }],
    [{ input: 'x', wa_id: '' }, {}],
  ])('reads the recipient %j', async (contact, expected) => {
    server.answer(json(200, { contacts: [contact], messages: [{ id: 'wamid.AAA' }] }));
    await expect(send()).resolves.toEqual({ providerMessageId: 'wamid.AAA', ...expected });
  });

  it('keeps a path in the address', async () => {
    server.answer(json(200, { messages: [{ id: 'wamid.AAA' }] }));
    await send(withAccount({ settings: { ...server.account.settings, baseUrl: `${server.url}/graph/`, graphVersion: 'v25.0' } }));
    expect(server.seen[0]?.url).toBe('/graph/v25.0/200000000000002/messages');
  });

  const OUTCOMES: [name: string, answer: Answer, expected: Record<string, unknown>][] = [
    ['200 without an id', json(200, { messaging_product: 'whatsapp', messages: [] }), { kind: 'unknown_outcome' }],
    ['200 of a web page', text(200, '<html>'), { kind: 'unknown_outcome' }],
    ['200 with an error', json(200, error(131047)), { kind: 'outside_window', vendorCode: '131047' }],
    ['pair rate', json(400, error(131056)), { kind: 'pair_rate_limited', vendorCode: '131056' }],
    ['own 500', json(500, error(131000)), { kind: 'temporary_few', vendorCode: '131000' }],
    ['web page 500', text(500, '<html>Sorry</html>'), { kind: 'unknown_outcome' }],
    ['empty 503', text(503, ''), { kind: 'unknown_outcome' }],
    ['429 with Retry-After', text(429, '', { 'retry-after': '17' }), { kind: 'rate_limited', retryAfterMs: 17_000 }],
    ['429 with a date', text(429, '', { 'retry-after': 'Fri, 20 Nov 2026 10:02:00 GMT' }), { kind: 'rate_limited', retryAfterMs: 120_000 }],
    ['redirect', text(307, '', { location: 'https://elsewhere.invalid/' }), { kind: 'misconfigured' }],
    ['reset in the answer', (_seen, response) => void response.writeHead(200, { 'content-length': '99' }).write('{', () => response.destroy()), { kind: 'unknown_outcome' }],
    ['reset before the answer', (_seen, response) => void response.socket?.resetAndDestroy(), { kind: 'unknown_outcome' }],
  ];
  it.each(OUTCOMES)('%s', async (_name, answer, expected) => {
    server.answer(answer);
    expect(await failureOf(send())).toMatchObject(expected);
    expect(server.seen).toHaveLength(1);
  });

  it('a hang is unknown, a refused port is unreachable', async () => {
    server.answer(() => undefined);
    const impatient: ProviderIo = { ...server.io, http: (request: HttpRequest) => server.io.http({ ...request, timeoutMs: 50 }) };
    expect((await failureOf(send(server.account, impatient))).kind).toBe('unknown_outcome');

    const gone = await startServer();
    await gone.close();
    expect((await failureOf(send(gone.account))).kind).toBe('unreachable');
  });

  it.each([
    [{ secrets: {} }, 'auth'],
    [{ secrets: { accessToken: '  ' } }, 'auth'],
    [{ settings: {} }, 'misconfigured'],
    [{ settings: { phoneNumberId: '1', baseUrl: 'not a url' } }, 'misconfigured'],
  ])('asks nothing where the account is incomplete: %j', async (changes, kind) => {
    server.answer(json(200, {}));
    expect((await failureOf(send(withAccount(changes)))).kind).toBe(kind);
    expect(server.seen).toHaveLength(0);
  });

  it('never repeats a token from Meta’s sentence', async () => {
    server.answer(json(401, error(190, `Malformed access token ${TOKEN}`)));
    expect((await failureOf(send())).message).toBe('Malformed access token …');
    server.answer(json(400, error(100, 'Bad token EAAGotherTokenOfTheSameForm12345')));
    expect((await failureOf(send())).message).toBe('Bad token …');
  });
});

describe('read receipts and typing', () => {
  it('marks read', async () => {
    server.answer(json(200, { success: true }));
    await markRead(server.account, 'wamid.IN', server.io);
    expect(bodyOf(server.seen[0])).toEqual({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.IN' });
  });

  it('shows typing', async () => {
    server.answer(json(200, { success: true }));
    await typing(server.account, 'wamid.IN', server.io);
    expect(bodyOf(server.seen[0])).toEqual({ messaging_product: 'whatsapp', status: 'read', message_id: 'wamid.IN', typing_indicator: { type: 'text' } });
  });

  it('calls what may be repeated temporary, not unknown', async () => {
    server.answer(text(502, ''));
    expect((await failureOf(markRead(server.account, 'wamid.IN', server.io))).kind).toBe('temporary');
  });
});

describe('templates', () => {
  const row = (index: number) => ({ id: String(index), name: `t${index}`, language: 'en', status: 'APPROVED', category: 'UTILITY', components: [{ type: 'BODY', text: 'Hi' }] });

  it('reads 250 in three pages and never calls the address of the next one', async () => {
    server.answer((seen, response) => {
      const query = new URL(seen.url, server.url).searchParams;
      const start = Number(query.get('after') ?? 0);
      const rows = Array.from({ length: Math.min(100, 250 - start) }, (_, index) => row(start + index));
      const isLast = start + rows.length === 250;
      json(200, { data: rows, paging: { cursors: { before: 'x', after: String(start + rows.length) }, ...(isLast ? {} : { next: 'https://evil.invalid/next?access_token=x' }) } })(seen, response);
    });
    const names: string[] = [];
    let after: string | undefined;
    do {
      const page = await templates.list(server.account, { after, limit: 100 }, server.io);
      names.push(...page.templates.map(({ name }) => name));
      after = page.after;
    } while (after !== undefined);
    expect(new Set(names).size).toBe(250);
    expect(server.seen).toHaveLength(3);
    expect(server.seen.every(({ url }) => url.startsWith('/v26.0/100000000000001/message_templates?fields=id%2Cname'))).toBe(true);
  });

  it('stops at a cursor that does not move', async () => {
    server.answer(json(200, { data: [row(1)], paging: { cursors: { after: 'same' }, next: 'https://x' } }));
    await expect(templates.list(server.account, { after: 'same', limit: 1 }, server.io)).resolves.not.toHaveProperty('after');
  });

  it('maps every part, and keeps what it does not know as other', async () => {
    server.answer(
      json(200, {
        data: [
          {
            id: 300000000000003,
            name: 'order_ready',
            language: 'pt_BR',
            status: 'SOMETHING_NEW',
            category: 'MARKETING',
            parameter_format: 'NAMED',
            quality_score: { score: 'GREEN', date: 1 },
            rejected_reason: 'ABUSIVE_CONTENT',
            components: [
              { type: 'HEADER', format: 'TEXT', text: 'Order {{order_id}}', example: { header_text_named_params: [{ param_name: 'order_id', example: '42' }] } },
              { type: 'HEADER', format: 'DOCUMENT', example: { header_handle: ['https://scontent/x'] } },
              { type: 'HEADER', format: 'GIF' },
              { type: 'BODY', text: 'Hi {{first_name}}', example: { body_text_named_params: [{ param_name: 'first_name', example: 'Ana' }] } },
              { type: 'BODY', text: 'Hi {{1}}, {{2}}', example: { body_text: [['Ana', '42']] } },
              { type: 'FOOTER', text: 'Shop' },
              { type: 'FOOTER', code_expiration_minutes: 10 },
              {
                type: 'BUTTONS',
                buttons: [
                  { type: 'QUICK_REPLY', text: 'OK' },
                  { type: 'URL', text: 'Track', url: 'https://x.test/{{1}}', example: ['https://x.test/1'] },
                  { type: 'PHONE_NUMBER', text: 'Call', phone_number: '+15550100' },
                  { type: 'COPY_CODE', text: 'Copy', example: 'X10' },
                  { type: 'OTP', text: 'Copy code', otp_type: 'COPY_CODE' },
                  { type: 'FLOW', text: 'Open' },
                ],
              },
              { type: 'CAROUSEL', cards: [] },
            ],
          },
          { id: '1', name: 'plain', language: 'en', status: 'APPROVED', category: 'UTILITY', rejected_reason: 'NONE' },
          { id: '2', name: 'no language' },
        ],
      }),
    );
    const { templates: listed, after } = await templates.list(server.account, { limit: 100 }, server.io);
    expect(after).toBeUndefined();
    expect(server.warnings).toHaveLength(1);
    expect(listed).toEqual([
      {
        providerTemplateId: '300000000000003',
        name: 'order_ready',
        language: 'pt_BR',
        category: 'MARKETING',
        approvalStatus: 'SOMETHING_NEW',
        quality: 'GREEN',
        rejectedReason: 'ABUSIVE_CONTENT',
        parameterFormat: 'named',
        components: [
          { type: 'header', format: 'text', text: 'Order {{order_id}}', example: ['42'] },
          { type: 'header', format: 'document', example: ['https://scontent/x'] },
          { type: 'other', vendorType: 'HEADER.GIF' },
          { type: 'body', text: 'Hi {{first_name}}', example: ['Ana'] },
          { type: 'body', text: 'Hi {{1}}, {{2}}', example: ['Ana', '42'] },
          { type: 'footer', text: 'Shop' },
          { type: 'footer', text: 'This code expires in 10 minutes.' },
          {
            type: 'buttons',
            buttons: [
              { type: 'quick_reply', text: 'OK' },
              { type: 'url', text: 'Track', url: 'https://x.test/{{1}}', example: ['https://x.test/1'] },
              { type: 'phone', text: 'Call', phone: '+15550100' },
              { type: 'copy_code', text: 'Copy', example: 'X10' },
              { type: 'otp', text: 'Copy code', otpType: 'COPY_CODE' },
              { type: 'other', vendorType: 'FLOW', text: 'Open' },
            ],
          },
          { type: 'other', vendorType: 'CAROUSEL' },
        ],
      },
      { providerTemplateId: '1', name: 'plain', language: 'en', category: 'UTILITY', approvalStatus: 'APPROVED', parameterFormat: 'positional', components: [] },
    ]);
  });

  it.each([
    ['a web page', text(200, '<html>'), 'temporary'],
    ['no list', json(200, { data: 'x' }), 'temporary'],
    ['a wrong token', json(401, error(190)), 'auth'],
  ])('%s', async (_name, answer, kind) => {
    server.answer(answer);
    expect((await failureOf(templates.list(server.account, { limit: 1 }, server.io))).kind).toBe(kind);
  });
});

describe('media', () => {
  const options = { maxBytes: 1_000 };

  it('uploads exact bytes under a filename that cannot break the form', async () => {
    server.answer(json(200, { id: 'MEDIA_ID' }));
    const content = Buffer.from([0, 13, 10, 45, 45, 255]);
    await expect(media.upload(server.account, { content, mimeType: 'application/pdf', filename: 'Fatura "ção"\r\nX: y.pdf' }, server.io)).resolves.toEqual({ providerMediaId: 'MEDIA_ID' });
    const { url, headers, body } = server.seen[0] as Seen;
    expect(url).toBe('/v26.0/200000000000002/media');
    const boundary = /boundary=(.+)$/.exec(headers['content-type'] ?? '')?.[1];
    const expected = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="messaging_product"\r\n\r\nwhatsapp\r\n` +
          `--${boundary}\r\nContent-Disposition: form-data; name="type"\r\n\r\napplication/pdf\r\n` +
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="Fatura %22ção%22%0D%0AX: y.pdf"\r\nContent-Type: application/pdf\r\n\r\n`,
      ),
      content,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);
    expect(body.equals(expected)).toBe(true);
  });

  it.each([
    ['a type Meta refuses', json(400, error(100)), 'invalid_media'],
    ['no id', json(200, {}), 'temporary'],
    ['a web page 502', text(502, '<html>'), 'temporary'],
    ['a wrong token', json(401, error(190)), 'auth'],
  ])('upload: %s', async (_name, answer, kind) => {
    server.answer(answer);
    expect((await failureOf(media.upload(server.account, { content: Buffer.from('x'), mimeType: 'image/png', filename: 'a' }, server.io))).kind).toBe(kind);
  });

  it('refuses a type that would write its own header', async () => {
    expect((await failureOf(media.upload(server.account, { content: Buffer.from('x'), mimeType: 'image/png\r\nx: y', filename: 'a' }, server.io))).kind).toBe('invalid_media');
  });

  const lookup = (extra: Record<string, unknown> = {}): Answer => (seen, response) => json(200, { url: `${server.url}/file`, mime_type: 'image/jpeg', file_size: '3', ...extra })(seen, response);
  const file: Answer = (_seen, response) => void response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(Buffer.from([1, 2, 3]));

  it('downloads in two steps, with the token at both', async () => {
    server.answer(route({ '/v26.0/MEDIA': lookup(), '/file': file }));
    const result = await media.download(server.account, 'MEDIA', options, server.io);
    expect(result).toEqual({ content: Buffer.from([1, 2, 3]), mimeType: 'image/jpeg' });
    expect(server.seen.map(({ url }) => url)).toEqual(['/v26.0/MEDIA?phone_number_id=200000000000002', '/file']);
    expect(server.seen.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  it('looks the address up once more on 404, then gives up', async () => {
    let lookups = 0;
    server.answer(
      route({
        '/v26.0/MEDIA': (seen, response) => {
          lookups += 1;
          lookup({ url: `${server.url}/file${lookups}` })(seen, response);
        },
        '/file1': text(404, 'gone'),
        '/file2': file,
      }),
    );
    await expect(media.download(server.account, 'MEDIA', options, server.io)).resolves.toMatchObject({ mimeType: 'image/jpeg' });
    expect(lookups).toBe(2);

    server.answer(route({ '/v26.0/MEDIA': lookup(), '/file': text(404, 'gone') }));
    expect((await failureOf(media.download(server.account, 'MEDIA', options, server.io))).kind).toBe('invalid_media');
    expect(server.seen).toHaveLength(4);
  });

  it('gives the token to no foreign host, by answer or by redirect', async () => {
    const foreign = await startServer();
    foreign.answer(file);
    server.answer(route({ '/v26.0/MEDIA': lookup({ url: `${foreign.url}/file` }) }));
    expect((await failureOf(media.download(server.account, 'MEDIA', options, server.io))).kind).toBe('invalid_media');
    server.answer(route({ '/v26.0/MEDIA': lookup(), '/file': text(302, '', { location: `${foreign.url}/file` }) }));
    expect((await failureOf(media.download(server.account, 'MEDIA', options, server.io))).kind).toBe('invalid_media');
    expect(foreign.seen).toHaveLength(0);
    await foreign.close();
  });

  it('follows a redirect among allowed hosts, a few times', async () => {
    server.answer(route({ '/v26.0/MEDIA': lookup(), '/file': text(302, '', { location: '/moved' }), '/moved': file }));
    await expect(media.download(server.account, 'MEDIA', options, server.io)).resolves.toMatchObject({ content: Buffer.from([1, 2, 3]) });
    server.answer(route({ '/v26.0/MEDIA': lookup(), '/file': text(302, '', { location: '/file' }) }));
    expect((await failureOf(media.download(server.account, 'MEDIA', options, server.io))).kind).toBe('temporary');
  });

  it.each([
    ['announced as text', lookup({ file_size: '1001' }), 1],
    ['announced as a number', lookup({ file_size: 1001 }), 1],
    ['lying about it', lookup({ file_size: 3 }), 2],
  ])('stops a file that is too large, %s', async (_name, answer, calls) => {
    server.answer(route({ '/v26.0/MEDIA': answer, '/file': (_seen, response) => void response.writeHead(200).end(Buffer.alloc(1_001)) }));
    expect((await failureOf(media.download(server.account, 'MEDIA', options, server.io))).kind).toBe('invalid_media');
    expect(server.seen).toHaveLength(calls);
  });

  const FAILURES: [name: string, routes: () => Record<string, Answer>, kind: string][] = [
    ['an unknown id', () => ({ '/v26.0/MEDIA': json(400, { error: { code: 100, error_subcode: 33, message: 'x' } }) }), 'invalid_media'],
    ['no address', () => ({ '/v26.0/MEDIA': json(200, { id: 'MEDIA' }) }), 'temporary'],
    ['a page instead of the picture', () => ({ '/v26.0/MEDIA': lookup(), '/file': text(200, '<html>') }), 'temporary'],
    ['a reset', () => ({ '/v26.0/MEDIA': lookup(), '/file': (_seen, response) => void response.socket?.resetAndDestroy() }), 'temporary'],
    ['a wrong token', () => ({ '/v26.0/MEDIA': lookup(), '/file': text(401, '') }), 'auth'],
    ['500', () => ({ '/v26.0/MEDIA': lookup(), '/file': text(500, '') }), 'temporary'],
  ];
  it.each(FAILURES)('download: %s', async (_name, routes, kind) => {
    server.answer(route(routes()));
    expect((await failureOf(media.download(server.account, 'MEDIA', options, server.io))).kind).toBe(kind);
  });

  it('does not let an id leave its place in the address', async () => {
    server.answer(json(400, error(100)));
    await failureOf(media.download(server.account, '../me?x=', options, server.io));
    expect(server.seen[0]?.url).toBe('/v26.0/..%2Fme%3Fx%3D?phone_number_id=200000000000002');
  });

  it('removes', async () => {
    server.answer(json(200, { success: true }));
    await media.remove?.(server.account, 'MEDIA', server.io);
    expect(server.seen[0]).toMatchObject({ method: 'DELETE', url: '/v26.0/MEDIA?phone_number_id=200000000000002' });
  });

  it.each([
    ['https://lookaside.fbsbx.com/x', true],
    ['https://graph.facebook.com/x', true],
    ['https://scontent.xx.fbcdn.net/x', true],
    ['https://mmg.whatsapp.net/x', true],
    ['http://127.0.0.1:1338/graph/x', true],
    ['http://127.0.0.1:1339/x', false],
    ['http://lookaside.fbsbx.com/x', false],
    ['https://lookaside.fbsbx.com:8443/x', false],
    ['https://lookaside.fbsbx.com.evil.test/x', false],
    ['https://evilfbsbx.com/x', false],
    ['https://user@lookaside.fbsbx.com/x', false],
    ['https://www.facebook.com/x', false],
    ['file:///etc/passwd', false],
    ['nonsense', false],
  ])('%s may get the token: %s', (address, expected) => {
    expect(isMediaAddress(address, 'http://127.0.0.1:1338')).toBe(expected);
  });
});

describe('health', () => {
  const NUMBER = '/v26.0/200000000000002';
  const APPS = '/v26.0/100000000000001/subscribed_apps';
  const healthy = {
    id: '200000000000002',
    display_phone_number: '+1 555-010-0000',
    verified_name: 'Shop',
    status: 'CONNECTED',
    quality_rating: 'GREEN',
    throughput: { level: 'STANDARD' },
    platform_type: 'CLOUD_API',
    account_mode: 'LIVE',
    name_status: 'APPROVED',
    code_verification_status: 'VERIFIED',
    whatsapp_business_manager_messaging_limit: 'TIER_2K',
    is_on_biz_app: false,
    health_status: {
      can_send_message: 'AVAILABLE',
      entities: [
        { entity_type: 'PHONE_NUMBER', id: '200000000000002', can_send_message: 'AVAILABLE' },
        { entity_type: 'WABA', id: '100000000000001', can_send_message: 'AVAILABLE' },
        { entity_type: 'BUSINESS', id: '555', can_send_message: 'AVAILABLE' },
      ],
    },
  };
  const subscribed = { data: [{ whatsapp_business_api_data: { id: '777', name: 'Ours' } }] };
  const ask = (number: unknown = healthy, apps: unknown = subscribed, account = server.account) => {
    server.answer(route({ [NUMBER]: json(200, number), [APPS]: json(200, apps) }));
    return metaProvider.health(account, server.io);
  };

  it('tells of a healthy number', async () => {
    await expect(ask()).resolves.toEqual({
      state: 'connected',
      displayPhoneNumber: '+1 555-010-0000',
      verifiedName: 'Shop',
      quality: 'GREEN',
      messagesPerSecond: 80,
      messagingLimit: 2_000,
      webhooksSubscribed: true,
      businessAccountId: '100000000000001',
      portfolioId: '555',
      problems: [],
    });
  });

  it.each([
    ['TIER_250', 250],
    ['TIER_10K', 10_000],
    ['TIER_100K', 100_000],
    ['TIER_UNLIMITED', null],
    ['TIER_NOT_SET', undefined],
    [undefined, undefined],
  ])('messaging limit %s', async (tier, expected) => {
    expect((await ask({ ...healthy, whatsapp_business_manager_messaging_limit: tier })).messagingLimit).toBe(expected);
  });

  it.each([
    [{ level: 'HIGH' }, 1_000],
    [{ level: 'NOT_APPLICABLE' }, undefined],
    [{ level: 1000 }, 1_000],
    [1000, 1_000],
    [undefined, undefined],
  ])('throughput %j', async (throughput, expected) => {
    expect((await ask({ ...healthy, throughput })).messagesPerSecond).toBe(expected);
  });

  it('knows coexistence and its 20 messages a second', async () => {
    await expect(ask({ ...healthy, is_on_biz_app: true, throughput: { level: 'HIGH' } })).resolves.toMatchObject({ coexistence: true, messagesPerSecond: 20 });
  });

  it.each([
    [{ health_status: { can_send_message: 'LIMITED', entities: [{ entity_type: 'WABA', id: '100000000000001', can_send_message: 'LIMITED', errors: [{ error_code: 141006, error_description: 'No payment method.', possible_solution: 'Add one.' }] }] } }, 'limited', '141006'],
    [{ health_status: { can_send_message: 'BLOCKED', entities: [{ entity_type: 'BUSINESS', id: '5', can_send_message: 'BLOCKED' }] } }, 'blocked', 'business'],
    [{ status: 'FLAGGED' }, 'limited', 'number_not_connected'],
    [{ status: 'DISCONNECTED' }, 'blocked', 'number_not_connected'],
    [{ quality_rating: 'RED' }, 'connected', 'quality_low'],
    [{ name_status: 'DECLINED' }, 'connected', 'name_declined'],
    [{ code_verification_status: 'NOT_VERIFIED' }, 'connected', 'number_not_verified'],
    [{ account_mode: 'SANDBOX' }, 'connected', 'test_number'],
    [{ platform_type: 'ON_PREMISE' }, 'connected', 'not_cloud_api'],
    [{ health_status: { can_send_message: 'AVAILABLE', entities: [{ entity_type: 'WABA', id: '999', can_send_message: 'AVAILABLE' }] } }, 'connected', 'business_account_mismatch'],
  ])('%j is %s with a problem in words', async (changes, state, code) => {
    const health = await ask({ ...healthy, ...changes });
    expect(health.state).toBe(state);
    expect(health.problems.map((problem) => problem.code)).toEqual([code]);
    expect(health.problems[0]?.message).toMatch(/^\S.+\.$/);
  });

  it.each([
    [{ data: [] }, false],
    [{ data: [{ whatsapp_business_api_data: { id: '111' } }] }, false],
    [subscribed, true],
  ])('subscription %j', async (apps, expected) => {
    const health = await ask(healthy, apps);
    expect(health.webhooksSubscribed).toBe(expected);
    expect(health.problems.map((problem) => problem.code)).toEqual(expected ? [] : ['webhooks_not_subscribed']);
  });

  it('without an app id any subscribed app will do', async () => {
    const { appId: _appId, ...settings } = server.account.settings;
    await expect(ask(healthy, { data: [{ whatsapp_business_api_data: { id: '111' } }] }, withAccount({ settings }))).resolves.toMatchObject({ webhooksSubscribed: true });
  });

  it('says that the subscription could not be asked, and is no failure', async () => {
    server.answer(route({ [NUMBER]: json(200, healthy), [APPS]: json(403, error(200)) }));
    const health = await metaProvider.health(server.account, server.io);
    expect(health).not.toHaveProperty('webhooksSubscribed');
    expect(health.problems.map(({ code }) => code)).toEqual(['subscription_unknown']);
  });

  it('asks for less where the Graph version does not know a field', async () => {
    server.answer((seen, response) => {
      if (seen.url.startsWith(APPS)) return json(200, subscribed)(seen, response);
      return seen.url.includes('is_on_biz_app') ? json(400, error(100, '(#100) Tried accessing nonexisting field'))(seen, response) : json(200, { display_phone_number: '1', status: 'CONNECTED' })(seen, response);
    });
    await expect(metaProvider.health(server.account, server.io)).resolves.toMatchObject({ state: 'connected', displayPhoneNumber: '1' });
  });

  it.each([
    ['a wrong token', json(401, error(190)), 'auth'],
    ['a foreign number', json(400, { error: { code: 100, error_subcode: 33, message: 'x' } }), 'misconfigured'],
    ['a web page', text(503, '<html>'), 'temporary'],
  ])('throws for %s', async (_name, answer, kind) => {
    server.answer(answer);
    expect((await failureOf(metaProvider.health(server.account, server.io))).kind).toBe(kind);
  });
});

describe('the provider', () => {
  it('is one line of the registry, beside a host’s own', () => {
    const own = { ...metaProvider, id: 'own' };
    const registry = createProviderRegistry([own]);
    expect(registry.listProviders().map(({ id }) => id)).toEqual(['meta', 'own']);
    expect(registry.findProvider('nobody')).toBeNull();
    expect(registry.getProvider('own')).toBe(own);
    expect(() => registry.getProvider('nobody')).toThrow('There is no provider "nobody".');
    expect(createProviderRegistry([metaProvider]).refusals).toEqual([expect.stringContaining('two providers')]);
    expect(createProviderRegistry([{ ...own, id: '../x' }]).refusals).toEqual([expect.stringContaining('must match')]);
  });

  it('draws a form whose secrets are secret and whose address guards them', () => {
    const byName = Object.fromEntries(metaProvider.settings.map((field) => [field.name, field]));
    expect(metaProvider.settings.filter(({ secret }) => secret).map(({ name }) => name)).toEqual(['accessToken', 'appSecret']);
    expect(byName['baseUrl']).toMatchObject({ guardsSecrets: true, default: 'https://graph.facebook.com' });
    expect(byName['graphVersion']).toMatchObject({ default: 'v26.0' });
    expect(byName['phoneNumberId']).toMatchObject({ unique: true, required: true });
    for (const { pattern, help } of metaProvider.settings) {
      expect(help).toBeTruthy();
      if (pattern) expect(() => new RegExp(`^(?:${pattern.source})$`)).not.toThrow();
    }
  });
});
