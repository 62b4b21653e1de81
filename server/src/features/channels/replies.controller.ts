import type { Core } from '@strapi/types';
import type { Action } from '../../platform/feature';

/** The composer. */
export const createRepliesController = (_strapi: Core.Strapi): Record<string, Action> => ({});
