import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ChannelRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { CHANNEL_ATTRIBUTES } from './channel-effects';

const PAIRS_A_QUERY = 5_000;

export interface ChannelPair {
  account: number;
  contact: number;
  company: number | null;
}

export const pairKey = (account: number, contact: number | null): string => `${account} ${contact ?? ''}`;

export const createChannelsRepository = (strapi: Core.Strapi) => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  return {
    channels,

    async findPairs(pairs: Pick<ChannelPair, 'account' | 'contact'>[], trx?: Knex): Promise<Map<string, ChannelRow>> {
      const found = new Map<string, ChannelRow>();
      for (const account of new Set(pairs.map((pair) => pair.account))) {
        const contacts = [...new Set(pairs.flatMap((pair) => (pair.account === account ? [pair.contact] : [])))];
        for (let start = 0; start < contacts.length; start += PAIRS_A_QUERY) {
          const rows = await channels.query(trx).where({ account }).whereIn('contact', contacts.slice(start, start + PAIRS_A_QUERY));
          for (const row of channels.fromRows(rows)) found.set(pairKey(row.account, row.contact), row);
        }
      }
      return found;
    },

    /** In one order, so that two transactions that open the same channels can't wait for each other. */
    async insertPairs(pairs: ChannelPair[], trx?: Knex): Promise<ChannelRow[]> {
      const ordered = [...pairs].sort((one, other) => one.account - other.account || one.contact - other.contact);
      const rows = ordered.map(({ account, contact, company }) => ({ account, contact, company, unreadCount: 0, windowOpenedByStop: false, state: 'open' as const, priority: 'normal' as const }));
      return channels.insertMany(rows, { onConflict: ['account', 'contact'] }, trx);
    },

    writeEffects: (rows: ChannelRow[], trx?: Knex): Promise<void> => channels.updateEach(rows, trx, { attributes: CHANNEL_ATTRIBUTES }),

    /** The newest message of each, unless a later one is there already. */
    writeLatest: (rows: Pick<ChannelRow, 'id' | 'lastMessageAt' | 'preview'>[], trx?: Knex): Promise<void> => channels.updateEach(rows, trx, { unlessLater: 'lastMessageAt' }),

    ofContact: async (contact: number, trx: Knex): Promise<ChannelRow[]> => channels.fromRows(await channels.query(trx).where({ contact }).orderBy('id')),

    remove: async (id: number, trx: Knex): Promise<void> => {
      await channels.query(trx).where({ id }).delete();
    },
  };
};

export type ChannelsRepository = ReturnType<typeof createChannelsRepository>;
