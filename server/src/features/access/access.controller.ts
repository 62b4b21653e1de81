import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { TokenGrantView, Verb } from '../../../../plugin/contracts/access';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { forbidden, missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesAccount } from '../../platform/sight';
import { createAccessRepository } from './access.repository';
import type { AccessGrantRow, ApiToken } from './access.repository';
import { grantBody } from './access.validation';

export const createAccessController = (strapi: Core.Strapi) => {
  const repository = createAccessRepository(strapi);

  const view = (token: ApiToken, grant: AccessGrantRow | undefined | null, keys: Map<number, string>): TokenGrantView => ({
    token: { id: token.id, name: token.name, type: token.type, lastUsedAt: token.lastUsedAt ?? null },
    verbs: (grant?.verbs ?? []) as Verb[],
    accounts: grant?.accounts ? grant.accounts.flatMap((id) => keys.get(id) ?? []) : null,
    limits: { callsPerMinute: grant?.callsPerMinute ?? null, strangersPerDay: grant?.strangersPerDay ?? null },
  });

  /** Accounts the person may give to a token, and whether that is all of them. */
  const ownAccounts = async (ctx: Context): Promise<{ keys: Map<number, string>; all: boolean }> => {
    const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx), 'configure');
    const rows = (await getService(strapi, 'accounts').list()).filter(({ id }) => seesAccount(sight, id));
    return { keys: new Map(rows.map(({ id, key }) => [id, key])), all: sight.accounts === null };
  };

  /** A token that reaches further than the person does is not the person's to see or change. */
  const isWithin = (grant: AccessGrantRow | undefined | null, { keys, all }: { keys: Map<number, string>; all: boolean }): boolean =>
    all || !grant || grant.verbs.length === 0 || (grant.accounts !== null && grant.accounts.every((id) => keys.has(id)));

  return {
    async listGrants(ctx: Context) {
      const [tokens, own] = await Promise.all([repository.listTokens(), ownAccounts(ctx)]);
      const grants = new Map((await repository.grantsOf(tokens.map(({ id }) => id))).map((grant) => [grant.subject, grant]));
      return { data: tokens.filter(({ id }) => isWithin(grants.get(id), own)).map((token) => view(token, grants.get(token.id), own.keys)) };
    },

    async saveGrant(ctx: Context) {
      const [token, own] = [await repository.findToken(Number(ctx.params.tokenId)), await ownAccounts(ctx)];
      if (!token || !isWithin(await repository.findGrant(token.id), own)) throw missing('token.not_found');
      const { verbs, accounts, limits } = parseInput(grantBody, ctx.request.body);
      const ids = new Map([...own.keys].map(([id, key]) => [key, id]));
      if (accounts === null && verbs.length > 0 && !own.all) throw forbidden('access.beyond_own', { path: 'accounts' });
      const chosen = accounts?.map((key) => {
        const id = ids.get(key);
        if (id === undefined) throw refuse('account.missing', { values: { account: key }, path: 'accounts' });
        return id;
      });
      await getService(strapi, 'access').saveGrant(token.id, { verbs, accounts: chosen ?? null, limits }, adminIdOf(ctx));
      getService(strapi, 'logs').record({ operation: 'access.grant', success: true, user: adminIdOf(ctx), token: token.id, details: { verbs, accounts, limits } });
      return { data: view(token, await repository.findGrant(token.id), own.keys) };
    },
  };
};
