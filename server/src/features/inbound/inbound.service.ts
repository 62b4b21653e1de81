import type { Core } from '@strapi/types';
import type { InboundService } from '../../platform/services';
import { createInboundWorker } from './inbound.worker';

export const createInboundService = (strapi: Core.Strapi): InboundService => {
  const worker = createInboundWorker(strapi);
  return {
    drain: () => worker.drain(),
    pause: () => worker.pause(),
    resume: () => worker.resume(),
    start: async () => worker.start(),
    stop: () => worker.stop(),
  };
};
