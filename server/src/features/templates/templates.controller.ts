import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { TemplateSyncView, TemplateUsageView } from '../../../../plugin/contracts/templates';
import { findMappingProblems } from '../../../../plugin/domain/template';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { createSeenTemplates } from './seen-templates';
import type { TemplatesDesk } from './templates.service';
import { draftBody, duplicateBody, mappingBody, syncBody, templatesQuery, updateDraftBody } from './templates.validation';

/** Whether a handful or very many wait is what a person needs to know before deleting. */
const MOST_COUNTED = 100;

export const createTemplatesController = (strapi: Core.Strapi) => {
  const templates = (): TemplatesDesk => getService(strapi, 'templates') as TemplatesDesk;

  const { seenBy, present, getAccount, getRow } = createSeenTemplates(strapi);

  return {
    async list(ctx: Context) {
      const { account: key, search, status, page, pageSize } = parseInput(templatesQuery, ctx.query);
      const { accounts, all } = await seenBy(ctx);
      const chosen = key ? [getAccount(accounts, key)] : accounts;
      const businessAccounts = all && !key ? null : [...new Set(chosen.flatMap(({ businessAccount }) => businessAccount ?? []))];
      const { rows, total } = await templates().repository.page({ businessAccounts, search: search || null, approvalStatus: status || null }, page, pageSize);
      return { data: await present(rows, accounts), meta: { pagination: { page, pageSize, total } } };
    },

    async get(ctx: Context) {
      const seen = await seenBy(ctx);
      const [data] = await present([await getRow(ctx, seen)], seen.accounts);
      return { data };
    },

    async create(ctx: Context) {
      const { account: key, ...draft } = parseInput(draftBody, ctx.request.body);
      const { accounts } = await seenBy(ctx);
      const row = await templates().drafts.create(getAccount(accounts, key), draft, adminIdOf(ctx));
      const [data] = await present([row], accounts);
      ctx.status = 201;
      return { data };
    },

    async update(ctx: Context) {
      const seen = await seenBy(ctx);
      await templates().drafts.update(await getRow(ctx, seen), parseInput(updateDraftBody, ctx.request.body), adminIdOf(ctx));
      const [data] = await present([await getRow(ctx, seen)], seen.accounts);
      return { data };
    },

    async remove(ctx: Context) {
      await templates().drafts.remove(await getRow(ctx, await seenBy(ctx)), adminIdOf(ctx));
      return { data: {} };
    },

    async duplicate(ctx: Context) {
      const seen = await seenBy(ctx);
      const { language } = parseInput(duplicateBody, ctx.request.body);
      const [data] = await present([await templates().drafts.duplicate(await getRow(ctx, seen), language, adminIdOf(ctx))], seen.accounts);
      ctx.status = 201;
      return { data };
    },

    /** What still waits to go out with it, of what the reader may see. */
    async readUsage(ctx: Context) {
      const row = await getRow(ctx, await seenBy(ctx));
      const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx));
      const { messages, nextCursor } = await getService(strapi, 'messages').list({ templates: [row.id], statuses: ['queued', 'sending'], sight }, { limit: MOST_COUNTED });
      const data: TemplateUsageView = { queued: messages.length, more: nextCursor !== null };
      return { data };
    },

    async saveMapping(ctx: Context) {
      const seen = await seenBy(ctx);
      const row = await getRow(ctx, seen);
      const body = parseInput(mappingBody, ctx.request.body);
      for (const mapping of [body.mapping ?? {}, ...Object.values(body.recordMappings ?? {})]) {
        const [problem] = findMappingProblems(mapping ?? {}, row.components ?? [], row.parameterFormat);
        if (problem) throw refuse('template.mapping_invalid', { path: problem.key, values: { key: problem.key, value: problem.value } });
      }
      await templates().repository.table().update(row.id, body);
      getService(strapi, 'logs').record({
        operation: 'template.map',
        success: true,
        user: adminIdOf(ctx),
        subjectType: 'template',
        subject: row.documentId,
        details: { name: row.name, language: row.language, before: { mapping: row.mapping, recordMappings: row.recordMappings }, after: body },
      });
      const [data] = await present([await getRow(ctx, seen)], seen.accounts);
      return { data };
    },

    async sync(ctx: Context) {
      const { account: key } = parseInput(syncBody, ctx.request.body);
      const account = getAccount((await seenBy(ctx)).accounts, key);
      const data: TemplateSyncView = { account: key, ...(await templates().sync(account)) };
      return { data };
    },
  };
};
