import type { Core } from '@strapi/types';
import type { ChannelEventView } from '../../../../plugin/contracts/channels';
import { agentView, findAdminNames } from '../../platform/admin-names';
import type { ChannelEventRow } from '../../platform/records';
import type { ChannelJoins } from './channel-joins.repository';

/** What the row ids among an event's details are: names may change, so ids are kept and names are shown. */
const idsAre = ({ kind }: ChannelEventRow): 'users' | 'tags' | null => (kind === 'assigned' || kind === 'agents' ? 'users' : kind === 'tags' ? 'tags' : null);

const numbersIn = (details: Record<string, unknown> | null): number[] => Object.values(details ?? {}).flat().filter((value): value is number => typeof value === 'number');

export const presentChannelEvents = async (strapi: Core.Strapi, joins: ChannelJoins, events: ChannelEventRow[]): Promise<ChannelEventView[]> => {
  if (events.length === 0) return [];
  const numbersOf = (what: 'users' | 'tags') => events.flatMap((event) => (idsAre(event) === what ? numbersIn(event.details) : []));
  const [users, tags, places] = await Promise.all([
    findAdminNames(strapi, [...events.flatMap(({ actor }) => actor ?? []), ...numbersOf('users')]),
    joins.tagsById(numbersOf('tags')),
    joins.messagesAt(events.map(({ channel, afterMessage }) => ({ channel, at: afterMessage }))),
  ]);

  const namesIn = (event: ChannelEventRow): Record<string, unknown> => {
    const what = idsAre(event);
    const nameOf = (value: unknown): unknown =>
      what === null || typeof value !== 'number' ? value : ((what === 'users' ? users.get(value) : tags.get(value)?.name) ?? `#${value}`);
    return Object.fromEntries(Object.entries(event.details ?? {}).map(([key, value]) => [key, Array.isArray(value) ? value.map(nameOf) : nameOf(value)]));
  };

  return events.map((event) => ({
    id: event.documentId,
    kind: event.kind,
    actor: agentView(users, event.actor),
    text: event.body,
    details: namesIn(event),
    at: event.occurredAt.toISOString(),
    after: places.get(`${event.channel} ${event.afterMessage}`) ?? null,
  }));
};
