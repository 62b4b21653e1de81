import * as React from 'react';

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
