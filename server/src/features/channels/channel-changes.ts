import type { Core } from '@strapi/types';
import type { ChannelsService } from '../../platform/services';

/** What people do with a conversation: each change is written into its timeline and told to observers. */
export const createChannelChanges = (_strapi: Core.Strapi): Pick<ChannelsService, 'note' | 'assign' | 'setState' | 'setPriority' | 'changeTags'> => ({
  note: () => Promise.reject(new Error('to be built')),
  assign: () => Promise.reject(new Error('to be built')),
  setState: () => Promise.reject(new Error('to be built')),
  setPriority: () => Promise.reject(new Error('to be built')),
  changeTags: () => Promise.reject(new Error('to be built')),
});
