import * as React from 'react';

/** The value once it has stopped changing for `delayMs`: a search asks once, not at every key. */
export const useDebounced = <T>(value: T, delayMs = 350): T => {
  const [settled, setSettled] = React.useState(value);
  React.useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
};
