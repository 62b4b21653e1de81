import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import { getService } from '../../platform/services';
import { createContactScreens } from './contact-screens';
import { pageQuery, stateConsentBody } from './contacts.validation';
import { createStateConsent } from './state-consent';

export const createContactsController = (strapi: Core.Strapi) => {
  const screens = createContactScreens(strapi);
  const stateConsent = createStateConsent(strapi, screens);

  const sightOf = (ctx: Context) => getService(strapi, 'access').sightOf(adminIdOf(ctx));

  const answer = <View>({ page, pageSize }: { page: number; pageSize: number }, { views, total }: { views: View[]; total: number }) => ({
    data: views,
    meta: { pagination: { page, pageSize, total } },
  });

  return {
    async listConsents(ctx: Context) {
      const query = parseInput(pageQuery, ctx.query);
      return answer(query, await screens.listConsents({ ...query, sight: await sightOf(ctx) }));
    },

    async stateConsent(ctx: Context) {
      const body = parseInput(stateConsentBody, ctx.request.body);
      const result = await stateConsent(body, adminIdOf(ctx), await sightOf(ctx));
      const { purposes, state, source } = body;
      getService(strapi, 'logs').record({
        operation: 'consent.state',
        success: true,
        user: adminIdOf(ctx),
        details: { purposes, state, source, stated: result.stated, refused: result.refused.length },
      });
      return { data: result };
    },
  };
};
