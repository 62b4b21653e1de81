import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { Action } from '../../platform/feature';
import { parseInput } from '../../platform/input';
import { createTags } from './tags.service';
import { tagBody, tagChanges } from './tags.validation';

export const createTagsController = (strapi: Core.Strapi): Record<string, Action> => {
  const tags = createTags(strapi);
  return {
    list: async () => ({ data: await tags.list() }),

    async create(ctx: Context) {
      const view = await tags.create(parseInput(tagBody, ctx.request.body));
      ctx.status = 201;
      return { data: view };
    },

    update: async (ctx: Context) => ({ data: await tags.update(String(ctx.params.id), parseInput(tagChanges, ctx.request.body)) }),

    async remove(ctx: Context) {
      await tags.remove(String(ctx.params.id));
      return { data: { removed: true } };
    },
  };
};
