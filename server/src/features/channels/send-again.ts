import { createHash } from 'node:crypto';
import type { Core } from '@strapi/types';
import type { OutboundMessage } from '../../../../plugin/domain/message';
import { now } from '../../platform/clock';
import { emit } from '../../platform/events';
import type { ChannelRow, MessageRow } from '../../platform/records';
import { conflict, forbidden, missing, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { Sight } from '../../platform/services';

export interface Resender {
  by: number;
  /** What they may see of a record, and send from. */
  sight: Sight;
  sending: Sight;
  mayDocuments: boolean;
  mayElsewhere: boolean;
}

/** Once for everybody: whoever presses, however often, it is one message. */
const SCOPE = 'admin:retries';

/** A failed message once more, and a scheduled one taken back. */
export const createSendAgain = (strapi: Core.Strapi) => {
  const getOwn = async (channel: ChannelRow, documentId: string): Promise<MessageRow> => {
    const row = await getService(strapi, 'messages').findByDocumentId(documentId);
    if (row?.channel !== channel.id) throw missing('message.not_found');
    return row;
  };

  /** Content that is past or gone: a second try could only fail the same way. */
  const getContent = async (row: MessageRow): Promise<OutboundMessage> => {
    if (row.direction !== 'outbound') throw refuse('message.not_resendable');
    // It may have arrived, and WhatsApp would not notice the second one: people see what is known and write anew.
    if (row.deliveryStatus === 'uncertain') throw refuse('message.uncertain');
    if (row.deliveryStatus !== 'failed' || row.payload === null) throw refuse('message.not_resendable');
    if (row.errorCode === 'message.expired') throw refuse('message.expired');
    const media = row.media === null ? null : await getService(strapi, 'media').findById(row.media);
    if (row.media !== null && media?.state !== 'stored') throw refuse('media.not_found');
    return row.payload as OutboundMessage;
  };

  /** The record's document, fetched and judged anew: it may have changed since. */
  const sendDocument = async (row: MessageRow, content: OutboundMessage, idempotency: { scope: string; key: string; requestHash: string }, who: Resender): Promise<MessageRow> => {
    if (!who.mayDocuments) throw forbidden('access.denied');
    const [view] = await getService(strapi, 'messages').present([row]);
    const record = view?.record;
    if (!record?.id) throw refuse('document.deleted');
    const account = await getService(strapi, 'accounts').getById(row.account);
    const template = row.template === null ? null : await getService(strapi, 'templates').findById(row.template);
    if (row.template !== null && !template) throw refuse('template.missing');
    const { message } = await getService(strapi, 'documents').send({
      record: { type: record.type, documentId: record.id },
      account: account.key,
      allowedAccounts: who.sending.accounts,
      sight: who.sight,
      mayElsewhere: who.mayElsewhere,
      confirmElsewhere: row.document?.sentElsewhere === true,
      origin: 'admin',
      sentBy: who.by,
      replyTo: row.replyTo,
      retryOf: row.id,
      idempotency,
      ...(row.recipient?.startsWith('+') ? { to: row.recipient } : {}),
      ...(template ? { template: template.name, language: template.language } : {}),
      ...(content.type === 'media' && content.caption ? { caption: content.caption } : {}),
    });
    return message;
  };

  const send = async (row: MessageRow, who: Resender): Promise<MessageRow> => {
    const content = await getContent(row);
    // Two who press at once; `retryOf` outlives the key.
    const idempotency = { scope: SCOPE, key: `retry:${row.documentId}`, requestHash: createHash('sha256').update(row.documentId).digest('hex') };
    if (row.document) return sendDocument(row, content, idempotency, who);
    if (row.contact === null) throw refuse('recipient.group_unsupported');
    const { message } = await getService(strapi, 'delivery').enqueue({
      account: await getService(strapi, 'accounts').getById(row.account),
      to: { contact: row.contact },
      message: content,
      body: row.body ?? '',
      purpose: row.purpose ?? 'reply',
      template: row.template === null ? null : await getService(strapi, 'templates').findById(row.template),
      priority: 'conversation',
      origin: 'admin',
      sentBy: who.by,
      company: row.company,
      source: row.sourceType !== null && row.sourceId !== null ? { type: row.sourceType, id: row.sourceId } : null,
      replyTo: row.replyTo,
      replyToProviderMessageId: row.replyToProviderMessageId,
      retryOf: row.id,
      media: row.media,
      idempotency,
    });
    return message;
  };

  return {
    /** A new message of the same content, one for good. Whether it may go is decided anew. */
    async retry(channel: ChannelRow, documentId: string, who: Resender): Promise<MessageRow> {
      const row = await getOwn(channel, documentId);
      const former = await getService(strapi, 'messages').findRetryOf(row.id);
      if (former) return former;
      const message = await send(row, who);
      // It is drawn without its button.
      emit(strapi, 'message.changed', { messages: [row.id] });
      return message;
    },

    /** Only while it waits for its time: what is due may be on its way already. */
    async cancel(channel: ChannelRow, documentId: string): Promise<MessageRow> {
      const row = await getOwn(channel, documentId);
      const waits = row.direction === 'outbound' && row.deliveryStatus === 'queued' && row.notBefore !== null && row.notBefore > now();
      if (!waits || !(await getService(strapi, 'delivery').cancel(row.id))) throw conflict('message.not_cancellable');
      return getOwn(channel, documentId);
    },
  };
};
