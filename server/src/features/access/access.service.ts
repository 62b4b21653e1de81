import type { Core } from '@strapi/types';
import { getService } from '../../platform/services';
import type { AccessService } from '../../platform/services';
import { createAccessRepository } from './access.repository';

/** The one place that knows what a token may do. Nothing is cached: a withdrawn grant acts at once. */
export const createAccessService = (strapi: Core.Strapi): AccessService => {
  const repository = createAccessRepository(strapi);
  return {
    sightOf: () => Promise.resolve({ accounts: null, companies: null }),

    async findGrant(tokenId) {
      const grant = await repository.findGrant(tokenId);
      if (!grant || grant.verbs.length === 0) return null;
      return { tokenId, verbs: grant.verbs, accounts: grant.accounts };
    },
    async saveGrant(tokenId, { verbs, accounts }, grantedBy) {
      await repository.save(tokenId, { verbs, accounts, grantedBy });
    },
    async companiesOf(accounts) {
      if (accounts === null) return null;
      const rows = (await getService(strapi, 'accounts').list()).filter(({ id }) => accounts.includes(id));
      if (rows.some(({ allCompanies }) => allCompanies)) return null;
      return repository.companiesOf(rows.map(({ id }) => id));
    },
  };
};
