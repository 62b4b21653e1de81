import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { now } from '../../platform/clock';
import { connectionOf } from '../../platform/database';
import { requestIdOf, responseTimeOf } from '../../platform/request-envelope';
import { getService } from '../../platform/services';
import { getCaller } from './caller';

const isDatabaseUp = async (strapi: Core.Strapi): Promise<boolean> => {
  try {
    await connectionOf(strapi).raw('select 1');
    return true;
  } catch {
    return false;
  }
};

/** Without a token only whether we are up; with one what an operator wants to know. 503 where nothing can be stored. */
export const readHealth = async (strapi: Core.Strapi, ctx: Context, detailed: boolean): Promise<void> => {
  const up = await isDatabaseUp(strapi);
  ctx.status = up ? 200 : 503;
  ctx.set('Cache-Control', 'no-store');
  if (!detailed || !up) {
    ctx.body = { data: { status: up ? 'ok' : 'down' }, meta: { requestId: requestIdOf(ctx), responseTimeMs: responseTimeOf(ctx) } };
    return;
  }
  const caller = await getCaller(strapi, ctx, 'health.read');
  const [accounts, queue, erp] = await Promise.all([
    getService(strapi, 'accounts').list(),
    getService(strapi, 'delivery').queueFacts(),
    getService(strapi, 'erp').facts(),
  ]);
  const seen = accounts.filter(({ id }) => caller.accounts === null || caller.accounts.includes(id));
  const isWell = queue.engine.state === 'running' && seen.every(({ active, connectionState }) => !active || !['halted', 'blocked'].includes(connectionState));
  ctx.body = {
    data: {
      status: isWell ? 'ok' : 'degraded',
      accounts: seen.map(({ key, provider, active, connectionState, quality, haltCode, haltMessage, webhookSeenAt }) => ({
        key,
        provider,
        active,
        state: connectionState,
        quality,
        halt: haltCode ? { code: haltCode, message: haltMessage } : null,
        webhookSeenAt,
      })),
      queue: { depth: queue.depth, ageMs: queue.oldestQueuedAt ? now().getTime() - queue.oldestQueuedAt.getTime() : 0, uncertain: queue.uncertain, engine: queue.engine },
      erp,
      database: { client: strapi.db.dialect.client, up },
    },
    meta: { requestId: requestIdOf(ctx), responseTimeMs: responseTimeOf(ctx) },
  };
};
