import type { RecordKind } from '../mapping/records';
import { readDatetime } from '../mapping/values';
import type { OdooClient } from './odoo-client';
import { isOdooError, OdooError } from './odoo-error';
import { RECORD_MODELS } from './record-models';
import { resolveFields } from './record-reader';
import type { OdooCallOptions } from './rpc';

export type ConnectionCheckName = 'address' | 'version' | 'database' | 'sign_in' | `read:${RecordKind}` | 'fields' | 'languages' | 'pdf_engine' | 'api_key';

/** One line of *Test connection*. */
export interface ConnectionCheck {
  name: ConnectionCheckName;
  ok: boolean;
  /** A sentence for people, also where `ok`. */
  message: string;
  /** The error's code where not `ok` because of one. */
  code?: string;
}

export interface ConnectionTestOptions extends OdooCallOptions {
  /** To tell how long an API key still lives. */
  now: Date;
}

const KIND_NAMES: Readonly<Record<RecordKind, string>> = { company: 'Companies', partner: 'Partners', 'sales-order': 'Sales orders', invoice: 'Invoices' };
const KINDS = Object.keys(RECORD_MODELS) as RecordKind[];
const OLDEST_TESTED = 17;
const NEWEST_TESTED = 19;
const KEY_WARNING_DAYS = 14;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Says of an error at which step it belongs; the steps before it are then known to be right. */
function stepOf(error: OdooError): 'address' | 'database' | 'sign_in' {
  if (error.kind === 'bad_database') return 'database';
  if (error.kind === 'bad_credentials' || error.kind === 'two_factor_or_bad_password' || error.kind === 'access_denied') return 'sign_in';
  return 'address';
}

/**
 * Tries everything the product needs of an ERP, in order, and says each result in words. Stops where nothing
 * further can be tried; never throws for what the ERP does wrong, only for the caller's own stop (`aborted`).
 */
export async function testConnection(client: OdooClient, options: ConnectionTestOptions): Promise<ConnectionCheck[]> {
  const checks: ConnectionCheck[] = [];
  const pass = (name: ConnectionCheckName, message: string): void => void checks.push({ name, ok: true, message });
  const fail = (name: ConnectionCheckName, error: unknown): void => {
    if (!isOdooError(error) || error.kind === 'aborted') throw error;
    checks.push({ name, ok: false, message: error.message, code: error.code });
  };

  try {
    const version = await client.version(options);
    pass('address', `An Odoo server answers at ${client.address.origin}.`);
    const isTested = version.major !== null && version.major >= OLDEST_TESTED && version.major <= NEWEST_TESTED;
    pass('version', isTested ? `Odoo ${version.text}.` : `Odoo ${version.text}: only versions ${OLDEST_TESTED} to ${NEWEST_TESTED} are tested, others may work.`);
  } catch (error) {
    fail('address', error);
    return checks;
  }

  try {
    await client.transport.authenticate(options);
    pass('database', `The database "${client.database}" exists.`);
    pass('sign_in', 'The login and the secret are accepted.');
  } catch (error) {
    const step = isOdooError(error) ? stepOf(error) : 'address';
    if (step === 'sign_in') pass('database', `The database "${client.database}" exists.`);
    fail(step === 'address' ? 'sign_in' : step, error);
    return checks;
  }

  const absent: string[] = [];
  for (const kind of KINDS) {
    try {
      absent.push(...(await checkReadable(client, kind, options)));
      pass(`read:${kind}`, `${KIND_NAMES[kind]} can be read.`);
    } catch (error) {
      fail(`read:${kind}`, error);
    }
  }
  pass('fields', absent.length === 0 ? 'Every field that is used exists.' : `Not on this server, and done without: ${absent.join(', ')}.`);

  try {
    pass('languages', `Installed languages: ${[...(await client.installedLanguages(options))].join(', ')}.`);
  } catch (error) {
    fail('languages', error);
  }
  const engine = await checkPdfEngine(client, options);
  if (engine) checks.push(engine);
  checks.push(await checkApiKey(client, options));
  return checks;
}

/** Reads one record as a pull would. Returns the fields done without, as `model.field`. */
async function checkReadable(client: OdooClient, kind: RecordKind, options: OdooCallOptions): Promise<string[]> {
  const { model, fields, required, lines, domain } = RECORD_MODELS[kind];
  const own = await resolveFields(client, model, fields, options);
  const lost = own.missing.find((field) => required.includes(field));
  if (lost) throw new OdooError('missing_field', { model, field: lost });
  await client.searchRead(model, domain, own.fields, { signal: options.signal, timeoutMs: options.timeoutMs, activeTest: false, limit: 1 });
  const absent = own.missing.map((field) => `${model}.${field}`);
  if (!lines) return absent;
  const ofLines = await resolveFields(client, lines.model, lines.fields, options);
  // Two names for one thing: one of them is always absent.
  return [...absent, ...ofLines.missing.filter((field) => !field.startsWith('product_uom')).map((field) => `${lines.model}.${field}`)];
}

/** Null where this user may not ask, which says nothing about the PDFs. */
async function checkPdfEngine(client: OdooClient, options: OdooCallOptions): Promise<ConnectionCheck | null> {
  try {
    const state = await client.callMethod('ir.actions.report', 'get_wkhtmltopdf_state', null, {}, options);
    if (state === 'ok') return { name: 'pdf_engine', ok: true, message: 'The ERP can make PDFs.' };
    if (state === 'upgrade') return { name: 'pdf_engine', ok: true, message: 'The ERP can make PDFs, with an outdated wkhtmltopdf: headers and footers may be missing.' };
    if (state === 'workers') return { name: 'pdf_engine', ok: true, message: 'The ERP can make PDFs, but runs with a single worker and may block while it does.' };
    return { name: 'pdf_engine', ok: false, message: 'The ERP has no working wkhtmltopdf: it can make no PDFs until its administrator installs it.', code: 'document.pdf_engine_missing' };
  } catch (error) {
    if (!isOdooError(error) || error.kind === 'aborted') throw error;
    return null;
  }
}

/** Ordinary users' keys live 90 days at most: said before they end, where the user may see them (18 and later). */
async function checkApiKey(client: OdooClient, options: ConnectionTestOptions): Promise<ConnectionCheck> {
  if (client.signsInWith === 'password') {
    return { name: 'api_key', ok: true, message: 'The secret looks like a password. An API key is faster (3 to 10 ms instead of 240 ms a call) and works with two-factor sign-in.' };
  }
  const endsAt = await findKeyExpiry(client, options);
  if (endsAt === null) return { name: 'api_key', ok: true, message: 'An API key is in use. Keys of ordinary users expire after 90 days at most: note when to replace it.' };
  const days = Math.floor((endsAt.getTime() - options.now.getTime()) / DAY_MS);
  const day = endsAt.toISOString().slice(0, 10);
  return { name: 'api_key', ok: days >= KEY_WARNING_DAYS, message: `An API key of this user expires on ${day}${days < KEY_WARNING_DAYS ? ': make a new one and enter it here before that day.' : '.'}` };
}

/** The first end among the user's keys that are still valid; which of them is ours can't be told. */
async function findKeyExpiry(client: OdooClient, { now, ...options }: ConnectionTestOptions): Promise<Date | null> {
  try {
    if (!(await client.fieldsOf('res.users.apikeys', options)).has('expiration_date')) return null;
    const rows = await client.searchRead('res.users.apikeys', [], ['id', 'expiration_date'], options);
    const ends = rows.flatMap((row) => readDatetime(row['expiration_date']) ?? []).map((at) => new Date(at));
    return ends.filter((end) => end > now).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  } catch (error) {
    if (!isOdooError(error) || error.kind === 'aborted') throw error;
    return null;
  }
}
