import type { Core } from '@strapi/types';
import { emit } from '../../platform/events';
import { getService } from '../../platform/services';
import type { AccountVerb, ChannelSight, Sight } from '../../platform/services';

/** What another process withdrew is gone after this; what this one withdrew is gone at once. */
const FRESH_MS = 1_000;

interface Kept {
  found: unknown;
  revision: string;
  readAt: number;
}

interface Readers {
  sight(user: number, verb: AccountVerb): Promise<Sight>;
  channelSight(user: number): Promise<ChannelSight>;
}

/**
 * What people may see, kept for a second: two queries that an inbox would ask many times a second are half the price of
 * a page of messages (bench, `access`). Forgotten with every grant, user, role and account that changes in this process.
 */
export const createSightCache = (strapi: Core.Strapi, read: Readers) => {
  const kept = new Map<string, Kept>();
  let grants = 0;
  const revision = (): string => `${grants}.${getService(strapi, 'accounts').revision()}`;
  const isFresh = (one: Kept): boolean => one.revision === revision() && performance.now() - one.readAt < FRESH_MS;

  const forget = (): void => {
    grants += 1;
    kept.clear();
    emit(strapi, 'access.changed', {});
  };

  /** Also after the commit of a transaction, before which another connection still reads what was. */
  const forgetWhenSaved = async (): Promise<void> => {
    forget();
    if (strapi.db.inTransaction()) await strapi.db.transaction(({ onCommit }) => onCommit(forget));
  };

  const remember = async <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const former = kept.get(key);
    if (former && isFresh(former)) return former.found as T;
    // Taken before the question: what changes while it is asked makes the answer old.
    const asked = { revision: revision(), readAt: performance.now() };
    const found = await ask();
    kept.set(key, { found, ...asked });
    return found;
  };

  return {
    forget,

    sightOf: (user: number, verb: AccountVerb): Promise<Sight> => remember(`${user}.${verb}`, () => read.sight(user, verb)),
    channelSightOf: (user: number): Promise<ChannelSight> => remember(`${user} channels`, () => read.channelSight(user)),

    /** Strapi's users, roles and permissions decide too. */
    watch(): void {
      strapi.db.lifecycles.subscribe({
        models: ['admin::user', 'admin::role', 'admin::permission'],
        afterCreate: forgetWhenSaved,
        afterCreateMany: forgetWhenSaved,
        afterUpdate: forgetWhenSaved,
        afterUpdateMany: forgetWhenSaved,
        afterDelete: forgetWhenSaved,
        afterDeleteMany: forgetWhenSaved,
      });
    },
  };
};
