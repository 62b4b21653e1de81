import type { Core } from '@strapi/types';
import { defineFeature } from '../../platform/feature';
import { createMessagesController } from './messages.controller';
import { wordsWorkerOf } from './message-words.worker';
import { messagesRoutes } from './messages.routes';
import { message } from './messages.schema';
import { createMessagesService } from './messages.service';
import { createOverlookedWorker } from './messages.worker';

/** One a Strapi: tests boot several in one process. */
const workers = new WeakMap<Core.Strapi, { stop(): Promise<void> }[]>();

export const messages = defineFeature({
  name: 'messages',
  contentTypes: { message },
  service: ({ strapi }) => createMessagesService(strapi),
  controllers: { messages: ({ strapi }) => createMessagesController(strapi) },
  adminRoutes: messagesRoutes,
  async start({ strapi }) {
    const [overlooked, words] = [createOverlookedWorker(strapi), wordsWorkerOf(strapi)];
    workers.set(strapi, [overlooked, words]);
    overlooked.start();
    await words.start();
  },
  async stop({ strapi }) {
    for (const worker of workers.get(strapi) ?? []) await worker.stop();
    workers.delete(strapi);
  },
});
