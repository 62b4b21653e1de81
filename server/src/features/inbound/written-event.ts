import type { ProviderEvent } from '../../providers/provider';
import type { IdentifiedPerson } from './identify-people';
import type { ClaimedEvent } from './route-events';

/** A message in either direction: a customer's, or one written on the company's phone. */
export type Written = Extract<ProviderEvent, { kind: 'message' | 'echo' }>;

export interface WrittenEvent {
  claimed: ClaimedEvent;
  event: Written;
  person: IdentifiedPerson;
  at: Date;
}

/** What makes a message one message, whatever is repeated. */
export const messageKey = (account: number, providerMessageId: string | null): string => `${account} ${providerMessageId ?? ''}`;
