import * as React from 'react';
import type { TemplateHeaderView, TemplateView } from '../../../../plugin/contracts/templates';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';

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

/** Raster images only: they can't run in our page, whatever is in them. */
const SHOWN = new Set(['image/jpeg', 'image/png']);

/** The stored image as an address for the phone; fetched with the session, and given back when nobody shows it. */
export const useHeaderImage = (template: Pick<TemplateView, 'id' | 'header'>): string | null => {
  const client = useClient();
  const [src, setSrc] = React.useState<string | null>(null);
  const file = template.header?.file;
  const shown = file?.source === 'file' && SHOWN.has(file.mimeType) ? file : null;
  const [mediaId, mimeType] = [shown?.mediaId ?? null, shown?.mimeType ?? ''];
  React.useEffect(() => {
    if (mediaId === null) return undefined;
    const controller = new AbortController();
    let address: string | null = null;
    client
      .bytes(`/templates/${segment(template.id)}/header-file`, controller.signal)
      .then((bytes) => {
        if (controller.signal.aborted) return;
        address = URL.createObjectURL(new Blob([bytes], { type: mimeType }));
        setSrc(address);
      })
      // The phone shows the placeholder of an image instead.
      .catch(() => undefined);
    return () => {
      controller.abort();
      if (address) URL.revokeObjectURL(address);
      setSrc(null);
    };
  }, [client, template.id, mediaId, mimeType]);
  return src;
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
