import type { Core } from '@strapi/types';
import type { InboundService } from '../../platform/services';
import { createEventWork } from './event-work';
import { createInboundRepository } from './inbound.repository';
import { createInboundWorker } from './inbound.worker';
import { createParkedReplay } from './replay-parked';

export const createInboundService = (strapi: Core.Strapi): InboundService => {
  const worker = createInboundWorker(strapi);
  let replay: ReturnType<typeof createParkedReplay> | null = null;
  return {
    replay(parked) {
      // Made when first asked: services are made before the database knows its tables.
      if (!replay) {
        const repository = createInboundRepository(strapi);
        replay = createParkedReplay(strapi, repository, createEventWork(strapi, repository));
      }
      return replay(parked);
    },
    drain: () => worker.drain(),
    pause: () => worker.pause(),
    resume: () => worker.resume(),
    start: async () => worker.start(),
    stop: () => worker.stop(),
  };
};
