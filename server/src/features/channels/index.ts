import { defineFeature } from '../../platform/feature';
import { createChannelsController } from './channels.controller';
import { channelsRoutes } from './channels.routes';
import { channel, channelAgent, channelEvent, channelTag, channelView, tag } from './channels.schema';
import { createChannelsService } from './channels.service';
import { fillFormerChannels } from './former-channels';
import { createRepliesController } from './replies.controller';
import { repliesRoutes } from './replies.routes';
import { startSnoozes, stopSnoozes } from './snoozes.worker';
import { createTagsController } from './tags.controller';
import { createViewsController } from './views.controller';
import { createSearchController } from './search.controller';
import { searchRoutes } from './search.routes';
import { createWorkController } from './work.controller';
import { workRoutes } from './work.routes';

export const channels = defineFeature({
  name: 'channels',
  contentTypes: { channel },
  models: [channelEvent, channelAgent, tag, channelTag, channelView],
  service: ({ strapi }) => createChannelsService(strapi),
  controllers: {
    channels: ({ strapi }) => createChannelsController(strapi),
    work: ({ strapi }) => createWorkController(strapi),
    tags: ({ strapi }) => createTagsController(strapi),
    views: ({ strapi }) => createViewsController(strapi),
    'channel-search': ({ strapi }) => createSearchController(strapi),
    replies: ({ strapi }) => createRepliesController(strapi),
  },
  // Fixed paths before `:id`: the router takes the first that fits.
  adminRoutes: [...searchRoutes, ...workRoutes, ...repliesRoutes, ...channelsRoutes],
  async start({ strapi }) {
    await fillFormerChannels(strapi);
    startSnoozes(strapi);
  },
  stop: ({ strapi }) => stopSnoozes(strapi),
});
