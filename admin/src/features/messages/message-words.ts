import type { MessageView } from '../../../../plugin/contracts/messages';
import { isMessageKey, type MessageKey, type Text } from '../../i18n';

/** Statuses a list can be narrowed to, in the order a message lives them. */
export const STATUSES = ['queued', 'sending', 'accepted', 'sent', 'delivered', 'read', 'played', 'failed', 'uncertain', 'cancelled', 'received'] as const;

/** What kind of message it is, in words; an unknown kind keeps its own name. */
export const typeWords = (type: string, text: Text): string => {
  const key = `type.${type}`;
  return isMessageKey(key) ? text(key) : type;
};

/** Why a queued message does not move, in words. */
export const blockedWords = (blockedBy: string, text: Text): string => {
  const key = `blocked.${blockedBy}`;
  return isMessageKey(key) ? text(key) : text('blocked.other', { reason: blockedBy });
};

export const purposeWords = (purpose: string | null, text: Text): string => {
  const key = `purpose.${purpose ?? ''}`;
  return isMessageKey(key) ? text(key) : (purpose ?? '');
};

/** Who it went to or came from. A contact may have neither name nor phone. */
export const contactWords = (message: Pick<MessageView, 'contact' | 'to'>, text: Text): string =>
  message.contact?.name || message.contact?.phone || message.to || text('contact.unnamed');

/** When it happened, for a list: the message's own time, else when it was queued. */
export const timeOf = (message: Pick<MessageView, 'occurredAt' | 'queuedAt'>): string => message.occurredAt ?? message.queuedAt;

/** The times of a message that are known, in the order they happen. */
export const timeline = (message: MessageView): { key: MessageKey; at: string }[] => {
  const steps: { key: MessageKey; at: string | null }[] =
    message.direction === 'inbound'
      ? [
          { key: 'time.written', at: message.occurredAt },
          { key: 'time.stored', at: message.queuedAt },
        ]
      : [
          { key: 'time.queued', at: message.queuedAt },
          { key: 'time.scheduled', at: message.sendAt },
          { key: 'time.accepted', at: message.acceptedAt },
          { key: 'time.sent', at: message.sentAt },
          { key: 'time.delivered', at: message.deliveredAt },
          { key: 'time.read', at: message.readAt },
          { key: 'time.failed', at: message.failedAt },
        ];
  return steps.flatMap((step) => (step.at ? [{ key: step.key, at: step.at }] : []));
};

const RECORD_TYPES: Record<string, string> = { invoice: 'plugin::whatsapp.invoice', 'sales-order': 'plugin::whatsapp.sales-order' };

/** Where a message's record is in the Content Manager; null for what is neither ours nor the host's. */
export const recordPath = (record: MessageView['record']): string | null => {
  const uid = record ? (RECORD_TYPES[record.type] ?? (record.type.startsWith('api::') ? record.type : undefined)) : undefined;
  return uid && record?.id ? `/content-manager/collection-types/${uid}/${encodeURIComponent(record.id)}` : null;
};

