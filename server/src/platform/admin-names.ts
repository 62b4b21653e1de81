import type { Core } from '@strapi/types';
import type { AgentView } from '../../../plugin/contracts/channels';

export interface AdminUser {
  id: number;
  firstname?: string | null;
  lastname?: string | null;
  username?: string | null;
  email?: string | null;
}

/** What an administrator is called on screens. */
export const adminName = ({ id, firstname, lastname, username, email }: AdminUser): string => [firstname, lastname].filter(Boolean).join(' ') || username || email || `#${id}`;

/** Names of administrators by id; who is gone is not in it. */
export const findAdminNames = async (strapi: Core.Strapi, ids: readonly number[]): Promise<Map<number, string>> => {
  if (ids.length === 0) return new Map();
  const users = (await strapi.db.query('admin::user').findMany({ where: { id: { $in: [...new Set(ids)] } } })) as AdminUser[];
  return new Map(users.map((user) => [user.id, adminName(user)]));
};

/** Of names found before; who is gone keeps a place in what happened. */
export const agentView = (names: ReadonlyMap<number, string>, user: number | null): AgentView | null => (user === null ? null : { id: user, name: names.get(user) ?? `#${user}` });

/** Names of API tokens by id. */
export const findTokenNames = async (strapi: Core.Strapi, ids: readonly number[]): Promise<Map<number, string>> => {
  if (ids.length === 0) return new Map();
  const tokens = (await strapi.db.query('admin::api-token').findMany({ where: { id: { $in: [...new Set(ids)] } } })) as { id: number; name: string }[];
  return new Map(tokens.map(({ id, name }) => [id, name]));
};
