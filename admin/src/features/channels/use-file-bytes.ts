import * as React from 'react';
import { useClient } from '../../api/client';
import { isAbort, parseFailure, type Failure } from '../../api/failure';
import { safeType } from './file-address';

export interface FileAddress {
  address: string | null;
  failure: Failure | null;
  pending: boolean;
  again(): void;
}

/**
 * An address of a file's bytes for as long as it is drawn. Fetched with the session: an address with a token in it would
 * be a secret in a history. Nothing is fetched without a path.
 */
export const useFileBytes = (path: string | null, mimeType: string | null): FileAddress => {
  const client = useClient();
  const [round, setRound] = React.useState(0);
  const [read, setRead] = React.useState<{ path: string | null; address: string | null; failure: Failure | null }>({ path: null, address: null, failure: null });
  const type = safeType(mimeType);

  React.useEffect(() => {
    if (path === null) return undefined;
    const controller = new AbortController();
    let made: string | null = null;
    client.bytes(path, controller.signal).then(
      (bytes) => {
        if (controller.signal.aborted) return;
        made = URL.createObjectURL(new Blob([bytes], { type }));
        setRead({ path, address: made, failure: null });
      },
      (thrown: unknown) => {
        if (!controller.signal.aborted && !isAbort(thrown)) setRead({ path, address: null, failure: parseFailure(thrown) });
      },
    );
    return () => {
      controller.abort();
      if (made) URL.revokeObjectURL(made);
      setRead({ path: null, address: null, failure: null });
    };
  }, [client, path, type, round]);

  const current = read.path === path;
  return {
    address: current ? read.address : null,
    failure: current ? read.failure : null,
    pending: path !== null && !current,
    again: React.useCallback(() => setRound((count) => count + 1), []),
  };
};

/** True once the element has been near the screen. */
export const useNear = (): [React.RefCallback<HTMLElement>, boolean] => {
  const [near, setNear] = React.useState(false);
  const observer = React.useRef<IntersectionObserver | null>(null);
  const watch = React.useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect();
    observer.current = null;
    if (!element) return;
    observer.current = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        setNear(true);
        observer.current?.disconnect();
      },
      { rootMargin: '600px' },
    );
    observer.current.observe(element);
  }, []);
  return [watch, near];
};

/** Long enough for a browser to have begun the download, or to have opened the tab. */
const KEEP_BLOB_MS = 60_000;

const press = (address: string, how: (anchor: HTMLAnchorElement) => void): void => {
  const anchor = document.createElement('a');
  anchor.href = address;
  how(anchor);
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP_BLOB_MS);
};

export const saveBytes = (bytes: ArrayBuffer, filename: string): void =>
  press(URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' })), (anchor) => {
    anchor.download = filename;
  });

/** In a tab of its own, by the browser's reader of PDFs: never as any other type. */
export const openPdf = (bytes: ArrayBuffer): void =>
  press(URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' })), (anchor) => {
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
  });
