import type { MediaReference } from './media-request';

/** Sizes and types of facts 1.3 (2026-11). A sticker's limit depends on animation, which is not looked into. */
const MB = 1024 * 1024;
const TYPES: Record<Exclude<MediaReference['kind'], 'document'>, readonly string[]> = {
  image: ['image/jpeg', 'image/png'],
  video: ['video/mp4', 'video/3gpp'],
  audio: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/opus'],
  sticker: ['image/webp'],
};
export const MEDIA_LIMITS: Record<MediaReference['kind'], number> = { image: 5 * MB, video: 16 * MB, audio: 16 * MB, document: 100 * MB, sticker: 500 * 1024 };
export const LIVES_MS = { uploaded: 30 * 24 * 3_600_000, received: 7 * 24 * 3_600_000 };

/** `image/jpeg` of `image/JPEG; x=y`. */
export function mediaTypeOf(contentType: string): string {
  return contentType.split(';')[0]!.trim().toLowerCase();
}

/** The kind a file of this type is stored as; null = the service takes no such file. */
export function kindOfType(mimeType: string): MediaReference['kind'] | null {
  for (const [kind, types] of Object.entries(TYPES)) if (types.includes(mimeType)) return kind as MediaReference['kind'];
  if (!/^(application|text)\/[\w.+-]+$/.test(mimeType) || mimeType === 'application/octet-stream') return null;
  return 'document';
}

/** Why a file can't be sent as this kind of message; null = it can. */
export function findMediaProblem(kind: MediaReference['kind'], mimeType: string, bytes: number): string | null {
  const mayBe = kind === 'document' ? kindOfType(mimeType) !== null : TYPES[kind].includes(mimeType);
  if (!mayBe) return `Unsupported media type: ${mimeType || 'unknown'} can't be sent as ${kind}`;
  return bytes > MEDIA_LIMITS[kind] ? `Media file size too big. Max file size supported for ${kind}: ${MEDIA_LIMITS[kind]} bytes` : null;
}

export const ACCEPTED_TYPES = [...Object.values(TYPES).flat(), 'application/pdf', 'application/*', 'text/*'].join(', ');
