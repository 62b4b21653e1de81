import { Agent, util, type Dispatcher, type FormData as UndiciFormData } from 'undici';
import { AddressRefusedError, createGuardedLookup, findHostRefusal, type AllowPrivate } from './http-addresses';
import { ProviderError } from './provider-error';
import type { HttpClient, HttpRequest, HttpResponse } from './provider';

/**
 * The one HTTP client of all providers. Built on undici's dispatcher instead of fetch for two reasons: it is several
 * times cheaper per call, and only the dispatcher tells us when a request is put on the wire (`onConnect`), which is the
 * difference between "certainly unsent" and "nobody knows".
 */
export interface HttpClientOptions {
  /** Sent with every call, such as `strapi-plugin-whatsapp/1.0.0`. */
  userAgent: string;
  /** Whether private networks may be called; default true, as providers' addresses come from an administrator. */
  allowPrivate?: AllowPrivate;
  /** Connections to one origin at most; default 128, enough for 1,000 sends a second at 100 ms each. */
  connectionsPerOrigin?: number;
  /** Default 10,000. */
  connectTimeoutMs?: number;
}

/** The client, and its graceful end: what is under way finishes, what comes later is `unreachable`. */
export type ClosableHttpClient = HttpClient & { close(): Promise<void> };

const DEFAULT_TIMEOUT_MS = 20_000;
const DEFAULT_MAX_BYTES = 4 * 1024 * 1024;
const TOO_LARGE = 'RESPONSE_TOO_LARGE';

/** Whether a call failed because the answer outgrew `maxBytes`. */
export function isResponseTooLarge(error: unknown): boolean {
  return error instanceof ProviderError && codeOf(error.cause) === TOO_LARGE;
}

export function createHttpClient(options: HttpClientOptions): ClosableHttpClient {
  const allowPrivate = options.allowPrivate ?? true;
  const agent = new Agent({
    connections: options.connectionsPerOrigin ?? 128,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    keepAliveMaxTimeout: 60_000,
    // Every call carries its own deadline for the whole exchange (below); undici's two would only end calls earlier
    // or later than the caller asked for.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: options.connectTimeoutMs ?? 10_000, lookup: createGuardedLookup(allowPrivate) },
  });

  const client = (request: HttpRequest): Promise<HttpResponse> => {
    const url = parseUrl(request.url);
    if (!url) return Promise.reject(new ProviderError('misconfigured', 'The address to call is not a valid http(s) URL.'));
    const refusal = findHostRefusal(url.hostname, allowPrivate);
    if (refusal) return Promise.reject(new ProviderError('misconfigured', refusal.message, { cause: refusal }));
    return exchange(agent, url, request, options.userAgent);
  };
  return Object.assign(client, { close: () => agent.close() });
}

function parseUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

/** One request and its answer; settles exactly once, whatever the socket does afterwards. */
function exchange(agent: Agent, url: URL, request: HttpRequest, userAgent: string): Promise<HttpResponse> {
  const timeoutMs = request.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const maxBytes = request.maxBytes ?? DEFAULT_MAX_BYTES;

  return new Promise((resolve, reject) => {
    /** Set once the request is about to be written: from here on nobody can say it did not arrive. */
    let abort: ((error?: Error) => void) | null = null;
    let isSettled = false;
    let status = 0;
    let headers: Record<string, string> = {};
    let chunks: Buffer[] = [];
    let receivedBytes = 0;

    const settle = (end: () => void): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(deadline);
      end();
    };
    const fail = (error: Error): void => {
      settle(() => reject(toNetworkError(error, url, abort !== null)));
      // Stops the transfer and frees the connection; without it a server that drips for ever would keep it.
      abort?.(error);
      chunks = [];
    };
    const deadline = setTimeout(() => {
      fail(Object.assign(new Error(`no complete answer within ${timeoutMs} ms`), { code: 'DEADLINE' }));
    }, timeoutMs);
    const overflow = (): void => fail(Object.assign(new Error(`the answer is larger than ${maxBytes} bytes`), { code: TOO_LARGE }));

    const handler: Dispatcher.DispatchHandlers = {
      onConnect(abortRequest) {
        // The deadline passed while the call waited for a connection: it was reported as unsent, so it must stay so.
        if (isSettled) abortRequest(new Error('given up before it was sent'));
        else abort = abortRequest;
      },
      onHeaders(statusCode, rawHeaders) {
        // 1xx are announcements, not the answer.
        if (statusCode < 200) return true;
        status = statusCode;
        headers = toHeaders(rawHeaders);
        if (Number(headers['content-length'] ?? 0) > maxBytes) overflow();
        return !isSettled;
      },
      onData(chunk) {
        if (isSettled) return false;
        receivedBytes += chunk.length;
        if (receivedBytes > maxBytes) overflow();
        else chunks.push(chunk);
        return !isSettled;
      },
      onComplete() {
        settle(() => resolve({ status, headers, body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) }));
      },
      onError: fail,
    };

    try {
      agent.dispatch(
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: request.method,
          headers: { 'user-agent': userAgent, ...request.headers },
          // Node's FormData and undici's are two types of the same shape; undici tells them by their shape.
          body: (request.body ?? null) as string | Buffer | UndiciFormData | null,
        },
        handler,
      );
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function toHeaders(rawHeaders: Buffer[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(util.parseHeaders(rawHeaders))) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/**
 * Certainly unsent: whatever failed before the request was put on a connection (name, refusal, TLS, connect time-out,
 * a closed client). Everything after it may have been read by the other side, a reset on a re-used keep-alive
 * connection included, and is `unknown_outcome`: resending it blindly is how customers get an invoice twice.
 */
function toNetworkError(error: Error, url: URL, wasWritten: boolean): ProviderError {
  const code = codeOf(error);
  if (wasWritten) {
    return new ProviderError('unknown_outcome', `${url.host} gave no usable answer: ${error.message || code}.`, { cause: error });
  }
  // A header that cannot be written (a token pasted with a line break) or a forbidden address: no retry will mend it.
  if (error instanceof AddressRefusedError || code === 'UND_ERR_INVALID_ARG') {
    return new ProviderError('misconfigured', `The call to ${url.host} could not be made: ${error.message}.`, { cause: error });
  }
  return new ProviderError('unreachable', `${url.host} could not be reached (${describeUnreachable(code, error)}). Nothing was sent.`, { cause: error });
}

function describeUnreachable(code: string, error: Error): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `its name could not be resolved, ${code}`;
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'no connection in time';
  if (code === 'DEADLINE') return 'no free connection in time';
  if (code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || code.includes('CERT')) return `the secure connection failed, ${code}`;
  return code || error.message;
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
