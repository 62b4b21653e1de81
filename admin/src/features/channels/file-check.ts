import type { MediaKind } from '../../../../plugin/domain/message';
import { checkFile, type Problem } from '../../../../plugin/domain/validate';

export type FileKind = MediaKind;

const MB = 1024 * 1024;

const LIMITS: Record<MediaKind, { maxBytes: number; mimeTypes?: readonly string[] }> = {
  image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] },
  video: { maxBytes: 16 * MB, mimeTypes: ['video/mp4', 'video/3gpp'] },
  audio: { maxBytes: 16 * MB },
  voice: { maxBytes: 16 * MB, mimeTypes: ['audio/ogg'] },
  document: { maxBytes: 100 * MB },
  sticker: { maxBytes: 500 * 1024, mimeTypes: ['image/webp'] },
};

/** What a file goes as. */
export const fileKind = ({ type }: File): FileKind => {
  const mime = type.split(';')[0]?.toLowerCase() ?? '';
  if (LIMITS.image.mimeTypes?.includes(mime)) return 'image';
  if (LIMITS.video.mimeTypes?.includes(mime)) return 'video';
  if (mime.startsWith('audio/')) return 'audio';
  return 'document';
};

export const fileRefusal = (kind: FileKind, file: File): Problem | null => checkFile(kind, { bytes: file.size, mimeType: file.type }, LIMITS[kind]);
