import { defineFeature } from '../../platform/feature';
import { createQuickRepliesController } from './quick-replies.controller';
import { quickRepliesRoutes } from './quick-replies.routes';
import { quickReply } from './quick-replies.schema';
import { createQuickRepliesService } from './quick-replies.service';

export const quickReplies = defineFeature({
  name: 'quick-replies',
  contentTypes: { 'quick-reply': quickReply },
  service: ({ strapi }) => createQuickRepliesService(strapi),
  controllers: { 'quick-replies': ({ strapi }) => createQuickRepliesController(strapi) },
  adminRoutes: quickRepliesRoutes,
});
