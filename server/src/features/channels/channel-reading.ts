import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { inTransaction, Table } from '../../platform/database';
import { emit } from '../../platform/events';
import { failureText } from '../../platform/failure-text';
import type { ChannelRow, MessageRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';

/** More are shown as 99+, and counted no further. */
const MOST_UNREAD = 1_000;

/** What somebody of us has seen. */
export const createChannelReading = (strapi: Core.Strapi) => {
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
    /** Up to this message of the conversation. Never backwards: a tab that was left open knows less than the others. */
    async read(channel: ChannelRow, upTo: string): Promise<ChannelRow> {
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
  };
};
