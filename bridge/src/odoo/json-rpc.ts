import { getErpAddress } from './address';
import { exchange, findStatusError, isHtml } from './http';
import type { Exchange } from './http';
import { OdooError, isOdooError } from './odoo-error';
import type { OdooCallOptions, OdooFetch, OdooRow, OdooSettings, OdooTransport, OdooVersion } from './rpc';
import { readVendorError, refusedSignIn } from './vendor-errors';
import type { VendorErrorScene } from './vendor-errors';

export const DEFAULT_TIMEOUT_MS = 20_000;
export const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** Odoo's API keys are 40 hexadecimal digits (17 to 19, 2026-11): good enough to choose the right sentence. */
export function looksLikeApiKey(secret: string): boolean {
  return /^[0-9a-f]{40}$/i.test(secret);
}

export function isRow(value: unknown): value is OdooRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses what is no JSON-RPC answer, before anyone reads a result out of it. */
function parseEnvelope(answer: Exchange): OdooRow {
  const statusError = findStatusError(answer);
  if (statusError) throw statusError;
  if (answer.status >= 300 && answer.status < 400) throw new OdooError('redirected', { httpStatus: answer.status });
  if (answer.status === 200 && isHtml(answer)) throw new OdooError('html', { httpStatus: 200 });
  // Odoo answers its own errors with 200; 400, 404, 405 and 415 come from something that is not this endpoint.
  if (answer.status !== 200) throw new OdooError('not_odoo', { httpStatus: answer.status });
  let parsed: unknown;
  try {
    parsed = JSON.parse(answer.content.toString('utf8'));
  } catch {
    throw new OdooError('malformed', { httpStatus: answer.status });
  }
  if (!isRow(parsed) || parsed['jsonrpc'] !== '2.0') throw new OdooError('not_odoo', { httpStatus: answer.status });
  return parsed;
}

function readResult(envelope: OdooRow, scene: VendorErrorScene): unknown {
  const error = envelope['error'];
  if (error === undefined || error === null) {
    // A method that returns None answers without `result` (recorded: action_archive on 19).
    return envelope['result'] ?? null;
  }
  const vendor = isRow(error) && isRow(error['data']) ? error['data'] : {};
  throw readVendorError({ name: String(vendor['name'] ?? ''), message: String(vendor['message'] ?? '') }, scene);
}

function readVersion(result: unknown): OdooVersion {
  if (!isRow(result) || typeof result['server_version'] !== 'string') throw new OdooError('not_odoo');
  // Hosted builds call themselves `saas~18.2`.
  const digits = /(\d+)/.exec(result['server_version'])?.[1];
  return { text: result['server_version'], major: digits ? Number(digits) : null };
}

/**
 * Odoo's JSON-RPC at `/jsonrpc`, as recorded on 17.0, 18.0 and 19.0 (2026-11). Deprecated in 19, gone in 22.
 * Throws `OdooError` at once for an address that can't be one.
 */
export function createJsonRpcTransport(settings: OdooSettings, fetch: OdooFetch): OdooTransport {
  const { database, login, secret } = settings;
  const address = getErpAddress(settings.baseUrl);
  const url = `${address.origin}${address.prefix}/jsonrpc`;
  const isApiKey = looksLikeApiKey(secret);
  let callId = 0;
  let signIn: Promise<number> | null = null;

  async function call(service: 'common' | 'object', method: string, args: readonly unknown[], scene: VendorErrorScene, options: OdooCallOptions): Promise<unknown> {
    callId += 1;
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'call', id: callId, params: { service, method, args } });
    const answer = await exchange(
      fetch,
      url,
      { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body },
      {
        signal: options.signal,
        timeoutMs: options.timeoutMs ?? settings.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        maxBytes: options.maxBytes ?? settings.maxBytes ?? DEFAULT_MAX_BYTES,
      },
    );
    return readResult(parseEnvelope(answer), scene);
  }

  async function requestUid(options: OdooCallOptions): Promise<number> {
    const uid = await call('common', 'authenticate', [database, login, secret, {}], { database, isSignIn: true, isApiKey }, options);
    if (typeof uid === 'number' && Number.isInteger(uid) && uid > 0) return uid;
    if (uid === false || uid === null) throw refusedSignIn(isApiKey);
    throw new OdooError('not_odoo');
  }

  async function authenticate(options: OdooCallOptions = {}): Promise<number> {
    // Callers that come at the same moment share one sign-in. Whoever shares is not bound to the first
    // caller's own stop: an abort of that one makes the others ask for themselves.
    const shared = signIn;
    if (shared) {
      try {
        return await shared;
      } catch (error) {
        if (!isOdooError(error, 'aborted') || options.signal?.aborted) throw error;
      }
    }
    const attempt = requestUid(options);
    signIn = attempt;
    try {
      return await attempt;
    } catch (error) {
      if (signIn === attempt) signIn = null;
      throw error;
    }
  }

  return {
    async version(options = {}) {
      return readVersion(await call('common', 'version', [], { database, isApiKey }, options));
    },

    authenticate,

    async executeKw(model, method, positional, keyword, options = {}) {
      const uid = await authenticate(options);
      try {
        return await call('object', 'execute_kw', [database, uid, secret, model, method, positional, keyword], { database, model, method, isApiKey }, options);
      } catch (error) {
        // The key was revoked or the user replaced: the uid is worth nothing any more.
        if (isOdooError(error, 'bad_credentials', 'two_factor_or_bad_password', 'bad_database')) signIn = null;
        throw error;
      }
    },
  };
}
