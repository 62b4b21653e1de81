import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { Action } from '../../platform/feature';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import { createSavedViews } from './views.service';
import { viewBody } from './views.validation';

export const createViewsController = (strapi: Core.Strapi): Record<string, Action> => {
  const views = createSavedViews(strapi);
  const userOf = (ctx: Context): number => adminIdOf(ctx) ?? 0;
  return {
    list: async (ctx: Context) => ({ data: await views.list(userOf(ctx)) }),

    async create(ctx: Context) {
      const view = await views.create(userOf(ctx), parseInput(viewBody, ctx.request.body), mayAdmin(ctx, 'channels.configure'));
      ctx.status = 201;
      return { data: view };
    },

    async remove(ctx: Context) {
      await views.remove(userOf(ctx), String(ctx.params.id), mayAdmin(ctx, 'channels.configure'));
      return { data: { removed: true } };
    },
  };
};
