import { findText, onlyKeys, type Fields } from './check';
import { refuse, refuseParameter } from './errors';

/** Media a request names; resolved and judged after the shape is known to be right. */
export interface MediaReference {
  kind: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  id: string | null;
  link: string | null;
  filename: string | null;
}

const MEDIA_KEYS: Record<MediaReference['kind'], ReadonlySet<string>> = {
  image: new Set(['id', 'link', 'caption']),
  video: new Set(['id', 'link', 'caption']),
  audio: new Set(['id', 'link', 'voice']),
  document: new Set(['id', 'link', 'caption', 'filename']),
  sticker: new Set(['id', 'link']),
};

/** Exactly one of `id` and `link`. Shared with headers of templates and interactive messages. */
export function checkMedia(media: Fields, kind: MediaReference['kind'], path: string): MediaReference {
  onlyKeys(media, MEDIA_KEYS[kind], path);
  const id = findText(media, 'id', path, { max: 256 });
  const link = findText(media, 'link', path, { max: 2048 });
  if (id === null && link === null) refuse(131008, `One of 'id' and 'link' is mandatory for ${path}`);
  if (id !== null && link !== null) refuseParameter(`Only one of "id" and "link" may be given on param "${path}".`);
  if (link !== null && !(URL.canParse(link) && /^https?:/i.test(link))) refuse(131009, `Param ${path}['link'] is not a valid URL.`);
  return { kind, id, link, filename: kind === 'document' ? findText(media, 'filename', path, { max: 240 }) : null };
}
