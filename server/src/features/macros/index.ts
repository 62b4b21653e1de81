import { defineFeature } from '../../platform/feature';
import { createMacrosController } from './macros.controller';
import { macrosRoutes } from './macros.routes';
import { macro } from './macros.schema';

export const macros = defineFeature({
  name: 'macros',
  models: [macro],
  controllers: { macros: ({ strapi }) => createMacrosController(strapi) },
  adminRoutes: macrosRoutes,
});
