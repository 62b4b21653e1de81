import type { Core } from '@strapi/types';
import { redact, redactText } from '../../../../plugin/domain/redact';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { Activity, LogsService } from '../../platform/services';
import { createLogsRepository } from './logs.repository';
import type { LogRow, LogsRepository } from './logs.repository';

/** Written together: a campaign's ten thousand sends are a few dozen statements, and nobody waits for them. */
const BATCH = 500;
const GATHER_MS = 250;
/** With the database away rows wait in memory; beyond this the oldest are given up, and counted. */
const MOST_WAITING = 20_000;
const RETRY_MS = 2_000;

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
  const waiting: Partial<LogRow>[] = [];
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let lost = 0;

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH);
      try {
        await repository.insert(batch);
      } catch (error) {
        waiting.unshift(...batch.slice(0, Math.max(0, MOST_WAITING - waiting.length)));
        throw error;
      }
      if (lost > 0) strapi.log.warn(`[whatsapp] ${lost} activities were not logged: the database was away for too long`);
      lost = 0;
    }
  };

  const flush = (): Promise<void> => {
    if (timer) clearTimeout(timer);
    timer = null;
    writing ??= write()
      .catch((error: unknown) => {
        strapi.log.warn(`[whatsapp] ${waiting.length} activities wait to be logged: ${failureText(error)}`);
        plan(RETRY_MS);
      })
      .finally(() => {
        writing = null;
        if (waiting.length > 0) plan(GATHER_MS);
      });
    return writing;
  };

  const plan = (ms: number): void => {
    if (timer) return;
    timer = setTimeout(() => void flush(), ms);
    timer.unref();
  };

  return {
    repository,
    record(activity) {
      if (waiting.length >= MOST_WAITING) {
        waiting.shift();
        lost += 1;
      }
      waiting.push(cleanActivity(activity, now()));
      plan(GATHER_MS);
    },
    flush: async () => {
      // What runs has taken its batch already; a second round takes what came after.
      await flush();
      if (waiting.length > 0) await flush();
    },
  };
};
