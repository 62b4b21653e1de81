import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { ChannelCounts, ThreadPage } from '../../../../plugin/contracts/channels';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { ChannelRow } from '../../platform/records';
import { unauthorized } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { createChannelBrowsing } from './channel-browsing';
import { createChannelEvents } from './channel-events.repository';
import { createChannelOpening } from './channel-opening';
import { channelsQuery, openBody, readBody, threadQuery } from './channels.validation';

/** The list, the thread, who may see them. */
export const createChannelsController = (strapi: Core.Strapi) => {
  const browsing = createChannelBrowsing(strapi);
  const events = createChannelEvents(strapi);
  const service = () => getService(strapi, 'channels');

  const sightOf = (ctx: Context): Promise<ChannelSight> => {
    const user = adminIdOf(ctx);
    if (user === null) throw unauthorized();
    return getService(strapi, 'access').channelSightOf(user);
  };
  const getSeen = async (ctx: Context): Promise<{ sight: ChannelSight; channel: ChannelRow }> => {
    const sight = await sightOf(ctx);
    return { sight, channel: await service().getSeen(sight, String(ctx.params.id)) };
  };

  return {
    async list(ctx: Context) {
      const { channels, nextCursor } = await browsing.list(await sightOf(ctx), parseInput(channelsQuery, ctx.query));
      return { data: await service().present(channels), meta: { nextCursor } };
    },

    async counts(ctx: Context) {
      const data: ChannelCounts = await browsing.counts(await sightOf(ctx));
      return { data };
    },

    async options(ctx: Context) {
      return { data: await browsing.options(await sightOf(ctx)) };
    },

    async open(ctx: Context) {
      const sight = await sightOf(ctx);
      const channel = await createChannelOpening(strapi).open(sight, parseInput(openBody, ctx.request.body));
      return { data: await service().presentDetail(sight, channel) };
    },

    async get(ctx: Context) {
      const { sight, channel } = await getSeen(ctx);
      return { data: await service().presentDetail(sight, channel) };
    },

    async thread(ctx: Context) {
      const page = parseInput(threadQuery, ctx.query);
      const { channel } = await getSeen(ctx);
      const messages = getService(strapi, 'messages');
      const { messages: rows, earlier, later, from, until } = await messages.readThread(channel.id, page);
      const [shown, happened, lastRead] = await Promise.all([
        messages.presentThread(rows),
        events.between(channel.id, from, until).then((found) => service().presentEvents(found)),
        events.placeName(channel.id, channel.lastReadMessage),
      ]);
      const data: ThreadPage = { messages: shown, events: happened, earlier, later, lastRead };
      return { data };
    },

    async read(ctx: Context) {
      const { upTo } = parseInput(readBody, ctx.request.body);
      const { channel } = await getSeen(ctx);
      const read = await service().read(channel, upTo);
      const [data] = await service().present([read]);
      return { data };
    },
  };
};
