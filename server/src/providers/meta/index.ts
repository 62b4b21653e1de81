import type { Provider, ProviderAccount, ProviderIo } from '../provider';
import { callGraph } from './graph';
import { checkHealth } from './health';
import { metaLimits } from './limits';
import { metaMedia } from './media';
import { sendMessage } from './send';
import { getConnection, metaSettings } from './settings';
import { metaTemplates } from './templates';
import { metaWebhook } from './webhook';

/** Meta's Cloud API (facts 1, Graph v26.0, 2026-11). */
export const metaProvider: Provider = {
  id: 'meta',
  label: 'WhatsApp Cloud API (Meta)',
  settings: metaSettings,
  limits: metaLimits,
  send: sendMessage,
  webhook: metaWebhook,
  health: checkHealth,
  templates: metaTemplates,
  media: metaMedia,
  /** Blue ticks up to and including this message. */
  markRead: (account, providerMessageId, io) => postRead(account, { message_id: providerMessageId }, io),
  /** Shown for 25 s or until a message is sent; Meta ties it to an inbound message, which it also marks read. */
  typing: (account, lastInboundProviderMessageId, io) =>
    postRead(account, { message_id: lastInboundProviderMessageId, typing_indicator: { type: 'text' } }, io),
};

async function postRead(account: ProviderAccount, fields: Record<string, unknown>, io: ProviderIo): Promise<void> {
  const { phoneNumberId } = getConnection(account);
  await callGraph(
    account,
    { method: 'POST', path: `/${encodeURIComponent(phoneNumberId)}/messages`, json: { messaging_product: 'whatsapp', status: 'read', ...fields } },
    io,
  );
}
