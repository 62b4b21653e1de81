import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { FileFetchView } from '../../../../plugin/contracts/media';
import { adminIdOf } from '../../platform/permissions';
import type { MediaRow } from '../../platform/records';
import { forbidden, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { MediaFeatureService } from './media.service';

/** Strapi's own action and subject for adding to the Media Library. */
const LIBRARY_CREATE = 'plugin::upload.assets.create';
const LIBRARY_FILE = 'plugin::upload.file';

interface Asking {
  userAbility?: { can(action: string, subject?: string): boolean };
}

/** Files of a conversation: seen by whoever sees the conversation that carries them. */
export const createChannelMediaController = (strapi: Core.Strapi) => {
  const service = () => getService(strapi, 'media') as MediaFeatureService;

  /** A foreign conversation, and a file of another one, are both not there. */
  const getFile = async (ctx: Context): Promise<{ media: MediaRow; user: number }> => {
    const user = adminIdOf(ctx) ?? 0;
    const channel = await getService(strapi, 'channels').getSeen(await getService(strapi, 'access').channelSightOf(user), String(ctx.params.id));
    const media = await service().findInChannel(String(ctx.params.media), channel.id);
    if (!media) throw missing('media.not_found');
    return { media, user };
  };

  return {
    async get(ctx: Context) {
      await service().serve(ctx, (await getFile(ctx)).media);
    },

    async thumbnail(ctx: Context) {
      await service().serveThumbnail(ctx, (await getFile(ctx)).media);
    },

    async library(ctx: Context) {
      const { media, user } = await getFile(ctx);
      if (!(ctx.state as Asking).userAbility?.can(LIBRARY_CREATE, LIBRARY_FILE)) throw forbidden('media.library_denied');
      return { data: await service().saveToLibrary(media, user) };
    },

    async fetch(ctx: Context): Promise<{ data: FileFetchView }> {
      const { media } = await getFile(ctx);
      await service().fetchAgain(media);
      ctx.status = 202;
      return { data: { id: media.documentId, state: media.state === 'stored' ? 'stored' : 'pending' } };
    },
  };
};
