import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../plugin/plugin-id';
import { failureText } from './failure-text';
import type { AccountRow, ChannelEventRow, ChannelRow, ContactRow, MessageRow } from './records';

/** What observers need of a message whose state moved; the rest they may read. */
export type AdvancedMessage = Pick<MessageRow, 'id' | 'documentId' | 'account' | 'channel' | 'contact' | 'direction' | 'batch' | 'sourceType' | 'sourceId' | 'deliveryStatus' | 'errorCode'>;

/** What has happened, told after the commit. Observers only listen; what must happen is called, not emitted. */
export interface Events {
  'message.queued': { message: MessageRow };
  /** Written by a customer, or (outbound) by the company on its phone. */
  'message.received': { message: MessageRow };
  'message.advanced': { messages: AdvancedMessage[] };
  /** `user`: the administrator who merged them; none where a payload named both. */
  'contact.merged': { kept: ContactRow['id']; merged: ContactRow['id']; user?: number | null };
  /** People who are new, or whose names or numbers are others now. */
  'contact.changed': { contacts: ContactRow['id'][] };
  /** A conversation changed. `gone`: its row is deleted (a merge), `documentId` is what it was. */
  'channel.changed': { channels: ChannelRow['id'][]; gone?: string[] };
  /** Something was written into the timeline of conversations. */
  'channel.noted': { events: ChannelEventRow[] };
  /** A file arrived, an edit, a withdrawal, a reaction: the message must be drawn again. */
  'message.changed': { messages: MessageRow['id'][] };
  /** What people may see changed in this process: grants, roles, users. */
  'access.changed': Record<string, never>;
  'account.halted': { account: AccountRow['id']; code: string; message: string };
}

type Listener<Name extends keyof Events> = (event: Events[Name]) => void;

const eventName = (name: keyof Events) => `${PLUGIN_ID}.${name}`;

/** Tells the listeners; one that throws is logged and changes nothing. */
export const emit = <Name extends keyof Events>(strapi: Core.Strapi, name: Name, event: Events[Name]): void => {
  void strapi.eventHub.emit(eventName(name), event).catch((error: unknown) => strapi.log.error(`[whatsapp] a listener of ${name} failed: ${failureText(error)}`));
};

/** Tells once the rows are certain: at the commit of the surrounding transaction, or now where Strapi knows of none. */
export const emitAtCommit = async <Name extends keyof Events>(strapi: Core.Strapi, name: Name, event: Events[Name]): Promise<void> => {
  if (!strapi.db.inTransaction()) emit(strapi, name, event);
  else await strapi.db.transaction(async ({ onCommit }) => onCommit(() => emit(strapi, name, event)));
};

export const listen = <Name extends keyof Events>(strapi: Core.Strapi, name: Name, listener: Listener<Name>): (() => void) =>
  strapi.eventHub.on(eventName(name), async (event: unknown) => listener(event as Events[Name]));
