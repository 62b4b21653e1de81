import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { MessageHit } from '../../../../plugin/contracts/channels';
import { excerptOf, parseSearch } from '../../../../plugin/domain/text-search';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { messageSearchQuery } from './search.validation';

export const createSearchController = (strapi: Core.Strapi) => ({
  /** Messages that hold the words, newest first. */
  async search(ctx: Context) {
    const { words, channel: within, after, limit } = parseInput(messageSearchQuery, ctx.query);
    const user = adminIdOf(ctx);
    if (user === null) throw missing('channel.missing');
    const sight = await getService(strapi, 'access').channelSightOf(user);
    const channels = getService(strapi, 'channels');
    const only = within === undefined ? undefined : (await channels.getSeen(sight, within)).id;
    const page = await getService(strapi, 'messages').search({ words, sight, limit, ...(only === undefined ? {} : { channel: only }), ...(after === undefined ? {} : { after }) });
    const rows = await channels.findByIds([...new Set(page.messages.flatMap(({ channel }) => channel ?? []))]);
    const shown = await channels.present(rows);
    const names = new Map(rows.map(({ id }, index) => [id, shown[index]] as const));
    const terms = parseSearch(words);
    const data: MessageHit[] = page.messages.flatMap(({ documentId, channel, direction, body, occurredAt, createdAt }) => {
      const own = channel === null ? undefined : names.get(channel);
      return own ? [{ message: documentId, channel: { id: own.id, name: own.name }, direction, excerpt: excerptOf(body ?? '', terms), at: (occurredAt ?? createdAt).toISOString() }] : [];
    });
    return { data, meta: { nextCursor: page.nextCursor } };
  },
});
