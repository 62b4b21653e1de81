import type { Purpose } from './message';

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

/** What to do about a failed attempt. */
export type RetryDecision =
  /** Again, not before `at`. `scope` says what waits with it: this message, all to this recipient, or the whole account. */
  | { kind: 'retry'; at: Date; scope: 'message' | 'recipient' | 'account'; attempts: number }
  /** For good; `code` goes on the message. */
  | { kind: 'fail'; code: FailureCode }
  /** Kept queued until someone or something lifts the hold. */
  | { kind: 'hold'; scope: 'account' | 'template'; code: FailureCode }
  /** May have been sent: wait for its status, never resend blindly. */
  | { kind: 'uncertain' };

export type FailureCode = ReturnType<typeof errorCodeOf>;

export interface RetryInput {
  kind: ProviderErrorKind;
  /** Tries made so far, this one included: at least 1. */
  attempts: number;
  now: Date;
  /** What the provider asked for; a wait is never shorter. */
  retryAfterMs?: number;
  /** In [0, 1): spreads retries, so that a lane's messages don't all come back in one instant. */
  random: number;
  purpose?: Purpose;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Our own backoff is shortened by up to a quarter; a wait that is somebody's rule is lengthened, it is a floor. */
const JITTER = 0.25;
const BACKOFF_CAP_MS = 15 * MINUTE_MS;
const ACCOUNT_BACKOFF_CAP_MS = 5 * MINUTE_MS;
/** 4^6 s is over an hour: beyond it the message's own expiry decides. */
const PAIR_EXPONENT_CAP = 6;
/** Nine doublings to the cap (17 min), then a try each 11 to 15 min: about 24 hours. */
const TEMPORARY_TRIES = 110;
const FEW_TRIES = 3;
const LATER_TRIES = 3;

/**
 * What to do about a failed attempt; one answer for every kind, and the compiler insists on it.
 * Purpose decides one thing only: a marketing cap (`later_24h`) is not waited out for a reply, which means nothing a day later.
 */
export function decideRetry(input: RetryInput): RetryDecision {
  const { kind } = input;
  const attempts = Math.max(1, Math.floor(input.attempts));
  const code = errorCodeOf(kind);
  const retry = (scope: 'message' | 'recipient' | 'account', delay: Delay): RetryDecision => ({
    kind: 'retry',
    at: waitUntil(input, delay),
    scope,
    attempts,
  });

  switch (kind) {
    case 'temporary':
      return attempts < TEMPORARY_TRIES ? retry('message', { backoffMs: doubling(attempts, BACKOFF_CAP_MS) }) : { kind: 'fail', code };
    case 'temporary_few':
      return attempts < FEW_TRIES ? retry('message', { backoffMs: doubling(attempts + 2, BACKOFF_CAP_MS) }) : { kind: 'fail', code };
    case 'rate_limited':
      return retry('account', { backoffMs: doubling(attempts, ACCOUNT_BACKOFF_CAP_MS) });
    case 'pair_rate_limited':
      return retry('recipient', { floorMs: 4 ** Math.min(attempts, PAIR_EXPONENT_CAP) * SECOND_MS });
    case 'later_24h':
      if (input.purpose === 'reply' || attempts >= LATER_TRIES) return { kind: 'fail', code };
      return retry('message', { floorMs: attempts * DAY_MS });
    case 'unreachable':
      return retry('account', { backoffMs: doubling(attempts, ACCOUNT_BACKOFF_CAP_MS) });
    case 'number_paused':
    case 'auth':
    case 'account_blocked':
    case 'misconfigured':
      return { kind: 'hold', scope: 'account', code };
    case 'template_paused':
      return { kind: 'hold', scope: 'template', code };
    case 'outside_window':
    case 'opted_out':
    case 'recipient_refused':
    case 'invalid_request':
    case 'invalid_media':
    case 'wrong_route':
    case 'template_parameters':
    case 'template_missing':
    case 'template_blocked':
      return { kind: 'fail', code };
    case 'unknown_outcome':
      return { kind: 'uncertain' };
  }
}

/** The code of a kind, as the API and the screens say it; its sentence is in `contracts/codes`. */
export function errorCodeOf(kind: ProviderErrorKind) {
  switch (kind) {
    case 'temporary':
      return 'provider.unavailable';
    case 'temporary_few':
      return 'provider.failed';
    case 'rate_limited':
      return 'account.rate_limited';
    case 'pair_rate_limited':
      return 'recipient.rate_limited';
    case 'later_24h':
      return 'recipient.limit_reached';
    case 'number_paused':
      return 'account.paused';
    case 'outside_window':
      return 'message.outside_window';
    case 'opted_out':
      return 'message.opted_out';
    case 'recipient_refused':
      return 'recipient.refused';
    case 'invalid_request':
      return 'message.invalid';
    case 'invalid_media':
      return 'media.invalid';
    case 'auth':
      return 'account.unauthorized';
    case 'account_blocked':
      return 'account.blocked';
    case 'misconfigured':
      return 'account.misconfigured';
    case 'wrong_route':
      return 'message.wrong_route';
    case 'template_parameters':
      return 'template.parameters_refused';
    case 'template_missing':
      return 'template.missing';
    case 'template_blocked':
      return 'template.disabled';
    case 'template_paused':
      return 'template.paused';
    case 'unreachable':
      return 'provider.unreachable';
    case 'unknown_outcome':
      return 'message.uncertain';
  }
}

/** 2, 4, 8 … seconds. */
function doubling(attempts: number, capMs: number): number {
  return Math.min(capMs, 2 ** Math.min(attempts, 30) * SECOND_MS);
}

/** `backoffMs` is ours to choose, `floorMs` a rule of the provider's. */
type Delay = { backoffMs: number } | { floorMs: number };

function waitUntil(input: RetryInput, delay: Delay): Date {
  const asked = input.retryAfterMs !== undefined && Number.isFinite(input.retryAfterMs) ? Math.max(0, input.retryAfterMs) : 0;
  const spread = JITTER * Math.min(1, Math.max(0, input.random));
  const own = 'backoffMs' in delay ? delay.backoffMs * (1 - spread) : delay.floorMs * (1 + spread);
  return new Date(input.now.getTime() + Math.ceil(Math.max(own, asked * (1 + spread))));
}
