import type { Core } from '@strapi/types';
import type { AccessSubjectsView } from '../../../../plugin/contracts/access';
import { adminName, findAdminNames, type AdminUser } from '../../platform/admin-names';

const MOST_USERS = 100;

/** Strapi's roles and users, as far as a choice of them needs. */
export const createSubjectsRepository = (strapi: Core.Strapi) => {
  const users = () => strapi.db.query('admin::user');
  const roles = () => strapi.db.query('admin::role');
  return {
    async listRoles(): Promise<AccessSubjectsView['roles']> {
      const rows = (await roles().findMany({ orderBy: { name: 'asc' }, populate: { users: { count: true } } })) as { id: number; name: string; code: string; users: { count: number } | null }[];
      return rows.map(({ id, name, code, users: members }) => ({ id, name, users: members?.count ?? 0, superAdmin: code === 'strapi-super-admin' }));
    },

    async searchUsers(search: string | undefined): Promise<AccessSubjectsView['users']> {
      const where = search ? { $or: ['firstname', 'lastname', 'email'].map((name) => ({ [name]: { $containsi: search } })) } : {};
      const rows = (await users().findMany({ where: { $and: [{ isActive: true }, where] }, orderBy: [{ firstname: 'asc' }, { id: 'asc' }], limit: MOST_USERS })) as (AdminUser & { email: string })[];
      return rows.map((row) => ({ id: row.id, name: adminName(row), email: row.email }));
    },

    async rolesById(ids: number[]): Promise<Map<number, string>> {
      if (ids.length === 0) return new Map();
      const rows = (await roles().findMany({ where: { id: { $in: ids } } })) as { id: number; name: string }[];
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    usersById: (ids: number[]) => findAdminNames(strapi, ids),
  };
};
