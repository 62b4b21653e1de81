import type { MediaKind } from './message';
import { checkFile, type ProblemCode } from './validate';

const MB = 1024 * 1024;

export interface MediaLimit {
  maxBytes: number;
  /** Left out: any. */
  mimeTypes?: readonly string[];
  /** Of documents: an upload is judged by its type, so that pictures, films, sounds and what has no type are none. */
  byType?: boolean;
}

export type MediaLimits = Readonly<Record<MediaKind, MediaLimit>>;

/** What WhatsApp takes as what (facts 1.3; Meta's media page, 2026-11). A provider with other limits states its own. */
export const WHATSAPP_MEDIA: MediaLimits = {
  image: { maxBytes: 5 * MB, mimeTypes: ['image/jpeg', 'image/png'] },
  video: { maxBytes: 16 * MB, mimeTypes: ['video/mp4', 'video/3gpp'] },
  audio: { maxBytes: 16 * MB, mimeTypes: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'] },
  // A voice note is drawn with a waveform only as Opus in Ogg.
  voice: { maxBytes: 16 * MB, mimeTypes: ['audio/ogg'] },
  // Meta's upload knows a file by its type: a picture too large for one is refused as a document too, and so is `octet-stream`.
  document: { maxBytes: 100 * MB, byType: true },
  // 500 KB is the limit of animated stickers; still ones end at 100 KB.
  sticker: { maxBytes: 500 * 1024, mimeTypes: ['image/webp'] },
};

const STILL_STICKER_BYTES = 100 * 1024;
const STICKER_SIDE = 512;

/** The largest file of any kind. */
export const LARGEST_FILE_BYTES = WHATSAPP_MEDIA.document.maxBytes;

export const limitsOf = (kind: MediaKind): MediaLimit => WHATSAPP_MEDIA[kind];

/** How many of a file's first bytes say enough of it. */
export const HEAD_BYTES = 4096;

/** What a picked file is sent as, or why it is not sent. `mimeType` is the name providers know its type by. */
export type FileChoice =
  | { kind: MediaKind; mimeType: string; problem: null }
  | { kind: null; problem: { code: ProblemCode | 'media.executable'; values: Readonly<Record<string, string | number>> } };

/** Other names of the same formats. */
const SAME: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/mp3': 'audio/mpeg',
  'audio/aacp': 'audio/aac',
  'audio/opus': 'audio/ogg',
  'application/ogg': 'audio/ogg',
};

/** Documents that browsers and first bytes give no type for. */
const TYPE_BY_NAME: Readonly<Record<string, string>> = {
  txt: 'text/plain', md: 'text/markdown', csv: 'text/csv', ics: 'text/calendar', vcf: 'text/vcard', rtf: 'application/rtf', xml: 'application/xml', json: 'application/json', zip: 'application/zip',
  doc: 'application/msword', xls: 'application/vnd.ms-excel', ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text', ods: 'application/vnd.oasis.opendocument.spreadsheet',
};

/** What else begins as an MP4 does, by the brand that follows. */
const TYPE_BY_BRAND: Readonly<Record<string, string>> = {
  heic: 'image/heic', heix: 'image/heic', hevc: 'image/heic', mif1: 'image/heic', msf1: 'image/heic', avif: 'image/avif', avis: 'image/avif', 'M4A ': 'audio/mp4', 'qt  ': 'video/quicktime',
};

const UNKNOWN = 'application/octet-stream';
const ACTIVE_TYPE = /^(?:text\/(?:html|.*javascript|ecmascript)|application\/(?:xhtml\+xml|.*javascript|ecmascript|hta|java-archive|x-java.*|vnd\.android\.package-archive|x-ms(?:download|dos-program|i|-shortcut)|vnd\.microsoft\.portable-executable|x-(?:dosexec|executable|elf|sharedlib|mach-binary|sh|csh|shellscript|bat|shockwave-flash|apple-diskimage))|image\/svg.*)$/;
const ACTIVE_NAME = /\.(?:html?|xhtml|xht|shtml|mht|mhtml|svgz?|m?js|cjs|hta|exe|msi|msix|dll|com|scr|pif|cpl|bat|cmd|ps1|psm1|vbs?|vbe|jse|wsf|wsh|lnk|url|reg|inf|jar|class|apk|aab|ipa|app|dmg|pkg|sh|bash|csh|command|run|elf|deb|rpm|swf)$/i;
/** How a page or a drawing begins, after what may stand before it: a declaration, comments. */
const ACTIVE_TEXT = /^\s*(?:<\?xml[^>]*\?>\s*|<!--[\s\S]*?-->\s*)*<(?:!doctype\s+(?:html|svg)|html|head|body|script|iframe|svg)[\s>/]/i;

const textOf = (head: Uint8Array, from: number, to: number): string => Array.from(head.subarray(from, to), (byte) => String.fromCharCode(byte)).join('');

const isProgram = (start: string): boolean =>
  (start.startsWith('MZ') && start.slice(0, 128).includes('\0')) || start.startsWith('\x7fELF') || start.startsWith('#!') || /^(?:\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe)/.test(start);

/** Whether a file could do something where it is opened, by its type, its name or its first bytes: any of them suffices. */
const mayRun = (mimeType: string, filename: string, head: Uint8Array | undefined): boolean => {
  if (ACTIVE_TYPE.test(mimeType) || ACTIVE_NAME.test(filename)) return true;
  if (!head) return false;
  const start = textOf(head, 0, HEAD_BYTES);
  // Text in two bytes a letter, or with its mark in front, is the same text.
  return isProgram(start) || ACTIVE_TEXT.test(start.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replace(/\0/g, ''));
};

/** Of a WebP picture; null where its first bytes do not say. */
const webpOf = (head: Uint8Array): { width: number; height: number; animated: boolean } | null => {
  if (head.length < 30 || textOf(head, 8, 12) !== 'WEBP') return null;
  const at = (index: number): number => head[index] ?? 0;
  switch (textOf(head, 12, 16)) {
    case 'VP8X':
      return { width: 1 + at(24) + at(25) * 256 + at(26) * 65_536, height: 1 + at(27) + at(28) * 256 + at(29) * 65_536, animated: (at(20) & 2) !== 0 };
    case 'VP8L':
      return { width: 1 + at(21) + (at(22) & 63) * 256, height: 1 + (at(22) >> 6) + at(23) * 4 + (at(24) & 15) * 1024, animated: false };
    case 'VP8 ':
      return { width: at(26) + (at(27) & 63) * 256, height: at(28) + (at(29) & 63) * 256, animated: false };
    default:
      return null;
  }
};

/** A sticker is a square of 512; any other WebP picture is refused as one. */
const isSticker = (bytes: number, head: Uint8Array | undefined): boolean => {
  if (!head) return true;
  const picture = webpOf(head);
  return picture !== null && picture.width === STICKER_SIDE && picture.height === STICKER_SIDE && (picture.animated || bytes <= STILL_STICKER_BYTES);
};

const typeOf = (given: string, filename: string, head: Uint8Array | undefined): string => {
  const brand = head && textOf(head, 4, 8) === 'ftyp' ? TYPE_BY_BRAND[textOf(head, 8, 12)] : undefined;
  if (brand) return brand;
  if (given !== '' && given !== UNKNOWN) return SAME[given] ?? given;
  return TYPE_BY_NAME[/\.([a-z0-9]+)$/i.exec(filename)?.[1]?.toLowerCase() ?? ''] ?? UNKNOWN;
};

/** What it is shown as where it is small enough. */
const shownAs = (mimeType: string, bytes: number, head: Uint8Array | undefined): MediaKind => {
  if (mimeType === 'image/webp') return isSticker(bytes, head) ? 'sticker' : 'image';
  // Ogg with another sound in it than Opus is not played.
  if (mimeType === 'audio/ogg') return !head || textOf(head, 28, 36) === 'OpusHead' ? 'voice' : 'document';
  const [family = ''] = mimeType.split('/');
  return family === 'image' || family === 'video' || family === 'audio' ? family : 'document';
};

/** Whether the upload of a document takes this type; one that knows it as a picture, film or sound holds it to the limit of those. */
const isDocument = (mimeType: string, bytes: number, limits: MediaLimits): boolean =>
  limits.document.byType !== true ||
  (/^(?:application|text)\//.test(mimeType) && mimeType !== UNKNOWN) ||
  Object.values(limits).some((limit) => limit.mimeTypes?.includes(mimeType) === true && bytes <= limit.maxBytes);

/**
 * What a picked file is sent as: what can't be shown as picture, film or sound goes as a document, where that is allowed.
 * Asked on the screen with what the browser says, and on the server with what the bytes say (`head`: the first of them).
 */
export function kindOfFile(mimeType: string, filename: string, bytes: number, options: { head?: Uint8Array; limits?: MediaLimits } = {}): FileChoice {
  const { head, limits = WHATSAPP_MEDIA } = options;
  const given = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  // Marks that turn text round, and dots and spaces that Windows ignores at the end, hide an extension from people.
  const name = filename.replace(/[\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g, '').replace(/[.\s]+$/, '');
  if (mayRun(given, name, head)) return { kind: null, problem: { code: 'media.executable', values: {} } };
  const type = typeOf(given, name, head);
  const shown = shownAs(type, bytes, head);
  const problem = checkFile(shown, { bytes, mimeType: type }, limits[shown]);
  if (!problem && (shown !== 'document' || isDocument(type, bytes, limits))) return { kind: shown, mimeType: type, problem: null };
  const asDocument = checkFile('document', { bytes, mimeType: type }, limits.document);
  if (!asDocument && isDocument(type, bytes, limits)) return { kind: 'document', mimeType: type, problem: null };
  const told = problem ?? asDocument;
  return { kind: null, problem: told ? { code: told.code, values: told.values } : { code: 'media.type_not_allowed', values: { mimeType: type, kind: shown } } };
}
