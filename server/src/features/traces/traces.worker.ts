import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { TracesRepository } from './traces.repository';
import { KEPT_DAYS } from './traces.service';

const DAY_MS = 24 * 60 * 60 * 1_000;
const EVERY_MS = 60 * 60 * 1_000;

/** Forgets steps when the webhooks they belong to are forgotten, once an hour. */
export const createTracePruner = (strapi: Core.Strapi, repository: TracesRepository) => {
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<unknown> = Promise.resolve();
  const prune = (): Promise<number> => repository.prune(new Date(now().getTime() - KEPT_DAYS * DAY_MS));
  return {
    prune,
    start(): void {
      timer = setInterval(() => {
        running = prune().catch((error: unknown) => strapi.log.warn(`[whatsapp] old traces could not be forgotten: ${failureText(error)}`));
      }, EVERY_MS);
      timer.unref();
    },
    async stop(): Promise<void> {
      if (timer) clearInterval(timer);
      timer = null;
      await running;
    },
  };
};
