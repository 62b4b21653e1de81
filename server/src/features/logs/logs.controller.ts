import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { z } from 'zod';
import type { ActivityView } from '../../../../plugin/contracts/logs';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { sendCsv } from '../../platform/csv';
import { readCursor, writeCursor } from '../../platform/cursor';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { getService } from '../../platform/services';
import type { LogFilter, LogRow } from './logs.repository';
import type { OwnLogsService } from './logs.service';
import { activitiesExport, activitiesQuery } from './logs.validation';

const EXPORT_PAGE = 500;
const NOBODY = -1;

const COLUMNS = ['time', 'operation', 'success', 'account', 'provider', 'response_time_ms', 'error_code', 'error', 'user', 'token', 'subject_type', 'subject', 'details'] as const;

export const createLogsController = (strapi: Core.Strapi) => {
  const repository = () => (getService(strapi, 'logs') as OwnLogsService).repository;

  const filterOf = async (ctx: Context, query: z.infer<typeof activitiesExport>): Promise<LogFilter> => {
    const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx) ?? NOBODY);
    const account = query.account === undefined ? undefined : await getService(strapi, 'accounts').findByKey(query.account);
    return {
      accounts: sight.accounts,
      ...(account === undefined ? {} : { account: account?.id ?? NOBODY }),
      ...(query.operation ? { operation: query.operation } : {}),
      ...(query.success ? { success: query.success === 'true' } : {}),
      ...(query.user ? { user: query.user } : {}),
      ...(query.by ? { byPeople: true } : {}),
      ...(query.from ? { from: new Date(query.from) } : {}),
      ...(query.until ? { until: new Date(query.until) } : {}),
    };
  };

  const present = async (rows: LogRow[]): Promise<ActivityView[]> => {
    const idsOf = (attribute: 'user' | 'token'): number[] => [...new Set(rows.flatMap((row) => row[attribute] ?? []))];
    const [accounts, users, tokens] = await Promise.all([
      getService(strapi, 'accounts').list(),
      repository().users(idsOf('user')),
      repository().tokens(idsOf('token')),
    ]);
    const keys = new Map(accounts.map(({ id, key }) => [id, key]));
    const named = (id: number | null | undefined, names: Map<number, string>) => (id == null ? null : { id, name: names.get(id) ?? `#${id}` });
    return rows.map((row) => ({
      id: row.id,
      operation: row.operation,
      provider: row.provider ?? null,
      account: row.account == null ? null : (keys.get(row.account) ?? `#${row.account}`),
      success: row.success,
      responseTimeMs: row.responseTimeMs ?? null,
      error: row.errorCode || row.errorMessage ? { code: row.errorCode ?? '', message: row.errorMessage ?? (row.errorCode ? sentenceOf(row.errorCode) : '') } : null,
      user: named(row.user, users),
      token: named(row.token, tokens),
      subject: row.subject ? { type: row.subjectType ?? null, id: row.subject } : null,
      details: row.details ?? null,
      occurredAt: row.occurredAt.toISOString(),
    }));
  };

  return {
    async list(ctx: Context) {
      const query = parseInput(activitiesQuery, ctx.query);
      const rows = await repository().list(await filterOf(ctx, query), readCursor(query.after), query.limit + 1);
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return { data: await present(page), meta: { nextCursor: rows.length > query.limit && last ? writeCursor(last.id) : null } };
    },

    async listOperations() {
      return { data: await repository().operations() };
    },

    async export(ctx: Context) {
      const filter = await filterOf(ctx, parseInput(activitiesExport, ctx.query));
      getService(strapi, 'logs').record({ operation: 'logs.export', success: true, user: adminIdOf(ctx) });
      sendCsv(ctx, 'whatsapp-activity.csv', COLUMNS, async (after) => {
        const rows = await repository().list(filter, after, EXPORT_PAGE);
        const lines = (await present(rows)).map((view) => [
          view.occurredAt, view.operation, view.success, view.account, view.provider, view.responseTimeMs, view.error?.code, view.error?.message,
          view.user?.name, view.token?.name, view.subject?.type, view.subject?.id, view.details,
        ]);
        return { lines, last: rows.length === EXPORT_PAGE ? (rows.at(-1)?.id ?? null) : null };
      });
    },
  };
};
