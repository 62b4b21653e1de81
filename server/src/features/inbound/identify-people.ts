import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import type { ChannelRow, ContactRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { PersonRef } from '../../providers/provider';
import type { ClaimedEvent } from './route-events';

/** The contact of an event and, where it is a message, the channel it belongs to. */
export interface IdentifiedPerson {
  contact: ContactRow;
  channel: ChannelRow | null;
}

export type People = ReadonlyMap<ClaimedEvent, IdentifiedPerson>;

const personOf = ({ event }: ClaimedEvent): PersonRef | null => {
  switch (event.kind) {
    // A group's message has a thread of its own, which a later stage brings; until then it is parked.
    case 'message':
      return event.groupId ? null : event.from;
    case 'echo':
      return event.to;
    case 'preference':
      return event.person;
    default:
      return null;
  }
};

/** When an event happened: its own time, never later than we heard of it. */
export const timeOf = ({ event, row }: Pick<ClaimedEvent, 'event' | 'row'>): Date => (event.at !== null && event.at < row.receivedAt ? event.at : row.receivedAt);

export const identifyPeople = async (strapi: Core.Strapi, events: ClaimedEvent[], trx: Knex): Promise<People> => {
  const named = events.flatMap((claimed) => {
    const person = personOf(claimed);
    return person ? [{ claimed, person }] : [];
  });
  if (named.length === 0) return new Map();
  const accounts = getService(strapi, 'accounts');
  const contacts = await getService(strapi, 'contacts').resolvePeople(
    named.map(({ claimed, person }) => ({ person, scope: accounts.portfolioOf(claimed.account), source: claimed.event.kind, at: timeOf(claimed) })),
    trx,
  );

  const messages = named.flatMap(({ claimed }, index) => {
    const contact = contacts[index];
    return contact && claimed.event.kind !== 'preference' ? [{ claimed, contact }] : [];
  });
  const channels = await getService(strapi, 'channels').openMany(
    messages.map(({ claimed, contact }) => ({ account: claimed.account.id, contact: contact.id, company: contact.company })),
    trx,
  );
  const channelOf = new Map(messages.map(({ claimed }, index) => [claimed, channels[index] ?? null]));

  return new Map(
    named.flatMap(({ claimed }, index) => {
      const contact = contacts[index];
      return contact ? [[claimed, { contact, channel: channelOf.get(claimed) ?? null }] as const] : [];
    }),
  );
};
