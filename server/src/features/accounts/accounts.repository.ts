import type { Core } from '@strapi/types';
import { Table, type Knex } from '../../platform/database';
import { now } from '../../platform/clock';
import type { AccountRow, CompanyRow, MessageRow, Row } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';

interface UserSettingRow extends Row {
  user: number;
  defaultAccount: number | null;
}

interface AccountCompanyRow extends Row {
  account: number;
  company: number;
}

/** Accounts are few and asked for with every webhook and every claim: one look serves them all for a moment. */
const FRESH_MS = 1_000;

export const createAccountsRepository = (strapi: Core.Strapi) => {
  const tables: { accounts?: Table<AccountRow>; links?: Table<AccountCompanyRow>; companies?: Table<CompanyRow>; messages?: Table<MessageRow> } = {};
  const accounts = (): Table<AccountRow> => (tables.accounts ??= new Table<AccountRow>(strapi, contentTypeUid('account')));
  const links = (): Table<AccountCompanyRow> => (tables.links ??= new Table<AccountCompanyRow>(strapi, modelUid('account-companies')));
  const companies = (): Table<CompanyRow> => (tables.companies ??= new Table<CompanyRow>(strapi, contentTypeUid('company')));
  const defaults = (): Table<AccountCompanyRow> => new Table<AccountCompanyRow>(strapi, modelUid('company-defaults'));
  const userSettings = (): Table<UserSettingRow> => new Table<UserSettingRow>(strapi, modelUid('user-settings'));
  const messages = (): Table<MessageRow> => (tables.messages ??= new Table<MessageRow>(strapi, contentTypeUid('message')));

  let fresh: { rows: Promise<AccountRow[]>; at: number } | null = null;
  const forget = (): void => {
    fresh = null;
  };

  const list = (): Promise<AccountRow[]> => {
    const at = now().getTime();
    if (fresh && at - fresh.at >= 0 && at - fresh.at < FRESH_MS) return fresh.rows;
    const rows = Promise.resolve(accounts().query().orderBy('id')).then((found) => accounts().fromRows(found));
    fresh = { rows, at };
    rows.catch(forget);
    return rows;
  };

  return {
    list,
    forget,

    async insert(account: Partial<AccountRow>, trx: Knex): Promise<AccountRow> {
      return accounts().insert(account, trx);
    },

    async update(id: number, changes: Partial<AccountRow>, trx?: Knex): Promise<void> {
      await accounts().update(id, changes, trx);
      forget();
    },

    async clearDefault(except: number, trx: Knex): Promise<void> {
      await accounts().query(trx).whereNot('id', except).where('is_default', true).update(accounts().toRow({ isDefault: false }));
    },

    async findFirstActive(trx: Knex): Promise<AccountRow | null> {
      const row = (await accounts().query(trx).orderBy([{ column: 'active', order: 'desc' }, { column: 'id' }]).first()) as Record<string, unknown> | undefined;
      return row ? accounts().fromRow(row) : null;
    },

    listCompanies: async (): Promise<CompanyRow[]> => companies().fromRows(await companies().query().whereNull('deleted_at').orderBy('name').limit(1_000)),

    async findById(id: number, trx: Knex): Promise<AccountRow | null> {
      return accounts().findById(id, trx);
    },

    async remove(id: number, trx: Knex): Promise<void> {
      await links().query(trx).where('account', id).delete();
      await defaults().query(trx).where('account', id).delete();
      await userSettings().query(trx).where(userSettings().column('defaultAccount'), id).delete();
      await accounts().query(trx).where('id', id).delete();
    },

    async setCompanies(account: number, ids: number[], trx: Knex): Promise<void> {
      await links().query(trx).where('account', account).delete();
      await links().insertMany([...new Set(ids)].map((company) => ({ account, company })), { onConflict: ['account', 'company'] }, trx);
    },

    async companiesOf(ids: number[]): Promise<Map<number, number[]>> {
      const found = new Map<number, number[]>(ids.map((id) => [id, []]));
      for (const { account, company } of await links().findWhereIn('account', ids)) found.get(account)?.push(company);
      return found;
    },

    /** Companies that send from these accounts by default. */
    async defaultsOf(ids: number[]): Promise<Map<number, number[]>> {
      const found = new Map<number, number[]>(ids.map((id) => [id, []]));
      for (const { account, company } of await defaults().findWhereIn('account', ids)) found.get(account)?.push(company);
      return found;
    },
    /** A company has one default: the account that is named last. */
    async setDefaultFor(account: number, companyIds: number[], trx: Knex): Promise<void> {
      await defaults().query(trx).where('account', account).delete();
      await defaults().insertMany([...new Set(companyIds)].map((company) => ({ account, company })), { onConflict: ['company'], merge: ['account'] }, trx);
    },
    async findDefaultOf(company: number): Promise<number | null> {
      return (await defaults().findOne({ company }))?.account ?? null;
    },
    async findUserDefault(user: number): Promise<number | null> {
      return (await userSettings().findOne({ user }))?.defaultAccount ?? null;
    },
    async saveUserDefault(user: number, defaultAccount: number | null): Promise<void> {
      await userSettings().insertMany([{ user, defaultAccount }], { onConflict: ['user'], merge: ['defaultAccount'] });
    },

    /** Companies by the id on the wire, and back. */
    async findCompanies(documentIds: string[]): Promise<CompanyRow[]> {
      return companies().findWhereIn('documentId', documentIds);
    },
    async companiesById(ids: number[]): Promise<Map<number, CompanyRow>> {
      return new Map((await companies().findByIds(ids)).map((company) => [company.id, company]));
    },

    /** Messages that would lose their sender. */
    async countUnsent(account: number, trx: Knex): Promise<number> {
      const row = (await messages().query(trx).where('account', account).whereRaw("delivery_status IN ('queued', 'sending')").count({ total: '*' }).first()) as
        | { total: number | string }
        | undefined;
      return Number(row?.total ?? 0);
    },
  };
};

export type AccountsRepository = ReturnType<typeof createAccountsRepository>;
