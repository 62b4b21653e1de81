import type { Knex } from './database';
import type { ChannelRow, ContactRow } from './records';
import type { ChannelSight, Sight } from './services';

/** Nobody's restriction: programs of ours, super-admins, and everyone where no account is given to chosen people. */
export const EVERYTHING: Sight = { accounts: null, companies: null };

export const seesAccount = ({ accounts }: Sight, account: number | null): boolean => accounts === null || (account !== null && accounts.includes(account));

/** What belongs to no company belongs to all. */
export const seesCompany = ({ companies }: Sight, company: number | null): boolean => companies === null || company === null || companies.includes(company);

/** Of a visible account, and not of a company that the account no longer serves. */
export const seesMessage = (sight: Sight, { account, company }: { account: number | null; company: number | null }): boolean => seesAccount(sight, account) && seesCompany(sight, company);

/** Rows of these companies and of none. */
export const narrowToCompanies = (query: Knex.QueryBuilder, column: string, companies: number[] | null | undefined): void => {
  if (!companies) return;
  void query.where((either: Knex.QueryBuilder) => void either.whereIn(column, companies).orWhereNull(column));
};

const CHANNELS = 'whatsapp_channels';

/** Contacts of these companies and of none, and those with a channel in a visible account, whatever their company. */
export const narrowToContacts = (query: Knex.QueryBuilder, { accounts, companies }: Sight, columns: { id: string; company: string } = { id: 'id', company: 'company' }): void => {
  if (companies === null) return;
  void query.where((either: Knex.QueryBuilder) => {
    void either.whereIn(columns.company, companies).orWhereNull(columns.company);
    void either.orWhereIn(columns.id, (written: Knex.QueryBuilder) => {
      void written.select('contact').from(CHANNELS).whereNotNull('contact');
      if (accounts !== null) void written.whereIn('account', accounts);
    });
  });
};

/** Of rows already read, those that may be seen; one more query, and only where something is hidden. */
export const seenContacts = async <R extends Pick<ContactRow, 'id' | 'company'>>(sight: Sight, rows: R[], channelsOf: (contacts: number[]) => Promise<{ contact: number | null; account: number }[]>): Promise<R[]> => {
  const unsure = rows.filter(({ company }) => !seesCompany(sight, company));
  if (unsure.length === 0) return rows;
  const reached = new Set((await channelsOf(unsure.map(({ id }) => id))).flatMap(({ contact, account }) => (contact !== null && seesAccount(sight, account) ? [contact] : [])));
  return rows.filter(({ id, company }) => seesCompany(sight, company) || reached.has(id));
};

/** `agents`: who takes part beside the assignee. What has no assignee is unassigned, whoever takes part. */
export const seesChannel = (sight: ChannelSight, channel: Pick<ChannelRow, 'account' | 'company' | 'assignee'>, agents: readonly number[]): boolean => {
  if (sight.reach === 'none' || !seesMessage(sight, channel)) return false;
  if (sight.reach === 'all' || channel.assignee === sight.user || agents.includes(sight.user)) return true;
  return sight.reach === 'unassigned' && channel.assignee === null;
};

/** The same for a query; `table` is the name or alias of the channels in it. */
export const narrowToChannels = (query: Knex.QueryBuilder, sight: ChannelSight, table = CHANNELS): void => {
  if (sight.reach === 'none') void query.whereRaw('1 = 0');
  if (sight.accounts?.length === 1) void query.where(`${table}.account`, sight.accounts[0]);
  else if (sight.accounts !== null) void query.whereIn(`${table}.account`, sight.accounts);
  narrowToCompanies(query, `${table}.company`, sight.companies);
  if (sight.reach !== 'own' && sight.reach !== 'unassigned') return;
  void query.where((either: Knex.QueryBuilder) => {
    void either.where(`${table}.assignee`, sight.user);
    if (sight.reach === 'unassigned') void either.orWhereNull(`${table}.assignee`);
    void either.orWhereIn(`${table}.id`, (taking: Knex.QueryBuilder) => void taking.select('channel').from('whatsapp_channel_agents').where('user', sight.user));
  });
};
