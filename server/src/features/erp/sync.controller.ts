import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { readCursor, writeCursor } from '../../platform/cursor';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { toRequestError } from './erp-connection';
import type { OwnErpService } from './erp.service';
import { failuresQuery, previewBody, syncKind, syncKindBody } from './erp.validation';

/** The sync page and its wizard. */
export const createSyncController = (strapi: Core.Strapi) => {
  const erp = () => getService(strapi, 'erp') as OwnErpService;
  const sightOf = (ctx: Context) => getService(strapi, 'access').sightOf(adminIdOf(ctx));

  return {
    async overview(ctx: Context) {
      return { data: await erp().sync.overview(await sightOf(ctx)) };
    },

    async changeKind(ctx: Context) {
      const kind = parseInput(syncKind, ctx.params.kind);
      const body = parseInput(syncKindBody, ctx.request.body);
      const view = await erp().sync.changeKind(kind, body, await sightOf(ctx));
      if (!view) throw missing('sync.not_found');
      getService(strapi, 'logs').record({ operation: 'erp.sync-kind', success: true, user: adminIdOf(ctx), details: { kind, ...body } });
      return { data: view };
    },

    async listFailures(ctx: Context) {
      const { kind, after, limit } = parseInput(failuresQuery, ctx.query);
      const { views } = await erp().sync.listFailures({ ...(kind ? { kind } : {}), sight: await sightOf(ctx) }, readCursor(after), limit + 1);
      const last = views[limit - 1];
      return { data: views.slice(0, limit), meta: { nextCursor: views.length > limit && last ? writeCursor(last.id) : null } };
    },

    async preview(ctx: Context) {
      const { kinds, full } = parseInput(previewBody, ctx.request.body);
      const sight = await sightOf(ctx);
      const data = await erp().dryRun({ kinds, full: full ?? false, sight }).catch((error: unknown) => {
        throw toRequestError(error);
      });
      getService(strapi, 'logs').record({ operation: 'erp.preview', success: true, user: adminIdOf(ctx), details: { kinds, full: full ?? false } });
      return { data };
    },
  };
};
