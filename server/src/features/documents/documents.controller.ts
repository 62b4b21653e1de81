import { createHash } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import { isOdooError } from '../../../../bridge/src';
import type { RecordTypeView } from '../../../../plugin/contracts/records';
import { parseInput } from '../../platform/input';
import { hostRecordTypes } from '../../platform/host-records';
import { adminIdOf, mayAdmin } from '../../platform/permissions';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { OwnDocumentsService } from './documents.service';
import { createTemplateSamples } from './template-samples';
import { fieldsQuery, prepareBody, samplesQuery, sendBody } from './documents.validation';

export const createDocumentsController = (strapi: Core.Strapi) => {
  /** Sent from accounts given for sending; records and earlier messages are those that may be read. */
  const boundsOf = async (ctx: Context) => {
    const [sight, sending] = await Promise.all([getService(strapi, 'access').sightOf(adminIdOf(ctx)), getService(strapi, 'access').sightOf(adminIdOf(ctx), 'send')]);
    return { sight, allowedAccounts: sending.accounts };
  };
  const documents = () => getService(strapi, 'documents') as OwnDocumentsService;

  const samples = createTemplateSamples(strapi);

  return {
    async listFields(ctx: Context) {
      const { type, record } = parseInput(fieldsQuery, ctx.query);
      return { data: await samples.fields(type, record, adminIdOf(ctx)) };
    },

    async listSamples(ctx: Context) {
      const { type, number } = parseInput(samplesQuery, ctx.query);
      return { data: await samples.records(type, number || undefined, adminIdOf(ctx)) };
    },

    async prepare(ctx: Context) {
      const { record, ...chosen } = parseInput(prepareBody, ctx.request.body);
      const data = await documents().prepare({
        ...chosen,
        record: { type: record.type, documentId: record.id },
        mayElsewhere: mayAdmin(ctx, 'documents.send-elsewhere'),
        sentBy: adminIdOf(ctx),
        ...(await boundsOf(ctx)),
      });
      return { data };
    },

    async send(ctx: Context) {
      const body = parseInput(sendBody, ctx.request.body);
      const { record, idempotencyKey, ...chosen } = body;
      const sentBy = adminIdOf(ctx);
      const requestHash = createHash('sha256').update(JSON.stringify({ ...chosen, record })).digest('hex');
      const { message } = await documents().send({
        ...chosen,
        record: { type: record.type, documentId: record.id },
        mayElsewhere: mayAdmin(ctx, 'documents.send-elsewhere'),
        origin: 'admin',
        sentBy,
        ...(await boundsOf(ctx)),
        idempotency: { scope: `admin:${sentBy ?? ''}:documents`, key: idempotencyKey, requestHash },
      });
      const [data] = await getService(strapi, 'messages').present([message]);
      ctx.status = 202;
      return { data };
    },

    async readPdf(ctx: Context) {
      try {
        const pdf = await documents().readPdf(String(ctx.params.type), String(ctx.params.id), { ...(await boundsOf(ctx)), user: adminIdOf(ctx) });
        ctx.set({ 'Content-Type': 'application/pdf', 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store', 'Content-Security-Policy': 'sandbox' });
        ctx.attachment(pdf.filename, { type: 'inline' });
        ctx.body = pdf.content;
      } catch (error) {
        if (!isOdooError(error)) throw error;
        throw refuse(error.code);
      }
    },

    listTypes: () => ({ data: [...hostRecordTypes(strapi).values()].map(({ uid, label, pdf }): RecordTypeView => ({ type: uid, label, hasDocument: pdf !== undefined })) }),

    async readPanel(ctx: Context) {
      const data = await documents().panel({
        record: { type: String(ctx.params.type), documentId: String(ctx.params.id) },
        mayElsewhere: mayAdmin(ctx, 'documents.send-elsewhere'),
        sentBy: adminIdOf(ctx),
        live: false,
        ...(await boundsOf(ctx)),
      });
      return { data };
    },
  };
};
