import { defineFeature } from '../../platform/feature';
import { createCompositionsController } from './compositions.controller';
import { compositionsRoutes } from './compositions.routes';
import { createCompositionsService } from './compositions.service';

/** What a person writes by hand: a text, an image, buttons, a list or a template, from a record or to somebody. */
export const compositions = defineFeature({
  name: 'compositions',
  service: ({ strapi }) => createCompositionsService(strapi),
  controllers: { compositions: ({ strapi }) => createCompositionsController(strapi) },
  adminRoutes: compositionsRoutes,
});
