import type { Core } from '@strapi/types';
import type { DeliveryStatus } from '../../../../plugin/domain/message-status';
import { listen } from '../../platform/events';
import type { MessageRow } from '../../platform/records';
import type { Gathered } from './gathered';

/** With these the conversation's last message moves too: its row of the list is drawn anew. */
const MOVES_CHANNEL: ReadonlySet<DeliveryStatus> = new Set<DeliveryStatus>(['accepted', 'sent']);

/** Everything screens are told of. What an event says beyond ids is read when it is told: by then more may be so. */
export const listenForScreens = (strapi: Core.Strapi, { gather, accessMoved }: { gather(put: (into: Gathered) => void): void; accessMoved(): void }): (() => void) => {
  const added = (message: MessageRow): void =>
    gather((into) => {
      into.added.add(message.id);
      if (message.channel !== null) into.channels.add(message.channel);
    });
  const stops = [
    listen(strapi, 'message.received', ({ message }) => added(message)),
    listen(strapi, 'message.queued', ({ message }) => added(message)),
    listen(strapi, 'message.advanced', ({ messages }) =>
      gather((into) => {
        for (const { id, channel, deliveryStatus } of messages) {
          into.changed.add(id);
          if (channel !== null && MOVES_CHANNEL.has(deliveryStatus)) into.channels.add(channel);
        }
      }),
    ),
    listen(strapi, 'message.changed', ({ messages }) =>
      gather((into) => {
        for (const id of messages) into.changed.add(id);
      }),
    ),
    listen(strapi, 'channel.changed', ({ channels, gone }) =>
      gather((into) => {
        for (const id of channels) into.channels.add(id);
        for (const id of gone ?? []) into.gone.add(id);
      }),
    ),
    listen(strapi, 'contact.changed', ({ contacts }) =>
      gather((into) => {
        for (const id of contacts) into.contacts.add(id);
      }),
    ),
    listen(strapi, 'channel.noted', ({ events }) => gather((into) => void into.notes.push(...events))),
    listen(strapi, 'access.changed', accessMoved),
    // Who logs out, or is logged out, is cut off at once.
    strapi.db.lifecycles.subscribe({ models: ['admin::session'], afterDelete: accessMoved, afterDeleteMany: accessMoved }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
