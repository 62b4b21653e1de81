import type { Core } from '@strapi/types';
import type { ChannelSettings } from '../../../../plugin/contracts/channels';
import { findAdminNames } from '../../platform/admin-names';
import { Table } from '../../platform/database';
import { emit } from '../../platform/events';
import type { ChannelRow, ContactRow } from '../../platform/records';
import { forbidden, missing } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import { createAgentDirectory } from './agent-directory';
import { createAgentsRepository } from './agents.repository';
import { createChangeChannel } from './change-channel';
import { createTagsRepository } from './tags.repository';

/** The whole of something, as a form gives it: what is not named is taken away. */
export const createChannelSettings = (strapi: Core.Strapi) => {
  const changeChannel = createChangeChannel(strapi);
  const agents = createAgentsRepository(strapi);
  const directory = createAgentDirectory(strapi);
  const tags = createTagsRepository(strapi);

  return {
    async setTags(channel: ChannelRow, { tags: wanted, by }: { tags: string[]; by: number }): Promise<ChannelRow> {
      const rows = await tags.findByDocumentIds(wanted);
      if (rows.length < new Set(wanted).size) throw missing('tag.missing');
      const ids = rows.map(({ id }) => id);
      const current = await tags.ofChannel(channel.id);
      await getService(strapi, 'channels').changeTags(channel, { add: ids, remove: current.filter((id) => !ids.includes(id)), by });
      return channel;
    },

    /** Whoever may not assign adds and removes nobody but themselves. */
    async setAgents(channel: ChannelRow, { users, by, onlyOneself }: { users: number[]; by: number; onlyOneself: boolean }): Promise<ChannelRow> {
      const former = await agents.ofChannel(channel.id);
      await directory.mustSee(users.filter((user) => !former.includes(user)), channel);
      return changeChannel(channel, async (row, trx) => {
        const current = await agents.ofChannel(row.id, trx);
        const added = [...new Set(users)].filter((user) => !current.includes(user));
        const removed = current.filter((user) => !users.includes(user));
        if (onlyOneself && [...added, ...removed].some((user) => user !== by)) throw forbidden();
        if (added.length + removed.length === 0) return null;
        await agents.add(row.id, added, trx);
        await agents.remove(row.id, removed, trx);
        const names = await findAdminNames(strapi, [...added, ...removed]);
        const namesOf = (ids: number[]): string[] => ids.map((id) => names.get(id) ?? `#${id}`);
        return { row: {}, entry: { kind: 'agents', actor: by, details: { added: namesOf(added), removed: namesOf(removed) } } };
      });
    },

    setTitle: (channel: ChannelRow, { title, by }: { title: string | null; by: number }): Promise<ChannelRow> =>
      changeChannel(channel, (row) => ((row.title ?? null) === title ? null : { row: { title }, entry: { kind: 'titled', actor: by, details: { from: row.title ?? null, to: title } } })),

    setSettings: (channel: ChannelRow, settings: ChannelSettings): Promise<ChannelRow> =>
      changeChannel(channel, (row) => {
        const next = { ...row.settings, ...settings };
        return (next.muted ?? false) === (row.settings?.muted ?? false) ? null : { row: { settings: next }, entry: null };
      }),

    /** Of the person, whatever the account. */
    async setPreferredAgent(channel: ChannelRow, user: number | null): Promise<ChannelRow> {
      if (channel.contact === null) throw missing('contact.missing');
      if (user !== null) await directory.mustSee([user], channel);
      const contacts = new Table<ContactRow>(strapi, contentTypeUid('contact'));
      const contact = await contacts.findById(channel.contact);
      if (!contact) throw missing('contact.missing');
      // Only the contact is locked: what receives messages locks contacts before channels.
      if ((contact.preferredAgent ?? null) !== user) await contacts.update(contact.id, { preferredAgent: user });
      emit(strapi, 'channel.changed', { channels: [channel.id] });
      return channel;
    },
  };
};
