/** Families of formats that show themselves by their first bytes. */
type Family = 'jpeg' | 'png' | 'gif' | 'webp' | 'pdf' | 'iso' | 'ogg' | 'mp3' | 'aac' | 'amr' | 'wav' | 'webm';

/** What each family may be called; the first is its name where it was called something else. */
const NAMES: Record<Family, readonly string[]> = {
  jpeg: ['image/jpeg', 'image/jpg'],
  png: ['image/png'],
  gif: ['image/gif'],
  webp: ['image/webp'],
  pdf: ['application/pdf'],
  iso: ['video/mp4', 'audio/mp4', 'audio/m4a', 'audio/x-m4a', 'video/3gpp', 'audio/3gpp', 'video/quicktime'],
  ogg: ['audio/ogg', 'video/ogg', 'audio/opus', 'application/ogg'],
  mp3: ['audio/mpeg', 'audio/mp3'],
  aac: ['audio/aac', 'audio/aacp'],
  amr: ['audio/amr'],
  wav: ['audio/wav', 'audio/x-wav', 'audio/wave'],
  webm: ['video/webm', 'audio/webm'],
};

/** Shown in the page; everything else is only ever downloaded. SVG is no raster image: it runs scripts. */
const INLINE: ReadonlySet<string> = new Set(Object.values(NAMES).flat());

const UNKNOWN = 'application/octet-stream';
const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/;
/** Kinds a browser might run if a download were ever opened under them. */
const ACTIVE = /html|xml|svg|javascript|ecmascript|x-shockwave|x-sh\b/;

const startsWith = (content: Buffer, bytes: string, at = 0): boolean => content.subarray(at, at + bytes.length).toString('latin1') === bytes;

const familyOf = (content: Buffer): Family | null => {
  if (startsWith(content, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(content, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(content, 'GIF87a') || startsWith(content, 'GIF89a')) return 'gif';
  if (startsWith(content, 'RIFF') && startsWith(content, 'WEBP', 8)) return 'webp';
  if (startsWith(content, 'RIFF') && startsWith(content, 'WAVE', 8)) return 'wav';
  if (startsWith(content, '%PDF-')) return 'pdf';
  if (startsWith(content, 'ftyp', 4)) return 'iso';
  if (startsWith(content, 'OggS')) return 'ogg';
  if (startsWith(content, '#!AMR')) return 'amr';
  if (startsWith(content, '\x1aE\xdf\xa3')) return 'webm';
  if (startsWith(content, 'ID3')) return 'mp3';
  const [first = 0, second = 0] = content;
  if (first === 0xff && (second & 0xf6) === 0xf0) return 'aac';
  if (first === 0xff && (second & 0xe0) === 0xe0) return 'mp3';
  return null;
};

/** A content type without its parameters; null for what is none. */
export const parseMimeType = (value: string | null | undefined): string | null => {
  const name = (value ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return TYPE.test(name) ? name : null;
};

/**
 * What a file is called from now on. What it claims counts only where its bytes agree: a web page that calls itself a
 * picture would be shown, and run, under our address.
 */
export const decideMimeType = (content: Buffer, claimed: string | null | undefined): string => {
  const name = parseMimeType(claimed);
  const family = familyOf(content);
  if (family) return name !== null && NAMES[family].includes(name) ? name : (NAMES[family][0] as string);
  return name === null || INLINE.has(name) ? UNKNOWN : name;
};

export const mayShowInline = (mimeType: string | null): boolean => mimeType !== null && INLINE.has(mimeType);

/** The type an answer carries: nothing a browser would run. */
export const servedType = (mimeType: string | null): string => (mimeType === null || !TYPE.test(mimeType) || ACTIVE.test(mimeType) ? UNKNOWN : mimeType);
