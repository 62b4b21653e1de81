import { ProviderError, type ProviderErrorKind } from '../provider-error';
import type { HttpResponse, ProviderFailure } from '../provider';
import { findMetaError } from './error-codes';
import { isObject, numberOf, objectOf, oneOrMany, parseJson, textOf, type JsonObject } from './json';

/** A code nobody knows yet is worth two or three tries, never an endless retry (facts, default of the table). */
const UNKNOWN_KIND: ProviderErrorKind = 'temporary_few';

/**
 * What one of Meta's error objects means, wherever it stands: `error` of an answer, or `errors[]` of a status, a message
 * or a value. Decided by `code` alone; titles and HTTP statuses change without notice.
 */
export function describeMetaError(error: unknown): ProviderFailure & { waitMs?: number } {
  const object = objectOf(error);
  const code = numberOf(object['code']);
  const entry = code === undefined ? null : findEntry(code, numberOf(object['error_subcode']));
  return {
    kind: entry?.kind ?? UNKNOWN_KIND,
    ...(code === undefined ? {} : { vendorCode: String(code) }),
    message: findSentence(object) ?? entry?.meaning ?? 'Meta gave no reason.',
    ...(entry?.waitMs === undefined ? {} : { waitMs: entry.waitMs }),
  };
}

/**
 * Code 100 is a container: the subcode says what is wrong. 100/33 is what a deleted or foreign phone number ID answers,
 * and must halt the account instead of failing its whole queue message by message (Graph API, 2026-11).
 */
function findEntry(code: number, subcode: number | undefined): ReturnType<typeof findMetaError> {
  return (code === 100 && subcode !== undefined ? findMetaError(subcode) : null) ?? findMetaError(code);
}

/** Details say what is wrong; the message comes next, without the `(#131056)` it repeats; the title is last. */
function findSentence(error: JsonObject): string | undefined {
  return (
    textOf(objectOf(error['error_data'])['details'])?.trim() ||
    textOf(error['error_user_msg'])?.trim() ||
    textOf(error['message'])?.replace(/^\(#\d+\)\s*/, '').trim() ||
    textOf(error['title'])?.trim() ||
    undefined
  );
}

/** The first of several errors decides; Meta lists the cause first. */
export function describeMetaErrors(errors: unknown): ProviderFailure {
  const { waitMs: _waitMs, ...failure } = describeMetaError(oneOrMany(errors)[0]);
  return failure;
}

/** Meta's own form: `{"error":{…}}`. A proxy's `{"error":"bad gateway"}` is not. */
export function findMetaErrorObject(body: unknown): JsonObject | null {
  const error = objectOf(body)['error'];
  return isObject(error) && (numberOf(error['code']) !== undefined || textOf(error['message']) !== undefined) ? error : null;
}

/**
 * What an answer without success means. Never called for a usable 2xx.
 *
 * Meta's own body: by its code, whatever the HTTP status. Without it, only what the status itself proves: 429 and other
 * 4xx were refused by whoever answered; a 5xx (or 408) may stand in front of a Meta that took the message, so a send is
 * `unknown_outcome`.
 */
export function toProviderError(response: HttpResponse, now: Date): ProviderError {
  const retryAfterMs = parseRetryAfter(response.headers['retry-after'], now);
  const error = findMetaErrorObject(parseJson(response.body.toString('utf8')));
  if (error) {
    const { kind, message, vendorCode, waitMs } = describeMetaError(error);
    return new ProviderError(kind, message, { vendorCode, retryAfterMs: retryAfterMs ?? waitMs });
  }
  const { status } = response;
  if (status === 429) return new ProviderError('rate_limited', 'Meta asks to slow down (HTTP 429).', { retryAfterMs });
  if (status >= 500 || status === 408) {
    return new ProviderError('unknown_outcome', `The answer was HTTP ${status} and not from WhatsApp itself.`, { retryAfterMs });
  }
  if (status >= 300 && status < 400) {
    return new ProviderError('misconfigured', `The Graph API address answered with a redirect (HTTP ${status}), which is not followed. Check the address.`);
  }
  if (status >= 200 && status < 300) return new ProviderError('unknown_outcome', 'The answer was not in the form WhatsApp uses.');
  if (status === 401) return new ProviderError('auth', 'The call was refused as unauthorised (HTTP 401). Check the access token and the Graph API address.');
  if (status === 413) return new ProviderError('invalid_request', 'The request is too large for the server that answered (HTTP 413).');
  return new ProviderError(UNKNOWN_KIND, `The call was refused (HTTP ${status}) by something other than WhatsApp.`, { retryAfterMs });
}

/** `Retry-After` in either of its two forms: seconds, or a date. Undefined where there is none, or nonsense. */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}
