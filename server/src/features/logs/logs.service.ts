import type { Core } from '@strapi/types';
import { redact, redactText } from '../../../../plugin/domain/redact';
import { createBatchedWrites } from '../../platform/batched-writes';
import { now } from '../../platform/clock';
import type { Activity, LogsService } from '../../platform/services';
import { createLogsRepository } from './logs.repository';
import type { LogRow, LogsRepository } from './logs.repository';

const short = (text: string | null | undefined): string | null => (text == null ? null : redactText(text, 200));

/** A row as it may be kept: whoever records passes what they know, and nothing secret gets further than here. */
export const cleanActivity = (activity: Activity, occurredAt: Date): Partial<LogRow> => ({
  operation: activity.operation.slice(0, 100),
  provider: short(activity.provider),
  account: activity.account ?? null,
  success: activity.success,
  responseTimeMs: activity.responseTimeMs == null ? null : Math.max(0, Math.round(activity.responseTimeMs)),
  errorCode: short(activity.errorCode),
  errorMessage: activity.errorMessage == null ? null : redactText(activity.errorMessage, 500),
  user: activity.user ?? null,
  token: activity.token ?? null,
  subjectType: short(activity.subjectType),
  subject: short(activity.subject),
  details: activity.details == null ? null : (redact(activity.details) as Record<string, unknown>),
  occurredAt,
});

export interface OwnLogsService extends LogsService {
  repository: LogsRepository;
  /** Resolves when everything recorded so far is written. */
  flush(): Promise<void>;
}

/** The activity log. Recording costs its caller nothing: rows wait in memory and are written in batches. */
export const createLogsService = (strapi: Core.Strapi): OwnLogsService => {
  const repository = createLogsRepository(strapi);
  const writes = createBatchedWrites<Partial<LogRow>>(strapi, 'activities', (rows) => repository.insert(rows));
  return {
    repository,
    record: (activity) => writes.add(cleanActivity(activity, now())),
    flush: () => writes.flush(),
  };
};
