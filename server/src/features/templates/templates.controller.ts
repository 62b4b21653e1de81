import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { TemplateSyncView, TemplateView } from '../../../../plugin/contracts/templates';
import { isSendable } from '../../../../plugin/domain/template';
import { parseInput } from '../../platform/input';
import type { TemplateRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { TemplatesDesk } from './templates.service';
import { syncBody, templatesQuery } from './templates.validation';

export const createTemplatesController = (strapi: Core.Strapi) => {
  const templates = (): TemplatesDesk => getService(strapi, 'templates') as TemplatesDesk;

  const present = async (rows: TemplateRow[]): Promise<TemplateView[]> => {
    const accounts = await getService(strapi, 'accounts').list();
    return rows.map((row) => {
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
  };

  const businessAccountsOf = async (key: string | undefined): Promise<string[] | null> => {
    if (!key) return null;
    const account = await getService(strapi, 'accounts').findByKey(key);
    if (!account) throw missing('account.missing');
    return account.businessAccount ? [account.businessAccount] : [];
  };

  return {
    async list(ctx: Context) {
      const { account, search, status, page, pageSize } = parseInput(templatesQuery, ctx.query);
      const filter = { businessAccounts: await businessAccountsOf(account), search: search || null, approvalStatus: status || null };
      const { rows, total } = await templates().repository.page(filter, page, pageSize);
      return { data: await present(rows), meta: { pagination: { page, pageSize, total } } };
    },

    async get(ctx: Context) {
      const row = await templates().repository.findByDocumentId(String(ctx.params.id));
      if (!row) throw missing('template.not_found');
      const [data] = await present([row]);
      return { data };
    },

    async sync(ctx: Context) {
      const { account: key } = parseInput(syncBody, ctx.request.body);
      const account = await getService(strapi, 'accounts').findByKey(key);
      if (!account) throw missing('account.missing');
      const data: TemplateSyncView = { account: key, ...(await templates().sync(account)) };
      return { data };
    },
  };
};
