import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { MyDefaultsView } from '../../../../plugin/contracts/access';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import type { AccountRow } from '../../platform/records';
import { forbidden, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesAccount, seesCompany } from '../../platform/sight';
import type { AccountsDesk } from './accounts.service';
import { myDefaultsBody } from './accounts.validation';

/** What people send from where nothing else is said: their own choice, and the companies one can choose for. */
export const createDefaultsController = (strapi: Core.Strapi) => {
  const accounts = (): AccountsDesk => getService(strapi, 'accounts') as AccountsDesk;

  /** Accounts the person may send from; nobody's names are shown to someone who may not send at all. */
  const choices = async (ctx: Context): Promise<AccountRow[]> => {
    if (!mayAdmin(ctx, 'documents.send') && !mayAdmin(ctx, 'messages.send')) throw forbidden();
    const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx), 'send');
    return (await accounts().list()).filter(({ id, active }) => active && seesAccount(sight, id));
  };

  const view = (rows: AccountRow[], chosen: number | null): MyDefaultsView => ({
    account: rows.find(({ id }) => id === chosen)?.key ?? null,
    accounts: rows.map(({ key, name, displayPhoneNumber }) => ({ key, name, phone: displayPhoneNumber })),
  });

  return {
    async read(ctx: Context) {
      const rows = await choices(ctx);
      return { data: view(rows, await accounts().repository.findUserDefault(adminIdOf(ctx) ?? 0)) };
    },

    async save(ctx: Context) {
      const rows = await choices(ctx);
      const { account: key } = parseInput(myDefaultsBody, ctx.request.body);
      const chosen = key === null ? null : rows.find((row) => row.key === key);
      if (chosen === undefined) throw missing('account.missing', { path: 'account' });
      await accounts().repository.saveUserDefault(adminIdOf(ctx) ?? 0, chosen?.id ?? null);
      return { data: view(rows, chosen?.id ?? null) };
    },

    async listCompanies(ctx: Context) {
      const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx), 'configure');
      const rows = (await accounts().repository.listCompanies()).filter(({ id }) => seesCompany(sight, id));
      return { data: rows.map(({ documentId, name }) => ({ id: documentId, name })) };
    },
  };
};
