import type { Core } from '@strapi/types';
import type { Context } from 'koa';
import type { AccessSubjectsView, AccountAccessView } from '../../../../plugin/contracts/access';
import { parseInput } from '../../platform/input';
import { adminIdOf } from '../../platform/permissions';
import type { AccountRow } from '../../platform/records';
import { refuse } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { AccountGrant } from '../../platform/services';
import { accountAccessBody, subjectsQuery } from './access.validation';
import { createSubjectsRepository } from './subjects.repository';

/** Who may use an account, and what for. */
export const createAccountAccessController = (strapi: Core.Strapi) => {
  const subjects = createSubjectsRepository(strapi);
  const access = () => getService(strapi, 'access');

  const getAccount = (ctx: Context): Promise<AccountRow> => access().getAccountFor(adminIdOf(ctx), String(ctx.params.id), 'configure');

  const view = async (grants: AccountGrant[]): Promise<AccountAccessView> => {
    const idsOf = (type: AccountGrant['subjectType']) => grants.flatMap(({ subjectType, subject }) => (subjectType === type ? [subject] : []));
    const [roles, users] = await Promise.all([subjects.rolesById(idsOf('role')), subjects.usersById(idsOf('user'))]);
    return {
      people: grants.map(({ subjectType, subject, verbs }) => ({ type: subjectType, id: subject, name: (subjectType === 'role' ? roles : users).get(subject) ?? null, verbs })),
    };
  };

  return {
    async listSubjects(ctx: Context): Promise<{ data: AccessSubjectsView }> {
      const { search } = parseInput(subjectsQuery, ctx.query);
      const [roles, users] = await Promise.all([subjects.listRoles(), subjects.searchUsers(search)]);
      return { data: { roles, users } };
    },

    async read(ctx: Context) {
      const { id } = await getAccount(ctx);
      return { data: await view(await access().accountGrants(id)) };
    },

    async save(ctx: Context) {
      const account = await getAccount(ctx);
      const { people } = parseInput(accountAccessBody, ctx.request.body);
      const before = new Set((await access().accountGrants(account.id)).map(({ subjectType, subject }) => `${subjectType} ${subject}`));
      const idsOf = (wanted: string) => people.flatMap(({ type, id }) => (type === wanted ? [id] : []));
      const [roles, users] = await Promise.all([subjects.rolesById(idsOf('role')), subjects.usersById(idsOf('user'))]);
      // One that is no longer there may stay until someone takes it out; nobody can sign in as it.
      const unknown = people.find(({ type, id }) => !(type === 'role' ? roles : users).has(id) && !before.has(`${type} ${id}`));
      if (unknown) throw refuse('access.subject_missing', { path: 'people' });
      await access().saveAccountGrants(account.id, people.map(({ type, id, verbs }) => ({ subjectType: type, subject: id, verbs })), adminIdOf(ctx));
      getService(strapi, 'logs').record({ operation: 'account.access', success: true, account: account.id, user: adminIdOf(ctx), details: { people } });
      return { data: await view(await access().accountGrants(account.id)) };
    },
  };
};
