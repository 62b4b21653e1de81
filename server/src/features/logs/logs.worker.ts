import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { now } from '../../platform/clock';
import { createRecurring } from '../../platform/recurring';
import type { LogsRepository } from './logs.repository';

const DAY_MS = 24 * 60 * 60 * 1_000;
const EVERY_MS = 60 * 60 * 1_000;
const DEFAULT_DAYS = 90;

/** Forgets what is older than `logs.keepDays` of the plugin's configuration (90 days), once an hour. */
export const createLogPruner = (strapi: Core.Strapi, repository: LogsRepository) => {
  const prune = async (): Promise<number> => {
    const days = Number(strapi.config.get(`plugin::${PLUGIN_ID}.logs.keepDays`, DEFAULT_DAYS));
    if (!(days > 0)) return 0;
    return repository.prune(new Date(now().getTime() - days * DAY_MS));
  };

  return { prune, ...createRecurring(strapi, EVERY_MS, prune, 'old activities could not be forgotten') };
};
