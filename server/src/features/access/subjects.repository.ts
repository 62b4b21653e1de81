import type { Core } from '@strapi/types';
import type { AccessSubjectsView } from '../../../../plugin/contracts/access';

interface User {
  id: number;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  email: string;
}

const MOST_USERS = 100;

const nameOf = ({ firstname, lastname, username, email }: User): string => [firstname, lastname].filter(Boolean).join(' ') || username || email;

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
      const rows = (await users().findMany({ where: { $and: [{ isActive: true }, where] }, orderBy: [{ firstname: 'asc' }, { id: 'asc' }], limit: MOST_USERS })) as User[];
      return rows.map((row) => ({ id: row.id, name: nameOf(row), email: row.email }));
    },

    async rolesById(ids: number[]): Promise<Map<number, string>> {
      if (ids.length === 0) return new Map();
      const rows = (await roles().findMany({ where: { id: { $in: ids } } })) as { id: number; name: string }[];
      return new Map(rows.map(({ id, name }) => [id, name]));
    },

    async usersById(ids: number[]): Promise<Map<number, string>> {
      if (ids.length === 0) return new Map();
      const rows = (await users().findMany({ where: { id: { $in: ids } } })) as User[];
      return new Map(rows.map((row) => [row.id, nameOf(row)]));
    },
  };
};
