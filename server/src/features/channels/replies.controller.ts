import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { Action } from '../../platform/feature';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import type { ChannelRow, MessageRow } from '../../platform/records';
import { forbidden, unauthorized } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesAccount } from '../../platform/sight';
import { replyBody } from './replies.validation';
import { receiveReplyFile } from './reply-files';
import { createSendAgain } from './send-again';
import type { Resender } from './send-again';

/** The composer. */
export const createRepliesController = (strapi: Core.Strapi): Record<string, Action> => {
  const again = createSendAgain(strapi);

  /** The conversation, where the administrator sees it and may send from its account. */
  const open = async (ctx: Context): Promise<{ channel: ChannelRow; who: Resender }> => {
    const by = adminIdOf(ctx);
    if (by === null) throw unauthorized();
    const access = getService(strapi, 'access');
    const [sight, sending] = await Promise.all([access.channelSightOf(by), access.sightOf(by, 'send')]);
    const channel = await getService(strapi, 'channels').getSeen(sight, String(ctx.params.id));
    if (!seesAccount(sending, channel.account)) throw forbidden('access.account_not_given');
    return { channel, who: { by, sight, sending, mayDocuments: mayAdmin(ctx, 'documents.send'), mayElsewhere: mayAdmin(ctx, 'documents.send-elsewhere') } };
  };

  /** A reaction is shown by the message it stands under: that is what changed. */
  const answer = async (ctx: Context, message: MessageRow, status: number) => {
    const messages = getService(strapi, 'messages');
    const under = message.type === 'reaction' && message.replyTo !== null ? await messages.findById(message.replyTo) : null;
    const [data] = await messages.presentThread([under ?? message]);
    ctx.status = status;
    return { data };
  };

  return {
    async reply(ctx: Context) {
      const { channel, who } = await open(ctx);
      const body = parseInput(replyBody, ctx.request.body);
      return answer(ctx, await getService(strapi, 'channels').reply(channel, { ...body, by: who.by }), 202);
    },

    async upload(ctx: Context) {
      const { channel } = await open(ctx);
      return { data: await receiveReplyFile(strapi, ctx, channel) };
    },

    async retry(ctx: Context) {
      const { channel, who } = await open(ctx);
      return answer(ctx, await again.retry(channel, String(ctx.params.message), who), 202);
    },

    async cancel(ctx: Context) {
      const { channel } = await open(ctx);
      return answer(ctx, await again.cancel(channel, String(ctx.params.message)), 200);
    },
  };
};
