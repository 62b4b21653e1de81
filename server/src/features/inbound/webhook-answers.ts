import type { Context } from 'koa';
import { sentenceOf } from '../../../../plugin/contracts/codes';

const NAMES: Record<number, string> = {
  400: 'ValidationError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  405: 'MethodNotAllowedError',
  408: 'RequestTimeoutError',
  413: 'PayloadTooLargeError',
  415: 'UnsupportedMediaTypeError',
  429: 'RateLimitError',
  503: 'ServiceUnavailableError',
};

const write = (ctx: Context, status: number, type: string, body: string): void => {
  ctx.status = status;
  ctx.set('Content-Type', type);
  ctx.set('X-Content-Type-Options', 'nosniff');
  ctx.set('Cache-Control', 'no-store');
  ctx.body = body;
};

/** The same bytes for the same status, whatever the reason behind it: no request id, no time, no name. */
export const answerError = (ctx: Context, status: number, code: string, headers: Record<string, string> = {}): void => {
  ctx.set(headers);
  const body = { data: null, error: { status, name: NAMES[status] ?? 'ApplicationError', message: sentenceOf(code), details: { code } } };
  write(ctx, status, 'application/json; charset=utf-8', JSON.stringify(body));
};

/** Ends the connection after the answer: the rest of such a request is not worth waiting for. */
export const answerAndHangUp = (ctx: Context, status: number, code: string): void => answerError(ctx, status, code, { Connection: 'close' });

export const answerStored = (ctx: Context): void => write(ctx, 200, 'text/plain; charset=utf-8', 'ok');

/** What is echoed to whoever asks is plain text and can be nothing else. */
export const answerChallenge = (ctx: Context, challenge: string): void => write(ctx, 200, 'text/plain; charset=utf-8', challenge);
