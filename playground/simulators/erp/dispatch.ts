import { bindArguments, idsOf } from './arguments';
import { DOCUMENT_METHODS } from './document-methods';
import type { Environment, ErpUser } from './environment';
import { accessDenied, accessError, attributeError, ErpFault, missingModel, typeError, unknownDatabase, userError } from './faults';
import type { MethodTable } from './method';
import { createSharedMethods } from './model-methods';
import type { ErpStore } from './store';
import { SYSTEM_METHODS } from './system-methods';
import { isJsonObject, type ErpVersion, type JsonObject, type JsonValue } from './types';

/** A user who may sign in. With two factors on, the password is refused over RPC and the key still works. */
export interface Credential extends ErpUser {
  password: string;
  apiKey: string;
  hasTwoFactors: boolean;
}

export interface DispatchOptions {
  store: ErpStore;
  database: string;
  credentials: readonly Credential[];
  renderPdf: Environment['renderPdf'];
  hasPdfEngine(): boolean;
  /** The port in the text a wrong database gives. */
  databasePort: number;
}

/** One call on a model, whatever envelope it came in. */
export interface ModelCall {
  model: string;
  method: string;
  positional: JsonValue[];
  keywords: JsonObject;
}

/** The ERP without any wire format: JSON-RPC calls it now; XML-RPC and JSON-2 would call the same. */
export interface ErpDispatch {
  /** `common.*`, `db.*` and `object.*` with positional arguments, as JSON-RPC and XML-RPC have them. */
  service(service: string, method: string, args: JsonValue[]): Promise<JsonValue>;
  /** The user of a database, uid and key; throws AccessDenied. */
  signIn(database: string, uid: JsonValue | undefined, secret: JsonValue | undefined): ErpUser;
  callModel(user: ErpUser, call: ModelCall): Promise<JsonValue>;
  /** What methods run in; the page's own buttons use it too. */
  environment(user: ErpUser, context?: JsonObject): Environment;
}

export const versionInfo = (version: ErpVersion): JsonObject => ({
  server_version: `${version}.0`,
  server_version_info: [version, 0, 0, 'final', 0, ''],
  server_serie: `${version}.0`,
  protocol_version: 1,
});

const isPrivate = (method: string, version: ErpVersion) => method.startsWith('_') || method === 'init' || (version === 19 && method === 'exists');

const privateMethod = (model: string, method: string, version: ErpVersion) =>
  accessError(`Private methods (such as ${version === 17 ? method : `'${model}.${method}'`}) cannot be called remotely.`);

const unknownMethod = (model: string, method: string, version: ErpVersion) =>
  attributeError(version === 17 ? `type object '${model}' has no attribute '${method}'` : `The method '${model}.${method}' does not exist`);

export const createDispatch = (options: DispatchOptions): ErpDispatch => {
  const { store, database, credentials } = options;
  const { version } = store;
  const shared = createSharedMethods(version);

  const requireDatabase = (name: JsonValue | undefined) => {
    if (name !== database) throw unknownDatabase(String(name), options.databasePort);
  };
  const accepts = (credential: Credential, secret: JsonValue | undefined) =>
    typeof secret === 'string' && secret !== '' && (secret === credential.apiKey || (secret === credential.password && !credential.hasTwoFactors));

  const authenticate = (name: JsonValue | undefined, login: JsonValue | undefined, secret: JsonValue | undefined): JsonValue => {
    requireDatabase(name);
    return credentials.find((credential) => credential.login === login && accepts(credential, secret))?.id ?? false;
  };

  const signIn = (name: JsonValue | undefined, uid: JsonValue | undefined, secret: JsonValue | undefined): ErpUser => {
    requireDatabase(name);
    const user = credentials.find((credential) => credential.id === uid && accepts(credential, secret));
    if (!user) throw accessDenied();
    return { id: user.id, login: user.login, role: user.role };
  };

  const contextOf = (value: JsonValue | undefined): JsonObject => {
    const context = isJsonObject(value) ? value : {};
    const { lang } = context;
    // 17 takes any language in silence (recorded); 18 and 19 refuse one that is not installed.
    if (version >= 18 && typeof lang === 'string' && lang !== '' && ![...store.table('res.lang').values()].some((item) => item.code === lang && item.active === true)) {
      throw userError(`Invalid language code: ${lang}`);
    }
    return context;
  };

  const environment = (user: ErpUser, context: JsonObject = {}): Environment => ({
    store, version, user, context, renderPdf: options.renderPdf, hasPdfEngine: options.hasPdfEngine(),
  });

  const callModel = async (user: ErpUser, { model: name, method, positional, keywords }: ModelCall): Promise<JsonValue> => {
    const model = store.models.get(name);
    if (!model) throw missingModel(name);
    if (isPrivate(method, version)) throw privateMethod(name, method, version);
    const table: MethodTable = { ...shared, ...SYSTEM_METHODS[name], ...DOCUMENT_METHODS[name] };
    const found = Object.hasOwn(table, method) ? table[method] : undefined;
    if (!found) throw unknownMethod(name, method, version);
    const { context, ...named } = keywords;
    store.begin();
    const env = environment(user, contextOf(context));
    const [records, ...rest] = positional;
    const args = bindArguments(`${found.owner}.${method}`, found.signature, found.onRecords ? rest : positional, named);
    return found.run({ model, env, ids: found.onRecords ? idsOf(records) : [], args });
  };

  const objectService = (method: string, args: JsonValue[]): Promise<JsonValue> => {
    if (method !== 'execute' && method !== 'execute_kw') throw new ErpFault('builtins.NameError', `Method not available ${method}`);
    const [name, uid, secret, model, called, ...rest] = args;
    const user = signIn(name, uid, secret);
    if (typeof model !== 'string' || typeof called !== 'string') throw typeError(`${method}() missing required positional arguments: 'obj' and 'method'`);
    if (method === 'execute') return callModel(user, { model, method: called, positional: rest, keywords: {} });
    const [positional = [], keywords = {}] = rest;
    if (!Array.isArray(positional)) throw typeError('Value after * must be an iterable');
    return callModel(user, { model, method: called, positional, keywords: isJsonObject(keywords) ? keywords : {} });
  };

  const commonService = (method: string, args: JsonValue[]): JsonValue => {
    if (method === 'version') return versionInfo(version);
    if (method === 'authenticate' || method === 'login') return authenticate(args[0], args[1], args[2]);
    throw new ErpFault('builtins.Exception', `Method not found: ${method}`);
  };

  return {
    signIn,
    callModel,
    environment,
    service: async (service, method, args) => {
      if (service === 'common') return commonService(method, args);
      if (service === 'object') return objectService(method, args);
      if (service === 'db' && method === 'list') return [database];
      throw service === 'db' ? new ErpFault('builtins.Exception', `Method not found: ${method}`) : new ErpFault('builtins.KeyError', `'${service}'`);
    },
  };
};
