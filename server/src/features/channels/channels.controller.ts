import type { Core } from '@strapi/types';
import type { Action } from '../../platform/feature';

/** The list, the thread, who may see them. */
export const createChannelsController = (_strapi: Core.Strapi): Record<string, Action> => ({});
