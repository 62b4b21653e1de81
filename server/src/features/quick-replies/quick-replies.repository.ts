import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { QuickReplyRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

export const createQuickRepliesRepository = (strapi: Core.Strapi) => {
  const replies = () => new Table<QuickReplyRow>(strapi, contentTypeUid('quick-reply'));
  /** Null: everybody's. */
  const ownedBy = (user: number | null): Knex.QueryBuilder => (user === null ? replies().query().whereNull('user') : replies().query().where({ user }));
  return {
    replies,
    listOf: async (user: number | null, limit: number): Promise<QuickReplyRow[]> => replies().fromRows(await ownedBy(user).orderBy('shortcut').limit(limit)),
    countOf: async (user: number | null): Promise<number> => Number(((await ownedBy(user).count({ total: '*' }).first()) as { total: number | string }).total),
    find: (documentId: string): Promise<QuickReplyRow | null> => replies().findOne({ documentId }),
    remove: async (id: number): Promise<void> => {
      await replies().query().where({ id }).delete();
    },
  };
};
