import { createHash } from 'node:crypto';
import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { failureText } from '../../platform/failure-text';
import type { ChannelRow } from '../../platform/records';
import { conflict, refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ChannelReply, ChannelsService } from '../../platform/services';
import { createCustomerTyping } from './customer-typing';
import { composeReply, findQuotable } from './reply-content';

/** Answered, they need somebody again. */
const CLOSED: readonly ChannelRow['state'][] = ['resolved', 'snoozed', 'archived'];

/** Answers into a conversation, one when two press send. */
export const createChannelReplies = (strapi: Core.Strapi): Pick<ChannelsService, 'replyText' | 'reply' | 'typing'> => {
  const messages = () => getService(strapi, 'messages');
  const channels = () => getService(strapi, 'channels');

  /** Row id of what the writer had seen; a message from elsewhere proves nothing, as if nothing had been seen. */
  const seenIn = async (channel: ChannelRow, seen: string | null): Promise<number> => {
    const row = seen === null ? null : await messages().findByDocumentId(seen);
    return row?.channel === channel.id ? row.id : 0;
  };

  /** Who answers has read what they had seen. */
  const readUpTo = async (channel: ChannelRow, seen: string): Promise<void> => {
    try {
      await channels().read(channel, seen);
    } catch (error) {
      strapi.log.warn(`[whatsapp] conversation ${channel.documentId} was answered, but is still unread: ${failureText(error)}`);
    }
  };

  /** Takes what nobody had taken and opens what was closed. The message is on its way by now: nothing here may say otherwise. */
  const takeUp = async (channel: ChannelRow, by: number): Promise<void> => {
    try {
      const [current] = await channels().findByIds([channel.id]);
      if (!current) return;
      const taken = current.assignee === null ? await channels().assign(current, { user: by, by }) : current;
      if (CLOSED.includes(taken.state)) await channels().setState(taken, { state: 'open', by });
    } catch (error) {
      strapi.log.warn(`[whatsapp] conversation ${channel.documentId} was answered, but not taken or opened: ${failureText(error)}`);
    }
  };

  const reply = async (channel: ChannelRow, { content, by, replyTo, seen, sendAt, idempotencyKey }: ChannelReply) => {
    // Without `seen`: whoever was told of another's answer presses again, and means the same message.
    const requestHash = createHash('sha256').update(JSON.stringify({ channel: channel.documentId, content, replyTo, sendAt })).digest('hex');
    const idempotency = { scope: `admin:${by}:replies`, key: idempotencyKey, requestHash };
    // First of all: by now the window may have closed on a message that was queued at the first press.
    const repeated = await messages().findByIdempotencyKey(idempotency.scope, idempotency.key);
    if (repeated && repeated.requestHash !== requestHash) throw conflict('idempotency.mismatch');
    if (repeated) return repeated;

    if (channel.contact === null) throw refuse('recipient.group_unsupported');
    if (sendAt && sendAt <= now()) throw refuse('message.send_at_past', { path: 'sendAt' });
    const account = await getService(strapi, 'accounts').getById(channel.account);
    const { message, body, media, under } = await composeReply(strapi, channel, account, content);
    const quoted = under ?? (replyTo === undefined ? null : await findQuotable(strapi, channel, replyTo, 'replyTo'));
    const queued = await getService(strapi, 'delivery').enqueue({
      account,
      to: { contact: channel.contact },
      message,
      body,
      purpose: 'reply',
      priority: 'conversation',
      origin: 'admin',
      sentBy: by,
      company: channel.company,
      replyTo: quoted?.id ?? null,
      replyToProviderMessageId: quoted?.providerMessageId ?? null,
      sendAt: sendAt ?? null,
      media: media?.id ?? null,
      idempotency,
      unlessAnswered: seen === undefined ? null : { seen: await seenIn(channel, seen), by },
    });
    const isAnswer = content.kind !== 'reaction' && !sendAt;
    if (isAnswer && !queued.repeated) await takeUp(channel, by);
    if (isAnswer && !queued.repeated && seen) await readUpTo(channel, seen);
    return queued.message;
  };

  return {
    reply,
    replyText: (channel, { text, ...rest }) => reply(channel, { content: { kind: 'text', text }, ...rest }),
    typing: createCustomerTyping(strapi),
  };
};
