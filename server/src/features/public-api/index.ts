import { defineFeature } from '../../platform/feature';
import { createPublicApiController } from './public-api.controller';
import { definePublicApiDoors } from './doors';
import { publicApiRoutes } from './public-api.routes';

export const publicApi = defineFeature({
  name: 'public-api',
  controllers: { 'public-api': ({ strapi }) => createPublicApiController(strapi) },
  contentApiRoutes: publicApiRoutes,
  middleware: ({ strapi }) => definePublicApiDoors(strapi),
});
