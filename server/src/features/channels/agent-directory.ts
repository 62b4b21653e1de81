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

  /** Given to them, they could see it: they have an inbox, and its account. */
  const couldSee = async (user: number, channel: Pick<ChannelRow, 'account' | 'company'>): Promise<boolean> => {
    const sight = await getService(strapi, 'access').channelSightOf(user);
    return sight.reach !== 'none' && seesMessage(sight, channel);
  };

  return {
    couldSee,

    /** Those of these users who are at work and could see this conversation. */
    async ableTo(ids: number[], channel: Pick<ChannelRow, 'account' | 'company'>): Promise<number[]> {
      const able: number[] = [];
      for (const { id } of await atWork([...new Set(ids)])) if (await couldSee(id, channel)) able.push(id);
      return able;
    },

    /** Refuses, by name, somebody who could not see it. */
    async mustSee(user: number, channel: Pick<ChannelRow, 'account' | 'company'>): Promise<void> {
      const [found] = await atWork([user]);
      if (!found || !(await couldSee(user, channel))) throw refuse('channel.agent_cannot_see', { values: { name: found ? nameOf(found) : `#${user}` }, path: 'user' });
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
