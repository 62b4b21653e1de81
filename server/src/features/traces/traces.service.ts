import type { Core } from '@strapi/types';
import { tracePayload } from '../../../../plugin/domain/trace';
import { createBatchedWrites } from '../../platform/batched-writes';
import { now } from '../../platform/clock';
import type { TracesService, TraceStep } from '../../platform/services';
import { createTracesRepository } from './traces.repository';
import type { TraceRow, TracesRepository } from './traces.repository';

/** As long as the webhooks a trace shows: without them its later half would be missing. */
export const KEPT_DAYS = 30;

/** A step as it may be kept: nothing secret gets further than here. */
export const cleanStep = ({ account, subject, kind, webhookEvent, details, at }: TraceStep): Partial<TraceRow> => ({
  account,
  subject: subject.slice(0, 255),
  kind,
  webhookEvent: webhookEvent ?? null,
  details: details === undefined ? null : (tracePayload(details) as Record<string, unknown>),
  recordedAt: at ?? now(),
});

export interface OwnTracesService extends TracesService {
  repository: TracesRepository;
}

/** The way of each message, step by step. Recording costs its caller nothing: a send writes no row of its own for it. */
export const createTracesService = (strapi: Core.Strapi): OwnTracesService => {
  const repository = createTracesRepository(strapi);
  const writes = createBatchedWrites<Partial<TraceRow>>(strapi, 'steps of messages', (rows) => repository.insert(rows));
  return {
    repository,
    record: (step) => writes.add(cleanStep(step)),
    flush: () => writes.flush(),
  };
};
