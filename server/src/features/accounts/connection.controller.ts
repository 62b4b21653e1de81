import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { ConnectionView, MediaSettings } from '../../../../plugin/contracts/accounts';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import type { AccountRow } from '../../platform/records';
import { forbidden, missing } from '../../platform/request-errors';
import { getService, type AccountVerb } from '../../platform/services';
import { createAccountView } from './account-view';
import { firstMessageBody, mediaSettingsBody, secretBody } from './accounts.validation';
import type { AccountsDesk } from './accounts.service';
import { createConnectionGuide } from './connection.service';

/** The guided connection of one account, the secrets it replaces, and the image sent where none is given. */
export const createConnectionController = (strapi: Core.Strapi) => {
  const accounts = (): AccountsDesk => getService(strapi, 'accounts') as AccountsDesk;
  const { presentOne, callbackUrlOf } = createAccountView(strapi);
  const guide = createConnectionGuide(strapi, {
    hasKey: () => accounts().hasKey(),
    callbackUrlOf,
    unusedFormerOf: (account, states) => accounts().unusedFormerOf(account, states),
  });

  const getRow = (ctx: Context, verb: AccountVerb = 'configure'): Promise<AccountRow> => getService(strapi, 'access').getAccountFor(adminIdOf(ctx), String(ctx.params.id), verb);

  const describe = async (row: AccountRow): Promise<{ data: ConnectionView }> => {
    const states = (await accounts().secretStatesOf([row.id])).get(row.id) ?? [];
    const [{ data: account }, guided] = [await presentOne(row), await guide.describe(row, accounts().provider(row), states)];
    if (!account) throw missing('account.missing');
    return { data: { account, ...guided } };
  };

  const log = (ctx: Context, operation: string, row: AccountRow, details?: Record<string, unknown>): void =>
    getService(strapi, 'logs').record({ operation, success: true, account: row.id, provider: row.provider, user: adminIdOf(ctx), details: details ?? null });

  /** After a change of secrets: the provider is asked with the new one, so that a refusal shows at once. */
  const present = async (row: AccountRow) => presentOne(await accounts().check(row.id));

  return {
    read: async (ctx: Context) => describe(await getRow(ctx, 'read')),

    async check(ctx: Context) {
      const row = await accounts().check((await getRow(ctx)).id);
      log(ctx, 'account.test', row);
      return describe(row);
    },

    async sendFirst(ctx: Context) {
      const row = await getRow(ctx);
      if (!mayAdmin(ctx, 'messages.send')) throw forbidden();
      await getRow(ctx, 'send');
      const body = parseInput(firstMessageBody, ctx.request.body);
      await guide.sendFirst(row, accounts().provider(row), body, { user: adminIdOf(ctx), mayStateConsent: mayAdmin(ctx, 'contacts.state-consent') });
      log(ctx, 'account.first-message', row);
      return describe(row);
    },

    async replaceSecret(ctx: Context) {
      const row = await getRow(ctx);
      const name = String(ctx.params.name);
      const body = parseInput(secretBody, ctx.request.body);
      await accounts().accountSecrets.replace(row, name, body);
      log(ctx, 'account.secret-replace', row, { secret: name, former: body.former });
      return present(row);
    },

    async putBackSecret(ctx: Context) {
      const row = await getRow(ctx);
      await accounts().accountSecrets.putBack(row, String(ctx.params.name));
      log(ctx, 'account.secret-put-back', row, { secret: String(ctx.params.name) });
      return present(row);
    },

    async removeFormerSecret(ctx: Context) {
      const row = await getRow(ctx);
      await accounts().accountSecrets.endOverlap(row, String(ctx.params.name));
      log(ctx, 'account.secret-former-remove', row, { secret: String(ctx.params.name) });
      return presentOne(await accounts().getById(row.id));
    },

    readMedia: async (): Promise<{ data: MediaSettings }> => ({ data: { defaultMediaUrl: await accounts().media.read() } }),

    async writeMedia(ctx: Context): Promise<{ data: MediaSettings }> {
      const { defaultMediaUrl } = parseInput(mediaSettingsBody, ctx.request.body);
      // It holds for every account, so it is for those who may configure every account.
      if ((await getService(strapi, 'access').sightOf(adminIdOf(ctx), 'configure')).accounts !== null) throw forbidden('access.account_not_given');
      await accounts().media.write(defaultMediaUrl);
      getService(strapi, 'logs').record({ operation: 'account.media-settings', success: true, user: adminIdOf(ctx) });
      return { data: { defaultMediaUrl } };
    },
  };
};
