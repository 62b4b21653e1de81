import type { Core } from '@strapi/types';
import { getService } from '../../platform/services';
import type { ParkedEventRow } from './inbound.repository';
import type { RoutedEvent } from './route-events';

/** The message an event speaks of, by the provider's id; null for what speaks of none. */
const subjectOf = ({ event }: RoutedEvent): string | null => {
  switch (event.kind) {
    case 'message':
    case 'echo':
    case 'status':
      return event.providerMessageId || null;
    case 'edit':
    case 'revoke':
      return event.originalProviderMessageId || null;
    default:
      return null;
  }
};

/** Which webhook each message's news came with. The webhook itself is kept already: its row is named, not copied. */
export const traceEvents = (strapi: Core.Strapi, events: RoutedEvent[]): void => {
  const traces = getService(strapi, 'traces');
  for (const routed of events) {
    const { event, account, row } = routed;
    const subject = subjectOf(routed);
    if (subject === null || account === null) continue;
    const detail = event.kind === 'status' ? { event: event.kind, state: event.status, ...(event.at ? { happenedAt: event.at } : {}) } : { event: event.kind };
    traces.record({ account: account.id, subject, kind: 'event', webhookEvent: row.id, details: detail });
  }
};

/** A parked event that found its place: its row may be gone by now, so the step carries what it held. */
export const traceReplay = (strapi: Core.Strapi, { account, providerMessageId, kind, detail, reason, parkedAt, payload }: ParkedEventRow): void => {
  if (account === null) return;
  getService(strapi, 'traces').record({ account, subject: providerMessageId, kind: 'replay', details: { event: kind, state: detail, reason, parkedAt, payload } });
};
