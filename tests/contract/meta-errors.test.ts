import { META_ERRORS, findMetaError } from '../../server/src/providers/meta/error-codes';
import { describeMetaError, parseRetryAfter, toProviderError } from '../../server/src/providers/meta/errors';
import { PROVIDER_ERROR_KINDS, type ProviderErrorKind } from '../../plugin/domain/retry';
import { NOW } from './meta-server';

type Code = number | readonly [number, number];

/** Written from the table of the facts (2026-11), apart from the product's own table. 97 rows, ranges count as one. */
const EXPECTED: Record<Exclude<ProviderErrorKind, 'unreachable' | 'unknown_outcome'>, Code[]> = {
  temporary: [2, 131016, 131057, 133004, 133015, 134101, 2494100],
  temporary_few: [1, 131000],
  rate_limited: [4, 80007, 130429, 131208, 132069],
  pair_rate_limited: [131056],
  later_24h: [131049, 131064, 133016, 131214],
  number_paused: [131048],
  outside_window: [131047],
  opted_out: [131050],
  recipient_refused: [130472, 131026, 131021, 131030, 130403, 130497, 131062, 131207],
  invalid_request: [
    100, 131008, 131009, 131051, 131060, 135000, 137000, 131020, 131041, 131059, 131201, 131202, 131204, 131211, 131212, 131213,
    2388019, 2388039, 2388040, 2388047, 2388072, 2388073, 2388293, 2388299,
    [138000, 138021], [139000, 139004], [139100, 139103], [147001, 147005],
  ],
  invalid_media: [131052, 131053, 131209, 131210],
  auth: [0, 3, 10, 190, 131005, [200, 299]],
  account_blocked: [368, 131031, 131042],
  misconfigured: [33, 131037, 131044, 131045, 133010, 131215, 133000, 133005, 133006, 133008, 133009, 134011],
  wrong_route: [131063, 131055, 134100, 134102],
  template_parameters: [132000, 132005, 132008, 132012, 132018],
  template_missing: [132001],
  template_blocked: [132007, 132016, 132068],
  template_paused: [132015],
};

const ROWS = Object.entries(EXPECTED).flatMap(([kind, codes]) => codes.map((code) => ({ kind, code })));
const EVERY_CODE = ROWS.flatMap(({ kind, code }) =>
  typeof code === 'number' ? [[code, kind] as const] : Array.from({ length: code[1] - code[0] + 1 }, (_, index) => [code[0] + index, kind] as const),
);

const response = (status: number, body: string, headers: Record<string, string> = {}) => ({ status, headers, body: Buffer.from(body) });
const metaBody = (error: Record<string, unknown>) => JSON.stringify({ error });

describe('Meta’s errors', () => {
  it('knows all 97 rows, each once', () => {
    expect(ROWS).toHaveLength(97);
    expect(META_ERRORS).toHaveLength(97);
    expect(META_ERRORS.map(({ code }) => JSON.stringify(code)).sort()).toEqual(ROWS.map(({ code }) => JSON.stringify(code)).sort());
  });

  it.each(EVERY_CODE)('%d is %s, whatever the HTTP status', (code, kind) => {
    for (const status of [200, 400, 401, 403, 404, 429, 500, 503]) {
      const error = toProviderError(response(status, metaBody({ code, message: `(#${code}) x`, type: 'OAuthException' })), NOW);
      expect(error).toMatchObject({ kind, vendorCode: String(code) });
      expect(PROVIDER_ERROR_KINDS).toContain(error.kind);
    }
  });

  it.each([199, 300, 131999, 138022, 139005, 147006, -1])('%d is unknown: a few tries', (code) => {
    expect(findMetaError(code)).toBeNull();
    expect(toProviderError(response(400, metaBody({ code, message: 'x' })), NOW)).toMatchObject({ kind: 'temporary_few', vendorCode: String(code) });
  });

  it('reads a code given as text, and Meta’s form without a code', () => {
    expect(toProviderError(response(400, metaBody({ code: '131047', message: 'x' })), NOW).kind).toBe('outside_window');
    expect(toProviderError(response(500, metaBody({ message: 'Something' })), NOW)).toMatchObject({ kind: 'temporary_few', message: 'Something' });
  });

  it.each([
    [{ code: 100, error_subcode: 33 }, 'misconfigured'],
    [{ code: 100, error_subcode: 2388039 }, 'invalid_request'],
    [{ code: 100, error_subcode: 2494010 }, 'invalid_request'],
    [{ code: 190, error_subcode: 463 }, 'auth'],
  ])('%j is %s', (error, kind) => {
    expect(describeMetaError(error).kind).toBe(kind);
  });

  it.each([
    [{ code: 131056, message: '(#131056) Pair rate limit hit', title: 'T', error_data: { details: 'Too many messages to this user' } }, 'Too many messages to this user'],
    [{ code: 131056, message: '(#131056) Pair rate limit hit', title: 'T' }, 'Pair rate limit hit'],
    [{ code: 131056, title: 'Only a title' }, 'Only a title'],
    [{ code: 131056, message: '', error_data: { details: '' } }, 'This recipient was sent too many messages in a short time.'],
    [{ code: 424242 }, 'Meta gave no reason.'],
  ])('says %j as “%s”', (error, message) => {
    expect(describeMetaError(error).message).toBe(message);
  });

  it.each([
    ['empty 500', 500, '', 'unknown_outcome'],
    ['HTML 500', 500, '<html>Sorry</html>', 'unknown_outcome'],
    ['HTML 502', 502, '<html>Bad gateway</html>', 'unknown_outcome'],
    ['foreign JSON 503', 503, '{"error":"upstream"}', 'unknown_outcome'],
    ['foreign JSON list 500', 500, '[]', 'unknown_outcome'],
    ['request time-out', 408, '', 'unknown_outcome'],
    ['nonsense 200', 200, '<html>', 'unknown_outcome'],
    ['429 without a body', 429, '', 'rate_limited'],
    ['redirect', 302, '', 'misconfigured'],
    ['HTML 401', 401, '<html>', 'auth'],
    ['HTML 403', 403, '<html>', 'temporary_few'],
    ['HTML 404', 404, '<html>', 'temporary_few'],
    ['HTML 413', 413, '<html>', 'invalid_request'],
  ])('%s', (_name, status, body, kind) => {
    expect(toProviderError(response(status, body), NOW).kind).toBe(kind);
  });

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['1.5', 1_500],
    ['Fri, 20 Nov 2026 10:01:00 GMT', 60_000],
    ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('Retry-After %j is %j ms', (header, expected) => {
    expect(parseRetryAfter(header, NOW)).toBe(expected);
  });

  it('takes Retry-After with every error, and the documented wait without one', () => {
    expect(toProviderError(response(429, '', { 'retry-after': '30' }), NOW).retryAfterMs).toBe(30_000);
    expect(toProviderError(response(400, metaBody({ code: 130429, message: 'x' }), { 'retry-after': '9' }), NOW).retryAfterMs).toBe(9_000);
    expect(toProviderError(response(400, metaBody({ code: 133015, message: 'x' })), NOW).retryAfterMs).toBe(5 * 60_000);
    expect(toProviderError(response(400, metaBody({ code: 131056, message: 'x' })), NOW).retryAfterMs).toBeUndefined();
  });
});
