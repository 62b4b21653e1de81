import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/types';
import { errors } from '@strapi/utils';
import type { Context, Next } from 'koa';
import { sentenceOf } from '../../../plugin/contracts/codes';
import { failureTrace } from './failure-text';
import { now } from './clock';
import { missing, unauthorized } from './request-errors';

/** Below which our content API lives: `/api/whatsapp`. */
export const apiRoot = (strapi: Core.Strapi): string => `${String(strapi.config.get('api.rest.prefix', '/api')).replace(/\/$/, '')}/whatsapp`;

const CODES_BY_STATUS: Record<number, string> = {
  400: 'request.invalid',
  401: 'access.unauthorized',
  403: 'access.denied',
  404: 'request.not_found',
  405: 'request.not_found',
  409: 'request.conflict',
  413: 'request.too_large',
  415: 'request.unsupported_type',
  429: 'request.too_many',
};

interface ErrorBody {
  status?: number;
  name?: string;
  message?: string;
  details?: Record<string, unknown>;
}

/** An error's body in the shape every answer of ours has; whatever made it. */
export const errorBody = (status: number, error: ErrorBody, requestId: string): { data: null; error: ErrorBody } => {
  const details = typeof error.details === 'object' && error.details !== null && !Array.isArray(error.details) ? error.details : {};
  // Of Strapi's body parser: its words are the parser's own.
  const isUnreadable = status === 400 && error.name === 'SyntaxError';
  const code = typeof details.code === 'string' ? details.code : isUnreadable ? 'request.not_json' : (CODES_BY_STATUS[status] ?? 'server.error');
  return {
    data: null,
    error: {
      status,
      name: isUnreadable ? 'BadRequestError' : (error.name ?? 'ApplicationError'),
      message: isUnreadable || error.message === undefined ? sentenceOf(code) : error.message,
      details: { ...details, code, requestId },
    },
  };
};

export const requestIdOf = (ctx: { state: Record<string, unknown> }): string => String(ctx.state.whatsappRequestId ?? '');

/** Milliseconds since the request came in. */
export const responseTimeOf = (ctx: { state: Record<string, unknown> }): number => now().getTime() - Number(ctx.state.whatsappStartedAt ?? now().getTime());

/**
 * Gives every answer below our root a request id, and every error (Strapi's own 401, 403, 404 and 413 too, which carry none)
 * a code. Registered before Strapi's own middleware, so it sees their answers.
 */
export const defineRequestEnvelope = (strapi: Core.Strapi) => {
  const root = `${apiRoot(strapi)}/`;
  const webhooks = `${root}webhook/`;
  return async (ctx: Context, next: Next): Promise<void> => {
    if (!ctx.path.startsWith(root) || ctx.path.startsWith(webhooks)) return next();
    const requestId = randomUUID();
    ctx.state.whatsappRequestId = requestId;
    ctx.state.whatsappStartedAt = now().getTime();
    ctx.set('X-Request-Id', requestId);
    await next();
    if (ctx.status < 400) return;
    // Where users-permissions is installed a caller without a token is its "public" role, and gets a 403 that misleads.
    if (ctx.status === 403 && !ctx.get('authorization')) respondWithError(strapi, ctx, unauthorized());
    // An address of another method, or of a later stage, is one that is not there.
    if (ctx.status === 405) respondWithError(strapi, ctx, missing('request.not_found'));
    const { status } = ctx;
    const error = ((ctx.body as { error?: ErrorBody } | null | undefined)?.error ?? { name: 'NotFoundError' }) as ErrorBody;
    ctx.body = errorBody(status, error, requestId);
    ctx.status = status;
    const retryAfter = (error.details as { retryAfter?: unknown } | undefined)?.retryAfter;
    if (typeof retryAfter === 'number') ctx.set('Retry-After', String(Math.max(1, Math.ceil(retryAfter))));
  };
};

const STATUS_BY_CLASS: [new (...args: never[]) => Error, number][] = [
  [errors.UnauthorizedError, 401],
  [errors.ForbiddenError, 403],
  [errors.NotFoundError, 404],
  [errors.PayloadTooLargeError, 413],
  [errors.RateLimitError, 429],
  [errors.ApplicationError, 400],
];

/** Answers an error from one of our own doors, which stand before Strapi's error middleware. A defect says nothing of itself. */
export const respondWithError = (strapi: Core.Strapi, ctx: Context, error: unknown): void => {
  const known = STATUS_BY_CLASS.find(([errorClass]) => error instanceof errorClass)?.[1];
  const { status: httpStatus, expose } = error as { status?: number; expose?: boolean };
  const status = known ?? (expose && httpStatus ? httpStatus : 500);
  if (status >= 500) strapi.log.error(`[whatsapp] ${failureTrace(error)}`);
  const shown = status >= 500 ? { name: 'InternalServerError', message: 'Internal Server Error' } : (error as ErrorBody);
  ctx.status = status;
  ctx.body = { data: null, error: { status, name: shown.name, message: shown.message, details: shown.details } };
};
