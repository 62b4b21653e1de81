import type { Core } from '@strapi/types';
import type { ChannelDetail, ChannelView, WindowView } from '../../../../plugin/contracts/channels';
import { windowOf } from '../../../../plugin/domain/service-window';
import { agentView, findAdminNames } from '../../platform/admin-names';
import { now } from '../../platform/clock';
import type { AccountRow, ChannelRow, CompanyRow, ContactRow, TagRow } from '../../platform/records';
import { missing } from '../../platform/request-errors';
import { getService } from '../../platform/services';
import type { ChannelSight, ChannelsService } from '../../platform/services';
import { seesChannel } from '../../platform/sight';
import { createChannelJoins } from './channel-joins.repository';
import { presentChannelEvents } from './channel-event-views';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const windowView = (channel: ChannelRow, account: AccountRow | undefined, needed: (account: AccountRow) => boolean, at: Date): WindowView => {
  const window = windowOf({ lastCustomerMessageAt: channel.lastCustomerMessageAt, now: at });
  return { needed: account ? needed(account) : true, open: window.open, closesAt: iso(window.closesAt), openedByStop: window.open && channel.windowOpenedByStop };
};

/** By hand, else what the contact is called, else how it is reached. */
const nameOf = (channel: ChannelRow, contact: ContactRow | undefined, userId: string | undefined): string =>
  [channel.title, contact?.name, contact?.profileName, contact?.phone, contact?.username, userId].find((name) => name?.trim()) ?? `#${channel.id}`;

interface Joined {
  accounts: Map<number, AccountRow>;
  contacts: Map<number, ContactRow>;
  companies: Map<number, CompanyRow>;
  tags: Map<number, TagRow[]>;
  userIds: Map<number, string>;
  agents: ReadonlyMap<number, string>;
}

/** Conversations and their timeline as screens show them, and who may see them. */
export const createChannelViews = (strapi: Core.Strapi): Pick<ChannelsService, 'getSeen' | 'present' | 'presentDetail' | 'presentEvents' | 'agentsOf'> => {
  const joins = createChannelJoins(strapi);

  const needsWindow = (account: AccountRow): boolean => getService(strapi, 'accounts').findProvider(account.provider)?.limits.serviceWindow ?? true;

  const joinedOf = async (channels: ChannelRow[]): Promise<Joined> => {
    const [accounts, contacts, companies, tags, agents] = await Promise.all([
      getService(strapi, 'accounts').list(),
      joins.contactsOf(channels.flatMap(({ contact }) => contact ?? [])),
      joins.companiesOf(channels.flatMap(({ company }) => company ?? [])),
      joins.tagsOf(channels.map(({ id }) => id)),
      findAdminNames(strapi, channels.flatMap(({ assignee }) => assignee ?? [])),
    ]);
    // Whoever has neither name nor number is called by the id WhatsApp gave.
    const nameless = [...contacts.values()].filter(({ name, profileName, phone, username }) => !name && !profileName && !phone && !username);
    return { accounts: new Map(accounts.map((account) => [account.id, account])), contacts, companies, tags, agents, userIds: await joins.userIdsOf(nameless.map(({ id }) => id)) };
  };

  const viewOf = (row: ChannelRow, joined: Joined, at: Date): ChannelView => {
    const account = joined.accounts.get(row.account);
    const contact = row.contact === null ? undefined : joined.contacts.get(row.contact);
    const company = row.company === null ? undefined : joined.companies.get(row.company);
    return {
      id: row.documentId,
      name: nameOf(row, contact, contact && joined.userIds.get(contact.id)),
      title: row.title,
      account: { id: account?.documentId ?? '', key: account?.key ?? '', name: account?.name ?? '' },
      contact: contact ? { id: contact.documentId, name: contact.name ?? contact.profileName ?? contact.username, phone: contact.phone } : null,
      company: company ? { id: company.documentId, name: company.name } : null,
      // Rows of before the inbox are filled at start; one written in between by an older process is open.
      state: row.state ?? 'open',
      snoozedUntil: iso(row.snoozedUntil),
      priority: row.priority ?? 'normal',
      assignee: agentView(joined.agents, row.assignee),
      tags: (joined.tags.get(row.id) ?? []).map(({ documentId, name, colour }) => ({ id: documentId, name, colour: colour as ChannelView['tags'][number]['colour'] })),
      unread: row.unreadCount ?? 0,
      preview: row.preview,
      lastMessageAt: iso(row.lastMessageAt),
      window: windowView(row, account, needsWindow, at),
      muted: row.settings?.muted === true,
    };
  };

  const present = async (channels: ChannelRow[]): Promise<ChannelView[]> => {
    if (channels.length === 0) return [];
    const joined = await joinedOf(channels);
    const at = now();
    return channels.map((row) => viewOf(row, joined, at));
  };

  const detailOf = async (sight: ChannelSight, row: ChannelRow): Promise<ChannelDetail> => {
    const joined = await joinedOf([row]);
    const taking = (await joins.agentsOf([row.id])).get(row.id) ?? [];
    const preferred = (row.contact === null ? undefined : joined.contacts.get(row.contact))?.preferredAgent ?? null;
    const [names, lastMessage] = await Promise.all([findAdminNames(strapi, [...taking, ...(preferred === null ? [] : [preferred])]), joins.newestMessageOf(row.id)]);
    return {
      ...viewOf(row, joined, now()),
      agents: taking.flatMap((user) => agentView(names, user) ?? []),
      lastMessage: lastMessage?.documentId ?? null,
      preferredAgent: agentView(names, preferred),
      may: { reply: sight.mayReply, assign: sight.mayAssign, configure: sight.mayConfigure },
    };
  };

  return {
    async getSeen(sight, documentId) {
      const channel = sight.reach === 'none' ? null : await joins.channels.findOne({ documentId });
      if (!channel) throw missing('channel.missing');
      const isNarrow = sight.reach !== 'all' && channel.assignee !== sight.user;
      const agents = isNarrow ? ((await joins.agentsOf([channel.id])).get(channel.id) ?? []) : [];
      if (!seesChannel(sight, channel, agents)) throw missing('channel.missing');
      return channel;
    },

    present,
    presentDetail: detailOf,
    presentEvents: (events) => presentChannelEvents(strapi, joins, events),
    agentsOf: (channels) => joins.agentsOf(channels),
  };
};
