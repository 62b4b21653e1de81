import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { defineWebhookDoor } from './inbound.controller';
import { parkedEvent, webhookEvent } from './inbound.schema';
import { createInboundService } from './inbound.service';

export const inbound = defineFeature({
  name: 'inbound',
  models: [webhookEvent, parkedEvent],
  service: ({ strapi }) => createInboundService(strapi),
  middleware: ({ strapi }) => defineWebhookDoor(strapi),
  start: ({ strapi }) => getService(strapi, 'inbound').start(),
  stop: ({ strapi }) => getService(strapi, 'inbound').stop(),
});
