import { OdooError } from './odoo-error';
import type { OdooErrorDetails } from './odoo-error';

/** What of Odoo's error object is looked at; `debug` (a traceback) and `context` never are. */
export interface VendorError {
  name: string;
  message: string;
}

/** Where the error came up: the sign-in call, or a call on a model. */
export interface VendorErrorScene {
  database: string;
  isSignIn?: boolean;
  model?: string;
  method?: string;
  /** The sentence for a refused sign-in depends on what was typed in. */
  isApiKey: boolean;
}

const MAX_SENTENCE = 300;

/**
 * Odoo's own sentence as one line people may read: the traceback some versions put into messages, access
 * tokens and control characters are taken out.
 */
export function cleanVendorMessage(message: string): string | undefined {
  const line = message
    .split('Traceback (most recent call last)')[0]!
    .replace(/access_token=[^&\s"']*/gi, 'access_token=…')
    .replace(/[\u0000-\u001f\u007f\s]+/g, ' ')
    .trim();
  if (line === '') return undefined;
  return line.length > MAX_SENTENCE ? `${line.slice(0, MAX_SENTENCE - 1)}…` : line;
}

/** 19 says `on 'res.partner'`, 17 and 18 `on model 'res.partner'`; domains name model and field in one word. */
const FIELD_PATTERNS = [/Invalid field '?(?<field>\w+)'? (?:on|in)(?: model)? '(?<model>[\w.]+)'/, /Invalid field (?<model>[\w.]+)\.(?<field>\w+) in (?:condition|leaf)/];

function findMissingField(message: string): OdooErrorDetails | null {
  for (const pattern of FIELD_PATTERNS) {
    const groups = pattern.exec(message)?.groups;
    if (groups) return { field: groups['field'], model: groups['model'] };
  }
  return /Invalid field/.test(message) ? {} : null;
}

/** The database server itself is out of order: nothing to do with the name we gave. */
const DATABASE_TROUBLE = /refused|too many|timeout|timed out|starting up|shutting down|terminat|password authentication|no pg_hba|could not translate|SSL|serialize|deadlock|lock/i;

function isMissingDatabase(error: VendorError, scene: VendorErrorScene): boolean {
  if (error.name === 'psycopg2.OperationalError') {
    if (error.message.includes('does not exist')) return true;
    return scene.isSignIn === true && !DATABASE_TROUBLE.test(error.message);
  }
  // A Postgres database that is not an Odoo one.
  return scene.isSignIn === true && (error.name === 'psycopg2.errors.UndefinedTable' || error.name === 'builtins.KeyError');
}

/** The error of a refused sign-in. With two factors on, a right password answers `false` too (recorded on 19, 2026-11). */
export function refusedSignIn(isApiKey: boolean, vendorName?: string): OdooError {
  return new OdooError(isApiKey ? 'bad_credentials' : 'two_factor_or_bad_password', vendorName ? { vendorName } : {});
}

/**
 * Turns Odoo's `error.data` into one of our kinds. It branches on `name`, never on the numeric code: that is
 * 200 on 17 and 18 and 0 on 19 (recorded 2026-11).
 */
export function readVendorError(error: VendorError, scene: VendorErrorScene): OdooError {
  const common: OdooErrorDetails = { vendorName: error.name, vendorMessage: cleanVendorMessage(error.message) };
  const onModel: OdooErrorDetails = { ...common, model: scene.model, method: scene.method };

  const language = /Invalid language(?: code)?:? '?(?<code>[\w@.-]+)/.exec(error.message)?.groups?.['code'];
  if (language) return new OdooError('language_not_installed', { ...common, language });

  // Its message names the database server's address and port: nothing for people.
  if (isMissingDatabase(error, scene)) return new OdooError('bad_database', { vendorName: error.name, database: scene.database });

  switch (error.name) {
    case 'odoo.exceptions.AccessDenied':
      return refusedSignIn(scene.isApiKey, error.name);
    case 'odoo.exceptions.AccessError':
      return new OdooError('access_denied', { ...onModel, vendorMessage: cleanVendorMessage(error.message.split('\n')[0]!) });
    case 'odoo.exceptions.MissingError':
      return new OdooError('missing_record', onModel);
    case 'odoo.exceptions.UserError':
    case 'odoo.exceptions.ValidationError':
    case 'odoo.exceptions.RedirectWarning': {
      const model = /^Object (?<model>[\w.]+) doesn'?t exist/.exec(error.message)?.groups?.['model'];
      return model ? new OdooError('missing_model', { ...common, model }) : new OdooError('validation', onModel);
    }
    case 'builtins.KeyError':
      // Builds that answer a missing model with the bare key.
      return scene.model && error.message.includes(scene.model) ? new OdooError('missing_model', onModel) : new OdooError('unexpected', onModel);
    case 'builtins.ValueError': {
      const field = findMissingField(error.message);
      return field ? new OdooError('missing_field', { ...onModel, ...field }) : new OdooError('unexpected', onModel);
    }
    case 'builtins.AttributeError':
      return new OdooError('missing_method', onModel);
    case 'builtins.MemoryError':
      return new OdooError('server', { vendorName: error.name });
    default:
      // psycopg2.*: the database is busy, restarting or gave up on a conflict; the same call works later.
      return error.name.startsWith('psycopg2.') ? new OdooError('server', { vendorName: error.name }) : new OdooError('unexpected', onModel);
  }
}
