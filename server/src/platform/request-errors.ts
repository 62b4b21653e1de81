import { errors } from '@strapi/utils';
import createHttpError from 'http-errors';
import { sentenceOf } from '../../../plugin/contracts/codes';

const { ApplicationError, ForbiddenError, NotFoundError, RateLimitError, UnauthorizedError, ValidationError } = errors;

export interface RefusalDetails {
  /** Values for the placeholders of the sentence. */
  values?: Record<string, string | number>;
  /** Field the refusal is about, for forms. */
  path?: string;
  retryAfter?: number;
  quotaRemaining?: number;
  /** Anything a screen needs beyond the sentence. */
  extra?: Record<string, unknown>;
}

const detailsOf = (code: string, { values: _values, extra, ...rest }: RefusalDetails) => ({ code, ...rest, ...extra });

/** 400: the request is understood and refused; `code` is one of API.md's, the sentence comes from the one catalogue. */
export const refuse = (code: string, details: RefusalDetails = {}): Error =>
  new ApplicationError(sentenceOf(code, details.values), detailsOf(code, details));

/** 400 for input of the wrong shape. */
export const invalid = (message: string, details: Record<string, unknown> = {}): Error =>
  new ValidationError(message, { code: 'request.invalid', ...details });

/** 401 */
export const unauthorized = (): Error => new UnauthorizedError(sentenceOf('access.unauthorized'), { code: 'access.unauthorized' });

/** 403 */
export const forbidden = (code = 'access.denied', details: RefusalDetails = {}): Error =>
  new ForbiddenError(sentenceOf(code, details.values), detailsOf(code, details));

/** 404, for what is foreign too: nobody learns that it exists. */
export const missing = (code: string, details: RefusalDetails = {}): Error =>
  new NotFoundError(sentenceOf(code, details.values), detailsOf(code, details));

/** 429 */
export const tooMany = (code: string, details: RefusalDetails = {}): Error =>
  new RateLimitError(sentenceOf(code, details.values), detailsOf(code, details));

/** 409; `@strapi/utils` has no class for it. */
export const conflict = (code: string, details: RefusalDetails = {}): Error =>
  createHttpError(409, sentenceOf(code, details.values), { name: 'ConflictError', details: detailsOf(code, details) });

/** The code of one of our refusals, whatever class carries it. */
export const codeOf = (error: unknown): string | null => {
  const code = (error as { details?: { code?: unknown } } | null)?.details?.code;
  return typeof code === 'string' ? code : null;
};
