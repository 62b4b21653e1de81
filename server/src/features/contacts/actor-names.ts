import type { Core } from '@strapi/types';

interface User {
  id: number;
  firstname: string | null;
  lastname: string | null;
  username: string | null;
  email: string;
}

const USER_ID = /^\d{1,9}$/;

/** Who stated something, by name: an administrator is kept by id, everyone else as they are called. Keyed by what is kept. */
export const actorNames = async (strapi: Core.Strapi, actors: (string | null)[]): Promise<(actor: string | null) => string | null> => {
  const ids = [...new Set(actors.flatMap((actor) => (actor !== null && USER_ID.test(actor) ? [Number(actor)] : [])))];
  const users = ids.length === 0 ? [] : ((await strapi.db.query('admin::user').findMany({ where: { id: { $in: ids } } })) as User[]);
  const names = new Map(users.map(({ id, firstname, lastname, username, email }) => [String(id), [firstname, lastname].filter(Boolean).join(' ') || username || email]));
  return (actor) => (actor === null ? null : (names.get(actor) ?? actor));
};
