import { ProviderError } from '../provider-error';
import type { Accepted, Envelope, ProviderAccount, ProviderIo } from '../provider';
import type { OutboundMessage } from '../../../../plugin/domain/message';
import { callGraphOnce } from './graph';
import { listOf, objectOf, textOf } from './json';
import { parsePerson } from './identity';
import { toContent } from './send-content';
import { getConnection } from './settings';

/**
 * The body of `POST /{phone number id}/messages` (facts 1.2; Meta's OpenAPI v23.0 and the messages pages, 2026-11).
 * Pure. Throws ProviderError `invalid_media` for a file that was neither uploaded nor has a link.
 */
export function toGraphBody(message: OutboundMessage, envelope: Envelope): Record<string, unknown> {
  return {
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    // A business-scoped id goes in `recipient` and never together with `to`: in `to` Meta answers 200 and the message
    // disappears; with both, `to` wins (chatwoot PR 15150, 2026).
    ...(envelope.to.kind === 'bsuid' ? { recipient: envelope.to.value } : { to: envelope.to.value }),
    // A reaction names its message itself and is refused as a contextual reply.
    ...(envelope.replyToProviderMessageId && message.type !== 'reaction' ? { context: { message_id: envelope.replyToProviderMessageId } } : {}),
    ...toContent(message),
    biz_opaque_callback_data: envelope.callbackData,
  };
}

/**
 * Posts one message, once. There is no idempotency key at Meta: a time-out, a reset, a 5xx without Meta's own body and a
 * 200 without a message id are all `unknown_outcome`, resolved later by the status that carries our id.
 */
export async function sendMessage(account: ProviderAccount, message: OutboundMessage, envelope: Envelope, io: ProviderIo): Promise<Accepted> {
  const { phoneNumberId } = getConnection(account);
  const answer = await callGraphOnce(account, { method: 'POST', path: `/${encodeURIComponent(phoneNumberId)}/messages`, json: toGraphBody(message, envelope) }, io);

  const providerMessageId = textOf(objectOf(listOf(answer['messages'])[0])['id']);
  if (!providerMessageId) throw new ProviderError('unknown_outcome', 'Meta answered without a message id.');
  const contact = objectOf(listOf(answer['contacts'])[0]);
  const { waId, userId } = parsePerson({ waId: contact['wa_id'], userId: contact['user_id'] });
  return { providerMessageId, ...(waId ? { waId } : {}), ...(userId ? { userId } : {}) };
}
