import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { Verb } from '../../../../plugin/contracts/access';
import { forbidden, unauthorized } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { Grant, Sight } from '../../platform/services';

export interface Caller extends Grant {
  /** For evidence: who stated a consent, who started a pull. */
  tokenName: string;
  /** Accounts of the grant, and the companies that follow from them. */
  sight: Sight;
  /** Keys of one token and endpoint never meet those of another. */
  scopeOf(endpoint: string): string;
}

interface AuthState {
  strategy?: { name?: string };
  credentials?: { id?: number; name?: string } | null;
}

/**
 * Who calls, and whether the grant holds the verb. Users of users-permissions have no grants and never pass; a token without a
 * row may do nothing, a full-access one too.
 */
export const getCaller = async (strapi: Core.Strapi, ctx: Context, verb: Verb): Promise<Caller> => {
  const auth = ctx.state.auth as AuthState | undefined;
  if (!auth) throw unauthorized();
  const tokenId = auth.credentials?.id;
  if (!/api-token$/.test(auth.strategy?.name ?? '') || typeof tokenId !== 'number') throw forbidden('access.tokens_only');
  const grant = await getService(strapi, 'access').findGrant(tokenId);
  if (!grant?.verbs.includes(verb)) throw forbidden('access.not_granted', { values: { verb } });
  const access = getService(strapi, 'access');
  try {
    access.countCall(grant);
  } catch (error) {
    const { retryAfter } = (error as { details?: { retryAfter?: number } }).details ?? {};
    if (retryAfter !== undefined) ctx.set('Retry-After', String(retryAfter));
    throw error;
  }
  const sight = { accounts: grant.accounts, companies: await access.companiesOf(grant.accounts) };
  return { ...grant, sight, tokenName: auth.credentials?.name ?? '', scopeOf: (endpoint) => `token:${tokenId}:${endpoint}` };
};

/** Authenticates as Strapi would for a content API route with this action, for doors that stand before its router. */
export const authenticateDoor = async (strapi: Core.Strapi, ctx: Context, action: string): Promise<boolean> => {
  const config = { scope: [`plugin::whatsapp.public-api.${action}`] };
  ctx.state.route = { info: { type: 'content-api' }, config: { auth: config } };
  let passed = false;
  const auth = strapi.get('auth') as {
    authenticate(ctx: Context, next: () => Promise<void>): Promise<unknown>;
    verify(auth: unknown, config: unknown): Promise<unknown>;
  };
  await auth.authenticate(ctx, async () => {
    passed = true;
  });
  if (!passed) return false;
  await auth.verify(ctx.state.auth, config);
  return true;
};
