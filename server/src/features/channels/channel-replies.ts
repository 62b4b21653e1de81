import type { Core } from '@strapi/types';
import type { ChannelsService } from '../../platform/services';

/** Answers into a conversation, one when two press send. */
export const createChannelReplies = (_strapi: Core.Strapi): Pick<ChannelsService, 'replyText'> => ({
  replyText: () => Promise.reject(new Error('to be built')),
});
