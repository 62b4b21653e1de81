const MAX_LENGTH = 120;

/** Path separators, control characters, what Windows refuses, and marks that turn the reading direction (`invoice‮fdp.exe`). */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

function decodeExtended(value: string): string | null {
  const parts = /^([\w-]+)'[^']*'(.*)$/.exec(value);
  if (!parts) return null;
  try {
    const encoded = parts[2]!;
    if (parts[1]!.toLowerCase() === 'utf-8') return decodeURIComponent(encoded);
    return Buffer.from(encoded.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1').toString('latin1');
  } catch {
    return null;
  }
}

/** The filename a `content-disposition` names: `filename*` (RFC 5987, what Odoo sends) before `filename`. Null where it names none. */
export function parseDispositionFilename(header: string | null): string | null {
  if (!header) return null;
  const extended = /filename\*\s*=\s*"?([^";]+)"?/i.exec(header)?.[1];
  const decoded = extended ? decodeExtended(extended.trim()) : null;
  if (decoded) return decoded;
  const plain = /(?:^|[;\s])filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header);
  return plain ? (plain[1]?.replace(/\\(.)/g, '$1') ?? plain[2] ?? null) : null;
}

/** A name that is safe on every disk and in every chat, ending in `.pdf`; `fallback` where nothing is left of it. */
export function sanitizePdfFilename(name: string | null, fallback: string): string {
  const stem = (name ?? '')
    .normalize('NFC')
    .replace(UNSAFE, '_')
    .replace(/\.pdf$/i, '')
    .replace(/^[.\s_]+|[.\s_]+$/g, '');
  const short = [...stem].slice(0, MAX_LENGTH).join('').trim();
  return `${short === '' ? fallback : short}.pdf`;
}
