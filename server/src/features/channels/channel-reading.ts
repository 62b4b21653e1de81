import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import type { ChannelRow, MessageRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { ChannelsService } from '../../platform/services';

/** More are shown as 99+, and counted no further. */
const MOST_UNREAD = 1_000;

/** What somebody of us has seen. */
export const createChannelReading = (strapi: Core.Strapi): Pick<ChannelsService, 'read' | 'readOnPhone'> => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));

  /** The customer's blue ticks. Nobody waits for it, and nothing of ours fails with it. */
  const tellProvider = async (channel: ChannelRow, message: Pick<MessageRow, 'providerMessageId'>): Promise<void> => {
    const accounts = getService(strapi, 'accounts');
    try {
      const account = await accounts.findById(channel.account);
      const provider = account?.active ? accounts.findProvider(account.provider) : null;
      if (!account || !provider?.markRead || message.providerMessageId === null) return;
      const connection = await accounts.connectionOf(account);
      await provider.markRead(connection, message.providerMessageId, { http: accounts.httpFor({ operation: 'message.read', provider: account.provider, account: account.id }), now, log: strapi.log });
    } catch (error) {
      strapi.log.warn(`[whatsapp] the customer is not shown that channel ${channel.documentId} was read: ${failureText(error)}`);
    }
  };

  return {
    async read(channel, upTo) {
      const messages = getService(strapi, 'messages');
      const place = await messages.placeInThread(channel.id, upTo);
      if (place === null) throw missing('message.not_found', { path: 'upTo' });
      return inTransaction(strapi, async (trx, afterCommit) => {
        const [row] = await channels.lockByIds([channel.id], trx);
        if (!row) throw missing('channel.missing');
        const former = row.lastReadMessage ?? 0;
        const seen = Math.max(former, place);
        const unreadCount = (row.unreadCount ?? 0) === 0 ? 0 : await messages.countUnread(row.id, seen, MOST_UNREAD, trx);
        if (seen === former && unreadCount === row.unreadCount) return row;
        const newest = seen > former ? await messages.newestInbound(row.id, former, seen, trx) : null;
        await channels.update(row.id, { lastReadMessage: seen, unreadCount }, trx);
        afterCommit(() => {
          emit(strapi, 'channel.changed', { channels: [row.id] });
          if (newest) void tellProvider(row, newest);
        });
        return { ...row, lastReadMessage: seen, unreadCount };
      });
    },

    // A customer's message that is younger than the answer may have come before it here, and nobody has seen it.
    async readOnPhone(answers, trx) {
      const newest = new Map<number, { at: Date; message: number }>();
      for (const { channel, ...answer } of answers) if ((newest.get(channel)?.at ?? answer.at) <= answer.at) newest.set(channel, answer);
      for (const row of await channels.lockByIds([...newest.keys()], trx)) {
        const answer = newest.get(row.id);
        if (!answer || (row.unreadCount ?? 0) === 0 || (row.lastCustomerMessageAt !== null && row.lastCustomerMessageAt > answer.at)) continue;
        await channels.update(row.id, { unreadCount: 0, lastReadMessage: Math.max(row.lastReadMessage ?? 0, answer.message) }, trx);
      }
    },
  };
};
