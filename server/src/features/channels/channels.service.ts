import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import type { ChannelRow } from '../../platform/records';
import type { ChannelsService } from '../../platform/services';
import { shortenPreview } from './channel-effects';
import { createChannelChanges } from './channel-changes';
import { createChannelReading } from './channel-reading';
import { createChannelReplies } from './channel-replies';
import { createChannelViews } from './channel-views';
import { createChannelsRepository, pairKey } from './channels.repository';
import type { ChannelPair } from './channels.repository';
import { createMoveContact } from './move-contact';
import { createReceivedEffects } from './received-effects';

export const createChannelsService = (strapi: Core.Strapi): ChannelsService => {
  const repository = createChannelsRepository(strapi);
  const { channels } = repository;

  const openMany = async (pairs: ChannelPair[], trx?: Knex): Promise<ChannelRow[]> => {
    const found = await repository.findPairs(pairs, trx);
    const absent = new Map(pairs.filter(({ account, contact }) => !found.has(pairKey(account, contact))).map((pair) => [pairKey(pair.account, pair.contact), pair]));
    if (absent.size > 0) {
      for (const row of await repository.insertPairs([...absent.values()], trx)) found.set(pairKey(row.account, row.contact), row);
      // Another transaction opened some of them first: they are committed now, or the insert would still be waiting.
      const lost = [...absent.values()].filter(({ account, contact }) => !found.has(pairKey(account, contact)));
      if (lost.length > 0) for (const [key, row] of await repository.findPairs(lost, trx)) found.set(key, row);
    }
    return pairs.map(({ account, contact }) => {
      const row = found.get(pairKey(account, contact));
      if (!row) throw new Error(`channel of account ${account} and contact ${contact} is neither there nor could it be made`);
      return row;
    });
  };

  return {
    ...createChannelViews(strapi),
    ...createChannelChanges(strapi),
    ...createChannelReplies(strapi),
    ...createChannelReading(strapi),

    async open(account, contact, company, trx) {
      const [channel] = await openMany([{ account, contact, company }], trx);
      return channel as ChannelRow;
    },

    openMany: (pairs, trx) => openMany(pairs, trx),

    find: (account, contact, trx) => channels.findOne({ account, contact }, trx),

    findByContacts: (contacts) => channels.findWhereIn('contact', contacts),
    findByIds: (ids, trx) => channels.findByIds(ids, trx),

    applyReceived: createReceivedEffects(strapi, repository),

    async applySent(changes, trx) {
      const latest = new Map<number, { id: number; lastMessageAt: Date; preview: string }>();
      for (const { channel, at, preview } of changes) {
        const former = latest.get(channel);
        if (!former || at >= former.lastMessageAt) latest.set(channel, { id: channel, lastMessageAt: at, preview: shortenPreview(preview) });
      }
      // Nothing is read: what a message received in between wrote stays as it is.
      await repository.writeLatest([...latest.values()].sort((one, other) => one.id - other.id), trx);
    },

    moveContact: createMoveContact(strapi, repository),
  };
};
