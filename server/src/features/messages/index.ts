import type { Core } from '@strapi/types';
import { defineFeature } from '../../platform/feature';
import { createMessagesController } from './messages.controller';
import { messagesRoutes } from './messages.routes';
import { message } from './messages.schema';
import { createMessagesService } from './messages.service';
import { createOverlookedWorker } from './messages.worker';

/** One a Strapi: tests boot several in one process. */
const workers = new WeakMap<Core.Strapi, ReturnType<typeof createOverlookedWorker>>();

export const messages = defineFeature({
  name: 'messages',
  contentTypes: { message },
  service: ({ strapi }) => createMessagesService(strapi),
  controllers: { messages: ({ strapi }) => createMessagesController(strapi) },
  adminRoutes: messagesRoutes,
  async start({ strapi }) {
    const worker = createOverlookedWorker(strapi);
    workers.set(strapi, worker);
    worker.start();
  },
  async stop({ strapi }) {
    await workers.get(strapi)?.stop();
    workers.delete(strapi);
  },
});
