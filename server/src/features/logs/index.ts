import { defineFeature } from '../../platform/feature';
import { createLogsService } from './logs.service';
import { log } from './logs.schema';

export const logs = defineFeature({
  name: 'logs',
  contentTypes: { log },
  service: ({ strapi }) => createLogsService(strapi),
});
