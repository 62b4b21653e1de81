import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { RecordKind } from '../../../../plugin/contracts/erp';
import { isSendable, purposeOf } from '../../../../plugin/domain/template';
import { now } from '../../platform/clock';
import { parseInput } from '../../platform/input';
import { toInteractive } from '../../platform/interactive-input';
import { requestIdOf, responseTimeOf } from '../../platform/request-envelope';
import { missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesMessage } from '../../platform/sight';
import { getCaller } from './caller';
import type { Caller } from './caller';
import { readHealth } from './health';
import { headerMediaFor } from './template-header';
import { receiveMedia } from './receive-media';
import { answerQueued, checkTimes, enqueueFromApi, findRepeated, idempotencyOf, phoneOrRefuse, resolveReplyTo, resolveTo, seesContact } from './enqueue-from-api';
import { contactBody, documentBody, interactiveBody, messagesQuery, recordsQuery, syncBody, templateBody, textBody } from './public-api.validation';

export const createPublicApiController = (strapi: Core.Strapi) => {
  const metaOf = (ctx: Context, rest: Record<string, unknown> = {}) => ({ requestId: requestIdOf(ctx), responseTimeMs: responseTimeOf(ctx), ...rest });

  const listRecords = (kind: 'partner' | 'sales-order' | 'invoice') => async (ctx: Context) => {
    const caller = await getCaller(strapi, ctx, 'records.read');
    const query = parseInput(recordsQuery, ctx.query);
    const { records, nextCursor } = await getService(strapi, 'erp').list(kind, { ...query, companies: caller.sight.companies });
    return { data: records, meta: metaOf(ctx, { nextCursor }) };
  };

  return {
    async sendText(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'send.text');
      const body = parseInput(textBody, ctx.request.body);
      await enqueueFromApi(strapi, ctx, caller, {
        endpoint: 'send/text',
        body,
        hashed: ctx.request.body,
        compose: async () => ({ message: { type: 'text', text: body.text, previewUrl: body.previewUrl }, body: body.text, purpose: 'reply' }),
      });
    },

    async sendMedia(ctx: Context) {
      await receiveMedia(strapi, ctx);
    },

    async sendTemplate(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'send.template');
      const body = parseInput(templateBody, ctx.request.body);
      await enqueueFromApi(strapi, ctx, caller, {
        endpoint: 'send/template',
        body,
        hashed: ctx.request.body,
        async compose(account) {
          const templates = getService(strapi, 'templates');
          const template = await templates.find(account, body.template, body.language);
          if (!template) {
            const { code, values } = await templates.explainMissing(account, body.template, body.language);
            throw refuse(code, { path: 'template', values });
          }
          const sendable = isSendable(template);
          if (sendable.kind === 'no') throw refuse(sendable.code, { path: 'template' });
          const composed = templates.compose(template, { variables: body.variables ?? {}, headerMedia: await headerMediaFor(strapi, caller, account, template, body.variables?.header) });
          if (composed.kind === 'missing') {
            throw refuse('template.variable_missing', { path: 'variables', values: { missing: composed.slots.map(({ label }) => label).join(', ') }, extra: { slots: composed.slots } });
          }
          return { message: composed.message, body: composed.preview, purpose: purposeOf(template.category), template };
        },
      });
    },

    async sendInteractive(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'send.interactive');
      const body = parseInput(interactiveBody, ctx.request.body);
      await enqueueFromApi(strapi, ctx, caller, {
        endpoint: 'send/interactive',
        body,
        hashed: ctx.request.body,
        compose: async () => ({ message: toInteractive(body.interactive), body: body.interactive.body, purpose: 'reply' }),
      });
    },

    async sendDocument(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'send.document');
      const body = parseInput(documentBody, ctx.request.body);
      const idempotency = idempotencyOf(caller, 'send/document', body.idempotencyKey, ctx.request.body);
      const repeated = await findRepeated(strapi, caller, idempotency);
      if (repeated) return answerQueued(strapi, ctx, repeated);
      checkTimes(body);
      const replyTo = await resolveReplyTo(strapi, caller, body.replyTo);
      const { id, ...record } = body.record;
      const { message } = await getService(strapi, 'documents').send({
        record: { ...record, documentId: id },
        account: body.account,
        allowedAccounts: caller.accounts,
        to: await phoneOfTo(caller, body.to),
        mayElsewhere: false,
        template: body.template,
        caption: body.caption,
        sendAt: body.sendAt ?? null,
        expiresAt: body.expiresAt ?? null,
        replyTo: replyTo?.id ?? null,
        origin: 'api',
        token: caller.tokenId,
        countRecipient: (account, phone) => getService(strapi, 'access').countRecipient(caller, { phone }, getService(strapi, 'accounts').portfolioOf(account)),
        idempotency,
      });
      return answerQueued(strapi, ctx, message);
    },

    async readMessage(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'messages.read');
      const messages = getService(strapi, 'messages');
      const message = await messages.findByDocumentId(String(ctx.params.id));
      if (!message || !seesMessage(caller.sight, message)) throw missing('message.not_found');
      const [data] = await messages.present([message]);
      return { data, meta: metaOf(ctx) };
    },

    async listMessages(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'messages.read');
      const { channel, contact, status, direction, after, limit } = parseInput(messagesQuery, ctx.query);
      const [channelRow, contactRow] = await Promise.all([
        channel === undefined ? null : strapi.db.query('plugin::whatsapp.channel').findOne({ where: { documentId: channel } }),
        contact === undefined ? null : getService(strapi, 'contacts').findByDocumentId(contact),
      ]);
      if ((channel !== undefined && !channelRow) || (contact !== undefined && !contactRow)) return { data: [], meta: metaOf(ctx, { nextCursor: null }) };
      const messages = getService(strapi, 'messages');
      const page = await messages.list(
        { sight: caller.sight, channel: channelRow?.id as number | undefined, contact: contactRow?.id, statuses: status ? [status] : undefined, direction },
        { after, limit },
      );
      return { data: await messages.present(page.messages), meta: metaOf(ctx, { nextCursor: page.nextCursor }) };
    },

    listPartners: listRecords('partner'),
    listSalesOrders: listRecords('sales-order'),
    listInvoices: listRecords('invoice'),

    async saveContact(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'contacts.write');
      const body = parseInput(contactBody, ctx.request.body);
      const contacts = getService(strapi, 'contacts');
      const phone = phoneOrRefuse(body.phone);
      const known = await contacts.findByPhone(phone);
      if (known && !(await seesContact(strapi, caller, known))) throw missing('contact.not_found', { path: 'phone' });
      const { contact, created } = await contacts.findOrCreate({ phone, scope: 'installation', name: body.name, source: `token:${caller.tokenName}` });
      const { utility, marketing, source, wording } = body.consent ?? {};
      const statements = ([['utility', utility], ['marketing', marketing]] as const).flatMap(([purpose, given]) =>
        given === undefined
          ? []
          : [{ contact: contact.id, purpose, state: given ? ('granted' as const) : ('denied' as const), source: source ?? 'api', wording, actor: `token:${caller.tokenName}`, statedAt: now() }],
      );
      await contacts.stateConsent(statements);
      const facts = (await contacts.consentFactsOf([contact])).get(contact.id);
      ctx.status = created ? 201 : 200;
      return {
        data: {
          id: contact.documentId,
          name: contact.name,
          phone: contact.phone,
          consent: Object.fromEntries((facts?.consents ?? []).map(({ purpose, state }) => [purpose, state])),
          stopped: facts?.stopped ?? false,
        },
        meta: metaOf(ctx),
      };
    },

    async triggerSync(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'sync.trigger');
      const { records, full } = parseInput(syncBody, ctx.request.body);
      const run = await getService(strapi, 'erp').trigger({ records: records as RecordKind[] | undefined, full, startedBy: `token:${caller.tokenName}` });
      ctx.status = 202;
      return { data: run, meta: metaOf(ctx) };
    },

    async readSync(ctx: Context) {
      await getCaller(strapi, ctx, 'sync.trigger');
      const run = await getService(strapi, 'erp').findRun(String(ctx.params.id));
      if (!run) throw missing('sync.not_found');
      return { data: run, meta: metaOf(ctx) };
    },

    async readMedia(ctx: Context) {
      const caller = await getCaller(strapi, ctx, 'media.read');
      const service = getService(strapi, 'media');
      const media = await service.findByDocumentId(String(ctx.params.id));
      if (!media || !seesMessage(caller.sight, media)) throw missing('media.not_found');
      await service.serve(ctx, media);
    },

    async readHealth(ctx: Context) {
      await readHealth(strapi, ctx, true);
    },
  };

  /** A document goes to one of the record's numbers; a contact stands for its own. */
  async function phoneOfTo(caller: Caller, to: ReturnType<typeof documentBody.parse>['to']): Promise<string | undefined> {
    if (to === undefined) return undefined;
    const resolved = await resolveTo(strapi, caller, to);
    if ('phone' in resolved) return resolved.phone;
    const contact = 'contact' in resolved ? await getService(strapi, 'contacts').findById(resolved.contact) : null;
    if (!contact?.phone) throw refuse('recipient.no_phone', { path: 'to' });
    return contact.phone;
  }
};
