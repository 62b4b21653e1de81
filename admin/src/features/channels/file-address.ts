import { segment } from '../../api/query';

/** What a page may show from bytes that a customer sent. Anything else, HTML and SVG above all, is only ever saved. */
const SHOWN = /^(?:image\/(?:jpeg|png|webp|gif)|video\/(?:mp4|3gpp|webm|quicktime)|audio\/[\w.+-]+|application\/pdf)$/;

/** The type a blob is given: the sender's own only where a browser runs nothing of it. */
export const safeType = (mimeType: string | null): string => {
  const type = (mimeType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return SHOWN.test(type) ? type : 'application/octet-stream';
};

export const filePath = (channel: string, media: string, part: '' | '/thumbnail' | '/library' | '/fetch' = ''): string => `/channels/${segment(channel)}/media/${segment(media)}${part}`;
