import type { Core } from '@strapi/types';
import { getService } from '../../platform/services';
import type { AccountVerb, Sight } from '../../platform/services';

/** What another process withdrew is gone after this; what this one withdrew is gone at once. */
const FRESH_MS = 1_000;

interface Kept {
  sight: Sight;
  revision: string;
  readAt: number;
}

/**
 * What people may see, kept for a second: two queries that an inbox would ask many times a second are half the price of
 * a page of messages (bench, `access`). Forgotten with every grant, user, role and account that changes in this process.
 */
export const createSightCache = (strapi: Core.Strapi, read: (user: number, verb: AccountVerb) => Promise<Sight>) => {
  const kept = new Map<string, Kept>();
  let grants = 0;
  const revision = (): string => `${grants}.${getService(strapi, 'accounts').revision()}`;
  const isFresh = (one: Kept): boolean => one.revision === revision() && performance.now() - one.readAt < FRESH_MS;

  const forget = (): void => {
    grants += 1;
    kept.clear();
  };

  /** Also after the commit of a transaction, before which another connection still reads what was. */
  const forgetWhenSaved = async (): Promise<void> => {
    forget();
    if (strapi.db.inTransaction()) await strapi.db.transaction(({ onCommit }) => onCommit(forget));
  };

  return {
    forget,

    async sightOf(user: number, verb: AccountVerb): Promise<Sight> {
      const key = `${user}.${verb}`;
      const found = kept.get(key);
      if (found && isFresh(found)) return found.sight;
      // Taken before the question: what changes while it is asked makes the answer old.
      const asked = { revision: revision(), readAt: performance.now() };
      const sight = await read(user, verb);
      kept.set(key, { sight, ...asked });
      return sight;
    },

    /** Strapi's users and roles decide too. */
    watch(): void {
      strapi.db.lifecycles.subscribe({
        models: ['admin::user', 'admin::role'],
        afterCreate: forgetWhenSaved,
        afterUpdate: forgetWhenSaved,
        afterUpdateMany: forgetWhenSaved,
        afterDelete: forgetWhenSaved,
        afterDeleteMany: forgetWhenSaved,
      });
    },
  };
};
