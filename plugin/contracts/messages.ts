import type { DeliveryStatus } from '../domain/message-status';

/** One message on the wire (API.md, `GET /messages/:id`). `id` is the documentId. */
export interface MessageView {
  id: string;
  status: DeliveryStatus;
  direction: 'inbound' | 'outbound';
  /** text, image, video, audio, voice, document, sticker, template, interactive, reaction, location, contacts, … */
  type: string;
  text: string | null;
  account: string;
  contact: { id: string; name: string | null; phone: string | null } | null;
  channel: { id: string } | null;
  to: string | null;
  providerMessageId: string | null;
  purpose: string | null;
  template: { name: string; language: string } | null;
  media: { id: string; filename: string | null; mimeType: string | null; bytes: number | null; state: string } | null;
  record: { type: string; id: string | null; number: string | null } | null;
  replyTo: string | null;
  blockedBy: string | null;
  error: { code: string; message: string; vendorCode?: string } | null;
  attempts: number;
  queuedAt: string;
  occurredAt: string | null;
  sendAt: string | null;
  expiresAt: string | null;
  acceptedAt: string | null;
  sentAt: string | null;
  deliveredAt: string | null;
  readAt: string | null;
  failedAt: string | null;
}
