import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import { forbidden, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { AccessService, Sight } from '../../platform/services';
import { EVERYTHING, seesAccount } from '../../platform/sight';
import { createAccessRepository } from './access.repository';
import { createAccountGrantsRepository } from './account-grants.repository';
import type { AccountReach } from './account-grants.repository';
import { createTokenLimits } from './token-limits.service';

const NOTHING: Sight = { accounts: [], companies: [] };

/** Companies that follow from accounts; null: one of them serves every company. */
const companiesFrom = (reaches: AccountReach[]): number[] | null =>
  reaches.some(({ allCompanies }) => allCompanies) ? null : [...new Set(reaches.flatMap(({ companies }) => companies))];

/** The one place that knows who may see and do what. Nothing is cached: a withdrawn grant acts at once. */
export const createAccessService = (strapi: Core.Strapi): AccessService => {
  const repository = createAccessRepository(strapi);
  const people = createAccountGrantsRepository(strapi);
  /** In a transaction of Strapi's, on its connection: on SQLite there is no other, and a query beside it would wait for ever. */
  const onConnection = <T>(work: (trx?: Knex) => Promise<T>): Promise<T> =>
    strapi.db.inTransaction() ? (strapi.db.transaction(({ trx }) => work(trx as unknown as Knex)) as Promise<T>) : work();

  const sightOf: AccessService['sightOf'] = (user, verb = 'read') => {
    if (user === null) return Promise.resolve(NOTHING);
    return onConnection(async (trx) => {
      // Side by side where there are several connections; a transaction has one.
      const asked = [() => people.givenTo(user, trx), () => people.reaches(trx)] as const;
      const [given, reaches] = trx ? [await asked[0](), await asked[1]()] : await Promise.all([asked[0](), asked[1]()]);
      if (given === null) return EVERYTHING;
      const seen = reaches.filter(({ id }) => given.get(id)?.has(verb) ?? true);
      if (seen.length === reaches.length) return EVERYTHING;
      return { accounts: seen.map(({ id }) => id), companies: companiesFrom(seen) };
    });
  };

  return {
    sightOf,

    async getAccountFor(user, documentId, verb) {
      const row = (await getService(strapi, 'accounts').list()).find((one) => one.documentId === documentId);
      if (!row || !seesAccount(await sightOf(user), row.id)) throw missing('account.missing');
      if (verb !== 'read' && !seesAccount(await sightOf(user, verb), row.id)) throw forbidden('access.account_not_given');
      return row;
    },

    accountGrants: (account) => people.listFor(account),
    saveAccountGrants: (account, grants, grantedBy) => people.replace(account, grants, grantedBy),
    forgetAccount: (account, trx) => people.forget(account, trx),

    async findGrant(tokenId) {
      const grant = await repository.findGrant(tokenId);
      if (!grant || grant.verbs.length === 0) return null;
      const { verbs, accounts, callsPerMinute, strangersPerDay } = grant;
      return { tokenId, verbs, accounts, limits: { callsPerMinute, strangersPerDay } };
    },
    async saveGrant(tokenId, { verbs, accounts, limits }, grantedBy) {
      await repository.save(tokenId, { verbs, accounts, callsPerMinute: limits?.callsPerMinute ?? null, strangersPerDay: limits?.strangersPerDay ?? null, grantedBy });
    },
    async companiesOf(accounts) {
      if (accounts === null) return null;
      return companiesFrom((await people.reaches()).filter(({ id }) => accounts.includes(id)));
    },
    ...createTokenLimits(strapi),
  };
};
