import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createErpController } from './erp.controller';
import { erpRoutes } from './erp.routes';
import { company, erpConnection, invoice, partner, salesOrder, syncFailure, syncKind, syncRun } from './erp.schema';
import { createErpService } from './erp.service';
import { createSyncController } from './sync.controller';

export const erp = defineFeature({
  name: 'erp',
  contentTypes: { company, partner, 'sales-order': salesOrder, invoice },
  models: [erpConnection, syncRun, syncKind, syncFailure],
  service: ({ strapi }) => createErpService(strapi),
  controllers: { erp: ({ strapi }) => createErpController(strapi), sync: ({ strapi }) => createSyncController(strapi) },
  adminRoutes: erpRoutes,
  start: async ({ strapi }) => getService(strapi, 'erp').start(),
  stop: async ({ strapi }) => getService(strapi, 'erp').stop(),
});
