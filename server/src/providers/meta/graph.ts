import { ProviderError } from '../provider-error';
import type { HttpRequest, HttpResponse, ProviderAccount, ProviderIo } from '../provider';
import { findMetaErrorObject, toProviderError } from './errors';
import { isObject, parseJson, type JsonObject } from './json';
import { getConnection } from './settings';

export interface GraphCall {
  method: HttpRequest['method'];
  /** Below the version: `/<id>/messages`. Ids in it are encoded by the caller. */
  path: string;
  query?: Readonly<Record<string, string | undefined>>;
  json?: unknown;
  multipart?: { contentType: string; content: Buffer };
  timeoutMs?: number;
}

/**
 * One call to the Graph API. Rejects with ProviderError only.
 *
 * `unknown_outcome` is kept as it is: the caller may have posted a message. Use `callGraph` for everything else.
 */
export async function callGraphOnce(account: ProviderAccount, call: GraphCall, io: ProviderIo): Promise<JsonObject> {
  const { graphUrl, accessToken } = getConnection(account);
  const response = await withoutToken(accessToken, () =>
    io.http({
      method: call.method,
      url: `${graphUrl}${call.path}${toQuery(call.query)}`,
      headers: {
        authorization: `Bearer ${accessToken}`,
        accept: 'application/json',
        ...(call.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(call.multipart ? { 'content-type': call.multipart.contentType } : {}),
      },
      body: call.multipart?.content ?? (call.json === undefined ? undefined : JSON.stringify(call.json)),
      timeoutMs: call.timeoutMs,
    }),
  );
  const answer = findAnswer(response);
  if (!answer) throw redact(toProviderError(response, io.now()), accessToken);
  return answer;
}

/**
 * A call that may be repeated without harm (a list, an upload, a check): what is not known to have worked is
 * `temporary`, never `unknown_outcome`, which would park work that nobody can resolve.
 */
export async function callGraph(account: ProviderAccount, call: GraphCall, io: ProviderIo): Promise<JsonObject> {
  try {
    return await callGraphOnce(account, call, io);
  } catch (error) {
    throw asRepeatable(error);
  }
}

export function asRepeatable(error: unknown): unknown {
  if (!(error instanceof ProviderError) || error.kind !== 'unknown_outcome') return error;
  return new ProviderError('temporary', error.message, { retryAfterMs: error.retryAfterMs, vendorCode: error.vendorCode, cause: error.cause });
}

/** The JSON object of a success, or null. An error in Meta's form counts as one even under HTTP 200. */
function findAnswer(response: HttpResponse): JsonObject | null {
  if (response.status < 200 || response.status > 299) return null;
  const body = parseJson(response.body.toString('utf8'));
  return isObject(body) && !findMetaErrorObject(body) ? body : null;
}

function toQuery(query: GraphCall['query']): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return text ? `?${text}` : '';
}

async function withoutToken<T>(accessToken: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof ProviderError ? redact(error, accessToken) : error;
  }
}

/**
 * Meta repeats a malformed token in its sentence ("Malformed access token EAA…"), and that sentence is stored on the
 * message and shown to people.
 */
export function redact(error: ProviderError, accessToken: string): ProviderError {
  const message = error.message
    .split(accessToken)
    .join('…')
    .replace(/\bEA[A-Za-z0-9]{16,}/g, '…')
    .replace(/access_token=[^&\s"']+/gi, 'access_token=…');
  if (message === error.message) return error;
  return new ProviderError(error.kind, message, { retryAfterMs: error.retryAfterMs, vendorCode: error.vendorCode, cause: error.cause });
}
