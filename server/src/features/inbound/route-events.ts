import type { AccountRow } from '../../platform/records';
import type { AccountRef, ProviderEvent } from '../../providers/provider';
import type { WebhookEventRow } from './inbound.repository';

/** One event of a webhook and the account it is for; null: nobody claims it. */
export interface RoutedEvent {
  event: ProviderEvent;
  account: AccountRow | null;
  /** Names the event where it has no id of its own. */
  key: string;
  row: Pick<WebhookEventRow, 'id' | 'account' | 'digest' | 'receivedAt'>;
}

export type ClaimedEvent = RoutedEvent & { account: AccountRow };

type StoredRow = Pick<WebhookEventRow, 'id' | 'account' | 'digest' | 'receivedAt'>;

/** Kinds that concern every number of a business account; the rest is worked once. */
const SHARED_KINDS: ReadonlySet<ProviderEvent['kind']> = new Set(['account', 'template']);

/** A message without an id of its own gets one, or all such messages would count as repetitions of the first. */
const withId = (event: ProviderEvent, key: string): ProviderEvent =>
  (event.kind === 'message' || event.kind === 'echo') && event.providerMessageId === '' ? { ...event, providerMessageId: key } : event;

/** Whether a row's events can be told without knowing which other accounts got the same webhook. */
export const isPlain = (row: Pick<WebhookEventRow, 'account'>, events: ProviderEvent[], named: (ref: AccountRef) => AccountRow[]): boolean =>
  events.every(({ account }) => account.phoneNumberId !== undefined && named(account).some(({ id }) => id === row.account));

/**
 * What of a webhook is this row's to work. A webhook that names several accounts was stored once for each that could
 * vouch for it (`receivers`, the accounts with a row of the same bytes, lowest first); every event is worked by exactly
 * one of them, and what none claims is parked by the first.
 */
export const routeEvents = (row: StoredRow, events: ProviderEvent[], accounts: AccountRow[], named: (ref: AccountRef) => AccountRow[], receivers: readonly number[]): RoutedEvent[] => {
  const own = accounts.find(({ id }) => id === row.account) ?? null;
  const isFirst = (receivers[0] ?? row.account) === row.account;
  return events.flatMap((event, index): RoutedEvent[] => {
    const key = `${row.digest.slice(0, 40)}:${index}`;
    const routed = (account: AccountRow | null): RoutedEvent[] => [{ event: withId(event, key), account, row, key }];
    const isNamed = Boolean(event.account.phoneNumberId ?? event.account.businessAccountId);
    if (!isNamed) return isFirst ? routed(own) : [];
    const owners = named(event.account);
    const takers = receivers.filter((receiver) => owners.some(({ id }) => id === receiver));
    if (takers.includes(row.account)) {
      const isMine = event.account.phoneNumberId !== undefined || SHARED_KINDS.has(event.kind) || takers[0] === row.account;
      return isMine ? routed(own) : [];
    }
    return takers.length === 0 && isFirst ? routed(null) : [];
  });
};
