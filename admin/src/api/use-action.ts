import * as React from 'react';
import { isAbort, parseFailure, type Failure } from './failure';

export interface Action<A extends unknown[], R> {
  /** Resolves to null when it failed, when it was given up, or when it is still running from an earlier press. */
  run(...args: A): Promise<R | null>;
  pending: boolean;
  failure: Failure | null;
  clear(): void;
}

/** One write at a time: a double click runs it once. */
export const useAction = <A extends unknown[], R>(act: (...args: A) => Promise<R>): Action<A, R> => {
  const [pending, setPending] = React.useState(false);
  const [failure, setFailure] = React.useState<Failure | null>(null);
  // State is seen only at the next render, and the second click of a double click comes before it.
  const running = React.useRef(false);
  const actRef = React.useRef(act);
  React.useEffect(() => {
    actRef.current = act;
  });

  const run = React.useCallback(async (...args: A): Promise<R | null> => {
    if (running.current) return null;
    running.current = true;
    setPending(true);
    setFailure(null);
    try {
      return await actRef.current(...args);
    } catch (thrown) {
      if (!isAbort(thrown)) setFailure(parseFailure(thrown));
      return null;
    } finally {
      running.current = false;
      setPending(false);
    }
  }, []);

  const clear = React.useCallback(() => setFailure(null), []);
  return { run, pending, failure, clear };
};
