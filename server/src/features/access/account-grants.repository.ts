import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import { connectionOf, inTransaction, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import type { Row } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import type { AccountGrant, AccountVerb } from '../../platform/services';

interface AccountGrantRow extends Row, AccountGrant {
  account: number;
  grantedBy: number | null;
  changedAt: Date;
}

interface RoleLink {
  name: string;
  user: string;
  role: string;
}

export interface AccountReach {
  id: number;
  allCompanies: boolean;
  companies: number[];
}

const SUPER_ADMIN = 'strapi-super-admin';

export const createAccountGrantsRepository = (strapi: Core.Strapi) => {
  const grants = () => new Table<AccountGrantRow>(strapi, modelUid('account-grants'));

  /** Strapi names this table; it is asked rather than guessed. */
  const roleLink = (): RoleLink => {
    const { joinTable } = strapi.db.metadata.get('admin::user').attributes.roles as unknown as {
      joinTable: { name: string; joinColumn: { name: string }; inverseJoinColumn: { name: string } };
    };
    return { name: joinTable.name, user: joinTable.joinColumn.name, role: joinTable.inverseJoinColumn.name };
  };

  return {
    /** Every account that is given to chosen people, and for what to this one. Null: a super-admin, or nothing is given to anyone. */
    async givenTo(user: number, trx?: Knex): Promise<Map<number, Set<AccountVerb>> | null> {
      const link = roleLink();
      const roles = strapi.db.metadata.get('admin::role').tableName;
      const knex = trx ?? connectionOf(strapi);
      const rows = (await knex(grants().name)
        .select(`${grants().name}.*`)
        .select(knex.raw('(CASE WHEN subject_type = ? THEN subject = ? ELSE subject IN (SELECT ?? FROM ?? WHERE ?? = ?) END) AS is_own', ['user', user, link.role, link.name, link.user, user]))
        .whereNotExists((all: Knex.QueryBuilder) => {
          void all.select(knex.raw('1')).from(link.name).join(roles, `${roles}.id`, `${link.name}.${link.role}`).where(`${link.name}.${link.user}`, user).where(`${roles}.code`, SUPER_ADMIN);
        })) as (Record<string, unknown> & { is_own: boolean | number })[];
      if (rows.length === 0) return null;
      const given = new Map<number, Set<AccountVerb>>();
      for (const row of rows) {
        const { account, verbs } = grants().fromRow(row);
        const own = given.get(account) ?? new Set<AccountVerb>();
        if (row.is_own === true || row.is_own === 1) for (const verb of verbs ?? []) own.add(verb);
        given.set(account, own);
      }
      return given;
    },

    /** Which of these actions the user's roles hold. */
    async actionsOf(user: number, actions: string[], trx?: Knex): Promise<Set<string>> {
      const link = roleLink();
      const permission = strapi.db.metadata.get('admin::permission');
      const { joinTable } = permission.attributes.role as unknown as { joinTable: { name: string; joinColumn: { name: string }; inverseJoinColumn: { name: string } } };
      const rows = (await (trx ?? connectionOf(strapi))(permission.tableName)
        .join(joinTable.name, `${joinTable.name}.${joinTable.joinColumn.name}`, `${permission.tableName}.id`)
        .join(link.name, `${link.name}.${link.role}`, `${joinTable.name}.${joinTable.inverseJoinColumn.name}`)
        .where(`${link.name}.${link.user}`, user)
        .whereIn(`${permission.tableName}.action`, actions)
        .distinct(`${permission.tableName}.action as action`)) as { action: string }[];
      return new Set(rows.map(({ action }) => action));
    },

    /** Accounts and the companies they serve, as they are now: the accounts' own list may be a moment old. */
    async reaches(trx?: Knex): Promise<AccountReach[]> {
      const accounts = strapi.db.metadata.get(contentTypeUid('account')).tableName;
      const links = strapi.db.metadata.get(modelUid('account-companies')).tableName;
      const rows = (await (trx ?? connectionOf(strapi))(accounts)
        .leftJoin(links, `${links}.account`, `${accounts}.id`)
        .select(`${accounts}.id as id`, `${accounts}.all_companies as all_companies`, `${links}.company as company`)) as {
        id: number;
        all_companies: boolean | number | null;
        company: number | null;
      }[];
      const found = new Map<number, AccountReach>();
      for (const { id, all_companies: all, company } of rows) {
        const reach = found.get(id) ?? { id, allCompanies: all === true || all === 1, companies: [] };
        if (company !== null) reach.companies.push(company);
        found.set(id, reach);
      }
      return [...found.values()];
    },

    async listFor(account: number): Promise<AccountGrant[]> {
      const rows = grants().fromRows(await grants().query().where('account', account).orderBy(['subject_type', 'subject']));
      return rows.map(({ subjectType, subject, verbs }) => ({ subjectType, subject, verbs: verbs ?? [] }));
    },

    async replace(account: number, list: AccountGrant[], grantedBy: number | null): Promise<void> {
      await inTransaction(strapi, async (trx) => {
        await grants().query(trx).where('account', account).delete();
        const changedAt = now();
        await grants().insertMany(list.map((grant) => ({ ...grant, account, grantedBy, changedAt })), { readBack: false }, trx);
      });
    },

    async forget(account: number, trx: Knex): Promise<void> {
      await grants().query(trx).where('account', account).delete();
    },
  };
};
