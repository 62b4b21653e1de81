import * as React from 'react';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';

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
