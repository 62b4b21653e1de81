import type { Core } from '@strapi/types';
import { failureText } from './failure-text';
import type { Feature } from './feature';
import { contentTypeUid } from './schema';
import { PLUGIN_ID } from '../../../plugin/plugin-id';

const TABLES_KEY = { type: 'core', key: 'persisted_tables' } as const;
const GRANTS_KEY = { type: 'plugin', name: PLUGIN_ID, key: 'role_grants' } as const;

type PersistedTable = string | { name: string; dependsOn?: { name: string }[] };

/**
 * Names our tables as persisted, or one start with the plugin disabled drops every one of them
 * (Strapi 5.54, @strapi/database schema diff). What others stored there stays.
 */
export const keepTables = async (strapi: Core.Strapi, features: Feature[]): Promise<void> => {
  const ours = features.flatMap((feature) => [
    ...Object.keys(feature.contentTypes ?? {}).map((name) => strapi.db.metadata.get(contentTypeUid(name)).tableName),
    ...(feature.models ?? []).map((model) => model.tableName),
  ]);
  const stored = ((await strapi.store.get(TABLES_KEY)) ?? []) as PersistedTable[];
  const known = new Set(stored.map((table) => (typeof table === 'string' ? table : table.name)));
  const added = ours.filter((name) => !known.has(name)).map((name) => ({ name }));
  if (added.length > 0) await strapi.store.set({ ...TABLES_KEY, value: [...stored, ...added] });
};

interface RoleGrant {
  role: number;
  action: string;
  subject: string | null;
  properties: unknown;
  conditions: unknown;
  actionParameters: unknown;
}

/** Milliseconds. */
const SAVE_AFTER_MS = 300;

const OURS = `plugin::${PLUGIN_ID}.`;

/** Our own actions, and the Content Manager's on our types: a start without the plugin deletes both. */
const isOurGrant = ({ action, subject }: { action: string; subject: string | null }): boolean =>
  action.startsWith(OURS) || (subject ?? '').startsWith(OURS);

const readGrants = async (strapi: Core.Strapi): Promise<RoleGrant[]> => {
  const rows = (await strapi.db.query('admin::permission').findMany({ populate: ['role'], limit: 100_000 })) as (Omit<RoleGrant, 'role'> & {
    role: { id: number } | null;
  })[];
  return rows.filter(isOurGrant).flatMap(({ role, action, subject, properties, conditions, actionParameters }) =>
    role ? [{ role: role.id, action, subject, properties, conditions, actionParameters }] : [],
  );
};

const forgetters = new WeakMap<Core.Strapi, () => Promise<void>>();

/**
 * Strapi deletes grants of actions it does not know, so one start without the plugin takes every role's.
 * We keep a copy at each change and put back what is gone at the next start.
 */
export const keepRoleGrants = async (strapi: Core.Strapi): Promise<void> => {
  const kept = ((await strapi.store.get(GRANTS_KEY)) ?? []) as RoleGrant[];
  const present = await readGrants(strapi);
  const signature = ({ role, action, subject }: RoleGrant) => `${role} ${action} ${subject ?? ''}`;
  const known = new Set(present.map(signature));
  const roles = new Set(((await strapi.db.query('admin::role').findMany({ select: ['id'] })) as { id: number }[]).map(({ id }) => id));
  const lost = kept.filter((grant) => !known.has(signature(grant)) && roles.has(grant.role));
  for (const { role, ...data } of lost) {
    await strapi.db.query('admin::permission').create({ data: { ...data, role } });
  }
  if (lost.length > 0) strapi.log.info(`[whatsapp] put back ${lost.length} role permissions that a start without the plugin had removed`);

  const copy = async (): Promise<void> => strapi.store.set({ ...GRANTS_KEY, value: await readGrants(strapi) });
  await copy();
  let latest: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  /** One after the other: a slower copy of an earlier moment must not come to lie over a later one. */
  const save = (): Promise<void> => {
    timer = undefined;
    latest = latest.then(copy).catch((error: unknown) => void strapi.log.warn(`[whatsapp] role permissions were not copied: ${failureText(error)}`));
    return latest;
  };
  const schedule = (): void => {
    timer ??= setTimeout(() => void save(), SAVE_AFTER_MS).unref();
  };
  const unsubscribe = strapi.db.lifecycles.subscribe({
    models: ['admin::permission'],
    afterCreate: schedule,
    afterCreateMany: schedule,
    afterUpdate: schedule,
    afterUpdateMany: schedule,
    afterDelete: schedule,
    afterDeleteMany: schedule,
  }) as unknown as (() => void) | undefined;
  forgetters.set(strapi, async () => {
    unsubscribe?.();
    clearTimeout(timer);
    // In any case, and waited for: what changed in the last moment, or is being copied just now, must be there when
    // the database closes, since the next start may be one without the plugin.
    await save();
  });
};

/** Ends the copying with a last copy. Call while the database is open. */
export const forgetRoleGrants = async (strapi: Core.Strapi): Promise<void> => forgetters.get(strapi)?.();
