import type { Core } from '@strapi/types';
import { parseSearch } from '../../../../plugin/domain/text-search';
import { readCursor, writeCursor } from '../../platform/cursor';
import { Table } from '../../platform/database';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import type { MessagesService } from '../../platform/services';
import { narrowToChannels } from '../../platform/sight';
import { createMessageWords } from './message-words.repository';

/** Hits looked at in one step; whether they may be seen is asked for all of them at once. */
const STEP = 1_000;
/** Steps of one search: who may see one message in a thousand of a common word goes on by the cursor. */
const MOST_STEPS = 10;

export const searchMessages = async (strapi: Core.Strapi, { words, sight, channel, after, limit }: Parameters<MessagesService['search']>[0]): ReturnType<MessagesService['search']> => {
  const index = createMessageWords(strapi);
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const { tableName: channels } = strapi.db.metadata.get(contentTypeUid('channel'));
  const terms = parseSearch(words);
  if (terms.length === 0) return { messages: [], nextCursor: null };

  const seen = async (ids: number[]): Promise<MessageRow[]> => {
    const query = messages.query().select(`${messages.name}.*`).join(channels, `${channels}.id`, `${messages.name}.channel`).whereIn(`${messages.name}.id`, ids);
    narrowToChannels(query, sight, channels);
    if (channel !== undefined) void query.where(`${messages.name}.channel`, channel);
    return messages.fromRows(await query.orderBy(`${messages.name}.id`, 'desc'));
  };

  const found: MessageRow[] = [];
  let before = readCursor(after) ?? Number.MAX_SAFE_INTEGER;
  // Few first: most searches are answered by the newest hits, and everybody sees most of them.
  let step = limit + 1;
  for (let round = 0; round < MOST_STEPS; round += 1) {
    const ids = await index.find(terms, Math.min(before, 2_147_483_647), step);
    found.push(...(ids.length > 0 ? await seen(ids) : []));
    if (found.length > limit) {
      const page = found.slice(0, limit);
      return { messages: page, nextCursor: writeCursor(page.at(-1)?.id ?? 0) };
    }
    if (ids.length < step) return { messages: found, nextCursor: null };
    before = ids.at(-1) ?? 0;
    step = STEP;
  }
  return { messages: found, nextCursor: writeCursor(before) };
};
