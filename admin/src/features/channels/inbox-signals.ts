import * as React from 'react';

/** Told by the list's keys (r, n, e, a, x) to whichever part of the screen it concerns. */
const EVENT = 'whatsapp-inbox-key';
type InboxSignal = 'reply' | 'note' | 'emoji' | 'assign' | 'resolve';

/** Calls what is given for a key as long as the component is drawn; the newest listeners count. */
export const useInboxSignals = (listeners: Partial<Record<InboxSignal, () => void>>): void => {
  const newest = React.useRef(listeners);
  React.useEffect(() => {
    newest.current = listeners;
  });
  React.useEffect(() => {
    const hear = (event: Event) => newest.current[(event as CustomEvent<InboxSignal>).detail]?.();
    window.addEventListener(EVENT, hear);
    return () => window.removeEventListener(EVENT, hear);
  }, []);
};
