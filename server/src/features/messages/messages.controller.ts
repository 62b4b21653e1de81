import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { isCode, sentenceOf } from '../../../../plugin/contracts/codes';
import { redactText } from '../../../../plugin/domain/redact';
import type { ParkedEventView, ReplayView } from '../../../../plugin/contracts/status';
import { sendCsv } from '../../platform/csv';
import { readCursor, writeCursor } from '../../platform/cursor';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { MessageRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { MessageFilter } from '../../platform/services';
import { seesAccount, seesMessage } from '../../platform/sight';
import { createMessagesRepository } from './messages.repository';
import { EXPORT_COLUMNS, exportLine } from './message-lines';
import { messagesExport, messagesQuery, parkedQuery, replayBody } from './messages.validation';
import type { MessagesFilterQuery } from './messages.validation';

const EXPORT_PAGE = 500;
/** Placed in one request; the screen asks again for the rest. */
const REPLAY_ROUND = 100;
/** An id no row has. */
const NOBODY = -1;

export const createMessagesController = (strapi: Core.Strapi) => {
  const repository = createMessagesRepository(strapi);
  const service = () => getService(strapi, 'messages');
  const sightOf = (ctx: Context) => getService(strapi, 'access').sightOf(adminIdOf(ctx));

  /** Keys and public ids of the screen as row ids; an unknown one matches nothing rather than everything. */
  const filterOf = async (ctx: Context, query: MessagesFilterQuery): Promise<MessageFilter> => {
    const [sight, account, contact, templates] = await Promise.all([
      sightOf(ctx),
      query.account === undefined ? undefined : getService(strapi, 'accounts').findByKey(query.account),
      query.contact === undefined ? undefined : getService(strapi, 'contacts').findByDocumentId(query.contact),
      query.template === undefined ? undefined : repository.templateIds(query.template),
    ]);
    const chosen = account === undefined ? null : account ? [account.id] : [];
    return {
      sight,
      ...(chosen === null ? {} : { accounts: chosen }),
      ...(contact === undefined ? {} : { contact: contact?.id ?? NOBODY }),
      ...(query.status ? { statuses: query.status } : {}),
      ...(query.direction ? { direction: query.direction } : {}),
      ...(query.search ? { search: query.search } : {}),
      ...(query.purpose ? { purpose: query.purpose } : {}),
      ...(templates ? { templates } : {}),
      ...(query.source ? { sourceType: query.source } : {}),
      ...(query.from ? { from: new Date(query.from) } : {}),
      ...(query.until ? { until: new Date(query.until) } : {}),
    };
  };

  /** A reason in words; that of a defect carries its own text behind them. */
  const wordsOf = (reason: string): { code: string; sentence: string } => {
    const code = `parked.${reason}`;
    if (isCode(code)) return { code, sentence: sentenceOf(code) };
    return { code: 'parked.failed', sentence: `${sentenceOf('parked.failed')} (${redactText(reason.replace(/^failed: /, ''), 200)})` };
  };

  /** What is out of sight is not there. */
  const getSeen = async (ctx: Context): Promise<MessageRow> => {
    const message = await service().findByDocumentId(String(ctx.params.id));
    if (!message || !seesMessage(await sightOf(ctx), message)) throw missing('message.not_found');
    return message;
  };

  return {
    async list(ctx: Context) {
      const query = parseInput(messagesQuery, ctx.query);
      const { messages, nextCursor } = await service().list(await filterOf(ctx, query), { after: query.after, limit: query.limit });
      return { data: await service().present(messages), meta: { nextCursor } };
    },

    async export(ctx: Context) {
      // The bounds of a range are found once, not for each page.
      const filter = await repository.withBounds(await filterOf(ctx, parseInput(messagesExport, ctx.query)));
      getService(strapi, 'logs').record({ operation: 'messages.export', success: true, user: adminIdOf(ctx) });
      sendCsv(ctx, 'whatsapp-messages.csv', EXPORT_COLUMNS, async (after) => {
        const rows = await repository.list(filter, after, EXPORT_PAGE);
        const lines = (await service().present(rows)).map(exportLine);
        return { lines, last: rows.length === EXPORT_PAGE ? (rows.at(-1)?.id ?? null) : null };
      });
    },

    async get(ctx: Context) {
      const message = await getSeen(ctx);
      const [view] = await service().present([message]);
      return { data: view };
    },

    async listParked(ctx: Context) {
      const { after, limit } = parseInput(parkedQuery, ctx.query);
      const [rows, accounts] = await Promise.all([repository.listParked(readCursor(after), limit + 1, await sightOf(ctx)), getService(strapi, 'accounts').list()]);
      const keys = new Map(accounts.map(({ id, key }) => [id, key]));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const data: ParkedEventView[] = page.map(({ id, account, kind, providerMessageId, detail, reason, parkedAt }) => ({
        id,
        account: account === null ? null : (keys.get(account) ?? null),
        kind,
        providerMessageId,
        detail,
        ...wordsOf(reason),
        parkedAt: parkedAt.toISOString(),
      }));
      return { data, meta: { nextCursor: rows.length > limit && last ? writeCursor(last.id) : null } };
    },

    async replayParked(ctx: Context) {
      const { ids, before } = parseInput(replayBody, ctx.request.body);
      const sight = await sightOf(ctx);
      const rows = ids ? (await repository.parked.findByIds(ids)).filter(({ account, resolvedAt }) => resolvedAt === null && seesAccount(sight, account)) : await repository.listParked(before ?? null, REPLAY_ROUND, sight);
      if (ids && rows.length === 0) throw missing('parked.not_found');
      const results = await getService(strapi, 'inbound').replay(rows.map(({ id }) => id));
      const placed = results.filter((result) => result.placed).length;
      const kept = results.flatMap(({ id, code, detail }) => (code === null ? [] : [{ id, code, sentence: sentenceOf(code), detail: detail === null ? null : redactText(detail, 200) }]));
      getService(strapi, 'logs').record({ operation: 'parked.replay', success: kept.length === 0, user: adminIdOf(ctx), details: { placed, kept: kept.length } });
      const data: ReplayView = { placed, kept, left: !ids && rows.length === REPLAY_ROUND };
      return { data, meta: { nextBefore: rows.at(-1)?.id ?? null } };
    },
  };
};
