import { getErpAddress } from './address';
import type { ErpAddress } from './address';
import { createErpFetch } from './erp-fetch';
import { createJsonRpcTransport, isRow, looksLikeApiKey } from './json-rpc';
import { OdooError, isOdooError } from './odoo-error';
import type { OdooCallOptions, OdooDomain, OdooFetch, OdooPositional, OdooRow, OdooSettings, OdooTransport, OdooVersion } from './rpc';

/** What `fields_get` says of a field, as far as it matters here. */
export interface OdooField {
  type: string;
  relation?: string;
  /** What people call it, in the user's language. */
  label?: string;
}
export type OdooFields = ReadonlyMap<string, OdooField>;

/** Options of a read. `lang` is checked against the installed languages before it is sent. */
export interface OdooReadOptions extends OdooCallOptions {
  lang?: string;
  /** False to see archived records too. */
  activeTest?: boolean;
}
export interface OdooSearchOptions extends OdooReadOptions {
  limit?: number;
  offset?: number;
  order?: string;
}

/**
 * One ERP seen by one user: calls with types, and what rarely changes (fields, languages, countries) asked once.
 * Make a new client for new settings; it holds no socket that must be closed.
 */
export interface OdooClient {
  readonly address: ErpAddress;
  readonly database: string;
  /** Guessed from the secret's shape; the secret itself stays inside the transport. */
  readonly signsInWith: 'api-key' | 'password';
  readonly fetch: OdooFetch;
  readonly transport: OdooTransport;
  version(options?: OdooCallOptions): Promise<OdooVersion>;
  /** Version and sign-in. */
  connect(options?: OdooCallOptions): Promise<{ version: OdooVersion; uid: number }>;
  /** The fields this user may read on a model. Asked once per client. */
  fieldsOf(model: string, options?: OdooCallOptions): Promise<OdooFields>;
  /** Codes of the installed languages, such as `en_US`. Asked once per client. */
  installedLanguages(options?: OdooCallOptions): Promise<ReadonlySet<string>>;
  /** Country id → ISO 3166 code. A many2one gives only the (translated) name. Empty where the user may not read countries. */
  countryCodes(options?: OdooCallOptions): Promise<ReadonlyMap<number, string>>;
  search(model: string, domain: OdooDomain, options?: OdooSearchOptions): Promise<number[]>;
  searchCount(model: string, domain: OdooDomain, options?: OdooReadOptions): Promise<number>;
  searchRead(model: string, domain: OdooDomain, fields: readonly string[], options?: OdooSearchOptions): Promise<OdooRow[]>;
  /** Deleted ids are left out of the answer. */
  readByIds(model: string, ids: readonly number[], fields: readonly string[], options?: OdooReadOptions): Promise<OdooRow[]>;
  /** A public method on records (`ids`) or on the model (`null`). */
  callMethod(model: string, method: string, ids: readonly number[] | null, keyword?: Readonly<Record<string, unknown>>, options?: OdooCallOptions): Promise<unknown>;
  /** Forgets fields, languages and countries, for a server that was upgraded under our feet. */
  forget(): void;
}

const isId = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value) && value > 0;

function getRows(result: unknown): OdooRow[] {
  const rows: unknown[] = Array.isArray(result) ? result : [null];
  if (!rows.every((row): row is OdooRow => isRow(row) && isId(row['id']))) throw new OdooError('malformed');
  return rows;
}

function getIds(result: unknown): number[] {
  if (!Array.isArray(result) || !result.every(isId)) throw new OdooError('malformed');
  return result;
}

/** Keeps the answer of a question; a failed one is asked again, and one caller's stop is not everyone's. */
function createMemory<T>(): { ask(key: string, options: OdooCallOptions, question: () => Promise<T>): Promise<T>; forget(): void } {
  const answers = new Map<string, Promise<T>>();
  return {
    async ask(key, options, question) {
      const known = answers.get(key);
      if (known) {
        try {
          return await known;
        } catch (error) {
          if (!isOdooError(error, 'aborted', 'timeout') || options.signal?.aborted) throw error;
        }
      }
      const asked = question();
      answers.set(key, asked);
      try {
        return await asked;
      } catch (error) {
        if (answers.get(key) === asked) answers.delete(key);
        throw error;
      }
    },
    forget: () => answers.clear(),
  };
}

export function createOdooClient(settings: OdooSettings, fetch: OdooFetch = createErpFetch(), transport: OdooTransport = createJsonRpcTransport(settings, fetch)): OdooClient {
  const fieldMemory = createMemory<OdooFields>();
  const languageMemory = createMemory<ReadonlySet<string>>();
  const countryMemory = createMemory<ReadonlyMap<number, string>>();

  const installedLanguages: OdooClient['installedLanguages'] = (options = {}) =>
    languageMemory.ask('', options, async () => {
      const rows = await transport.executeKw('res.lang', 'get_installed', [], {}, options);
      if (!Array.isArray(rows)) throw new OdooError('malformed');
      return new Set(rows.map((row: unknown) => String(Array.isArray(row) ? row[0] : row)));
    });

  /** An uninstalled language is an error on 18 and 19 and silently ignored on 17 (recorded 2026-11): never send one unchecked. */
  async function contextOf({ lang, activeTest, ...options }: OdooReadOptions): Promise<{ context?: Record<string, unknown> }> {
    const context: Record<string, unknown> = {};
    if (activeTest !== undefined) context['active_test'] = activeTest;
    if (lang !== undefined) {
      if (!(await installedLanguages(options)).has(lang)) throw new OdooError('language_not_installed', { language: lang });
      context['lang'] = lang;
    }
    return Object.keys(context).length > 0 ? { context } : {};
  }

  async function callWithContext(model: string, method: string, positional: OdooPositional, keyword: Record<string, unknown>, options: OdooReadOptions): Promise<unknown> {
    return transport.executeKw(model, method, positional, { ...keyword, ...(await contextOf(options)) }, options);
  }

  const paging = ({ limit, offset, order }: OdooSearchOptions): Record<string, unknown> => ({
    ...(limit === undefined ? {} : { limit }),
    ...(offset ? { offset } : {}),
    ...(order === undefined ? {} : { order }),
  });

  const client: OdooClient = {
    address: getErpAddress(settings.baseUrl),
    database: settings.database,
    signsInWith: looksLikeApiKey(settings.secret) ? 'api-key' : 'password',
    fetch,
    transport,

    version: (options) => transport.version(options),

    async connect(options) {
      const version = await transport.version(options);
      return { version, uid: await transport.authenticate(options) };
    },

    fieldsOf: (model, options = {}) =>
      fieldMemory.ask(model, options, async () => {
        const result = await transport.executeKw(model, 'fields_get', [], { attributes: ['type', 'relation', 'string'] }, options);
        if (!isRow(result)) throw new OdooError('malformed');
        return new Map(Object.entries(result).map(([name, facts]) => [name, readField(facts)]));
      }),

    installedLanguages,

    countryCodes: (options = {}) =>
      countryMemory.ask('', options, async () => {
        try {
          const rows = getRows(await transport.executeKw('res.country', 'search_read', [[]], { fields: ['id', 'code'] }, options));
          return new Map(rows.flatMap((row) => (typeof row['code'] === 'string' ? [[Number(row['id']), row['code'].toUpperCase()] as const] : [])));
        } catch (error) {
          // Without the codes numbers in national form stay unparsed, which is said record by record; the pull itself must not stop.
          if (isOdooError(error, 'access_denied', 'missing_model', 'missing_field')) return new Map<number, string>();
          throw error;
        }
      }),

    search: async (model, domain, options = {}) => getIds(await callWithContext(model, 'search', [domain], paging(options), options)),

    async searchCount(model, domain, options = {}) {
      const count = await callWithContext(model, 'search_count', [domain], {}, options);
      if (typeof count !== 'number') throw new OdooError('malformed');
      return count;
    },

    searchRead: async (model, domain, fields, options = {}) => getRows(await callWithContext(model, 'search_read', [domain], { fields, ...paging(options) }, options)),

    async readByIds(model, ids, fields, options = {}) {
      return ids.length === 0 ? [] : getRows(await callWithContext(model, 'read', [ids], { fields }, options));
    },

    callMethod: (model, method, ids, keyword = {}, options = {}) => transport.executeKw(model, method, ids === null ? [] : [ids], keyword, options),

    forget() {
      fieldMemory.forget();
      languageMemory.forget();
      countryMemory.forget();
    },
  };
  return client;
}

function readField(facts: unknown): OdooField {
  if (!isRow(facts)) return { type: 'unknown' };
  const { type, relation, string: label } = facts;
  return {
    type: String(type ?? 'unknown'),
    ...(typeof relation === 'string' ? { relation } : {}),
    ...(typeof label === 'string' ? { label } : {}),
  };
}
