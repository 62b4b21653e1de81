import type { Core } from '@strapi/types';
import type { ChannelsService } from '../../platform/services';

/** Conversations and their timeline as screens show them, and who may see them. */
export const createChannelViews = (_strapi: Core.Strapi): Pick<ChannelsService, 'getSeen' | 'present' | 'presentEvents' | 'agentsOf'> => ({
  getSeen: () => Promise.reject(new Error('to be built')),
  present: () => Promise.reject(new Error('to be built')),
  presentEvents: () => Promise.reject(new Error('to be built')),
  agentsOf: () => Promise.reject(new Error('to be built')),
});
