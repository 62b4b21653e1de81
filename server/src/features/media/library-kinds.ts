import { safeFilename } from './media-names';
import { mayShowInline } from './media-types';

/** Files of offices, by what their bytes begin with; what such a name promises and the bytes don't keep is refused. */
const ZIP = Buffer.from('PK\x03\x04', 'latin1');
const OLE = Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1');
const OFFICE: Readonly<Record<string, readonly [string, Buffer]>> = {
  'application/msword': ['doc', OLE],
  'application/vnd.ms-excel': ['xls', OLE],
  'application/vnd.ms-powerpoint': ['ppt', OLE],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx', ZIP],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx', ZIP],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx', ZIP],
};

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
  'video/mp4': 'mp4',
  'audio/mp4': 'm4a',
  'audio/m4a': 'm4a',
  'audio/x-m4a': 'm4a',
  'video/3gpp': '3gp',
  'audio/3gpp': '3gp',
  'video/quicktime': 'mov',
  'audio/ogg': 'ogg',
  'video/ogg': 'ogv',
  'audio/opus': 'opus',
  'application/ogg': 'ogg',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/aac': 'aac',
  'audio/aacp': 'aac',
  'audio/amr': 'amr',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'video/webm': 'webm',
  'audio/webm': 'webm',
};

/** The extension of a type as its bytes proved it; null where nothing safe is known. */
export const extensionOf = (mimeType: string | null): string | null => (mimeType === null ? null : (EXTENSIONS[mimeType] ?? OFFICE[mimeType]?.[0] ?? null));

/**
 * The name under which a file may lie in a public folder; null: it may not. A web server gives a file the type of its
 * extension: the customer's own is replaced by that of what the bytes are, so that `invoice.html` is never a page.
 */
export const libraryNameOf = ({ filename, mimeType }: { filename: string | null; mimeType: string | null }, content: Buffer): string | null => {
  const extension = extensionOf(mimeType);
  if (mimeType === null || extension === null) return null;
  const magic = OFFICE[mimeType]?.[1];
  if (!(magic ? content.subarray(0, magic.length).equals(magic) : mayShowInline(mimeType))) return null;
  const stem = safeFilename(filename, 'file').replace(/(\.[A-Za-z0-9]{1,10})+$/, '');
  return `${stem === '' ? 'file' : stem}.${extension}`;
};
