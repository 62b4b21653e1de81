import * as React from 'react';

/** The time, again every `everyMs`: one timer for everything that is drawn from it. */
export const useNow = (everyMs = 20_000): number => {
  const [now, setNow] = React.useState(() => Date.now());
  React.useEffect(() => {
    const tell = () => setNow(Date.now());
    const timer = setInterval(tell, everyMs);
    // A tab that was hidden slept, and its countdown with it.
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [everyMs]);
  return now;
};
