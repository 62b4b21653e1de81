import type { Core } from '@strapi/types';
import { adminName } from '../../platform/admin-names';
import type { AdminUser } from '../../platform/admin-names';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';

/** Why a session ends; `access.unauthorized`: the token is nobody's, or it has expired. */
export type SessionEnd = 'access.unauthorized' | 'session.expired' | 'session.revoked' | 'session.blocked' | 'session.permission_lost';

export interface OpenSession {
  user: number;
  name: string;
  sessionId: string;
  expiresAt: Date;
  sight: ChannelSight;
}

interface Person extends AdminUser {
  isActive?: boolean | null;
  blocked?: boolean | null;
}

const mayEnter = (person: Person | undefined): person is Person => person !== undefined && person.isActive === true && person.blocked !== true;

/** People by id who may sign in; who is blocked, deactivated or gone is not in it. */
export const findActivePeople = async (strapi: Core.Strapi, ids: number[]): Promise<Map<number, Person>> => {
  const rows = (await strapi.db.query('admin::user').findMany({ where: { id: { $in: ids } } })) as Person[];
  return new Map(rows.filter((row) => mayEnter(row)).map((row) => [row.id, row]));
};

export const isSessionOpen = (strapi: Core.Strapi, sessionId: string): Promise<boolean> => strapi.sessionManager('admin').isSessionActive(sessionId);

/** Whose token it is and what that person may see; the reason where it opens nothing. */
export const checkSession = async (strapi: Core.Strapi, token: string): Promise<OpenSession | SessionEnd> => {
  const read = strapi.sessionManager('admin').validateAccessToken(token);
  if (!read.isValid) return 'access.unauthorized';
  const { userId, sessionId, exp } = read.payload;
  if (!(await isSessionOpen(strapi, sessionId))) return 'session.revoked';
  const user = Number(userId);
  const person = (await findActivePeople(strapi, [user])).get(user);
  if (!person) return 'session.blocked';
  const sight = await getService(strapi, 'access').channelSightOf(user);
  return sight.reach === 'none' ? 'session.permission_lost' : { user, name: adminName(person), sessionId, expiresAt: new Date(exp * 1_000), sight };
};
