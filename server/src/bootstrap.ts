import type { Core } from '@strapi/types';
import { features } from './compose';
import { guardForeignWrites } from './platform/foreign-writes';
import { makePartialIndexes } from './platform/partial-indexes';
import { keepRoleGrants, keepTables } from './platform/persistence';
import { registerPermissions } from './platform/permissions';

/** Permissions first, then what must survive a start without the plugin, then indexes, then every feature in order. */
export const bootstrap = async ({ strapi }: { strapi: Core.Strapi }): Promise<void> => {
  await registerPermissions(strapi);
  await keepTables(strapi, features);
  await keepRoleGrants(strapi);
  guardForeignWrites(strapi, features);
  const { client } = strapi.db.dialect;
  if (client !== 'sqlite' && client !== 'postgres') {
    strapi.log.error(`[whatsapp] ${client} is not supported: use SQLite or Postgres. Nothing is sent or received.`);
    return;
  }
  await makePartialIndexes(strapi, features);
  for (const feature of features) await feature.start?.({ strapi });
};
