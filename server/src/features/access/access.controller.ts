import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { TokenGrantView, Verb } from '../../../../plugin/contracts/access';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { createAccessRepository } from './access.repository';
import type { AccessGrantRow, ApiToken } from './access.repository';
import { grantBody } from './access.validation';

export const createAccessController = (strapi: Core.Strapi) => {
  const repository = createAccessRepository(strapi);

  const view = (token: ApiToken, grant: AccessGrantRow | undefined | null, keys: Map<number, string>): TokenGrantView => ({
    token: { id: token.id, name: token.name, type: token.type, lastUsedAt: token.lastUsedAt ?? null },
    verbs: (grant?.verbs ?? []) as Verb[],
    accounts: grant?.accounts ? grant.accounts.flatMap((id) => keys.get(id) ?? []) : null,
  });

  const accountKeys = async (): Promise<Map<number, string>> => new Map((await getService(strapi, 'accounts').list()).map(({ id, key }) => [id, key]));

  return {
    async listGrants() {
      const [tokens, keys] = await Promise.all([repository.listTokens(), accountKeys()]);
      const grants = new Map((await repository.grantsOf(tokens.map(({ id }) => id))).map((grant) => [grant.subject, grant]));
      return { data: tokens.map((token) => view(token, grants.get(token.id), keys)) };
    },

    async saveGrant(ctx: Context) {
      const token = await repository.findToken(Number(ctx.params.tokenId));
      if (!token) throw missing('token.not_found');
      const { verbs, accounts } = parseInput(grantBody, ctx.request.body);
      const keys = await accountKeys();
      const ids = new Map([...keys].map(([id, key]) => [key, id]));
      const chosen = accounts?.map((key) => {
        const id = ids.get(key);
        if (id === undefined) throw refuse('account.missing', { values: { account: key }, path: 'accounts' });
        return id;
      });
      await getService(strapi, 'access').saveGrant(token.id, { verbs, accounts: chosen ?? null }, adminIdOf(ctx));
      getService(strapi, 'logs').record({ operation: 'access.grant', success: true, user: adminIdOf(ctx), token: token.id, details: { verbs, accounts } });
      return { data: view(token, await repository.findGrant(token.id), keys) };
    },
  };
};
