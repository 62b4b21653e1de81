import { createHash } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Context, Next } from 'koa';
import { now } from '../../platform/clock';
import { isDatabaseAway } from '../../platform/database-errors';
import { failureText } from '../../platform/failure-text';
import { apiRoot } from '../../platform/request-envelope';
import { getService } from '../../platform/services';
import type { Provider } from '../../providers/provider';
import { createAccountDirectory } from './account-directory';
import { createFailedChecks } from './failed-checks';
import { IntakeBusyError } from './group-commit';
import { intakeOf } from './intake';
import { readBody } from './read-body';
import { answerAndHangUp, answerChallenge, answerError, answerStored } from './webhook-answers';
import { parseWebhookAddress } from './webhook-address';
import type { WebhookAddress } from './webhook-address';
import { decodeBody } from './webhook-body';
import type { DecodedBody } from './webhook-body';
import { createWebhookCheck, strangerOf } from './webhook-check';

const MAX_BYTES = 4 * 1024 * 1024;
const READ_TIMEOUT_MS = 10_000;
const CHALLENGE = /^[\w-]{1,256}$/;

const queryOf = (ctx: Context): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(ctx.query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));

/**
 * The door in. Runs before Strapi's body parser and routes: the signature is over the raw bytes, and a webhook has to be
 * answered in milliseconds. Verify, store, answer 200; everything else is the pipeline's.
 */
export const defineWebhookDoor = (strapi: Core.Strapi) => {
  const prefix = `${apiRoot(strapi)}/webhook/`;
  const directory = createAccountDirectory(strapi);
  const check = createWebhookCheck(directory);
  const failedChecks = createFailedChecks();

  const refuseCheck = (ctx: Context): void => {
    const at = now();
    if (!failedChecks.add(ctx.ip, at)) return answerError(ctx, 401, 'webhook.unauthorized');
    return answerError(ctx, 429, 'webhook.too_many', { 'Retry-After': String(failedChecks.retryAfter(ctx.ip, at)) });
  };

  const answerGet = async (ctx: Context, address: WebhookAddress | null): Promise<void> => {
    const provider = address && getService(strapi, 'accounts').findProvider(address.provider);
    const asked = address && provider?.webhook.challenge ? await challenged(provider, address) : [];
    for (const account of asked) {
      const challenge = provider?.webhook.challenge?.(account, queryOf(ctx)) ?? null;
      if (challenge === null || !CHALLENGE.test(challenge)) continue;
      getService(strapi, 'accounts').touchWebhookVerified(account.key, now());
      return answerChallenge(ctx, challenge);
    }
    return answerError(ctx, 403, 'access.denied');
  };

  /** Whose verify token may answer: the account's of the address, or at the shared address anyone's. The challenge needs no secret. */
  const challenged = async (provider: Provider, { accountKey }: WebhookAddress) => {
    const accounts = (await directory.accounts()).filter((account) => account.provider === provider.id && (accountKey === null || account.key === accountKey));
    return accounts.map(({ key, settings, verifyToken }) => ({ key, settings: settings ?? {}, secrets: {}, verifyToken: verifyToken ?? '' }));
  };

  const store = async (ctx: Context, address: WebhookAddress, provider: Provider, rawBody: Buffer, decoded: DecodedBody): Promise<void> => {
    const { accountKey, pathSecret } = address;
    const refs = decoded.kind === 'text' ? decoded.refs : [];
    const checked = await check({ provider, accountKey, pathSecret, headers: ctx.req.headers, rawBody, refs });
    if (checked.kind === 'refused') return refuseCheck(ctx);
    // Only now: whoever can't sign learns nothing about what we can read.
    if (decoded.kind === 'refused') return answerError(ctx, decoded.status, decoded.code);
    const receivedAt = now();
    const digest = createHash('sha256').update(decoded.text, 'utf8').digest('hex');
    await intakeOf(strapi).put(checked.accounts.map(({ id }) => ({ provider: provider.id, account: id, digest, body: decoded.text, receivedAt })));
    for (const { id } of checked.accounts) getService(strapi, 'accounts').touchWebhookSeen(id, receivedAt);
    return answerStored(ctx);
  };

  const answerPost = async (ctx: Context, address: WebhookAddress | null): Promise<void> => {
    const read = await readBody(ctx.req, { maxBytes: MAX_BYTES, timeoutMs: READ_TIMEOUT_MS });
    if (read.kind === 'too_large') return answerAndHangUp(ctx, 413, 'webhook.too_large');
    if (read.kind === 'too_slow') return answerAndHangUp(ctx, 408, 'webhook.too_slow');
    if (read.kind === 'gone') return answerAndHangUp(ctx, 400, 'webhook.not_json');

    const accounts = getService(strapi, 'accounts');
    const provider = address && accounts.findProvider(address.provider);
    if (!address || !provider) {
      const [any] = accounts.providers();
      any?.webhook.verify(strangerOf(any), { headers: ctx.req.headers, rawBody: read.body });
      return refuseCheck(ctx);
    }
    const decoded = await decodeBody(read.body, ctx.req.headers['content-encoding'], provider, MAX_BYTES);
    return store(ctx, address, provider, read.body, decoded);
  };

  return async (ctx: Context, next: Next): Promise<void> => {
    if (!ctx.path.startsWith(prefix)) return next();
    const address = parseWebhookAddress(ctx.path, prefix);
    try {
      if (ctx.method === 'POST') await answerPost(ctx, address);
      else if (ctx.method === 'GET') await answerGet(ctx, address);
      else answerError(ctx, 405, 'request.not_found', { Allow: 'GET, POST' });
    } catch (error) {
      // Not stored: the provider has to send it again, so anything but 200 is right and 503 says why.
      const isExpected = error instanceof IntakeBusyError || isDatabaseAway(error);
      strapi.log[isExpected ? 'warn' : 'error'](`[whatsapp] a webhook could not be stored, the provider will repeat it: ${failureText(error)}`);
      answerError(ctx, 503, 'webhook.not_stored', { 'Retry-After': '5' });
    }
  };
};
