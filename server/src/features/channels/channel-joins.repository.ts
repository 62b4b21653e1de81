import type { Core } from '@strapi/types';
import { connectionOf, Table } from '../../platform/database';
import type { ChannelAgentRow, ChannelRow, ChannelTagRow, CompanyRow, ContactAliasRow, ContactRow, MessageRow, TagRow } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';

const byId = <R extends { id: number }>(rows: R[]): Map<number, R> => new Map(rows.map((row) => [row.id, row]));

/** A message's place: enough to name it. */
export type MessagePlace = Pick<MessageRow, 'id' | 'documentId'>;

/** What conversations point to, each kind read once however many conversations there are. */
export const createChannelJoins = (strapi: Core.Strapi) => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  const contacts = new Table<ContactRow>(strapi, contentTypeUid('contact'));
  const companies = new Table<CompanyRow>(strapi, contentTypeUid('company'));
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const aliases = new Table<ContactAliasRow>(strapi, modelUid('contact-aliases'));
  const tags = new Table<TagRow>(strapi, modelUid('tags'));
  const channelTags = new Table<ChannelTagRow>(strapi, modelUid('channel-tags'));
  const channelAgents = new Table<ChannelAgentRow>(strapi, modelUid('channel-agents'));

  const placeQuery = (channel: number) =>
    messages.query().select('id', messages.column('documentId')).where('channel', channel).whereNot('type', 'reaction').orderBy('id', 'desc').limit(1);

  return {
    channels,

    contactsOf: async (ids: number[]): Promise<Map<number, ContactRow>> => byId(await contacts.findByIds(ids)),
    companiesOf: async (ids: number[]): Promise<Map<number, CompanyRow>> => byId(await companies.findByIds(ids)),
    tagsById: async (ids: number[]): Promise<Map<number, TagRow>> => byId(await tags.findByIds(ids)),

    /** Of each channel, by name. */
    async tagsOf(ids: number[]): Promise<Map<number, TagRow[]>> {
      const pairs = await channelTags.findWhereIn('channel', ids);
      const found = byId(await tags.findByIds(pairs.map(({ tag }) => tag)));
      const result = new Map<number, TagRow[]>();
      for (const { channel, tag } of pairs) {
        const row = found.get(tag);
        if (row) result.set(channel, [...(result.get(channel) ?? []), row]);
      }
      for (const rows of result.values()) rows.sort((one, other) => one.name.localeCompare(other.name));
      return result;
    },

    /** Who takes part in each beside its assignee. */
    async agentsOf(ids: number[]): Promise<Map<number, number[]>> {
      const result = new Map<number, number[]>();
      const rows = await channelAgents.findWhereIn('channel', ids);
      for (const { channel, user } of rows.sort((one, other) => one.id - other.id)) result.set(channel, [...(result.get(channel) ?? []), user]);
      return result;
    },

    /** A business-scoped id of each contact that has one. */
    async userIdsOf(ids: number[]): Promise<Map<number, string>> {
      const rows = await aliases.findWhereIn('contact', ids);
      return new Map(rows.flatMap(({ contact, kind, value, retiredAt }) => (kind === 'bsuid' && retiredAt === null ? [[contact, value] as const] : [])));
    },

    /** Reactions are no messages of a thread. */
    async newestMessageOf(channel: number): Promise<MessagePlace | null> {
      const [row] = messages.fromRows(await placeQuery(channel));
      return row ?? null;
    },

    /**
     * The message of the thread that each place stands behind: the newest at or before that row. A place may be a
     * reaction, which is no row of the thread, or a row that is gone.
     */
    async messagesAt(places: { channel: number; at: number }[]): Promise<Map<string, string>> {
      const result = new Map<string, string>();
      const known = new Map(places.filter(({ at }) => at > 0).map(({ channel, at }) => [`${channel} ${at}`, { channel, at }]));
      const walks = [...known].map(([key, { channel, at }]) =>
        connectionOf(strapi).select(connectionOf(strapi).raw('? as place', [key]), 'document_id').from(placeQuery(channel).where('id', '<=', at).as('newest')),
      );
      for (let start = 0; start < walks.length; start += 50) {
        const rows = (await connectionOf(strapi).unionAll(walks.slice(start, start + 50))) as { place: string; document_id: string }[];
        for (const { place, document_id } of rows) result.set(place, document_id);
      }
      return result;
    },
  };
};

export type ChannelJoins = ReturnType<typeof createChannelJoins>;
