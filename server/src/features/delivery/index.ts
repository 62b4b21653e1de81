import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { engineLease, portfolioSpend } from './delivery.schema';
import { createDeliveryService } from './delivery.service';

export const delivery = defineFeature({
  name: 'delivery',
  models: [portfolioSpend, engineLease],
  service: ({ strapi }) => createDeliveryService(strapi),
  start: ({ strapi }) => getService(strapi, 'delivery').start(),
  stop: ({ strapi }) => getService(strapi, 'delivery').stop(),
});
