import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { PersonView } from '../../../../plugin/contracts/compositions';
import { callingCodes } from '../../../../plugin/domain/address';
import { parseInput } from '../../platform/input';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import { getService } from '../../platform/services';
import type { DocumentSendRequest } from '../../platform/services';
import { planComposition } from './compositions.plan';
import type { CompositionRequest } from './compositions.plan';
import { peopleQuery, prepareBody, sendBody } from './compositions.validation';
import { presentPreparation } from './present-preparation';
import { readForm } from './read-form';
import { hashOf, sendComposition } from './send-composition';

/** People offered for one search; a longer list is not read, it is narrowed. */
const PEOPLE = 8;

export const createCompositionsController = (strapi: Core.Strapi) => {
  const recordOf = (ctx: Context): DocumentSendRequest['record'] => ({ type: String(ctx.params.type), documentId: String(ctx.params.id) });

  /** Sent from accounts given for sending; records are those that may be read. */
  const boundsOf = async (ctx: Context): Promise<Pick<CompositionRequest, 'sight' | 'sending' | 'mayElsewhere' | 'sentBy'>> => {
    const sentBy = adminIdOf(ctx);
    const access = getService(strapi, 'access');
    const [sight, sending] = await Promise.all([access.sightOf(sentBy), access.sightOf(sentBy, 'send')]);
    return { sight, sending, sentBy, mayElsewhere: mayAdmin(ctx, 'documents.send-elsewhere') };
  };

  const prepare = async (ctx: Context, record: CompositionRequest['record']) => {
    const request = { ...parseInput(prepareBody, ctx.request.body), record, ...(await boundsOf(ctx)) };
    return { data: await presentPreparation(strapi, request, await planComposition(strapi, request)) };
  };

  const send = async (ctx: Context, record: CompositionRequest['record']) => {
    const { body, upload } = await readForm(ctx);
    const { idempotencyKey, useDefault = false, confirmElsewhere = false, ...chosen } = parseInput(sendBody, body);
    const bounds = await boundsOf(ctx);
    const message = await sendComposition(strapi, {
      ...chosen,
      record,
      useDefault,
      confirmElsewhere,
      upload,
      ...bounds,
      idempotency: { scope: `admin:${bounds.sentBy ?? ''}:compositions`, key: idempotencyKey, requestHash: hashOf({ ...chosen, record, useDefault }, upload) },
    });
    const [data] = await getService(strapi, 'messages').present([message]);
    ctx.status = 202;
    return { data };
  };

  return {
    prepare: (ctx: Context) => prepare(ctx, null),
    prepareForRecord: (ctx: Context) => prepare(ctx, recordOf(ctx)),
    send: (ctx: Context) => send(ctx, null),
    sendForRecord: (ctx: Context) => send(ctx, recordOf(ctx)),

    async listPeople(ctx: Context) {
      const { search } = parseInput(peopleQuery, ctx.query);
      const sight = await getService(strapi, 'access').sightOf(adminIdOf(ctx), 'send');
      const rows = await getService(strapi, 'contacts').searchPeople({ ...(search ? { search } : {}), limit: PEOPLE, sight });
      const data = rows.map(({ partner, contact, phone, problem }): PersonView => {
        const reachable = phone ?? contact?.phone ?? null;
        return {
          contact: contact?.id ?? null,
          name: partner?.name ?? contact?.name ?? contact?.profileName ?? null,
          phone: reachable,
          company: partner?.company ?? null,
          problem: reachable === null && !contact?.userIds.length ? (problem ?? null) : null,
        };
      });
      return { data };
    },

    listCountries: () => ({ data: callingCodes() }),
  };
};
