import type { Core } from '@strapi/types';
import { defineFeature } from '../../platform/feature';
import { getService } from '../../platform/services';
import { createTracesController } from './traces.controller';
import { tracesRoutes } from './traces.routes';
import { messageTrace } from './traces.schema';
import { createTracesService } from './traces.service';
import type { OwnTracesService } from './traces.service';
import { createTracePruner } from './traces.worker';

/** One a Strapi: tests boot several in one process. */
const pruners = new WeakMap<Core.Strapi, ReturnType<typeof createTracePruner>>();

export const traces = defineFeature({
  name: 'traces',
  models: [messageTrace],
  service: ({ strapi }) => createTracesService(strapi),
  controllers: { traces: ({ strapi }) => createTracesController(strapi) },
  adminRoutes: tracesRoutes,
  async start({ strapi }) {
    const pruner = createTracePruner(strapi, (getService(strapi, 'traces') as OwnTracesService).repository);
    pruners.set(strapi, pruner);
    pruner.start();
  },
  async stop({ strapi }) {
    await pruners.get(strapi)?.stop();
    pruners.delete(strapi);
    // Stops after everything that records.
    await getService(strapi, 'traces').flush();
  },
});
