import { WHATSAPP_MEDIA } from '../../../../plugin/domain/media-limits';
import type { ProviderLimits } from '../provider';

/** Meta's figures (facts 1.2, 1.3 and 2.4 to 2.6; Meta's media, throughput and messaging-limits pages, 2026-11). */
export const metaLimits: ProviderLimits = {
  messagesPerSecond: 80,
  pair: { intervalMs: 6_000, burst: 45 },
  text: 4096,
  caption: 1024,
  media: WHATSAPP_MEDIA,
  serviceWindow: true,
  portfolioBudget: 250,
};
