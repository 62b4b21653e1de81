import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { ParkedEventView } from '../../../../plugin/contracts/status';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { MessageFilter } from '../../platform/services';
import { seesMessage } from '../../platform/sight';
import { createMessagesRepository } from './messages.repository';
import { readCursor, writeCursor } from './messages.service';
import { messagesQuery, parkedQuery } from './messages.validation';

export const createMessagesController = (strapi: Core.Strapi) => {
  const repository = createMessagesRepository(strapi);
  const service = () => getService(strapi, 'messages');
  const sightOf = (ctx: Context) => getService(strapi, 'access').sightOf(adminIdOf(ctx));

  /** Keys and public ids of the screen as row ids; an unknown one matches nothing rather than everything. */
  const filterOf = async (query: { status?: MessageFilter['statuses']; account?: string; contact?: string; direction?: 'inbound' | 'outbound'; search?: string }): Promise<MessageFilter> => {
    const [account, contact] = await Promise.all([
      query.account === undefined ? undefined : getService(strapi, 'accounts').findByKey(query.account),
      query.contact === undefined ? undefined : getService(strapi, 'contacts').findByDocumentId(query.contact),
    ]);
    return {
      ...(account === undefined ? {} : { accounts: account ? [account.id] : [] }),
      ...(contact === undefined ? {} : { contact: contact?.id ?? -1 }),
      ...(query.status ? { statuses: query.status } : {}),
      ...(query.direction ? { direction: query.direction } : {}),
      ...(query.search ? { search: query.search } : {}),
    };
  };

  return {
    async list(ctx: Context) {
      const query = parseInput(messagesQuery, ctx.query);
      const { messages, nextCursor } = await service().list({ ...(await filterOf(query)), sight: await sightOf(ctx) }, { after: query.after, limit: query.limit });
      return { data: await service().present(messages), meta: { nextCursor } };
    },

    async get(ctx: Context) {
      const message = await service().findByDocumentId(String(ctx.params.id));
      if (!message || !seesMessage(await sightOf(ctx), message)) throw missing('message.not_found');
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
        reason,
        parkedAt: parkedAt.toISOString(),
      }));
      return { data, meta: { nextCursor: rows.length > limit && last ? writeCursor(last.id) : null } };
    },
  };
};
