import type { Core } from '@strapi/types';
import type { ChannelCounts, ChannelOptions, ChannelState, ChannelTab, TagColour } from '../../../../plugin/contracts/channels';
import { SERVICE_WINDOW_MS } from '../../../../plugin/domain/service-window';
import { now } from '../../platform/clock';
import { readTimeCursor, writeTimeCursor } from '../../platform/cursor';
import { Table } from '../../platform/database';
import type { AccountRow, ChannelRow, CompanyRow, TagRow } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { seesAccount, seesCompany } from '../../platform/sight';
import { createChannelList } from './channel-list.repository';
import type { ChannelFilter } from './channel-list.repository';
import type { ChannelsListQuery } from './channels.validation';

/** An id no row has. */
const NOBODY = -1;
const WORK: ChannelState[] = ['open', 'pending'];

/** What is put aside is shown where it is asked for; what is archived only in its own tab. */
const statesOf = (tab: ChannelTab, state: ChannelState | undefined): ChannelState[] => {
  if (tab === 'archived') return state === undefined || state === 'archived' ? ['archived'] : [];
  return state === undefined ? WORK : state === 'archived' ? [] : [state];
};

/** Conversations by tab and filter, as far as the reader may see. */
export const createChannelBrowsing = (strapi: Core.Strapi) => {
  const repository = createChannelList(strapi);
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));
  const tags = new Table<TagRow>(strapi, modelUid('tags'));

  const accountsOf = async (sight: ChannelSight): Promise<AccountRow[]> => (await getService(strapi, 'accounts').list()).filter(({ id }) => seesAccount(sight, id));

  /** What does not exist matches nothing rather than everything. */
  const filterOf = async (sight: ChannelSight, query: ChannelsListQuery): Promise<ChannelFilter> => {
    const [accounts, company, tag] = await Promise.all([
      accountsOf(sight),
      query.company === undefined ? undefined : companies.findOne({ documentId: query.company }),
      query.tag === undefined ? undefined : tags.findOne({ documentId: query.tag }),
    ]);
    const tab = query.tab ?? 'all';
    const needsNone = (account: AccountRow): boolean => getService(strapi, 'accounts').findProvider(account.provider)?.limits.serviceWindow === false;
    return {
      tab,
      states: statesOf(tab, query.state),
      accounts: accounts.filter(({ key }) => query.account === undefined || key === query.account).map(({ id }) => id),
      ...(company === undefined ? {} : { company: company?.id ?? NOBODY }),
      ...(tag === undefined ? {} : { tag: tag?.id ?? NOBODY }),
      ...(query.window ? { window: { open: query.window === 'open', since: new Date(now().getTime() - SERVICE_WINDOW_MS), unbound: accounts.filter(needsNone).map(({ id }) => id) } } : {}),
      ...(query.assignee === undefined ? {} : { assignee: query.assignee }),
      ...(query.unread ? { unread: true } : {}),
      ...(query.priority ? { priority: query.priority } : {}),
      ...(query.search ? { search: query.search } : {}),
    };
  };

  return {
    async list(sight: ChannelSight, query: ChannelsListQuery): Promise<{ channels: ChannelRow[]; nextCursor: string | null }> {
      const rows = await repository.list(sight, await filterOf(sight, query), readTimeCursor(query.after), query.limit + 1);
      const channels = rows.slice(0, query.limit);
      const last = channels.at(-1);
      return { channels, nextCursor: rows.length > query.limit && last?.lastMessageAt ? writeTimeCursor({ at: last.lastMessageAt, id: last.id }) : null };
    },

    async counts(sight: ChannelSight): Promise<ChannelCounts> {
      const accounts = (await accountsOf(sight)).map(({ id }) => id);
      const [mine, unassigned, all] = await Promise.all((['mine', 'unassigned', 'all'] as const).map((tab) => repository.countUnread(sight, tab, accounts)));
      return { mine: mine ?? 0, unassigned: unassigned ?? 0, all: all ?? 0 };
    },

    async options(sight: ChannelSight): Promise<ChannelOptions> {
      const [accounts, firms, labels] = await Promise.all([
        accountsOf(sight),
        companies.query().whereNull(companies.column('deletedAt')).orderBy('name'),
        tags.query().orderBy('name'),
      ]);
      return {
        accounts: accounts.map(({ documentId, key, name }) => ({ id: documentId, key, name })),
        companies: companies.fromRows(firms).flatMap(({ id, documentId, name }) => (seesCompany(sight, id) ? [{ id: documentId, name }] : [])),
        tags: tags.fromRows(labels).map(({ documentId, name, colour }) => ({ id: documentId, name, colour: colour as TagColour })),
      };
    },
  };
};
