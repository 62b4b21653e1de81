import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/types';
import type { Knex } from '../../platform/database';
import type { AdvancedMessage } from '../../platform/events';
import type { MessageRow } from '../../platform/records';
import type { InboundRepository } from './inbound.repository';
import { applyChanges } from './apply-changes';
import { applyIdentities } from './apply-identities';
import { heedConsent } from './heed-consent';
import { identifyPeople } from './identify-people';
import { parkRest } from './park-rest';
import { receiveMessages } from './receive-messages';
import type { ClaimedEvent, RoutedEvent } from './route-events';

/** What has happened, for those who only listen; told after the commit. */
export interface PipelineOutcome {
  /** Written by customers, or by the company on its phone. */
  received: MessageRow[];
  /** Row ids of messages whose text changed or was withdrawn. */
  redrawn: number[];
  advanced: AdvancedMessage[];
  expectsMedia: boolean;
}

/**
 * What becomes of events, in order. Everything is written in the caller's transaction together with the mark that the
 * events were worked: either all of it is there, once, or none.
 */
export const createPipeline =
  (strapi: Core.Strapi, repository: InboundRepository) =>
  async (events: RoutedEvent[], trx: Knex): Promise<PipelineOutcome> => {
    // Between its larger steps the event loop gets a turn: on SQLite nothing else would be answered meanwhile.
    const claimed = events.filter((event): event is ClaimedEvent => event.account !== null);

    // 1. Who changed their number or id: first, so that nobody below is taken for someone new.
    await applyIdentities(strapi, claimed, trx);
    // 2. Who wrote, or was written to: contacts by their aliases, merged where one person was known twice; their channels.
    const people = await identifyPeople(strapi, claimed, trx);
    await nextTurn();
    // 3. What they wrote: one row a message, whatever is repeated; files to fetch; windows, unread counts, quoted messages.
    const received = await receiveMessages(strapi, claimed, people, trx);
    await nextTurn();
    // 4. STOP, START, and the provider's own switch for marketing.
    await heedConsent(strapi, claimed, people, received, trx);
    // 5. What became of messages: edits, withdrawals, statuses; templates' approval.
    const { redrawn, advanced } = await applyChanges(strapi, claimed, trx);
    // 6. What can't be placed stays visible.
    await parkRest(repository, events, people, trx);

    return { received: received.inserted, redrawn, advanced, expectsMedia: received.expectsMedia };
  };
