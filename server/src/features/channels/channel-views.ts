import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { ChannelAgentRow, ChannelRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { contentTypeUid, modelUid } from '../../platform/schema';
import { seesChannel } from '../../platform/sight';
import type { ChannelsService } from '../../platform/services';

/** Conversations and their timeline as screens show them, and who may see them. */
export const createChannelViews = (_strapi: Core.Strapi): Pick<ChannelsService, 'getSeen' | 'present' | 'presentEvents' | 'agentsOf'> => ({
  async getSeen(sight, documentId) {
    const channel = await new Table<ChannelRow>(_strapi, contentTypeUid('channel')).findOne({ documentId });
    const agents = channel ? await new Table<ChannelAgentRow>(_strapi, modelUid('channel-agents')).findWhereIn('channel', [channel.id]) : [];
    if (!channel || !seesChannel(sight, channel, agents.map(({ user }) => user))) throw missing('channel.missing');
    return channel;
  },
  present: () => Promise.reject(new Error('to be built')),
  presentEvents: () => Promise.reject(new Error('to be built')),
  agentsOf: () => Promise.reject(new Error('to be built')),
});
