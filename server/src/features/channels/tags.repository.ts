import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ChannelTagRow, TagRow } from '../../platform/records';
import { modelUid } from '../../platform/schema';

const MOST_TOLD = 200;

export const createTagsRepository = (strapi: Core.Strapi) => {
  const tags = () => new Table<TagRow>(strapi, modelUid('tags'));
  const links = () => new Table<ChannelTagRow>(strapi, modelUid('channel-tags'));
  return {
    tags,

    list: async (limit: number): Promise<TagRow[]> => tags().fromRows(await tags().query().orderByRaw('LOWER(name), id').limit(limit)),

    count: async (trx: Knex): Promise<number> => Number(((await tags().query(trx).count({ total: '*' }).first()) as { total: number | string }).total),

    findByDocumentIds: (ids: string[], trx?: Knex): Promise<TagRow[]> => tags().findWhereIn('documentId', ids, trx),

    /** Names are one whatever their case. */
    findByName: async (name: string, trx?: Knex): Promise<TagRow | null> => {
      // Compared here: SQLite's LOWER knows the letters of English only. There are few.
      const rows = tags().fromRows(await tags().query(trx));
      return rows.find((row) => row.name.toLowerCase() === name.toLowerCase()) ?? null;
    },

    ofChannel: async (channel: number, trx?: Knex): Promise<number[]> => links().fromRows(await links().query(trx).where({ channel })).map(({ tag }) => tag),

    /** Names of what was added and what was removed; what is so already is in neither. */
    async change(channel: number, { add, remove }: { add: number[]; remove: number[] }, trx: Knex): Promise<{ added: string[]; removed: string[] }> {
      const current = new Set(await this.ofChannel(channel, trx));
      const gone = remove.filter((tag) => current.has(tag));
      const rows = await tags().findByIds([...add.filter((tag) => !current.has(tag)), ...gone], trx);
      const fresh = rows.filter(({ id }) => !current.has(id));
      await links().insertMany(fresh.map(({ id }) => ({ channel, tag: id })), { onConflict: ['channel', 'tag'], readBack: false }, trx);
      if (gone.length > 0) await links().query(trx).where({ channel }).whereIn('tag', gone).delete();
      return { added: fresh.map(({ name }) => name), removed: rows.filter(({ id }) => current.has(id)).map(({ name }) => name) };
    },

    /** Of a channel that becomes part of another. */
    async move(from: number, to: number, trx: Knex): Promise<void> {
      const moved = await this.ofChannel(from, trx);
      await links().insertMany(moved.map((tag) => ({ channel: to, tag })), { onConflict: ['channel', 'tag'], readBack: false }, trx);
      await links().query(trx).where({ channel: from }).delete();
    },

    /** The newest of those that carry it: whoever looks at another sees the change with its next look. */
    channelsWith: async (tag: number, trx: Knex): Promise<number[]> => links().fromRows(await links().query(trx).where({ tag }).orderBy('channel', 'desc').limit(MOST_TOLD)).map(({ channel }) => channel),

    async remove(tag: number, trx: Knex): Promise<void> {
      await links().query(trx).where({ tag }).delete();
      await tags().query(trx).where({ id: tag }).delete();
    },
  };
};
