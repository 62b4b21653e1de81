import type { Core } from '@strapi/types';
import { emit } from '../../platform/events';
import { getService } from '../../platform/services';
import type { PipelineOutcome } from './pipeline';

/** After the commit: those who only listen, and the worker that fetches files. */
export const tellOutcome = (strapi: Core.Strapi, { received, redrawn, advanced, expectsMedia }: PipelineOutcome): void => {
  if (expectsMedia) getService(strapi, 'media').nudge();
  for (const message of received) emit(strapi, 'message.received', { message });
  if (redrawn.length > 0) emit(strapi, 'message.changed', { messages: redrawn });
  if (advanced.length > 0) emit(strapi, 'message.advanced', { messages: advanced });
};
