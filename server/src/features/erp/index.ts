import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createErpController } from './erp.controller';
import { erpRoutes } from './erp.routes';
import { company, erpConnection, invoice, partner, salesOrder, syncRun } from './erp.schema';
import { createErpService } from './erp.service';

export const erp = defineFeature({
  name: 'erp',
  contentTypes: { company, partner, 'sales-order': salesOrder, invoice },
  models: [erpConnection, syncRun],
  service: ({ strapi }) => createErpService(strapi),
  controllers: { erp: ({ strapi }) => createErpController(strapi) },
  adminRoutes: erpRoutes,
  start: async ({ strapi }) => getService(strapi, 'erp').start(),
  stop: async ({ strapi }) => getService(strapi, 'erp').stop(),
});
