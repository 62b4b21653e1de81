import type { Core } from '@strapi/types';
import { inTransaction } from '../../platform/database';
import { emit } from '../../platform/events';
import type { ChannelsService } from '../../platform/services';
import { createAgentsRepository } from './agents.repository';
import { mergeChannels } from './channel-effects';
import { createChannelTimeline } from './channel-timeline';
import type { ChannelsRepository } from './channels.repository';
import { createTagsRepository } from './tags.repository';

/** Two contacts become one: so do their channels with one account, and all that happened in either stays in the timeline. */
export const createMoveContact = (strapi: Core.Strapi, repository: ChannelsRepository): ChannelsService['moveContact'] => {
  const { channels } = repository;
  const timeline = createChannelTimeline(strapi);
  const tags = createTagsRepository(strapi);
  const agents = createAgentsRepository(strapi);

  return (kept, merged) =>
    inTransaction(strapi, async (trx, afterCommit) => {
      const own = new Map((await repository.ofContact(kept, trx)).map((row) => [row.account, row]));
      const changed = [...own.values()].map(({ id }) => id);
      const gone: string[] = [];
      for (const channel of await repository.ofContact(merged, trx)) {
        const heir = own.get(channel.account);
        if (!heir) {
          await channels.update(channel.id, { contact: kept }, trx);
          changed.push(channel.id);
          continue;
        }
        const locked = new Map((await channels.lockByIds([heir.id, channel.id], trx)).map((row) => [row.id, row]));
        await channels.update(heir.id, mergeChannels(locked.get(heir.id) ?? heir, locked.get(channel.id) ?? channel), trx);
        await timeline.move(channel.id, heir.id, trx);
        await agents.move(channel.id, heir.id, trx);
        await tags.move(channel.id, heir.id, trx);
        await repository.remove(channel.id, trx);
        gone.push(channel.documentId);
      }
      // Also the kept ones that inherited nothing: they show the person's name.
      if (changed.length + gone.length > 0) afterCommit(() => emit(strapi, 'channel.changed', { channels: changed, gone }));
    });
};
