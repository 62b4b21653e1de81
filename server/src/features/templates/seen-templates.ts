import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { headerFormatOf } from '../../../../plugin/domain/template';
import { adminIdOf } from '../../platform/permissions';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesAccount } from '../../platform/sight';
import { presentTemplate } from './template-view';
import type { TemplatesDesk } from './templates.service';

/** The accounts whoever asks may see; `all`: every template too, also those no account here sends. */
export interface Seen {
  accounts: AccountRow[];
  all: boolean;
}

/** Templates as one person may see them, for every screen alike. */
export const createSeenTemplates = (strapi: Core.Strapi) => {
  const templates = (): TemplatesDesk => getService(strapi, 'templates') as TemplatesDesk;

  /** The default image of each business account that has a template with an image; asked once an account. */
  const defaultImages = async (rows: TemplateRow[], accounts: AccountRow[]): Promise<Map<string, string | null>> => {
    const wanted = [...new Set(rows.filter((row) => headerFormatOf(row.components ?? []) === 'image').map((row) => row.businessAccount))];
    const found = wanted.map(async (businessAccount): Promise<[string, string | null]> => {
      const account = accounts.find((one) => one.businessAccount === businessAccount);
      return [businessAccount, account ? await getService(strapi, 'accounts').defaultMediaUrlOf(account) : null];
    });
    return new Map(await Promise.all(found));
  };

  return {
    async seenBy(ctx: Context): Promise<Seen> {
      const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx));
      return { accounts: (await getService(strapi, 'accounts').list()).filter(({ id }) => seesAccount(sight, id)), all: sight.accounts === null };
    },

    async present(rows: TemplateRow[], accounts: AccountRow[]): Promise<TemplateView[]> {
      const [languages, images] = await Promise.all([templates().repository.listLanguages(rows), defaultImages(rows, accounts)]);
      return rows.map((row) =>
        presentTemplate(row, {
          accounts,
          languages,
          erpFields: templates().erpFields(),
          limits: getService(strapi, 'accounts').findProvider(row.provider)?.limits.media ?? null,
          defaultImage: images.get(row.businessAccount) ?? null,
        }),
      );
    },

    getAccount(accounts: AccountRow[], key: string): AccountRow {
      const account = accounts.find((one) => one.key === key);
      if (!account) throw missing('account.missing');
      return account;
    },

    async getRow(ctx: Context, seen: Seen): Promise<TemplateRow> {
      const row = await templates().repository.findByDocumentId(String(ctx.params.id));
      const isSeen = row && (seen.all || seen.accounts.some(({ businessAccount }) => businessAccount === row.businessAccount));
      if (!row || !isSeen) throw missing('template.not_found');
      return row;
    },
  };
};
