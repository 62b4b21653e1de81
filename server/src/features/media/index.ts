import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createChannelMediaController } from './channel-media.controller';
import { channelMediaRoutes } from './channel-media.routes';
import { createMediaController } from './media.controller';
import { mediaRoutes } from './media.routes';
import { media as mediaModel } from './media.schema';
import { createMediaService } from './media.service';
import type { MediaFeatureService } from './media.service';

export const media = defineFeature({
  name: 'media',
  models: [mediaModel],
  service: ({ strapi }) => createMediaService(strapi),
  controllers: { media: ({ strapi }) => createMediaController(strapi), 'channel-media': ({ strapi }) => createChannelMediaController(strapi) },
  adminRoutes: [...mediaRoutes, ...channelMediaRoutes],
  start: ({ strapi }) => (getService(strapi, 'media') as MediaFeatureService).start(),
  stop: ({ strapi }) => (getService(strapi, 'media') as MediaFeatureService).stop(),
});
