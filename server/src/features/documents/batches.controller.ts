import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { BatchEntryView, BatchView } from '../../../../plugin/contracts/batches';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { hostRecordTypes } from '../../platform/host-records';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { conflict, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesAccount, seesCompany } from '../../platform/sight';
import type { BatchEntryRow, BatchRow } from './batches.repository';
import { batchBody, batchEntriesQuery, batchesQuery, batchSendBody } from './batches.validation';
import { getRecordType } from './documents.plan';
import type { OwnDocumentsService } from './documents.service';

/** Many records by one action. A batch is its maker's: it names records that others may not see. */
export const createBatchesController = (strapi: Core.Strapi) => {
  const batches = () => (getService(strapi, 'documents') as OwnDocumentsService).batches;

  const present = async (rows: BatchRow[]): Promise<BatchView[]> => {
    const counts = await batches().repository.countStates(rows.map(({ id }) => id));
    return rows.map(({ id, documentId, recordType, state, total, startedBy, createdAt }) => ({
      id: documentId,
      type: recordType,
      state,
      total,
      counts: counts.get(id) ?? { waiting: total, ready: 0, refused: 0, repeated: 0, queued: 0, failed: 0 },
      startedBy,
      createdAt: createdAt.toISOString(),
    }));
  };

  const presentOne = async (row: BatchRow): Promise<BatchView> => (await present([row]))[0] as BatchView;

  const getOwn = async (ctx: Context): Promise<BatchRow> => {
    const row = await batches().repository.findByDocumentId(String(ctx.params.id));
    if (!row || row.startedBy !== adminIdOf(ctx)) throw missing('batch.missing');
    return row;
  };

  /** Of a record that its maker may no longer see, what became of it and nothing else. */
  const hidden = ({ position, state }: BatchEntryRow): BatchEntryView => ({
    position, state, record: { id: '', number: null, partnerName: null }, recipient: null, account: null, template: null, problem: { code: 'document.not_found', sentence: sentenceOf('document.not_found') }, message: null,
  });

  const presentEntries = async (rows: BatchEntryRow[], user: number | null): Promise<BatchEntryView[]> => {
    const messages = getService(strapi, 'messages');
    const [sight, accounts] = await Promise.all([getService(strapi, 'access').sightOf(user), getService(strapi, 'accounts').list()]);
    const ids = new Map(accounts.map(({ key, id }) => [key, id]));
    const isSeen = ({ account, company }: BatchEntryRow): boolean => seesCompany(sight, company) && (account === null || seesAccount(sight, ids.get(account) ?? null));
    const found = await messages.findByIds(rows.filter(isSeen).flatMap(({ message }) => message ?? []));
    const views = new Map((await messages.present(found)).map((view, index) => [found[index]?.id, view]));
    return rows.map((row) =>
      isSeen(row)
        ? {
            position: row.position,
            state: row.state,
            record: { id: row.recordId, number: row.number, partnerName: row.partnerName },
            recipient: row.recipient,
            account: row.account,
            template: row.templateName && row.templateLanguage ? { name: row.templateName, language: row.templateLanguage } : null,
            problem: row.code ? { code: row.code, sentence: row.sentence ?? '' } : null,
            message: row.message === null ? null : (views.get(row.message) ?? null),
          }
        : hidden(row),
    );
  };

  return {
    async create(ctx: Context) {
      const { type, ids, idempotencyKey, ...choice } = parseInput(batchBody, ctx.request.body);
      const startedBy = adminIdOf(ctx);
      const row =
        (await batches().repository.insert({ recordType: hostRecordTypes(strapi).has(type) ? type : getRecordType(type), choice, startedBy, idempotencyKey }, [...new Set(ids)])) ?? (await batches().repository.findByKey(startedBy, idempotencyKey));
      if (!row) throw missing('batch.missing');
      batches().nudge();
      ctx.status = 202;
      return { data: await presentOne(row) };
    },

    async list(ctx: Context) {
      const { after, limit } = parseInput(batchesQuery, ctx.query);
      const rows = await batches().repository.listOf(adminIdOf(ctx), after ?? null, limit + 1);
      const page = rows.slice(0, limit);
      return { data: await present(page), meta: { nextCursor: rows.length > limit ? String(page.at(-1)?.id ?? '') : null } };
    },

    async get(ctx: Context) {
      return { data: await presentOne(await getOwn(ctx)) };
    },

    async listEntries(ctx: Context) {
      const { after, limit, state } = parseInput(batchEntriesQuery, ctx.query);
      const { id } = await getOwn(ctx);
      const rows = await batches().repository.listEntries(id, { ...(state ? { states: [state] } : {}), ...(after === undefined ? {} : { after }), limit: limit + 1 });
      const page = rows.slice(0, limit);
      return { data: await presentEntries(page, adminIdOf(ctx)), meta: { nextCursor: rows.length > limit ? String(page.at(-1)?.position ?? '') : null } };
    },

    async send(ctx: Context) {
      const { repeats } = parseInput(batchSendBody, ctx.request.body);
      const { id } = await getOwn(ctx);
      if (!(await batches().repository.move(id, ['ready'], { state: 'sending', mayRepeat: repeats ?? false }))) throw conflict('batch.not_ready');
      batches().nudge();
      ctx.status = 202;
      return { data: await presentOne(await getOwn(ctx)) };
    },

    /** What is queued already goes; the rest does not. */
    async cancel(ctx: Context) {
      const { id } = await getOwn(ctx);
      if (!(await batches().repository.move(id, ['preparing', 'ready', 'sending'], { state: 'cancelled' }))) throw conflict('batch.ended');
      return { data: await presentOne(await getOwn(ctx)) };
    },
  };
};
