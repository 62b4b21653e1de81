import { readFileSync, readdirSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { toProviderError } from '../../server/src/providers/meta/errors';
import { metaWebhook } from '../../server/src/providers/meta/webhook';
import type { AccountRef, ProviderAccount, ProviderEvent } from '../../server/src/providers/provider';
import { NOW } from './meta-server';

const FOLDER = path.join(__dirname, '../fixtures/webhooks/meta');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as unknown;

const ACCOUNT: AccountRef = { phoneNumberId: '200000000000002', businessAccountId: '100000000000001' };
const at = (seconds: number): Date => new Date(seconds * 1000);
const oi = { type: 'text', text: 'oi' };
const ana = { phone: '5511987654321', waId: '5511987654321', profileName: 'Ana Teste' };
const message = (from: Record<string, string>, extra: Record<string, unknown> = {}): unknown => ({
  kind: 'message', account: ACCOUNT, at: at(1790000000), providerMessageId: 'wamid.COMPOSED0001', from, content: oi, ...extra,
});
const status = (extra: Record<string, unknown>): unknown => ({ kind: 'status', account: ACCOUNT, providerMessageId: 'wamid.COMPOSEDORD', recipient: ana, ...extra });
const failed = (kind: string, code: string, sentence: string): Webhook => ({
  events: [[status({ status: 'failed', at: at(1790000009), failure: { kind, vendorCode: code, message: sentence } })]],
});
const preference = (value: string, seconds: number): Webhook => ({
  events: [[{
    kind: 'preference', account: ACCOUNT, at: at(seconds), person: { ...ana, userId: 'BR.1A2B3C4D5E' }, purpose: 'marketing', value,
    detail: `User requested to ${value} marketing messages`,
  }]],
});

/** What each body of the file says, in order; a file may hold several bodies, delivered one after the other. */
interface Webhook {
  events: unknown[][];
  identifies?: AccountRef[];
}
interface HttpError {
  error: { kind: string; vendorCode: string; message: string };
}
interface Signature {
  signature: true;
}

/** One line a file. A file that is added without one fails the first test. */
const EXPECTED: Record<string, Webhook | HttpError | Signature> = {
  'bsuid-01-phone-only.json': { events: [[message(ana)]] },
  'bsuid-02-phone-and-bsuid.json': { events: [[message({ ...ana, userId: 'BR.1A2B3C4D5E' })]] },
  'bsuid-03-bsuid-only.json': { events: [[message({ userId: 'BR.1A2B3C4D5E', profileName: 'Ana Teste', username: 'ana.teste' })]] },
  'bsuid-04-bsuid-and-parent.json': {
    events: [[message({ userId: 'BR.1A2B3C4D5E', parentUserId: 'BR.ENT.9Z8Y7X', profileName: 'Ana Teste', username: 'ana.teste' })]],
  },
  'bsuid-05-bsuid-in-from-and-wa_id.json': { events: [[message({ userId: 'BR.1A2B3C4D5E', profileName: 'Ana Teste', username: 'ana.teste' })]] },
  'bsuid-06-no-identity-at-all.json': { events: [[message({ profileName: '?' })]] },
  'bsuid-07-status-delivered-bsuid.json': {
    events: [[{
      kind: 'status', account: ACCOUNT, at: at(1790000010), providerMessageId: 'wamid.COMPOSED9001', status: 'delivered',
      recipient: { userId: 'BR.1A2B3C4D5E', profileName: 'Ana Teste' },
      pricing: { billable: true, model: 'PMP', type: 'regular', category: 'utility' },
    }]],
  },
  'bsuid-08-status-failed-no-contacts.json': {
    events: [[{
      kind: 'status', account: ACCOUNT, at: at(1790000011), providerMessageId: 'wamid.COMPOSED9002', status: 'failed',
      recipient: { phone: '5511987654321', waId: '5511987654321' },
      failure: { kind: 'recipient_refused', vendorCode: '131026', message: 'Message Undeliverable.' },
    }]],
  },
  'bsuid-09-user_id_update.json': {
    events: [[{
      kind: 'identity', account: ACCOUNT, at: at(1790000012),
      previous: { userId: 'BR.1A2B3C4D5E', parentUserId: 'BR.ENT.9Z8Y7X' },
      current: { phone: '5511987654321', waId: '5511987654321', userId: 'BR.NEW000111', parentUserId: 'BR.ENT.NEWPAR' },
    }]],
  },
  'bsuid-10-system-user_changed_user_id.json': {
    events: [[{ kind: 'identity', account: ACCOUNT, at: at(1790000000), providerMessageId: 'wamid.COMPOSED0001', previous: {}, current: { userId: 'BR.NEW000111' } }]],
  },
  'bsuid-11-batch-mixed.json': {
    events: [[
      message({ ...ana, userId: 'BR.1A2B3C4D5E' }),
      message({ phone: '5215512345678', waId: '5215512345678', profileName: 'Ana Teste' }, { providerMessageId: 'wamid.COMPOSED0002' }),
      { kind: 'status', account: ACCOUNT, at: at(1790000013), providerMessageId: 'wamid.X', status: 'sent', recipient: { phone: '5511987654321', waId: '5511987654321' } },
      { kind: 'template', account: { businessAccountId: '100000000000001' }, at: null, name: 'order_ready', language: 'pt_BR', change: { approvalStatus: 'APPROVED', category: 'UTILITY' } },
    ]],
    identifies: [ACCOUNT, { businessAccountId: '100000000000001' }],
  },
  'bsuid-12-empty-string-phone-legacy-user-id.json': {
    events: [[message({ userId: 'user.0123456789abcdef', profileName: 'Ana Teste', username: 'ana.teste' }, { providerMessageId: 'wamid.COMPOSED0012' })]],
  },
  'coexistence-01-message_echo.json': {
    events: [[{
      kind: 'echo', account: ACCOUNT, at: at(1790000300), providerMessageId: 'wamid.ECHO1', to: { phone: '5511987654321', userId: 'BR.1A2B3C4D5E' },
      content: { type: 'text', text: 'sent from phone app' },
    }]],
  },
  'coexistence-02-edit.json': {
    events: [[{
      kind: 'edit', account: ACCOUNT, at: at(1790000000), providerMessageId: 'wamid.COMPOSED0001', originalProviderMessageId: 'wamid.ORIG',
      content: { type: 'text', text: 'corrigido' },
    }]],
  },
  'coexistence-03-revoke.json': {
    events: [[{ kind: 'revoke', account: ACCOUNT, at: at(1790000000), providerMessageId: 'wamid.COMPOSED0001', originalProviderMessageId: 'wamid.ORIG' }]],
  },
  'failed-130472.json': failed('recipient_refused', '130472', 'experiment'),
  'failed-131047.json': failed('outside_window', '131047', 'More than 24 hours have passed since the customer last replied.'),
  'failed-131049.json': failed('later_24h', '131049', 'ecosystem engagement'),
  'failed-131050.json': failed('opted_out', '131050', 'Recipient has chosen to stop receiving marketing messages'),
  'failed-131053.json': failed('invalid_media', '131053', 'Unsupported media type'),
  'failed-131056.json': failed('pair_rate_limited', '131056', 'Too many messages sent from this phone number to the same phone number'),
  'failed-131062.json': failed('recipient_refused', '131062', 'This message type needs a phone number'),
  'http-error-code-100.json': { error: { kind: 'invalid_request', vendorCode: '100', message: 'Invalid parameter' } },
  'http-error-code-130429.json': {
    error: { kind: 'rate_limited', vendorCode: '130429', message: 'Message failed to send because there were too many messages sent from this phone number in a short period of time' },
  },
  'http-error-code-131000.json': { error: { kind: 'temporary_few', vendorCode: '131000', message: 'Something went wrong' } },
  'http-error-code-131031.json': { error: { kind: 'account_blocked', vendorCode: '131031', message: 'Account has been locked' } },
  'http-error-code-131056.json': { error: { kind: 'pair_rate_limited', vendorCode: '131056', message: 'pair rate limit' } },
  'http-error-code-132000.json': {
    error: { kind: 'template_parameters', vendorCode: '132000', message: 'body: number of localizable_params (1) does not match the expected number of params (2)' },
  },
  'http-error-code-132001.json': { error: { kind: 'template_missing', vendorCode: '132001', message: 'template name (x) does not exist in pt_BR' } },
  'http-error-code-132015.json': { error: { kind: 'template_paused', vendorCode: '132015', message: 'Template is paused' } },
  'http-error-code-190.json': { error: { kind: 'auth', vendorCode: '190', message: 'Access token expired' } },
  'http-error-code-80007.json': { error: { kind: 'rate_limited', vendorCode: '80007', message: 'WABA rate limit' } },
  'number-01-br-12-digits.json': { events: [[message({ phone: '551187654321', waId: '551187654321', profileName: 'Ana Teste' })]] },
  'number-02-mx-521.json': { events: [[message({ phone: '5215512345678', waId: '5215512345678', profileName: 'Ana Teste' })]] },
  'number-03-ar-549.json': { events: [[message({ phone: '5491112345678', waId: '5491112345678', profileName: 'Ana Teste' })]] },
  'opt-01-user_preferences-stop.json': preference('stop', 1790000100),
  'opt-02-user_preferences-resume.json': preference('resume', 1790000200),
  'order-01-read-before-delivered.json': {
    events: [
      [status({ status: 'sent', at: at(1790000000) })],
      [status({ status: 'read', at: at(1790000005) })],
      [status({ status: 'delivered', at: at(1790000004) })],
    ],
  },
  'order-02-status-before-send-response.json': { events: [[status({ status: 'sent', at: at(1790000000) })]] },
  'order-03-duplicate-delivery.json': { events: [[status({ status: 'delivered', at: at(1790000004) })], [status({ status: 'delivered', at: at(1790000004) })]] },
  'signature-vector-unicode.json': { signature: true },
  'signature-vector.json': { signature: true },
};

const SECRET = 'test_app_secret';
const account: ProviderAccount = { key: 'main', settings: {}, secrets: { appSecret: SECRET }, verifyToken: 't' };
const signed = (raw: string): Record<string, string> => ({ 'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(raw).digest('hex')}` });
const entries = Object.entries(EXPECTED);
const WEBHOOKS = entries.flatMap(([file, expected]) => ('events' in expected ? [[file, expected] as const] : []));
const HTTP_ERRORS = entries.flatMap(([file, expected]) => ('error' in expected ? [[file, expected] as const] : []));

describe('the fixtures of Meta', () => {
  it('all have an expectation, and every expectation has its file', () => {
    expect(Object.keys(EXPECTED).sort()).toEqual(readdirSync(FOLDER).sort());
  });

  describe.each(WEBHOOKS)('%s', (file, expected) => {
    const content = read(file);
    const bodies = Array.isArray(content) ? content : [content];

    it('says what it says', () => {
      expect(bodies.map((body) => metaWebhook.parse(JSON.stringify(body)))).toEqual(expected.events);
    });

    it('names its accounts', () => {
      for (const body of bodies) expect(metaWebhook.identify?.(body)).toEqual(expected.identifies ?? [ACCOUNT]);
    });

    it('passes with its signature and not with one byte changed', () => {
      for (const body of bodies) {
        const raw = JSON.stringify(body);
        expect(metaWebhook.verify(account, { headers: signed(raw), rawBody: Buffer.from(raw) })).toBe(true);
        expect(metaWebhook.verify(account, { headers: signed(raw), rawBody: Buffer.from(`${raw} `) })).toBe(false);
      }
    });
  });

  it.each(HTTP_ERRORS)('%s', (file, expected) => {
    const fixture = read(file) as { _http_status: number; body: unknown };
    for (const httpStatus of [400, fixture._http_status]) {
      const error = toProviderError({ status: httpStatus, headers: {}, body: Buffer.from(JSON.stringify(fixture.body)) }, NOW);
      expect(error).toMatchObject(expected.error);
    }
  });

  it('signature-vector.json', () => {
    const vector = read('signature-vector.json') as { app_secret: string; raw_body: string; value: string; must_fail: string[] };
    const verify = (value: string): boolean =>
      metaWebhook.verify({ ...account, secrets: { appSecret: vector.app_secret } }, { headers: { 'x-hub-signature-256': value }, rawBody: Buffer.from(vector.raw_body) });
    expect(verify(vector.value)).toBe(true);
    expect(vector.must_fail.map(verify)).toEqual(vector.must_fail.map(() => false));
  });

  it('signature-vector-unicode.json', () => {
    const vector = read('signature-vector-unicode.json') as { app_secret: string; cases: { raw_body: string; value: string }[] };
    for (const { raw_body, value } of vector.cases) {
      for (const candidate of vector.cases) {
        const passes = metaWebhook.verify({ ...account, secrets: { appSecret: vector.app_secret } }, { headers: { 'x-hub-signature-256': candidate.value }, rawBody: Buffer.from(raw_body) });
        expect(passes).toBe(candidate.value === value);
      }
    }
  });
});

describe('damaged fixtures', () => {
  const JUNK: readonly unknown[] = [null, '', 0, -1, 1e400, true, [], {}, [[]], [null], 'x'.repeat(50), { id: {} }, '__proto__', '9999999999999999999999'];
  const KINDS: ReadonlySet<ProviderEvent['kind']> = new Set(['message', 'echo', 'status', 'edit', 'revoke', 'identity', 'preference', 'template', 'account', 'unsupported']);

  /** Every place in a value, as a way to it. */
  function* pathsOf(value: unknown, way: (string | number)[] = []): Generator<(string | number)[]> {
    yield way;
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) yield* pathsOf(child, [...way, Array.isArray(value) ? Number(key) : key]);
  }

  function replaceAt(value: unknown, [key, ...rest]: (string | number)[], replacement: unknown): unknown {
    if (key === undefined) return replacement;
    if (Array.isArray(value)) return value.map((child: unknown, index) => (index === key ? replaceAt(child, rest, replacement) : child));
    const object = value as Record<string, unknown>;
    if (replacement === undefined && rest.length === 0) return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
    return { ...object, [key]: replaceAt(object[key], rest, replacement) };
  }

  it.each(WEBHOOKS.map(([file]) => file))('%s: whatever is damaged, nothing throws and nothing vanishes', (file) => {
    const content = read(file);
    for (const body of Array.isArray(content) ? content : [content]) {
      for (const way of pathsOf(body)) {
        for (const junk of [...JUNK, undefined]) {
          const damaged = replaceAt(body, way, junk);
          const events = metaWebhook.parse(JSON.stringify(damaged) ?? '');
          for (const event of events) {
            expect(KINDS.has(event.kind)).toBe(true);
            expect(event.at === null || !Number.isNaN(event.at.getTime())).toBe(true);
          }
          // Empty lists of entries or changes say nothing; everything else leaves a trace.
          const isEmptyList = Array.isArray(junk) && junk.length === 0;
          if (!isEmptyList) expect(events.length).toBeGreaterThan(0);
          expect(() => metaWebhook.identify?.(damaged)).not.toThrow();
        }
      }
    }
  });

  it.each(['', ' ', 'null', 'true', '42', '"text"', '[]', '{}', '{', '\u0000', '[{"object":"whatsapp_business_account"}]', '{"object":"page","entry":[]}', '{"object":"whatsapp_business_account"}', '\ufeff{}'])(
    'keeps %j as unsupported',
    (raw) => {
      expect(metaWebhook.parse(raw)).toEqual([expect.objectContaining({ kind: 'unsupported', account: {}, at: null })]);
    },
  );

  it('cut anywhere, it is kept and does not throw', () => {
    const raw = JSON.stringify(read('bsuid-11-batch-mixed.json'));
    for (let length = 0; length < raw.length; length += 1) {
      expect(metaWebhook.parse(raw.slice(0, length))).toEqual([{ kind: 'unsupported', account: {}, at: null, vendorField: 'unknown', payload: raw.slice(0, length) }]);
    }
  });

  it('survives nesting beyond all reason', () => {
    expect(() => metaWebhook.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).not.toThrow();
    expect(() => metaWebhook.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).not.toThrow();
  });
});
