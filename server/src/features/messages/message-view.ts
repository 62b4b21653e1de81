import { sentenceOf } from '../../../../plugin/contracts/codes';
import type { MessageView } from '../../../../plugin/contracts/messages';
import type { MessageRow } from '../../platform/records';
import type { JoinedNames } from './joined-names';
import { recordKey } from './joined-names';

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

/** One message as API.md and the screens have it. */
export const presentMessage = (row: MessageRow, names: JoinedNames): MessageView => {
  const contact = row.contact === null ? undefined : names.contacts.get(row.contact);
  const channel = row.channel === null ? undefined : names.channels.get(row.channel);
  const template = row.template === null ? undefined : names.templates.get(row.template);
  const media = row.media === null ? undefined : names.media.get(row.media);
  const record = row.sourceType !== null && row.sourceId !== null ? names.records.get(recordKey(row.sourceType, row.sourceId)) : undefined;
  return {
    id: row.documentId,
    status: row.deliveryStatus,
    direction: row.direction,
    type: row.type,
    text: row.body,
    account: names.accounts.get(row.account) ?? '',
    contact: contact ? { id: contact.documentId, name: contact.name ?? contact.profileName ?? contact.username, phone: contact.phone } : null,
    channel: channel ? { id: channel.documentId } : null,
    to: row.recipient,
    providerMessageId: row.providerMessageId,
    purpose: row.purpose,
    template: template ? { name: template.name, language: template.language } : null,
    media: media ? { id: media.documentId, filename: media.filename, mimeType: media.mimeType, bytes: media.bytes, state: media.state } : null,
    record: row.sourceType === null ? null : { type: row.sourceType, id: record?.documentId ?? null, number: record?.number ?? null },
    replyTo: row.replyTo === null ? null : (names.replied.get(row.replyTo) ?? null),
    blockedBy: row.blockedBy,
    error: row.errorCode === null
      ? null
      : {
          code: row.errorCode,
          message: row.errorMessage ?? sentenceOf(row.errorCode),
          ...(row.errorVendorCode === null ? {} : { vendorCode: row.errorVendorCode }),
        },
    attempts: row.attempts ?? 0,
    queuedAt: row.createdAt.toISOString(),
    occurredAt: iso(row.occurredAt),
    sendAt: row.blockedBy === 'sendAt' || (row.deliveryStatus === 'queued' && (row.attempts ?? 0) === 0) ? iso(row.notBefore) : null,
    expiresAt: iso(row.expiresAt),
    acceptedAt: iso(row.acceptedAt),
    sentAt: iso(row.sentAt),
    deliveredAt: iso(row.deliveredAt),
    readAt: iso(row.readAt),
    failedAt: iso(row.failedAt),
  };
};
