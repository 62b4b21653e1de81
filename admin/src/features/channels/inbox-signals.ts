import * as React from 'react';

/** Sent by the list's keys (`r`, `n`, `e`, `a`, `x`) to whichever part of the screen it concerns. */
export const INBOX_KEY_EVENT = 'whatsapp-inbox-key';
export type InboxSignal = 'reply' | 'note' | 'emoji' | 'assign' | 'resolve';

/** Calls the listener for its key; the newest listener counts. */
export const useInboxSignal = (signal: InboxSignal, listener: () => void): void => {
  const current = React.useRef(listener);
  React.useEffect(() => {
    current.current = listener;
  });
  React.useEffect(() => {
    const hear = (event: Event) => {
      if ((event as CustomEvent<unknown>).detail === signal) current.current();
    };
    window.addEventListener(INBOX_KEY_EVENT, hear);
    return () => window.removeEventListener(INBOX_KEY_EVENT, hear);
  }, [signal]);
};

const MINUTE_MS = 60_000;

/** The time, read again each half minute: what counts down on the screen. */
export const useMinutes = (): number => {
  const [at, setAt] = React.useState(() => Date.now());
  React.useEffect(() => {
    const timer = setInterval(() => setAt(Date.now()), MINUTE_MS / 2);
    return () => clearInterval(timer);
  }, []);
  return at;
};
