import type { ProviderLimits } from '../provider';

const MB = 1024 * 1024;
const AUDIO_TYPES = ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'] as const;

/** Meta's figures (facts 1.2, 1.3 and 2.4 to 2.6; Meta's media, throughput and messaging-limits pages, 2026-11). */
export const metaLimits: ProviderLimits = {
  messagesPerSecond: 80,
  pair: { intervalMs: 6_000, burst: 45 },
  text: 4096,
  caption: 1024,
  media: {
    image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] },
    video: { maxBytes: 16 * MB, mimeTypes: ['video/mp4', 'video/3gpp'] },
    audio: { maxBytes: 16 * MB, mimeTypes: AUDIO_TYPES },
    // A voice note is drawn with a waveform only as Opus in Ogg.
    voice: { maxBytes: 16 * MB, mimeTypes: ['audio/ogg'] },
    document: { maxBytes: 100 * MB },
    // 500 KB is the limit of animated stickers; still ones end at 100 KB, which Meta itself reports.
    sticker: { maxBytes: 500 * 1024, mimeTypes: ['image/webp'] },
  },
  serviceWindow: true,
  portfolioBudget: 250,
};
