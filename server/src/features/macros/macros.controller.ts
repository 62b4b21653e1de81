import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { Action } from '../../platform/feature';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import { createMacroRuns } from './macro-runs';
import { createMacros } from './macros.service';
import type { Writer } from './macros.service';
import { macroBody, macroChanges, runBody } from './macros.validation';

export const createMacrosController = (strapi: Core.Strapi): Record<string, Action> => {
  const macros = createMacros(strapi);
  const run = createMacroRuns(strapi);
  const writerOf = (ctx: Context): Writer => ({ user: adminIdOf(ctx) ?? 0, mayShare: mayAdmin(ctx, 'macros.write') });

  return {
    list: async (ctx: Context) => ({ data: await macros.list(writerOf(ctx)) }),

    async create(ctx: Context) {
      const view = await macros.create(writerOf(ctx), parseInput(macroBody, ctx.request.body));
      ctx.status = 201;
      return { data: view };
    },

    update: async (ctx: Context) => ({ data: await macros.update(writerOf(ctx), String(ctx.params.id), parseInput(macroChanges, ctx.request.body)) }),

    async remove(ctx: Context) {
      await macros.remove(writerOf(ctx), String(ctx.params.id));
      return { data: { removed: true } };
    },

    async run(ctx: Context) {
      const { user } = writerOf(ctx);
      const press = parseInput(runBody, ctx.request.body);
      return { data: await run(await macros.getSeen(user, String(ctx.params.macro)), String(ctx.params.id), { user, ...press }) };
    },
  };
};
