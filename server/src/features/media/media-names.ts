const MAX_LENGTH = 200;

/** Control characters and path signs, and the marks that turn text round so that `exe.gpj` reads `jpg.exe`. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb/\\:*?"<>|]/g;

/** A name that is safe as the last part of a path and on a screen; `fallback` where nothing is left. */
export const safeFilename = (name: string | null | undefined, fallback: string): string => {
  const text = (name ?? '').normalize('NFC').replace(UNSAFE, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  if (text === '') return fallback;
  const characters = [...text];
  if (characters.length <= MAX_LENGTH) return text;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(text)?.[0] ?? '';
  return `${characters.slice(0, MAX_LENGTH - extension.length).join('')}${extension}`;
};

/** RFC 6266 with RFC 5987's form beside the plain one, so that neither quotes nor line breaks of a customer reach the header. */
export const contentDisposition = (kind: 'inline' | 'attachment', name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]/g, '_').replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '_')).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded}`;
};

/** The name an answer suggests, else the last part of its address. */
export const nameOfFetched = (url: string, disposition: string | null): string | null => {
  const extended = /filename\*\s*=\s*UTF-8''([^;\s]+)/i.exec(disposition ?? '')?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition ?? '');
  const last = new URL(url).pathname.split('/').pop();
  for (const candidate of [extended, plain?.[1] ?? plain?.[2], last]) {
    if (!candidate) continue;
    try {
      return decodeURIComponent(candidate);
    } catch {
      return candidate;
    }
  }
  return null;
};
