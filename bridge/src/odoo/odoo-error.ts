/**
 * Everything that can go wrong with an ERP, as one class with a closed list of kinds. Each kind has a code
 * for programs, a sentence for people, and says whether the same call may work later. Messages never hold a
 * traceback, a portal URL, an access token or a secret.
 */

export interface OdooErrorDetails {
  model?: string;
  field?: string;
  method?: string;
  language?: string;
  database?: string;
  httpStatus?: number;
  /** Odoo's own name of the error, such as `odoo.exceptions.AccessError`. */
  vendorName?: string;
  /** Odoo's own sentence: one line, shortened, cleaned. */
  vendorMessage?: string;
  /** Node's code of a network error, such as `ECONNREFUSED`. */
  networkCode?: string;
  /** Milliseconds the server asked us to wait. */
  retryAfterMs?: number;
  /** Bytes an answer was allowed to have. */
  limitBytes?: number;
}

interface KindFacts {
  code: string;
  isTransient: boolean;
  sentence(details: OdooErrorDetails): string;
}

const megabytes = (bytes: number | undefined): string => `${Math.round((bytes ?? 0) / (1024 * 1024))} MB`;
const quoted = (text: string | undefined, otherwise: string): string => (text ? `"${text}"` : otherwise);
const said = (details: OdooErrorDetails): string => (details.vendorMessage ? `: ${details.vendorMessage}` : '.');

const fixed = (code: string, isTransient: boolean, text: string): KindFacts => ({ code, isTransient, sentence: () => text });
const told = (code: string, isTransient: boolean, sentence: KindFacts['sentence']): KindFacts => ({ code, isTransient, sentence });

const KINDS = {
  // The way there
  bad_address: fixed('erp.bad_address', false, 'The ERP address is not a web address. It should look like https://erp.example.com.'),
  address_refused: fixed('erp.address_refused', false, 'The ERP address leads to a link-local or cloud metadata address, which is never called.'),
  unreachable: told('erp.unreachable', true, (d) => `The ERP can't be reached${d.networkCode ? ` (${d.networkCode})` : ''}. Check the address and that the server is running.`),
  tls: told('erp.tls', false, (d) => `The ERP's certificate was not accepted${d.networkCode ? ` (${d.networkCode})` : ''}. Check the address, or renew the certificate.`),
  timeout: fixed('erp.timeout', true, 'The ERP did not answer in time.'),
  aborted: fixed('erp.aborted', false, 'The call to the ERP was stopped.'),
  // What stands there
  html: fixed('erp.html', false, 'The address answered with a web page instead of data. It may be another site, a sign-in wall or a proxy in front of the ERP.'),
  redirected: fixed('erp.redirected', false, 'The address redirects elsewhere. Enter the address it leads to (often https:// instead of http://, or with or without www).'),
  malformed: fixed('erp.malformed', true, "The ERP's answer was cut off or can't be read."),
  too_large: told('erp.too_large', false, (d) => `The ERP's answer is larger than ${megabytes(d.limitBytes)}.`),
  not_odoo: told('erp.not_odoo', false, (d) => `There is a server at this address, but it does not answer like Odoo's external API${d.httpStatus && d.httpStatus !== 200 ? ` (HTTP ${d.httpStatus})` : ''}.`),
  rate_limited: fixed('erp.rate_limited', true, 'The ERP asks us to call less often.'),
  server: told('erp.server', true, (d) => `The ERP has trouble of its own${d.httpStatus ? ` (HTTP ${d.httpStatus})` : ''}. It is tried again later.`),
  // Who we are there
  bad_database: told('erp.bad_database', false, (d) => `The ERP has no database ${quoted(d.database, 'of this name')}.`),
  bad_credentials: fixed('erp.bad_credentials', false, 'The login or the API key is wrong, or the key has expired or been revoked.'),
  two_factor_or_bad_password: fixed('erp.two_factor_or_bad_password', false, 'The login or the password is wrong. If this user signs in with two factors, a password never works here: make an API key in Odoo (Preferences, Account Security) and enter that.'),
  access_denied: told('erp.access_denied', false, (d) => `The ERP user may not do this${d.model ? ` with ${d.model}` : ''}. Give the user the rights in Odoo.`),
  // What was asked
  missing_model: told('erp.missing_model', false, (d) => `The ERP has no ${quoted(d.model, 'such model')}. The app that brings it is not installed.`),
  missing_field: told('erp.missing_field', false, (d) => `The ERP has no field ${quoted(d.field, 'of this name')}${d.model ? ` on ${d.model}` : ''}, or the user may not read it.`),
  missing_method: told('erp.missing_method', false, (d) => `The ERP does not offer ${quoted(d.method, 'this call')}${d.model ? ` on ${d.model}` : ''}. It may be a version that is not supported.`),
  missing_record: fixed('erp.missing_record', false, 'The record does not exist in the ERP, or was deleted.'),
  language_not_installed: told('erp.language_not_installed', false, (d) => `The language ${quoted(d.language, 'asked for')} is not installed in the ERP.`),
  validation: told('erp.validation', false, (d) => `The ERP refused what was asked${said(d)}`),
  unexpected: told('erp.unexpected', false, (d) => `The ERP failed with an error of its own${said(d)}`),
  // Documents
  not_posted: fixed('document.not_posted', false, 'The document is not posted (it is a draft or was cancelled): the ERP gives no PDF to send for it.'),
  no_portal: fixed('document.no_portal', false, 'The ERP gives no document address for this record.'),
  portal_elsewhere: fixed('document.portal_elsewhere', false, "The ERP's document address leads to another host than the ERP itself, so it was not opened."),
  login_required: fixed('document.login_required', false, 'The ERP redirected to a sign-in page instead of giving the PDF. The record may be gone or not be shared with this user.'),
  document_html: fixed('document.html', false, 'The ERP answered with a web page instead of the PDF.'),
  pdf_engine_missing: fixed('document.pdf_engine_missing', false, 'The ERP could not make the PDF: wkhtmltopdf is missing or broken on its server.'),
  not_pdf: fixed('document.not_pdf', false, 'The ERP answered with something that is not a PDF.'),
  document_too_large: told('document.too_large', false, (d) => `The document is larger than ${megabytes(d.limitBytes)}.`),
  document_timeout: fixed('document.timeout', true, 'The ERP did not finish the PDF in time.'),
  zip_without_pdf: fixed('document.zip_without_pdf', false, 'The ERP gave a zip that holds no PDF.'),
  zip_several_pdfs: fixed('document.zip_several_pdfs', false, 'The ERP gave a zip with several PDFs, and none says it is the one to send.'),
  zip_too_large: fixed('document.zip_too_large', false, 'The ERP gave a zip with more than 20 files or more than 100 MB inside.'),
  zip_broken: fixed('document.zip_broken', false, "The ERP gave a zip that can't be opened."),
} satisfies Record<string, KindFacts>;

export type OdooErrorKind = keyof typeof KINDS;

/** Every kind there is, for tables and tests. */
export const ODOO_ERROR_KINDS = Object.keys(KINDS) as OdooErrorKind[];

/**
 * Thrown by everything in the bridge that speaks to an ERP.
 * `message` is a sentence that can be shown; `code` is `erp.<kind>` or `document.<reason>`;
 * `isTransient` says whether the same call may succeed later without anyone changing anything.
 */
export class OdooError extends Error {
  override readonly name = 'OdooError';
  readonly kind: OdooErrorKind;
  readonly code: string;
  readonly isTransient: boolean;
  readonly details: Readonly<OdooErrorDetails>;

  constructor(kind: OdooErrorKind, details: OdooErrorDetails = {}) {
    const facts: KindFacts = KINDS[kind];
    super(facts.sentence(details));
    this.kind = kind;
    this.code = facts.code;
    this.isTransient = facts.isTransient;
    this.details = details;
  }
}

/** True for an error of the bridge, of one of `kinds` where any are named. */
export function isOdooError(error: unknown, ...kinds: OdooErrorKind[]): error is OdooError {
  return error instanceof OdooError && (kinds.length === 0 || kinds.includes(error.kind));
}
