import type { Knex } from '../database';
import type { ChannelRow } from '../records';

export interface ChannelsService {
  open(account: number, contact: number, company: number | null, trx?: Knex): Promise<ChannelRow>;
  openMany(pairs: { account: number; contact: number; company: number | null }[], trx: Knex): Promise<ChannelRow[]>;
  find(account: number, contact: number, trx?: Knex): Promise<ChannelRow | null>;
  findByIds(ids: number[], trx?: Knex): Promise<ChannelRow[]>;
  /** Applies the effect of received messages on their channels: window, unread, preview; times never go back. */
  applyReceived(changes: { channel: number; at: Date; opensWindow: boolean; isStop: boolean; providerMessageId: string; preview: string }[], trx: Knex): Promise<void>;
  applySent(changes: { channel: number; at: Date; preview: string }[], trx?: Knex): Promise<void>;
  /** Channels of these contacts with any account. */
  findByContacts(contacts: number[]): Promise<ChannelRow[]>;
  /** For a merge of contacts: channels of `merged` become those of `kept`. */
  moveContact(kept: number, merged: number, trx: Knex): Promise<void>;
}
