import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { TemplateSyncView, TemplateView } from '../../../../plugin/contracts/templates';
import { isSendable } from '../../../../plugin/domain/template';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { AccountRow, TemplateRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesAccount } from '../../platform/sight';
import type { TemplatesDesk } from './templates.service';
import { syncBody, templatesQuery } from './templates.validation';

export const createTemplatesController = (strapi: Core.Strapi) => {
  const templates = (): TemplatesDesk => getService(strapi, 'templates') as TemplatesDesk;

  /** Accounts of the person who asks; `all` where that is every account, templates of former ones included. */
  const seenBy = async (ctx: Context): Promise<{ accounts: AccountRow[]; all: boolean }> => {
    const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx));
    return { accounts: (await getService(strapi, 'accounts').list()).filter(({ id }) => seesAccount(sight, id)), all: sight.accounts === null };
  };

  const present = (rows: TemplateRow[], accounts: AccountRow[]): TemplateView[] =>
    rows.map((row) => {
      const sendable = isSendable({ approvalStatus: row.approvalStatus, components: row.components ?? [] });
      return {
        id: row.documentId,
        name: row.name,
        language: row.language,
        category: row.category,
        approvalStatus: row.approvalStatus,
        quality: row.quality,
        rejectedReason: row.rejectedReason,
        parameterFormat: row.parameterFormat,
        components: row.components ?? [],
        businessAccount: row.businessAccount,
        accounts: accounts.filter((account) => account.businessAccount === row.businessAccount).map((account) => account.key),
        documentTitles: row.documentTitles ?? [],
        refusal: sendable.kind === 'no' ? { code: sendable.code, sentence: sendable.sentence } : null,
        syncedAt: row.syncedAt?.toISOString() ?? null,
        missing: row.missingAt !== null,
      };
    });

  const businessAccountsOf = (key: string | undefined, { accounts, all }: { accounts: AccountRow[]; all: boolean }): string[] | null => {
    if (!key) return all ? null : accounts.flatMap(({ businessAccount }) => businessAccount ?? []);
    const account = accounts.find((one) => one.key === key);
    if (!account) throw missing('account.missing');
    return account.businessAccount ? [account.businessAccount] : [];
  };

  return {
    async list(ctx: Context) {
      const { account, search, status, page, pageSize } = parseInput(templatesQuery, ctx.query);
      const seen = await seenBy(ctx);
      const filter = { businessAccounts: businessAccountsOf(account, seen), search: search || null, approvalStatus: status || null };
      const { rows, total } = await templates().repository.page(filter, page, pageSize);
      return { data: present(rows, seen.accounts), meta: { pagination: { page, pageSize, total } } };
    },

    async get(ctx: Context) {
      const row = await templates().repository.findByDocumentId(String(ctx.params.id));
      const { accounts, all } = await seenBy(ctx);
      if (!row || !(all || accounts.some(({ businessAccount }) => businessAccount === row.businessAccount))) throw missing('template.not_found');
      const [data] = present([row], accounts);
      return { data };
    },

    async sync(ctx: Context) {
      const { account: key } = parseInput(syncBody, ctx.request.body);
      const account = (await seenBy(ctx)).accounts.find((one) => one.key === key);
      if (!account) throw missing('account.missing');
      const data: TemplateSyncView = { account: key, ...(await templates().sync(account)) };
      return { data };
    },
  };
};
