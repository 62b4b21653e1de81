import type { Core } from '@strapi/types';
import { Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { ChannelAgentRow } from '../../platform/records';
import { modelUid } from '../../platform/schema';

/** Who takes part in conversations beside those they are assigned to. */
export const createAgentsRepository = (strapi: Core.Strapi) => {
  const agents = () => new Table<ChannelAgentRow>(strapi, modelUid('channel-agents'));
  const ofChannel = async (channel: number, trx?: Knex): Promise<number[]> => agents().fromRows(await agents().query(trx).where({ channel }).orderBy('id')).map(({ user }) => user);
  const add = async (channel: number, users: number[], trx: Knex): Promise<void> => {
    await agents().insertMany(users.map((user) => ({ channel, user })), { onConflict: ['channel', 'user'], readBack: false }, trx);
  };
  return {
    ofChannel,
    add,
    async remove(channel: number, users: number[], trx: Knex): Promise<void> {
      if (users.length > 0) await agents().query(trx).where({ channel }).whereIn('user', users).delete();
    },
    /** Of a channel that becomes part of another. */
    async move(from: number, to: number, trx: Knex): Promise<void> {
      await add(to, await ofChannel(from, trx), trx);
      await agents().query(trx).where({ channel: from }).delete();
    },
  };
};
