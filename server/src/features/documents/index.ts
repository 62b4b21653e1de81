import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createBatchesController } from './batches.controller';
import { batch, batchEntry } from './batches.schema';
import { createDocumentsController } from './documents.controller';
import { documentsRoutes } from './documents.routes';
import { createDocumentsService } from './documents.service';

export const documents = defineFeature({
  name: 'documents',
  service: ({ strapi }) => createDocumentsService(strapi),
  models: [batch, batchEntry],
  controllers: { documents: ({ strapi }) => createDocumentsController(strapi), batches: ({ strapi }) => createBatchesController(strapi) },
  adminRoutes: documentsRoutes,
  start: async ({ strapi }) => getService(strapi, 'documents').start(),
  stop: async ({ strapi }) => getService(strapi, 'documents').stop(),
});
