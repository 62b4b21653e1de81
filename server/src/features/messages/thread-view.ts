import type { Core } from '@strapi/types';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';
import type { MessageRow } from '../../platform/records';

/** Messages as a thread draws them. */
export const presentThread = (_strapi: Core.Strapi, _rows: MessageRow[]): Promise<ThreadMessage[]> => Promise.reject(new Error('to be built'));
