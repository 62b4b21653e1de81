import type { Core } from '@strapi/types';
import type { ThreadMessage } from '../../../../plugin/contracts/channels';
import type { MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';

/** Messages as a thread draws them. */
export const presentThread = async (strapi: Core.Strapi, rows: MessageRow[]): Promise<ThreadMessage[]> =>
  (await getService(strapi, 'messages').present(rows)).map((view) => ({ ...view, content: null, sentBy: null, origin: null, quoted: null, reactions: [], edits: [], revokedAt: null, transcript: null, late: false, cancellable: false }));
