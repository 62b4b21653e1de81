import type { Core } from '@strapi/types';
import type { AgentView } from '../../../../plugin/contracts/channels';
import { permissionUid } from '../../../../plugin/permissions';
import { adminName } from '../../platform/admin-names';
import type { AdminUser } from '../../platform/admin-names';
import type { ChannelRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import { seesMessage } from '../../platform/sight';

const MOST_AGENTS = 50;

const AT_WORK = { isActive: true, $or: [{ blocked: false }, { blocked: null }] };

/** Addresses are not for everybody in the inbox: who has no name is a number. */
const nameOf = (user: AdminUser): string => adminName({ ...user, email: null });

/** Administrators whom conversations can be given to. */
export const createAgentDirectory = (strapi: Core.Strapi) => {
  const users = () => strapi.db.query('admin::user');

  /** Those of these who are at work. */
  const atWork = async (ids: number[]): Promise<AdminUser[]> => (ids.length === 0 ? [] : ((await users().findMany({ where: { $and: [{ id: { $in: ids } }, AT_WORK] } })) as AdminUser[]));

  return {
    /** Those of these users who are at work and have an inbox, and whether they could see a conversation that is given to them. */
    async ableTo(ids: number[]): Promise<Map<number, (channel: Pick<ChannelRow, 'account' | 'company'>) => boolean>> {
      const able = new Map<number, (channel: Pick<ChannelRow, 'account' | 'company'>) => boolean>();
      for (const { id } of await atWork([...new Set(ids)])) {
        const sight = await getService(strapi, 'access').channelSightOf(id);
        if (sight.reach !== 'none') able.set(id, (channel) => seesMessage(sight, channel));
      }
      return able;
    },

    /** Refuses, by name, somebody who could not see it. */
    async mustSee(ids: number[], channel: Pick<ChannelRow, 'account' | 'company'>): Promise<void> {
      const able = await this.ableTo(ids);
      const unable = ids.find((id) => !able.get(id)?.(channel));
      if (unable === undefined) return;
      const found = (await users().findOne({ where: { id: unable } })) as AdminUser | null;
      throw refuse('channel.agent_cannot_see', { values: { name: found ? nameOf(found) : `#${unable}` }, path: 'user' });
    },

    async list(search: string | undefined): Promise<AgentView[]> {
      const words = (search ?? '').split(/\s+/).filter(Boolean);
      const rows = (await users().findMany({
        where: {
          $and: [AT_WORK, { roles: { permissions: { action: permissionUid('channels.read') } } }, ...words.map((word) => ({ $or: [{ firstname: { $containsi: word } }, { lastname: { $containsi: word } }] }))],
        },
        orderBy: [{ firstname: 'asc' }, { lastname: 'asc' }, { id: 'asc' }],
        limit: MOST_AGENTS,
      })) as AdminUser[];
      return [...new Map(rows.map((row) => [row.id, { id: row.id, name: nameOf(row) }])).values()];
    },
  };
};
