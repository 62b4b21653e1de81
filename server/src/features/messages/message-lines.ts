import type { MessageView } from '../../../../plugin/contracts/messages';

/** Columns of the exported message log; names are fixed, since people's sheets are built on them. */
export const EXPORT_COLUMNS = [
  'id', 'queued_at', 'direction', 'account', 'contact', 'phone', 'to', 'type', 'purpose', 'template', 'language', 'text', 'status', 'error_code', 'error',
  'record_type', 'record', 'accepted_at', 'sent_at', 'delivered_at', 'read_at', 'failed_at', 'provider_message_id',
] as const;

export const exportLine = (message: MessageView): unknown[] => [
  message.id, message.queuedAt, message.direction, message.account, message.contact?.name, message.contact?.phone, message.to, message.type, message.purpose,
  message.template?.name, message.template?.language, message.text, message.status, message.error?.code, message.error?.message,
  message.record?.type, message.record?.number, message.acceptedAt, message.sentAt, message.deliveredAt, message.readAt, message.failedAt, message.providerMessageId,
];
