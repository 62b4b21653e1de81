import type { Core } from '@strapi/types';
import { missing } from '../../platform/request-errors';
import type { MessagesService } from '../../platform/services';
import { createThreadRepository } from './thread.repository';
import type { ThreadPlace } from './thread.repository';

type ThreadRequest = Parameters<MessagesService['readThread']>[1];

/** A page of a conversation. Pages follow row ids: a message keeps its place however late its own time is. */
export const readThread = async (strapi: Core.Strapi, channel: number, { before, after, around, limit }: ThreadRequest): ReturnType<MessagesService['readThread']> => {
  const repository = createThreadRepository(strapi);
  const named = around ?? after ?? before;
  const at = named === undefined ? null : await repository.placeOf(channel, named);
  if (named !== undefined && at === null) throw missing('message.not_found');
  const place: ThreadPlace = at === null ? null : around !== undefined ? { around: at } : after !== undefined ? { after: at } : { before: at };
  const { rows, hasEarlier, hasLater, until } = await repository.page(channel, place, limit);
  const [first, last] = [rows.at(0), rows.at(-1)];
  return {
    messages: rows,
    earlier: hasEarlier ? (first?.documentId ?? named ?? null) : null,
    later: hasLater ? (last?.documentId ?? named ?? null) : null,
    // Before the first message of all stands what happened in an empty conversation.
    from: hasEarlier ? (first?.id ?? (at ?? 0) + 1) : 0,
    until,
  };
};
