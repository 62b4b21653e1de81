import type { Core } from '@strapi/types';
import { findAdminNames } from '../../platform/admin-names';

const USER_ID = /^\d{1,9}$/;

/** Who stated something, by name: an administrator is kept by id, everyone else as they are called. Keyed by what is kept. */
export const actorNames = async (strapi: Core.Strapi, actors: (string | null)[]): Promise<(actor: string | null) => string | null> => {
  const names = await findAdminNames(strapi, actors.flatMap((actor) => (actor !== null && USER_ID.test(actor) ? [Number(actor)] : [])));
  return (actor) => (actor !== null && USER_ID.test(actor) ? (names.get(Number(actor)) ?? actor) : actor);
};
