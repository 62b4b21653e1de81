import { ADDRESS_REFUSED } from './erp-fetch';
import { OdooError, isOdooError } from './odoo-error';
import type { OdooFetch, OdooFetchInit } from './rpc';

export interface Exchange {
  status: number;
  headers: { get(name: string): string | null };
  content: Buffer;
}

export interface ExchangeLimits {
  timeoutMs: number;
  maxBytes: number;
  signal?: AbortSignal;
}

/**
 * Runs `work` with a signal that fires after `timeoutMs` or with `signal`. Time-outs come out as `timeout`,
 * the caller's own stop as `aborted`, whatever `work` threw because of them.
 * (`AbortSignal.any` would say it shorter but is missing before Node 20.3.)
 */
export async function withDeadline<T>(timeoutMs: number, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let isExpired = false;
  const stop = (): void => controller.abort();
  const timer = setTimeout(() => {
    isExpired = true;
    controller.abort();
  }, timeoutMs);
  if (signal?.aborted) controller.abort();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    if (controller.signal.aborted) throw new OdooError('aborted');
    return await work(controller.signal);
  } catch (error) {
    if (signal?.aborted) throw new OdooError('aborted');
    if (isExpired && (!isOdooError(error) || error.kind === 'aborted')) throw new OdooError('timeout');
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

const TLS_CODE = /^(?:CERT_|ERR_TLS|ERR_SSL|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH)/;
const TIMEOUT_CODES = new Set(['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** The first code in a chain of causes; the errors themselves are dropped, their texts may hold URLs. */
function findNetworkCode(error: unknown): string | undefined {
  for (let current: unknown = error, depth = 0; typeof current === 'object' && current !== null && depth < 5; depth += 1) {
    const code: unknown = Reflect.get(current, 'code');
    if (typeof code === 'string') return code;
    current = Reflect.get(current, 'cause');
  }
  return undefined;
}

function readNetworkError(error: unknown): OdooError {
  if (isOdooError(error)) return error;
  const networkCode = findNetworkCode(error);
  if (networkCode === ADDRESS_REFUSED) return new OdooError('address_refused');
  if (networkCode && TLS_CODE.test(networkCode)) return new OdooError('tls', { networkCode });
  if (networkCode && TIMEOUT_CODES.has(networkCode)) return new OdooError('timeout', { networkCode });
  return new OdooError('unreachable', networkCode ? { networkCode } : {});
}

/** Counts what really comes in: `content-length` is only a claim, and may speak of the compressed size. */
async function readBounded(body: AsyncIterable<Uint8Array> | null, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new OdooError('too_large', { limitBytes: maxBytes });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** One request and its whole answer, within time and size. Throws only `OdooError`; any HTTP status is returned. */
export async function exchange(fetch: OdooFetch, url: string, init: Pick<OdooFetchInit, 'method' | 'headers' | 'body'>, limits: ExchangeLimits): Promise<Exchange> {
  return withDeadline(limits.timeoutMs, limits.signal, async (signal) => {
    try {
      const response = await fetch(url, { ...init, redirect: 'manual', signal });
      return { status: response.status, headers: response.headers, content: await readBounded(response.body, limits.maxBytes) };
    } catch (error) {
      if (signal.aborted && !isOdooError(error)) throw new OdooError('aborted');
      throw readNetworkError(error);
    }
  });
}

/** True for an answer that says it is a web page, or begins like one. */
export function isHtml({ headers, content }: Exchange): boolean {
  if ((headers.get('content-type') ?? '').toLowerCase().includes('text/html')) return true;
  return /^\s*<(?:!doctype|html|head|body)/i.test(content.subarray(0, 256).toString('latin1'));
}

const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/** The waiting time of `Retry-After` in seconds, bounded to an hour; its date form is left alone. */
function findRetryAfterMs(headers: Exchange['headers']): number | undefined {
  const seconds = headers.get('retry-after')?.trim();
  return seconds && /^\d+$/.test(seconds) ? Math.min(Number(seconds) * 1000, MAX_RETRY_AFTER_MS) : undefined;
}

/** The error behind a status that is the same for calls and documents: 429 and 5xx. Null for any other. */
export function findStatusError({ status, headers }: Exchange): OdooError | null {
  if (status === 429) return new OdooError('rate_limited', { httpStatus: status, retryAfterMs: findRetryAfterMs(headers) });
  if (status >= 500) return new OdooError('server', { httpStatus: status, retryAfterMs: findRetryAfterMs(headers) });
  return null;
}
