import type { Core } from '@strapi/types';
import { PLUGIN_ID } from '../../../../plugin/plugin-id';
import { leadsToPublic } from '../../platform/public-address';
import type { AccountRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';

const STORED = { type: 'plugin', name: PLUGIN_ID, key: 'media_settings' } as const;

/** The image that goes where one is sent without a file: an account's own, else the installation's. */
export const createDefaultMedia = (strapi: Core.Strapi) => {
  const read = async (): Promise<string | null> => {
    const stored = (await strapi.store.get(STORED)) as { defaultMediaUrl?: unknown } | null;
    return typeof stored?.defaultMediaUrl === 'string' ? stored.defaultMediaUrl : null;
  };

  /** Refused before it is stored; judged again whenever it is fetched, since a name can change where it leads. */
  const check = async (url: string): Promise<void> => {
    if (!(await leadsToPublic(url))) throw refuse('media.default_not_public', { path: 'defaultMediaUrl' });
  };

  return {
    check,
    read,
    async write(url: string | null): Promise<void> {
      if (url !== null) await check(url);
      await strapi.store.set({ ...STORED, value: { defaultMediaUrl: url } });
    },
    of: async (account: Pick<AccountRow, 'defaultMediaUrl'>): Promise<string | null> => account.defaultMediaUrl ?? (await read()),
  };
};
