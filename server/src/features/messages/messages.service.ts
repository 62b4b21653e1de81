import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { readCursor, writeCursor } from '../../platform/cursor';
import { inTransaction } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { MessagesService } from '../../platform/services';
import { createJoinedNames } from './joined-names';
import { presentMessage } from './message-view';
import { createMessagesRepository } from './messages.repository';
import { wordsWorkerOf } from './message-words.worker';
import { searchMessages } from './message-search';
import { readThread } from './thread-page';
import { createThreadRepository } from './thread.repository';
import { presentThread } from './thread-view';
import { createReportedChanges } from './reported-changes';

export const createMessagesService = (strapi: Core.Strapi): MessagesService & { joinOverlooked(since: Date | null): Promise<number> } => {
  const repository = createMessagesRepository(strapi);
  const { messages } = repository;
  const reported = createReportedChanges(strapi, repository);
  const namesOf = createJoinedNames(strapi);
  const thread = createThreadRepository(strapi);

  /** Applies a change of text or a withdrawal to its message, and returns which it changed; parked where we don't have it yet. */
  const changeOriginal = async (
    original: { account: number; providerMessageId: string; kind: 'edit' | 'revoke'; detail: string; payload: Record<string, unknown> },
    change: (row: MessageRow) => Partial<MessageRow> | null,
    trx: Knex,
  ): Promise<number | null> => {
    const [key] = await repository.keysByProviderIds(original.account, [original.providerMessageId], trx);
    const [row] = key ? await messages.lockByIds([key.id], trx) : [];
    if (!row) {
      const { account, providerMessageId, kind, detail, payload } = original;
      await repository.park([{ account, providerMessageId, kind, detail, payload, reason: 'unknown_message', parkedAt: now() }], trx);
      return null;
    }
    const changes = change(row);
    if (!changes) return null;
    await messages.update(row.id, changes, trx);
    return row.id;
  };

  return {
    findById: (id, trx) => messages.findById(id, trx),
    findByDocumentId: (documentId) => messages.findOne({ documentId }),
    findByIds: (ids) => messages.findByIds(ids),
    findByProviderIds: (account, ids, trx) => repository.findByProviderIds(account, ids, trx),
    findByIdempotencyKey: (idempotencyScope, idempotencyKey) => messages.findOne({ idempotencyScope, idempotencyKey }),

    findRetryOf: (retryOf) => messages.findOne({ retryOf }),

    async list(filter, { after, limit }) {
      const rows = await repository.list(await repository.withBounds(filter), readCursor(after), limit + 1);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { messages: page, nextCursor: rows.length > limit && last ? writeCursor(last.id) : null };
    },

    insertOutbound: (message, trx) => messages.insert({ ...message, direction: 'outbound' }, trx),

    insertInbound: (rows, trx) => repository.insertNew(rows, trx),

    applyStatuses: (changes, trx) => reported.apply(changes, trx),
    async removeEcho({ account, providerMessageId }, trx) {
      const [key] = await repository.keysByProviderIds(account, [providerMessageId], trx);
      return repository.removeEcho(key, trx);
    },
    joinParked: (known, trx) => reported.joinParked(known, trx),

    applyEdit: ({ account, originalProviderMessageId, body, payload, at }, trx) =>
      changeOriginal(
        {
          account,
          providerMessageId: originalProviderMessageId,
          kind: 'edit',
          detail: `edit:${at.getTime()}`,
          payload: { body, payload, at: at.toISOString() },
        },
        (row) => reported.editOf(row, { body, payload, at }),
        trx,
      ),

    applyRevoke: ({ account, originalProviderMessageId, at }, trx) =>
      changeOriginal(
        { account, providerMessageId: originalProviderMessageId, kind: 'revoke', detail: 'revoke', payload: { at: at.toISOString() } },
        // What was written stays readable for the company; the thread says that it was withdrawn.
        (row) => (row.revokedAt === null ? { revokedAt: at } : null),
        trx,
      ),

    moveContact: (kept, merged, trx) => repository.moveContact(kept, merged, trx),

    settleSearch: () => wordsWorkerOf(strapi).settle(),
    search: (asked) => searchMessages(strapi, asked),
    readThread: (channel, page) => readThread(strapi, channel, page),
    placeInThread: (channel, documentId) => thread.placeOf(channel, documentId),
    countUnread: (channel, after, most, trx) => thread.countUnread(channel, after, most, trx),
    newestInbound: (channel, after, until, trx) => thread.newestInbound(channel, after, until, trx),
    presentThread: (rows) => presentThread(strapi, rows),

    async present(rows) {
      if (rows.length === 0) return [];
      const names = await namesOf(rows);
      return rows.map((row) => presentMessage(row, names));
    },

    /**
     * Joins what was parked at the very moment its message was written, when neither transaction could see the other.
     * Returns how many messages it looked at.
     */
    async joinOverlooked(since) {
      const known = await repository.findOverlooked(since, 500);
      if (known.length > 0) await inTransaction(strapi, (trx) => getService(strapi, 'messages').joinParked(known, trx));
      return known.length;
    },
  };
};
