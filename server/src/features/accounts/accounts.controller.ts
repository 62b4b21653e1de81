import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { AccountRow } from '../../platform/records';
import { missing, refuse } from '../../platform/request-errors';
import { getService, type AccountInput } from '../../platform/services';
import { createAccountView } from './account-view';
import { presentProvider } from './provider-view';
import { accountBody, accountChange, accountTestBody } from './accounts.validation';
import type { AccountsDesk } from './accounts.service';

export const createAccountsController = (strapi: Core.Strapi) => {
  const accounts = (): AccountsDesk => getService(strapi, 'accounts') as AccountsDesk;

  const { present, presentOne } = createAccountView(strapi);

  const getRow = async (ctx: Context): Promise<AccountRow> => {
    const row = (await accounts().list()).find(({ documentId }) => documentId === String(ctx.params.id));
    if (!row) throw missing('account.missing');
    return row;
  };

  const companyIds = async (documentIds: string[] | null | undefined): Promise<number[] | null | undefined> => {
    if (!documentIds) return documentIds;
    const found = await accounts().repository.findCompanies(documentIds);
    if (found.length !== new Set(documentIds).size) throw refuse('company.missing', { path: 'companies' });
    return found.map((company) => company.id);
  };

  /** Empty fields of the form are absent ones. */
  const settingsOf = (settings: Record<string, string | number | boolean | null>): AccountInput['settings'] =>
    Object.fromEntries(Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

  return {
    listProviders: () => ({ data: accounts().providers().map(presentProvider) }),

    async list() {
      return { data: await present(await accounts().list()) };
    },

    async get(ctx: Context) {
      return presentOne(await getRow(ctx));
    },

    async create(ctx: Context) {
      const { companies, settings, ...body } = parseInput(accountBody, ctx.request.body);
      const row = await accounts().create({ ...body, settings: settingsOf(settings), companies: await companyIds(companies) }, adminIdOf(ctx));
      ctx.status = 201;
      return presentOne(row);
    },

    async update(ctx: Context) {
      const { id } = await getRow(ctx);
      const { companies, settings, ...body } = parseInput(accountChange, ctx.request.body);
      const changes = { ...body, ...(settings ? { settings: settingsOf(settings) } : {}), ...(companies === undefined ? {} : { companies: await companyIds(companies) }) };
      return presentOne(await accounts().update(id, changes, adminIdOf(ctx)));
    },

    async remove(ctx: Context) {
      const row = await getRow(ctx);
      await accounts().remove(row.id);
      getService(strapi, 'logs').record({ operation: 'account.remove', success: true, account: row.id, provider: row.provider, user: adminIdOf(ctx), subject: row.key });
      return { data: {} };
    },

    async test(ctx: Context) {
      const { settings, ...body } = parseInput(accountTestBody, ctx.request.body);
      const data = await accounts().test({ ...body, settings: settingsOf(settings) });
      getService(strapi, 'logs').record({ operation: 'account.test', success: data.ok, provider: body.provider, user: adminIdOf(ctx) });
      return { data };
    },

    async resume(ctx: Context) {
      const { id } = await getRow(ctx);
      await accounts().resume(id);
      return presentOne(await accounts().getById(id));
    },
  };
};
