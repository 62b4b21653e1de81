import { defineFeature } from '../../platform/feature';
import { createAccessController } from './access.controller';
import { accessRoutes } from './access.routes';
import { accessGrant } from './access.schema';
import { createAccessService } from './access.service';

export const access = defineFeature({
  name: 'access',
  models: [accessGrant],
  service: ({ strapi }) => createAccessService(strapi),
  controllers: { access: ({ strapi }) => createAccessController(strapi) },
  adminRoutes: accessRoutes,
});
