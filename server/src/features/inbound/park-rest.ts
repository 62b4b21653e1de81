import { now } from '../../platform/clock';
import type { Knex } from '../../platform/database';
import type { InboundRepository, ParkedEventRow } from './inbound.repository';
import type { People } from './identify-people';
import type { ClaimedEvent, RoutedEvent } from './route-events';

export type NewParkedEvent = Omit<ParkedEventRow, 'id' | 'resolvedAt'>;

/** Why an event can't be placed; null where it was. */
const reasonOf = (routed: RoutedEvent, people: People): string | null => {
  const { event, account } = routed;
  if (account === null) return 'unclaimed_number';
  const isIdentified = people.has(routed as ClaimedEvent);
  switch (event.kind) {
    case 'message':
      if (event.groupId) return 'group_message';
      return isIdentified ? null : 'no_identity';
    case 'echo':
    case 'preference':
      return isIdentified ? null : 'no_identity';
    case 'template':
      return (event.account.businessAccountId ?? account.businessAccount) ? null : 'no_business_account';
    case 'unsupported':
      return 'unsupported';
    default:
      return null;
  }
};

const detailOf = ({ event }: RoutedEvent): string => {
  if (event.kind === 'status') return event.status;
  return event.kind === 'unsupported' ? event.vendorField.slice(0, 255) : event.kind;
};

/** The event as a row people can look at, whatever became of it. */
export const toParked = (routed: RoutedEvent, reason: string): NewParkedEvent => {
  const { event, key, row, account } = routed;
  const own = 'providerMessageId' in event ? event.providerMessageId : undefined;
  return {
    account: account?.id ?? row.account,
    // What nobody claims must not be taken for news of this account's own messages.
    kind: account === null ? 'unclaimed' : event.kind,
    providerMessageId: own || key,
    detail: detailOf(routed),
    reason: reason.slice(0, 255),
    payload: event,
    parkedAt: now(),
  };
};

export const parkRest = async (repository: InboundRepository, events: RoutedEvent[], people: People, trx: Knex): Promise<void> => {
  const rest = events.flatMap((routed) => {
    const reason = reasonOf(routed, people);
    return reason === null ? [] : [toParked(routed, reason)];
  });
  if (rest.length > 0) await repository.park(rest, trx);
};
