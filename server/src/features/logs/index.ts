import { defineFeature } from '../../platform/feature';
import { listenForActivities } from './logs.listener';
import { createLogsService } from './logs.service';
import { log } from './logs.schema';

let stopListening: (() => void) | null = null;

export const logs = defineFeature({
  name: 'logs',
  contentTypes: { log },
  service: ({ strapi }) => createLogsService(strapi),
  start: async ({ strapi }) => {
    stopListening = listenForActivities(strapi);
  },
  stop: async () => stopListening?.(),
});
