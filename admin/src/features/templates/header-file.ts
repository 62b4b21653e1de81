import type { TemplateHeaderView } from '../../../../plugin/contracts/templates';

/** `image/jpeg` → JPEG; null: any type is taken. */
export const typeNames = (mimeTypes: readonly string[] | null): string | null => (mimeTypes ? mimeTypes.map((type) => (type.split('/')[1] ?? type).toUpperCase()).join(', ') : null);

/** What the server would refuse by what can be seen of a file before it is sent. */
export const findFileProblem = (file: { size: number; type: string }, { format, limits }: Pick<TemplateHeaderView, 'format' | 'limits'>): { code: string; values: Record<string, string> } | null => {
  if (file.size === 0) return { code: 'media.empty', values: {} };
  if (limits.maxBytes > 0 && file.size > limits.maxBytes) return { code: 'media.too_large', values: { max: `${Math.round((limits.maxBytes / 1024 / 1024) * 10) / 10} MB` } };
  // A browser may not know a type: the bytes decide at the server.
  if (limits.mimeTypes && file.type !== '' && !limits.mimeTypes.includes(file.type)) return { code: 'media.type_not_allowed', values: { mimeType: file.type, kind: format } };
  return null;
};

/** What the phone calls the file where it can't show it. */
export const headerLabel = (header: TemplateHeaderView | null): string | null => {
  switch (header?.file?.source) {
    case 'file':
      return header.file.filename;
    case 'url':
      return header.file.url.split(/[?#]/)[0]?.split('/').filter(Boolean).at(-1) ?? header.file.url;
    default:
      return null;
  }
};
