import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { ChannelRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { contentTypeUid } from '../../platform/schema';
import type { ChannelsService } from '../../platform/services';
import { seesChannel } from '../../platform/sight';

/** Conversations and their timeline as screens show them, and who may see them. */
export const createChannelViews = (strapi: Core.Strapi): Pick<ChannelsService, 'getSeen' | 'present' | 'presentEvents' | 'agentsOf'> => ({
  async getSeen(sight, documentId) {
    const row = await new Table<ChannelRow>(strapi, contentTypeUid('channel')).findOne({ documentId });
    if (!row || !seesChannel(sight, row, [])) throw missing('channel.missing');
    return row;
  },
  present: () => Promise.reject(new Error('to be built')),
  presentEvents: () => Promise.reject(new Error('to be built')),
  agentsOf: () => Promise.reject(new Error('to be built')),
});
