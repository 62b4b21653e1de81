import { errors } from '@strapi/utils';
import type { Problem } from '../../../plugin/domain/validate';
import { isCode, SENTENCES, sentenceOf } from '../../../plugin/contracts/codes';

const { ApplicationError, NotFoundError, ValidationError } = errors;

export interface RefusalDetails {
  /** Values for the placeholders of the sentence. */
  values?: Readonly<Record<string, string | number>>;
  /** The sentence already made, where whoever made it knew the values. */
  sentence?: string;
  /** Field the refusal is about, for forms. */
  path?: string;
  retryAfter?: number;
  quotaRemaining?: number;
  /** Anything a screen needs beyond the sentence. */
  extra?: Record<string, unknown>;
}

/** The values the code's sentence names, and no others: what a caller passes besides is not for the answer. */
const namedValues = (code: string, values: Readonly<Record<string, string | number>> = {}): { values?: Record<string, string | number> } => {
  if (!isCode(code)) return {};
  const named = Object.entries(values).filter(([name]) => SENTENCES[code].includes(`{${name}}`));
  return named.length > 0 ? { values: Object.fromEntries(named) } : {};
};

const detailsOf = (code: string, { values, sentence: _sentence, extra, ...rest }: RefusalDetails) => ({ code, ...namedValues(code, values), ...rest, ...extra });

/** 400: the request is understood and refused; `code` is one of API.md's, the sentence comes from the one catalogue. */
export const refuse = (code: string, details: RefusalDetails = {}): Error =>
  new ApplicationError(details.sentence ?? sentenceOf(code, details.values), detailsOf(code, details));

/** 400: what a provider would refuse about a message or a file, found before it is asked. */
export const refuseProblem = ({ code, sentence, values, field }: Problem, extra?: Record<string, unknown>): Error => refuse(code, { sentence, values, path: field, ...(extra ? { extra } : {}) });

/** 400 for input of the wrong shape. */
export const invalid = (message: string, details: Record<string, unknown> = {}): Error =>
  new ValidationError(message, { code: 'request.invalid', ...details });

/**
 * An error of a status Strapi's own classes can't carry: its router catches its 401 and 403 around every handler and
 * answers a bare "Forbidden" in their place (5.54, compose-endpoint), and it has no 409. Made on Strapi's own prototype,
 * since its error middleware asks with `instanceof` and would log a copy's as a defect.
 */
const httpError = (status: number, name: string, message: string, details: Record<string, unknown>): Error => {
  const { stack } = new Error(message);
  return Object.assign(Object.create(errors.HttpError.prototype as object) as Error, { status, statusCode: status, expose: true, name, message, details, stack });
};

/** 401 */
export const unauthorized = (): Error => httpError(401, 'UnauthorizedError', sentenceOf('access.unauthorized'), { code: 'access.unauthorized' });

/** 403 */
export const forbidden = (code = 'access.denied', details: RefusalDetails = {}): Error => httpError(403, 'ForbiddenError', sentenceOf(code, details.values), detailsOf(code, details));

/** 404, for what is foreign too: nobody learns that it exists. */
export const missing = (code: string, details: RefusalDetails = {}): Error =>
  new NotFoundError(sentenceOf(code, details.values), detailsOf(code, details));

/** 409 */
export const conflict = (code: string, details: RefusalDetails = {}): Error => httpError(409, 'ConflictError', sentenceOf(code, details.values), detailsOf(code, details));

/** 429 */
export const tooMany = (code: string, details: RefusalDetails & { retryAfter: number }): Error =>
  httpError(429, 'RateLimitError', sentenceOf(code, { retryAfter: details.retryAfter, ...details.values }), detailsOf(code, details));

/** The code of one of our refusals, whatever class carries it. */
export const codeOf = (error: unknown): string | null => {
  const code = (error as { details?: { code?: unknown } } | null)?.details?.code;
  return typeof code === 'string' ? code : null;
};
