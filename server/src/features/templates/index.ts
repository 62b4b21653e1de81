import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createTemplateHeaderController } from './template-header.controller';
import { createTemplatesController } from './templates.controller';
import { templatesRoutes } from './templates.routes';
import { template } from './templates.schema';
import { createTemplatesService, type TemplatesDesk } from './templates.service';

export const templates = defineFeature({
  name: 'templates',
  contentTypes: { template },
  service: ({ strapi }) => createTemplatesService(strapi),
  controllers: { templates: ({ strapi }) => createTemplatesController(strapi), 'template-header': ({ strapi }) => createTemplateHeaderController(strapi) },
  adminRoutes: templatesRoutes,
  start: async ({ strapi }) => (getService(strapi, 'templates') as TemplatesDesk).start(),
  stop: ({ strapi }) => (getService(strapi, 'templates') as TemplatesDesk).stop(),
});
