import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { adminIdOf } from '../../platform/permissions';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesMessage } from '../../platform/sight';
import type { MediaFeatureService } from './media.service';

export const createMediaController = (strapi: Core.Strapi) => ({
  async get(ctx: Context) {
    const service = getService(strapi, 'media') as MediaFeatureService;
    const media = await service.findByDocumentId(String(ctx.params.id));
    const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx));
    if (!media || !seesMessage(sight, media)) throw missing('media.not_found');
    await service.serve(ctx, media);
  },
});
