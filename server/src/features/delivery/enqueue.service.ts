import type { Core } from '@strapi/types';
import { chooseTarget } from '../../../../plugin/domain/address';
import { purposeOfMessage } from '../../../../plugin/domain/consent';
import type { OutboundMessage, Purpose } from '../../../../plugin/domain/message';
import { decideSend } from '../../../../plugin/domain/send-decision';
import { purposeOf } from '../../../../plugin/domain/template';
import { sentenceOf } from '../../../../plugin/contracts/codes';
import { now } from '../../platform/clock';
import { inTransaction, type Knex } from '../../platform/database';
import { isUniqueViolation, untilNotOvertaken } from '../../platform/database-errors';
import { emit } from '../../platform/events';
import type { AccountRow, ChannelRow, ContactRow, MediaRow, MessageRow, TemplateRow } from '../../platform/records';
import { conflict, missing, refuse } from '../../platform/request-errors';
import { getService, type ConsentFacts, type DeliveryService, type EnqueueRequest } from '../../platform/services';
import { AnsweredFirst, createAnswerGuard } from './answered-meanwhile';
import { consentInputOf, isHalted, NO_CONSENT, windowOfChannel } from './dispatch.service';
import { findFile, withFile } from './message-file.service';
import { PRIORITY } from './outbox.repository';
import { decisionFacts, traceEnqueued } from './trace-delivery';

const HOUR_MS = 60 * 60 * 1000;
const SINGLE_EXPIRY_MS = 24 * HOUR_MS;
const DOCUMENT_EXPIRY_MS = 72 * HOUR_MS;

interface Facts {
  contact: ContactRow | null;
  channel: ChannelRow | null;
  consent: ConsentFacts;
}

interface Question {
  account: AccountRow;
  template: TemplateRow | null;
  isTemplate: boolean;
  purpose: Purpose;
  type: OutboundMessage['type'];
  hasDocument: boolean;
  notBefore: Date | null;
  expiresAt: Date | null;
}

/** The one door out: what may be queued, and how it is written. */
export const createEnqueuer = (strapi: Core.Strapi, parts: { wakeAt(account: number, at: Date): void; bringFiles(): void }): Pick<DeliveryService, 'enqueue' | 'preview'> => {
  const accounts = () => getService(strapi, 'accounts');
  const contacts = () => getService(strapi, 'contacts');
  const answers = createAnswerGuard(strapi);

  /** Template: its category decides. Else a reply where the window allows one, unless it was called marketing. */
  const purposeFor = (question: Question, facts: Facts, at: Date): Purpose => {
    if (question.isTemplate) return question.template ? purposeOf(question.template.category) : question.purpose;
    if (question.purpose === 'marketing') return 'marketing';
    const window = windowOfChannel(facts.channel, at);
    return purposeOfMessage({ templatePurpose: null, document: question.hasDocument, window, stopped: facts.consent.stopped });
  };

  const decide = (question: Question, facts: Facts, at: Date) => {
    const purpose = purposeFor(question, facts, at);
    const decision = decideSend({
      now: at,
      phase: 'enqueue',
      message: { type: question.type, purpose, expiresAt: question.expiresAt, notBefore: question.notBefore, isTemplate: question.isTemplate },
      contact: consentInputOf(facts.consent),
      window: windowOfChannel(facts.channel, at),
      template: question.template,
      account: { state: question.account.connectionState, halted: isHalted(question.account, at) },
      limits: accounts().provider(question.account).limits,
    });
    return { purpose, decision };
  };

  const repeatedBy = async (idempotency: EnqueueRequest['idempotency']): Promise<MessageRow | null> => {
    if (!idempotency) return null;
    const message = await getService(strapi, 'messages').findByIdempotencyKey(idempotency.scope, idempotency.key);
    if (message && message.requestHash !== idempotency.requestHash) throw conflict('idempotency.mismatch');
    return message;
  };

  const contactOf = async (request: EnqueueRequest, scope: string, trx: Knex): Promise<ContactRow> => {
    const { to, name, company, origin } = request;
    if ('contact' in to) {
      const contact = await contacts().findById(to.contact, trx);
      if (!contact) throw missing('contact.missing');
      return contact;
    }
    return (await contacts().findOrCreate({ ...to, scope, name: name ?? null, company: company ?? null, source: origin }, trx)).contact;
  };

  /** +E.164 or a business-scoped id. Outside the transaction: on SQLite a second connection would wait for ever. */
  const recipientOf = async (to: EnqueueRequest['to'], scope: string): Promise<string> => {
    if ('phone' in to) return to.phone;
    if ('userId' in to) return to.userId;
    const target = chooseTarget(await contacts().addressesOf(to.contact, scope));
    if (!target) throw refuse('recipient.unreachable');
    return target.kind === 'phone' ? `+${target.value}` : target.value;
  };

  /** The stored file and the payload that names it, or the address it is to be fetched from. */
  const fileOf = async (request: EnqueueRequest): Promise<{ payload: OutboundMessage; media: MediaRow | null; mustWait: boolean }> => {
    const file = findFile(request.message);
    const canUpload = accounts().provider(request.account).media !== undefined;
    const media = request.media ? await getService(strapi, 'media').findById(request.media) : file?.ref.mediaId ? await getService(strapi, 'media').findByDocumentId(file.ref.mediaId) : null;
    if ((request.media || file?.ref.mediaId) && !media) throw missing('media.missing');
    if (!file || request.document) return { payload: request.message, media, mustWait: false };
    if (media) return { payload: withFile(request.message, { ...file.ref, mediaId: media.documentId, link: undefined }), media, mustWait: canUpload };
    const address = request.mediaUrl ?? file.ref.link;
    if (address) return { payload: withFile(request.message, { ...file.ref, link: address }), media: null, mustWait: canUpload };
    return { payload: request.message, media: null, mustWait: false };
  };

  const replyOf = async (request: EnqueueRequest, contact: number, trx: Knex): Promise<string | null> => {
    if (!request.replyTo) return request.replyToProviderMessageId ?? null;
    const original = await getService(strapi, 'messages').findById(request.replyTo, trx);
    if (!original || original.account !== request.account.id || original.contact !== contact) throw refuse('message.reply_not_found');
    return request.replyToProviderMessageId ?? original.providerMessageId;
  };

  const write = async (request: EnqueueRequest): Promise<MessageRow> => {
    const at = now();
    const { account, message } = request;
    const scope = accounts().portfolioOf(account);
    const sendAt = request.sendAt && request.sendAt > at ? request.sendAt : null;
    const dueAt = sendAt ?? at;
    const expiresAt = request.expiresAt ?? new Date(dueAt.getTime() + (request.document ? DOCUMENT_EXPIRY_MS : SINGLE_EXPIRY_MS));
    if (expiresAt <= dueAt) throw refuse('message.expired');
    const recipient = await recipientOf(request.to, scope);
    const { payload, media, mustWait } = await fileOf(request);

    return inTransaction(strapi, async (trx, afterCommit) => {
      const contact = await contactOf(request, scope, trx);
      const channel = await getService(strapi, 'channels').open(account.id, contact.id, request.company ?? null, trx);
      const consent = (await contacts().consentFactsOf([contact], trx)).get(contact.id) ?? NO_CONSENT;
      const { purpose, decision } = decide(
        {
          account,
          template: request.template ?? null,
          isTemplate: message.type === 'template',
          purpose: request.purpose,
          type: message.type,
          hasDocument: Boolean(request.document),
          notBefore: dueAt,
          expiresAt,
        },
        { contact, channel, consent },
        at,
      );
      // Thrown inside: contact and channel made for a refused message go with it.
      if (decision.kind === 'refuse') throw refuse(decision.code);
      if (request.unlessAnswered) await answers.check(channel.id, request.unlessAnswered, trx);
      if (media?.forgetAt && !(await getService(strapi, 'media').keepSent(media.id, trx))) throw missing('media.missing');

      const row = await getService(strapi, 'messages').insertOutbound(
        {
          account: account.id,
          company: request.company ?? null,
          channel: channel.id,
          contact: contact.id,
          type: message.type === 'media' ? message.kind : message.type,
          purpose,
          deliveryStatus: 'queued',
          priority: PRIORITY[request.priority],
          sendAt,
          notBefore: dueAt,
          expiresAt,
          blockedBy: request.document ? 'document' : mustWait ? 'media' : null,
          attempts: 0,
          idempotencyScope: request.idempotency?.scope ?? null,
          idempotencyKey: request.idempotency?.key ?? null,
          requestHash: request.idempotency?.requestHash ?? null,
          replyTo: request.replyTo ?? null,
          replyToProviderMessageId: await replyOf(request, contact.id, trx),
          retryOf: request.retryOf ?? null,
          template: request.template?.id ?? null,
          body: request.body,
          payload,
          media: media?.id ?? null,
          sourceType: request.source?.type ?? null,
          sourceId: request.source?.id ?? null,
          recipient,
          sentBy: request.sentBy ?? null,
          origin: request.origin,
          document: request.document ?? null,
          occurredAt: at,
        },
        trx,
      );
      afterCommit(() => {
        if (row.blockedBy === 'media') parts.bringFiles();
        else if (row.blockedBy === null) parts.wakeAt(account.id, dueAt);
        traceEnqueued(strapi, row, request, decisionFacts(purpose, consent, windowOfChannel(channel, at), request.template ?? null, account));
        emit(strapi, 'message.queued', { message: row });
      });
      return row;
    });
  };

  const tryToWrite = async (request: EnqueueRequest): Promise<MessageRow> => {
    try {
      return await untilNotOvertaken(() => write(request));
    } catch (error) {
      throw error instanceof AnsweredFirst ? await answers.refusalOf(error) : error;
    }
  };

  return {
    async enqueue(request) {
      const earlier = await repeatedBy(request.idempotency);
      if (earlier) return { message: earlier, repeated: true };
      if (!request.account.active) throw refuse('account.inactive');
      try {
        return { message: await tryToWrite(request), repeated: false };
      } catch (error) {
        if (!isUniqueViolation(error)) throw error;
        // The same request at the same moment was faster; or someone made the same contact: then a second try finds it.
        const faster = await repeatedBy(request.idempotency);
        if (faster) return { message: faster, repeated: true };
        return { message: await tryToWrite(request), repeated: false };
      }
    },

    async preview({ account, to, purpose, template, isTemplate, hasDocument = !isTemplate }) {
      const at = now();
      const scope = accounts().portfolioOf(account);
      const contact =
        'contact' in to ? await contacts().findById(to.contact) : 'phone' in to ? await contacts().findByPhone(to.phone) : await findByUserId(to.userId, scope);
      const channel = contact ? await getService(strapi, 'channels').find(account.id, contact.id) : null;
      const consent = contact ? ((await contacts().consentFactsOf([contact])).get(contact.id) ?? NO_CONSENT) : NO_CONSENT;
      const window = windowOfChannel(channel, at);
      const { decision } = decide(
        { account, template: template ?? null, isTemplate, purpose, type: isTemplate ? 'template' : hasDocument ? 'media' : 'text', hasDocument, notBefore: null, expiresAt: null },
        { contact, channel, consent },
        at,
      );
      return {
        contact,
        window: { open: window.open, closesAt: window.closesAt },
        consent: contact ? consent : null,
        refusal: decision.kind === 'refuse' ? { code: decision.code, sentence: sentenceOf(decision.code) } : null,
      };
    },
  };

  /** Looked up by making and rolling back: a preview leaves nothing behind. */
  async function findByUserId(userId: string, scope: string): Promise<ContactRow | null> {
    const rollback = new Error('preview');
    let found: ContactRow | null = null;
    try {
      await inTransaction(strapi, async (trx) => {
        const { contact, created } = await contacts().findOrCreate({ userId, scope, source: 'preview' }, trx);
        found = created ? null : contact;
        throw rollback;
      });
    } catch (error) {
      if (error !== rollback) throw error;
    }
    return found;
  }
};
