import type { Core } from '@strapi/types';
import type { Action } from '../../platform/feature';

/** Assignments, states, tags, notes, views: what agents do. */
export const createWorkController = (_strapi: Core.Strapi): Record<string, Action> => ({});
