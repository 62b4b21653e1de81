import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { createRecurring } from '../../platform/recurring';
import type { TracesRepository } from './traces.repository';
import { KEPT_DAYS } from './traces.service';

const DAY_MS = 24 * 60 * 60 * 1_000;
const EVERY_MS = 60 * 60 * 1_000;

/** Forgets steps when the webhooks they belong to are forgotten, once an hour. */
export const createTracePruner = (strapi: Core.Strapi, repository: TracesRepository) => {
  const prune = (): Promise<number> => repository.prune(new Date(now().getTime() - KEPT_DAYS * DAY_MS));
  return { prune, ...createRecurring(strapi, EVERY_MS, prune, 'old traces could not be forgotten') };
};
