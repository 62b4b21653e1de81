import type { Core } from '@strapi/types';
import type { Context, Next } from 'koa';
import { apiRoot, respondWithError } from '../../platform/request-envelope';
import { authenticateDoor } from './caller';
import { readHealth } from './health';
import { receiveMedia } from './receive-media';

/** Addresses answered before Strapi's body parser and router: large bodies, and the one that answers with and without a token. */
export const definePublicApiDoors = (strapi: Core.Strapi) => {
  const root = apiRoot(strapi);
  const doors: Record<string, (ctx: Context) => Promise<void>> = {
    [`POST ${root}/send/media`]: async (ctx) => {
      if (await authenticateDoor(strapi, ctx, 'sendMedia')) await receiveMedia(strapi, ctx);
    },
    [`GET ${root}/health`]: async (ctx) => {
      if (!ctx.get('authorization')) return readHealth(strapi, ctx, false);
      if (await authenticateDoor(strapi, ctx, 'readHealth')) await readHealth(strapi, ctx, true);
    },
  };
  return async (ctx: Context, next: Next): Promise<void> => {
    const door = doors[`${ctx.method} ${ctx.path}`];
    if (!door) return next();
    try {
      await door(ctx);
    } catch (error) {
      respondWithError(strapi, ctx, error);
      // The rest of a body that was refused is not read: the connection is of no more use.
      if (!ctx.req.complete) ctx.set('Connection', 'close');
    }
  };
};
