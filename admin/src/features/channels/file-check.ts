import type { MediaKind } from '../../../../plugin/domain/message';
import { checkFile } from '../../../../plugin/domain/validate';

const MB = 1024 * 1024;

const LIMITS: Record<MediaKind, { maxBytes: number; mimeTypes?: readonly string[] }> = {
  image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] },
  video: { maxBytes: 16 * MB, mimeTypes: ['video/mp4', 'video/3gpp'] },
  audio: { maxBytes: 16 * MB },
  voice: { maxBytes: 16 * MB, mimeTypes: ['audio/ogg'] },
  document: { maxBytes: 100 * MB },
  sticker: { maxBytes: 500 * 1024, mimeTypes: ['image/webp'] },
};

export type FileChoice = { kind: MediaKind; problem: null } | { kind: null; problem: { code: string; values: Readonly<Record<string, string | number>> } };

/** What a file goes as, or why it can't go. */
export const kindOfFile = (mimeType: string, _filename: string, bytes: number): FileChoice => {
  const mime = mimeType.split(';')[0]?.toLowerCase() ?? '';
  const shown: MediaKind = LIMITS.image.mimeTypes?.includes(mime) ? 'image' : LIMITS.video.mimeTypes?.includes(mime) ? 'video' : mime.startsWith('audio/') ? 'audio' : 'document';
  const problem = checkFile(shown, { bytes, mimeType: mime }, LIMITS[shown]);
  return problem ? { kind: null, problem: { code: problem.code, values: problem.values } } : { kind: shown, problem: null };
};
