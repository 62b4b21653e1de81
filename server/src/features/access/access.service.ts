import type { Core } from '@strapi/types';
import { permissionUid } from '../../../../plugin/permissions';
import type { PermissionAction } from '../../../../plugin/permissions';
import type { Knex } from '../../platform/database';
import { forbidden, missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { AccessService, AccountVerb, ChannelSight, Sight } from '../../platform/services';
import { EVERYTHING, seesAccount } from '../../platform/sight';
import { createAccessRepository } from './access.repository';
import { createAccountGrantsRepository } from './account-grants.repository';
import type { AccountReach } from './account-grants.repository';
import { createSightCache } from './sight-cache';
import { createTokenLimits } from './token-limits.service';

const NOTHING: Sight = { accounts: [], companies: [] };

/** Companies that follow from accounts; null: one of them serves every company. */
const companiesFrom = (reaches: AccountReach[]): number[] | null =>
  reaches.some(({ allCompanies }) => allCompanies) ? null : [...new Set(reaches.flatMap(({ companies }) => companies))];

const INBOX_ACTIONS = ['channels.read', 'channels.read-unassigned', 'channels.read-all', 'channels.reply', 'channels.assign', 'channels.configure'] as const satisfies readonly PermissionAction[];

/** In a transaction of Strapi's, on its connection: on SQLite there is no other, and what it wrote is nobody else's yet. Null: in none. */
const inTransactionOf = <T>(strapi: Core.Strapi, read: (trx: Knex) => Promise<T>): Promise<T> | null =>
  strapi.db.inTransaction() ? (strapi.db.transaction(({ trx }) => read(trx as unknown as Knex)) as unknown as Promise<T>) : null;

/** The one place that knows who may see and do what. */
export const createAccessService = (strapi: Core.Strapi): AccessService & { watch(): void } => {
  const repository = createAccessRepository(strapi);
  const people = createAccountGrantsRepository(strapi);

  const readSight = async (user: number, verb: AccountVerb, trx?: Knex): Promise<Sight> => {
    const given = await people.givenTo(user, trx);
    if (given === null) return EVERYTHING;
    const reaches = await people.reaches(trx);
    const seen = reaches.filter(({ id }) => given.get(id)?.has(verb) ?? true);
    if (seen.length === reaches.length) return EVERYTHING;
    return { accounts: seen.map(({ id }) => id), companies: companiesFrom(seen) };
  };
  const readChannelSight = async (user: number, trx?: Knex): Promise<ChannelSight> => {
    const actions = await people.actionsOf(user, INBOX_ACTIONS.map(permissionUid), trx);
    const may = (action: PermissionAction): boolean => actions.has(permissionUid(action));
    const reach = !may('channels.read') ? 'none' : may('channels.read-all') ? 'all' : may('channels.read-unassigned') ? 'unassigned' : 'own';
    return { ...(await readSight(user, 'read', trx)), user, reach, mayReply: may('channels.reply'), mayAssign: may('channels.assign'), mayConfigure: may('channels.configure') };
  };
  const sights = createSightCache(strapi, { sight: readSight, channelSight: readChannelSight });

  const sightOf: AccessService['sightOf'] = (user, verb = 'read') => {
    if (user === null) return Promise.resolve(NOTHING);
    return inTransactionOf(strapi, (trx) => readSight(user, verb, trx)) ?? sights.sightOf(user, verb);
  };

  return {
    sightOf,
    channelSightOf: (user) => inTransactionOf(strapi, (trx) => readChannelSight(user, trx)) ?? sights.channelSightOf(user),
    watch: sights.watch,

    async getAccountFor(user, documentId, verb) {
      const row = (await getService(strapi, 'accounts').list()).find((one) => one.documentId === documentId);
      if (!row || !seesAccount(await sightOf(user), row.id)) throw missing('account.missing');
      if (verb !== 'read' && !seesAccount(await sightOf(user, verb), row.id)) throw forbidden('access.account_not_given');
      return row;
    },

    accountGrants: (account) => people.listFor(account),
    async saveAccountGrants(account, grants, grantedBy) {
      await people.replace(account, grants, grantedBy);
      sights.forget();
    },
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
