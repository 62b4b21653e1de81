import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { Action } from '../../platform/feature';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import type { ChannelRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { OwnQuickRepliesService, Writer } from './quick-replies.service';
import { quickRepliesQuery, quickReplyBody, quickReplyChanges } from './quick-replies.validation';

export const createQuickRepliesController = (strapi: Core.Strapi): Record<string, Action> => {
  const replies = () => getService(strapi, 'quick-replies') as OwnQuickRepliesService;
  const writerOf = (ctx: Context): Writer => ({ user: adminIdOf(ctx) ?? 0, mayShare: mayAdmin(ctx, 'quick-replies.write') });
  const channelOf = async ({ user }: Writer, id: string): Promise<ChannelRow> => getService(strapi, 'channels').getSeen(await getService(strapi, 'access').channelSightOf(user), id);

  return {
    async list(ctx: Context) {
      const { search, channel } = parseInput(quickRepliesQuery, ctx.query);
      const reader = writerOf(ctx);
      return { data: await replies().list(reader, { search, ...(channel === undefined ? {} : { channel: await channelOf(reader, channel) }) }) };
    },

    async create(ctx: Context) {
      const view = await replies().create(writerOf(ctx), parseInput(quickReplyBody, ctx.request.body));
      ctx.status = 201;
      return { data: view };
    },

    update: async (ctx: Context) => ({ data: await replies().update(writerOf(ctx), String(ctx.params.id), parseInput(quickReplyChanges, ctx.request.body)) }),

    async remove(ctx: Context) {
      await replies().remove(writerOf(ctx), String(ctx.params.id));
      return { data: { removed: true } };
    },

    async use(ctx: Context) {
      const reader = writerOf(ctx);
      return { data: await replies().use(reader, String(ctx.params.reply), await channelOf(reader, String(ctx.params.id))) };
    },
  };
};
