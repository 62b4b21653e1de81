/**
 * The kinds of failure a provider can report, by what we must do about them.
 * Meta's 97 codes map onto these (shared facts, meta-error-codes.json, 2026-11).
 */
export const PROVIDER_ERROR_KINDS = [
  /** Known unsent, the service is briefly away: backoff. */
  'temporary',
  /** Known unsent, cause unknown: two or three tries, then failed. */
  'temporary_few',
  /** The number (or app) sends too fast: slow the whole lane. */
  'rate_limited',
  /** This recipient gets too much: 4^n seconds, other recipients go on. */
  'pair_rate_limited',
  /** Not before 24 hours, growing. */
  'later_24h',
  /** Bulk on this number must stop, someone must look. */
  'number_paused',
  /** The 24-hour window is closed: only a template may go. */
  'outside_window',
  /** The recipient stopped marketing. */
  'opted_out',
  /** Never to this recipient in this form. */
  'recipient_refused',
  /** Our request is wrong: permanent for this payload. */
  'invalid_request',
  /** The file is of the wrong kind or could not be fetched. */
  'invalid_media',
  /** Credentials are wrong or lack a right: halt the account, keep the queue. */
  'auth',
  /** The account is blocked or unpaid: halt the account, keep the queue. */
  'account_blocked',
  /** The number is not set up: halt the account, keep the queue. */
  'misconfigured',
  /** Another endpoint must be used. */
  'wrong_route',
  /** The template's parameters do not fit. */
  'template_parameters',
  /** Template or language does not exist or is not approved. */
  'template_missing',
  /** The template may not be sent any more. */
  'template_blocked',
  /** The template is paused for quality: hold its messages until it is resumed. */
  'template_paused',
  /** Known unsent: name not resolved, refused, TLS. */
  'unreachable',
  /** We cannot know whether it was sent: time-out, reset, 5xx without the provider's own body. Never resent blindly. */
  'unknown_outcome',
] as const;

export type ProviderErrorKind = (typeof PROVIDER_ERROR_KINDS)[number];
