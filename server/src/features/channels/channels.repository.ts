import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ChannelRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { CHANNEL_ATTRIBUTES } from './channel-effects';

const PAIRS_A_QUERY = 5_000;
/** SQLite takes 500 rows in one insert: knex writes them as a compound select, and that is its limit of terms. */
const ROWS_AN_INSERT = 500;

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
      const rows = ordered.map(({ account, contact, company }) => ({ account, contact, company, unreadCount: 0, windowOpenedByStop: false }));
      const inserted: ChannelRow[] = [];
      for (let start = 0; start < rows.length; start += ROWS_AN_INSERT) {
        inserted.push(...(await channels.insertMany(rows.slice(start, start + ROWS_AN_INSERT), { onConflict: ['account', 'contact'] }, trx)));
      }
      return inserted;
    },

    writeEffects: (rows: ChannelRow[], trx?: Knex): Promise<void> =>
      channels.updateEach(
        rows.map((row) => ({ id: row.id, ...Object.fromEntries(CHANNEL_ATTRIBUTES.map((attribute) => [attribute, row[attribute]])) })),
        trx,
      ),

    ofContact: async (contact: number, trx: Knex): Promise<ChannelRow[]> => channels.fromRows(await channels.query(trx).where({ contact }).orderBy('id')),

    remove: async (id: number, trx: Knex): Promise<void> => {
      await channels.query(trx).where({ id }).delete();
    },
  };
};
