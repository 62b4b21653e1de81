import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import { createMessagesService } from './messages.service';

const EVERY_MS = 15_000;
/** Statuses of messages someone else sent from the same number stay parked for good; only the youngest can be overlooked ones. */
const LOOK_BACK_MS = 10 * 60_000;

/** Joins what was parked while its message was being written; at start everything is looked at once. */
export const createOverlookedWorker = (strapi: Core.Strapi) => {
  const service = createMessagesService(strapi);
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;

  const look = async (since: Date | null): Promise<void> => {
    try {
      // A full page means there may be more; what was joined is resolved and does not come again.
      while ((await service.joinOverlooked(since)) === 500);
    } catch (error) {
      strapi.log.warn(`[whatsapp] parked statuses could not be joined, they are looked at again: ${failureText(error)}`);
    }
  };

  return {
    start() {
      running = look(null);
      timer = setInterval(() => {
        running = (running ?? Promise.resolve()).then(() => look(new Date(now().getTime() - LOOK_BACK_MS)));
      }, EVERY_MS);
      timer.unref();
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
};
