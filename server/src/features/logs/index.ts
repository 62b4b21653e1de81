import type { Core } from '@strapi/types';
import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createLogsController } from './logs.controller';
import { listenForActivities } from './logs.listener';
import { logsRoutes } from './logs.routes';
import { log } from './logs.schema';
import { createLogsService } from './logs.service';
import type { OwnLogsService } from './logs.service';
import { createLogPruner } from './logs.worker';

/** One a Strapi: tests boot several in one process. */
const running = new WeakMap<Core.Strapi, { stopListening(): void; pruner: ReturnType<typeof createLogPruner> }>();

export const logs = defineFeature({
  name: 'logs',
  contentTypes: { log },
  service: ({ strapi }) => createLogsService(strapi),
  controllers: { logs: ({ strapi }) => createLogsController(strapi) },
  adminRoutes: logsRoutes,
  async start({ strapi }) {
    const service = getService(strapi, 'logs') as OwnLogsService;
    const pruner = createLogPruner(strapi, service.repository);
    pruner.start();
    running.set(strapi, { stopListening: listenForActivities(strapi), pruner });
  },
  async stop({ strapi }) {
    const own = running.get(strapi);
    own?.stopListening();
    await own?.pruner.stop();
    running.delete(strapi);
    // The feature stops last: whatever stopped before has recorded its end.
    await (getService(strapi, 'logs') as OwnLogsService).flush();
  },
});
