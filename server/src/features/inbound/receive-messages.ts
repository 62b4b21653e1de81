import type { Core } from '@strapi/types';
import { mayTriggerAutomation, opensWindow } from '../../../../plugin/domain/service-window';
import type { InboundContent } from '../../../../plugin/domain/message';
import type { Knex } from '../../platform/database';
import { now } from '../../platform/clock';
import type { MessageRow } from '../../platform/records';
import { getService } from '../../platform/services';
import { parseSpokenWord } from './consent-word';
import { bodyOf, previewOf, typeOf } from './content-text';
import { timeOf } from './identify-people';
import type { People } from './identify-people';
import { linkMessages } from './link-messages';
import type { ClaimedEvent } from './route-events';
import { messageKey } from './written-event';
import type { Written, WrittenEvent } from './written-event';

export interface Received {
  /** Rows that are new; what was repeated is not among them, and has no effect a second time. */
  inserted: MessageRow[];
  byRow: ReadonlyMap<number, WrittenEvent>;
  expectsMedia: boolean;
}

const quotedBy = (event: Written): string | null => {
  const { content } = event;
  if (content.type === 'reaction') return content.providerMessageId || null;
  return event.kind === 'message' ? (event.replyToProviderMessageId ?? null) : null;
};

/** What is kept of a message besides its content. */
const payloadOf = (event: Written): InboundContent =>
  event.kind === 'message' && (event.forwarded || event.referral)
    ? ({ ...event.content, ...(event.forwarded ? { forwarded: true } : {}), ...(event.referral ? { referral: event.referral } : {}) } as InboundContent)
    : event.content;

const toRow = ({ claimed, event, person, at }: WrittenEvent): Partial<MessageRow> => {
  const isInbound = event.kind === 'message';
  return {
    account: claimed.account.id,
    company: person.channel?.company ?? null,
    channel: person.channel?.id ?? null,
    contact: person.contact.id,
    direction: isInbound ? 'inbound' : 'outbound',
    type: typeOf(event.content),
    deliveryStatus: isInbound ? 'received' : 'sent',
    providerMessageId: event.providerMessageId,
    replyToProviderMessageId: quotedBy(event),
    body: bodyOf(event.content),
    payload: payloadOf(event),
    recipient: isInbound ? null : (person.contact.phone ?? null),
    origin: isInbound ? (event.imported ? 'import' : 'inbound') : 'phone-app',
    occurredAt: at,
    acceptedAt: isInbound ? null : at,
    sentAt: isInbound ? null : at,
  };
};

/** In the order they were written: an album's parts arrive in any order, and threads are read by row id. */
const inOrder = (events: ClaimedEvent[], people: People): WrittenEvent[] =>
  events
    .flatMap((claimed): WrittenEvent[] => {
      const person = people.get(claimed);
      const { event } = claimed;
      return person && (event.kind === 'message' || event.kind === 'echo') ? [{ claimed, event, person, at: timeOf(claimed) }] : [];
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());

const noteOnChannels = async (strapi: Core.Strapi, byRow: ReadonlyMap<number, WrittenEvent>, trx: Knex): Promise<void> => {
  const channels = getService(strapi, 'channels');
  await channels.applyReceived(
    [...byRow].flatMap(([message, { claimed, event, person, at }]) => {
      if (!person.channel || event.kind !== 'message') return [];
      const { receivedAt } = claimed.row;
      const window = opensWindow({ at: event.at, receivedAt, imported: event.imported, content: event.content });
      return [
        {
          channel: person.channel.id,
          at,
          opensWindow: window !== null,
          isStop: parseSpokenWord(event.content, strapi.config.get('plugin::whatsapp.consentWords', {}))?.word === 'stop',
          providerMessageId: event.providerMessageId,
          preview: previewOf(event.content),
          message,
          imported: event.imported,
          reaction: event.content.type === 'reaction',
          routed: mayTriggerAutomation({ at: event.at, receivedAt, imported: event.imported }),
          preferredAgent: person.contact.preferredAgent,
        },
      ];
    }),
    trx,
  );
  // What the company wrote on the phone opens no window.
  const echoes = [...byRow].flatMap(([message, { event, person, at }]) =>
    event.kind === 'echo' && person.channel ? [{ channel: person.channel.id, message, at, preview: previewOf(event.content) }] : [],
  );
  await channels.applySent(echoes, trx);
  if (echoes.length > 0) await channels.readOnPhone(echoes, trx);
};

export const receiveMessages = async (strapi: Core.Strapi, events: ClaimedEvent[], people: People, trx: Knex): Promise<Received> => {
  const written = inOrder(events, people);
  if (written.length === 0) return { inserted: [], byRow: new Map(), expectsMedia: false };
  const messages = getService(strapi, 'messages');
  const queuedAt = now();
  const inserted = await messages.insertInbound(written.map((one) => ({ ...toRow(one), createdAt: queuedAt, updatedAt: queuedAt })), trx);

  const eventOf = new Map<string, WrittenEvent>();
  // The first of equals: the one whose row was inserted.
  for (const one of written) {
    const key = messageKey(one.claimed.account.id, one.event.providerMessageId);
    if (!eventOf.has(key)) eventOf.set(key, one);
  }
  const byRow = new Map(
    inserted.flatMap((row) => {
      const event = eventOf.get(messageKey(row.account, row.providerMessageId));
      return event ? [[row.id, event] as const] : [];
    }),
  );
  const expectsMedia = await linkMessages(strapi, inserted, byRow, trx);
  await noteOnChannels(strapi, byRow, trx);
  // Statuses of what was written on the phone, edits and withdrawals may have come before.
  await messages.joinParked(inserted.flatMap(({ id, account, providerMessageId }) => (providerMessageId ? [{ id, account, providerMessageId }] : [])), trx);
  return { inserted, byRow, expectsMedia };
};
