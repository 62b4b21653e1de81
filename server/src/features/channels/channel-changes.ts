import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { Table } from '../../platform/database';
import type { ChannelRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import type { ChannelsService } from '../../platform/services';

/** What people do with a conversation: each change is written into its timeline and told to observers. */
export const createChannelChanges = (strapi: Core.Strapi): Pick<ChannelsService, 'note' | 'assign' | 'setState' | 'setPriority' | 'changeTags'> => {
  const change = async (channel: ChannelRow, changes: Partial<ChannelRow>): Promise<ChannelRow> => {
    await new Table<ChannelRow>(strapi, contentTypeUid('channel')).update(channel.id, changes);
    return { ...channel, ...changes };
  };
  return {
    note: () => Promise.reject(new Error('to be built')),
    assign: (channel, { user }) => change(channel, { assignee: user, assignedAt: now() }),
    setState: (channel, { state }) => change(channel, { state }),
    setPriority: () => Promise.reject(new Error('to be built')),
    changeTags: () => Promise.reject(new Error('to be built')),
  };
};
