import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { AccountRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { getService, type AccountInput, type AccountVerb } from '../../platform/services';
import { seesAccount, seesCompany } from '../../platform/sight';
import { createAccountView } from './account-view';
import { presentProvider } from './provider-view';
import { accountBody, accountChange, accountTestBody } from './accounts.validation';
import type { AccountsDesk } from './accounts.service';

export const createAccountsController = (strapi: Core.Strapi) => {
  const accounts = (): AccountsDesk => getService(strapi, 'accounts') as AccountsDesk;

  const { present, presentOne } = createAccountView(strapi);

  const sightOf = (ctx: Context, verb?: AccountVerb) => getService(strapi, 'access').sightOf(adminIdOf(ctx), verb);

  const getRow = (ctx: Context, verb: AccountVerb, documentId = String(ctx.params.id)): Promise<AccountRow> => getService(strapi, 'access').getAccountFor(adminIdOf(ctx), documentId, verb);

  const companyIds = async (ctx: Context, documentIds: string[], path: string): Promise<number[]> => {
    const sight = await sightOf(ctx, 'configure');
    const found = (await accounts().repository.findCompanies(documentIds)).filter(({ id }) => seesCompany(sight, id));
    if (found.length !== new Set(documentIds).size) throw refuse('company.missing', { path });
    return found.map((company) => company.id);
  };

  /** Companies an account is to serve. Whoever sees some companies only would see all through an account that serves all. */
  const servedIds = async (ctx: Context, documentIds: string[] | null): Promise<number[] | null> => {
    if (documentIds !== null) return companyIds(ctx, documentIds, 'companies');
    if ((await sightOf(ctx, 'configure')).companies !== null) throw refuse('account.companies_needed', { path: 'companies' });
    return null;
  };

  /** Empty fields of the form are absent ones. */
  const settingsOf = (settings: Record<string, string | number | boolean | null>): AccountInput['settings'] =>
    Object.fromEntries(Object.entries(settings).flatMap(([name, value]) => (value === null ? [] : [[name, value]])));

  return {
    listProviders: () => ({ data: accounts().providers().map(presentProvider) }),

    async list(ctx: Context) {
      const sight = await sightOf(ctx);
      return { data: await present((await accounts().list()).filter(({ id }) => seesAccount(sight, id))) };
    },

    async get(ctx: Context) {
      return presentOne(await getRow(ctx, 'read'));
    },

    async create(ctx: Context) {
      const { companies, defaultFor, settings, ...body } = parseInput(accountBody, ctx.request.body);
      const served = await servedIds(ctx, companies ?? null);
      const standard = defaultFor ? { defaultFor: await companyIds(ctx, defaultFor, 'defaultFor') } : {};
      const row = await accounts().create({ ...body, ...standard, settings: settingsOf(settings), companies: served }, adminIdOf(ctx));
      ctx.status = 201;
      return presentOne(row);
    },

    async update(ctx: Context) {
      const { id, allCompanies } = await getRow(ctx, 'configure');
      const { companies, defaultFor, settings, ...body } = parseInput(accountChange, ctx.request.body);
      const changes = {
        ...body,
        ...(settings ? { settings: settingsOf(settings) } : {}),
        ...(companies === undefined || (companies === null && allCompanies) ? {} : { companies: await servedIds(ctx, companies) }),
        ...(defaultFor ? { defaultFor: await companyIds(ctx, defaultFor, 'defaultFor') } : {}),
      };
      return presentOne(await accounts().update(id, changes, adminIdOf(ctx)));
    },

    async remove(ctx: Context) {
      const row = await getRow(ctx, 'configure');
      await accounts().remove(row.id);
      getService(strapi, 'logs').record({ operation: 'account.remove', success: true, account: row.id, provider: row.provider, user: adminIdOf(ctx), subject: row.key });
      return { data: {} };
    },

    async test(ctx: Context) {
      const { settings, ...body } = parseInput(accountTestBody, ctx.request.body);
      if (body.id !== undefined) await getRow(ctx, 'configure', body.id);
      const data = await accounts().test({ ...body, settings: settingsOf(settings) });
      getService(strapi, 'logs').record({ operation: 'account.test', success: data.ok, provider: body.provider, user: adminIdOf(ctx) });
      return { data };
    },

    async resume(ctx: Context) {
      const { id } = await getRow(ctx, 'configure');
      await accounts().resume(id);
      return presentOne(await accounts().getById(id));
    },
  };
};
