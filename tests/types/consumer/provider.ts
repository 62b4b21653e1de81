// A host's own provider, written against the packed package.
import { ProviderError } from 'strapi-plugin-whatsapp/provider';
import type { Accepted, Envelope, OutboundMessage, Provider, ProviderAccount, ProviderEvent, ProviderIo } from 'strapi-plugin-whatsapp/provider';
import type { IsAny, No } from './is-any';

export const precise: [
  No<IsAny<Provider>>,
  No<IsAny<ProviderEvent>>,
  No<IsAny<OutboundMessage>>,
  No<IsAny<ProviderError['kind']>>,
  No<IsAny<ProviderAccount['secrets']>>,
] = [false, false, false, false, false];

const send = async (account: ProviderAccount, message: OutboundMessage, envelope: Envelope, io: ProviderIo): Promise<Accepted> => {
  if (message.type !== 'text') throw new ProviderError('invalid_request', 'Only text can be sent here.');
  const answer = await io.http({ method: 'POST', url: `${String(account.settings.url)}/messages`, body: JSON.stringify({ to: envelope.to.value, text: message.text }) });
  if (answer.status === 429) throw new ProviderError('rate_limited', 'Too fast.', { retryAfterMs: 1_000, vendorCode: '429' });
  return { providerMessageId: answer.headers['x-message-id'] ?? '' };
};

export const carrierPigeon: Provider = {
  id: 'carrier-pigeon',
  label: 'Carrier pigeon',
  settings: [{ name: 'url', label: 'Address', type: 'url', required: true, guardsSecrets: true }],
  limits: {
    messagesPerSecond: 1,
    text: 4_096,
    caption: 1_024,
    media: {
      image: { maxBytes: 1 },
      video: { maxBytes: 1 },
      audio: { maxBytes: 1 },
      voice: { maxBytes: 1 },
      document: { maxBytes: 1 },
      sticker: { maxBytes: 1 },
    },
    serviceWindow: false,
  },
  send,
  webhook: { verify: () => false, parse: () => [] },
  health: async () => ({ state: 'connected', problems: [] }),
};

// @ts-expect-error a kind that nobody knows could not be answered by the laws of retrying
export const unknownKind = new ProviderError('out_of_grain', 'No.');

// @ts-expect-error a provider without its webhook is none
export const deaf: Provider = { id: 'deaf', label: 'Deaf', settings: [], limits: carrierPigeon.limits, send, health: carrierPigeon.health };
