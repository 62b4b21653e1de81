import type { Core } from '@strapi/types';
import { failureText } from './failure-text';

export interface Recurring {
  start(): void;
  /** Resolves when the round that is under way has ended. */
  stop(): Promise<void>;
}

/** Work done every `everyMs` milliseconds while the process lives. A round that fails is logged, as what `failed` says, and the next one comes. */
export const createRecurring = (strapi: Core.Strapi, everyMs: number, work: () => Promise<unknown>, failed: string): Recurring => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  return {
    start() {
      timer = setInterval(() => {
        running = work().catch((error: unknown) => strapi.log.warn(`[whatsapp] ${failed}: ${failureText(error)}`));
      }, everyMs);
      timer.unref();
    },
    async stop() {
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
};
