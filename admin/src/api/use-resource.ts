import * as React from 'react';
import { useClient, type Answer, type Meta } from './client';
import { isAbort, parseFailure, type Failure } from './failure';

export interface Resource<T> {
  /** What was last read; kept while a newer answer is on its way, and when a poll fails. */
  data: T | null;
  meta: Meta;
  /** Of the latest try; null once one succeeds. */
  failure: Failure | null;
  /** Nothing to show yet. */
  loading: boolean;
  /** Something is shown and a newer answer is on its way, asked for by a person. */
  refreshing: boolean;
  reload(): void;
  /** Puts what a write answered in place of what was read. */
  replace(data: T): void;
}

export interface ResourceOptions<T> {
  /** Milliseconds to the next read, from what was read; null or nothing: read once. Hidden pages wait until they are seen. */
  pollMs?: (data: T | null) => number | null;
  /** Keep showing the former answer while another path is read (lists, pages). Default: false. */
  keep?: boolean;
}

interface Settled<T> extends Answer<T | null> {
  path: string | null;
  round: number;
  failure: Failure | null;
}

/** After failed polls: slower, so that a server that is down is not asked every 2 s. */
const FAILED_POLL_MS = 10_000;

/** One GET: read when the path changes, again on `reload`, and by polling. An answer that came too late is dropped. */
export const useResource = <T>(path: string | null, { pollMs, keep = false }: ResourceOptions<T> = {}): Resource<T> => {
  const client = useClient();
  const [round, setRound] = React.useState(0);
  const [settled, setSettled] = React.useState<Settled<T>>({ path: null, round: -1, data: null, meta: {}, failure: null });

  const pollRef = React.useRef(pollMs);
  React.useEffect(() => {
    pollRef.current = pollMs;
  });

  React.useEffect(() => {
    if (path === null) return undefined;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wake: (() => void) | undefined;
    let last: T | null = null;

    const stopWaiting = () => {
      if (timer !== undefined) clearTimeout(timer);
      if (wake) document.removeEventListener('visibilitychange', wake);
      timer = undefined;
      wake = undefined;
    };

    const readWhenSeen = () => {
      if (!document.hidden) {
        void read();
        return;
      }
      wake = () => {
        if (document.hidden) return;
        stopWaiting();
        void read();
      };
      document.addEventListener('visibilitychange', wake);
    };

    const waitFor = (failed: boolean) => {
      const delay = pollRef.current?.(last) ?? null;
      if (delay === null) return;
      timer = setTimeout(readWhenSeen, failed ? Math.max(delay, FAILED_POLL_MS) : delay);
    };

    const read = async () => {
      try {
        const answer = await client.get<T>(path, controller.signal);
        if (controller.signal.aborted) return;
        setSettled({ path, round, data: answer.data, meta: answer.meta, failure: null });
        last = answer.data;
        waitFor(false);
      } catch (thrown) {
        if (controller.signal.aborted || isAbort(thrown)) return;
        setSettled((former) => ({
          path,
          round,
          data: former.path === path ? former.data : null,
          meta: former.path === path ? former.meta : {},
          failure: parseFailure(thrown),
        }));
        waitFor(true);
      }
    };

    void read();
    return () => {
      controller.abort();
      stopWaiting();
    };
  }, [client, path, round]);

  const reload = React.useCallback(() => setRound((count) => count + 1), []);
  const replace = React.useCallback((data: T) => setSettled((former) => ({ ...former, data, failure: null })), []);

  const current = settled.path === path;
  const waiting = path !== null && (!current || settled.round !== round);
  const data = current || keep ? settled.data : null;
  return {
    data,
    meta: current || keep ? settled.meta : {},
    failure: current && !waiting ? settled.failure : null,
    loading: waiting && data === null,
    refreshing: waiting && data !== null,
    reload,
    replace,
  };
};
