import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { Table } from '../../platform/database';
import { failureText } from '../../platform/failure-text';
import type { DocumentRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import type { Activity, LogsService } from '../../platform/services';

interface LogRow extends DocumentRow, Activity {
  occurredAt: Date;
}

/** The activity log. Secrets, links and tokens never come here: callers pass sentences and codes, not payloads. */
export const createLogsService = (strapi: Core.Strapi): LogsService => {
  let table: Table<LogRow> | null = null;
  return {
    record(activity) {
      table ??= new Table<LogRow>(strapi, contentTypeUid('log'));
      table
        .insert({ ...activity, occurredAt: now() })
        .catch((error: unknown) => strapi.log.warn(`[whatsapp] activity ${activity.operation} could not be logged: ${failureText(error)}`));
    },
  };
};
