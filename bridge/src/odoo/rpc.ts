/**
 * The port to an Odoo server. JSON-RPC (17, 18, 19) stands behind it now; XML-RPC and JSON-2 (19 and later)
 * fit the same shape, which is why a call carries at most ONE positional argument: the record ids or the
 * domain. JSON-2 takes named arguments only, so everything else is always passed by name.
 */

/** A condition, or an operator that joins the next two (`'|'`, `'&'`) or negates the next one (`'!'`). */
export type OdooDomainTerm = '&' | '|' | '!' | readonly [field: string, operator: string, value: unknown];
export type OdooDomain = readonly OdooDomainTerm[];

/** One row as Odoo answers it: empty is `false`, many2one is `[id, "name"]`. */
export type OdooRow = Record<string, unknown>;

/** Nothing (an `@api.model` method), the ids the method runs on, or the domain of `search*`. */
export type OdooPositional = readonly [] | readonly [ids: readonly number[]] | readonly [domain: OdooDomain];

export interface OdooCallOptions {
  /** Ends the call early; the error is then `aborted`. */
  signal?: AbortSignal;
  /** Milliseconds for this whole call, its body included. Default: the transport's. */
  timeoutMs?: number;
  /** Largest answer in bytes. Default: the transport's. */
  maxBytes?: number;
}

export interface OdooVersion {
  /** As the server says it, such as `19.0` or `saas~18.2+e`. */
  text: string;
  /** 17, 18, 19, or null where the answer names no number. */
  major: number | null;
}

/**
 * What every protocol offers. Each method throws only `OdooError`.
 */
export interface OdooTransport {
  /** `common.version`: needs no credentials. */
  version(options?: OdooCallOptions): Promise<OdooVersion>;
  /** Signs in and returns the user's id. The answer is kept: a password check costs the server 240 ms. */
  authenticate(options?: OdooCallOptions): Promise<number>;
  /** Calls a public method of a model; signs in first where that has not happened. `null` where Odoo answers nothing. */
  executeKw(
    model: string,
    method: string,
    positional: OdooPositional,
    keyword: Readonly<Record<string, unknown>>,
    options?: OdooCallOptions,
  ): Promise<unknown>;
}

/** What the bridge needs of an HTTP answer; a WHATWG `Response` of undici is one. */
export interface OdooResponse {
  status: number;
  headers: { get(name: string): string | null };
  body: AsyncIterable<Uint8Array> | null;
}

export interface OdooFetchInit {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body?: string;
  /** Always: a redirect of an ERP leads to a sign-in page or to somebody else's host, never to the answer. */
  redirect: 'manual';
  signal: AbortSignal;
}

/** The only way out to the network, so that tests and hosts can put their own in. Must not follow redirects. */
export type OdooFetch = (url: string, init: OdooFetchInit) => Promise<OdooResponse>;

/** How to reach and sign in to one ERP, as an administrator typed it. */
export interface OdooSettings {
  /** `https://erp.example.com`; a pasted `/web` or `/odoo` path is taken off. */
  baseUrl: string;
  database: string;
  login: string;
  /** API key (advised) or password. Never logged, never part of an error. */
  secret: string;
  /** Milliseconds a call may take. Default 20,000. */
  timeoutMs?: number;
  /** Bytes an answer may have. Default 64 MB. */
  maxBytes?: number;
}
