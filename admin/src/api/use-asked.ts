import * as React from 'react';
import { useClient } from './client';
import { isAbort, parseFailure, type Failure } from './failure';
import { useDebounced } from './use-debounced';

export interface Asked<T> {
  shown: T | null;
  failure: Failure | null;
  /** What is shown answers what is asked now. */
  settled: boolean;
  again(): void;
}

/** A POST that only asks, each time its body changes. The former answer stays until the next one is there. */
export const useAsked = <T>(path: string, body: unknown): Asked<T> => {
  const client = useClient();
  const [round, setRound] = React.useState(0);
  const [answer, setAnswer] = React.useState<{ asked: string; shown: T | null; failure: Failure | null }>({ asked: '', shown: null, failure: null });
  const written = JSON.stringify(body);
  const wanted = useDebounced(written, 250);
  const asked = `${round}:${wanted}`;

  React.useEffect(() => {
    const controller = new AbortController();
    const ask = async () => {
      try {
        const { data } = await client.post<T>(path, JSON.parse(wanted), controller.signal);
        if (!controller.signal.aborted) setAnswer({ asked, shown: data, failure: null });
      } catch (thrown) {
        if (controller.signal.aborted || isAbort(thrown)) return;
        setAnswer((former) => ({ asked, shown: former.shown, failure: parseFailure(thrown) }));
      }
    };
    void ask();
    return () => controller.abort();
  }, [client, path, wanted, asked]);

  const again = React.useCallback(() => setRound((count) => count + 1), []);
  const settled = answer.asked === `${round}:${written}`;
  return { shown: answer.shown, failure: settled ? answer.failure : null, settled: settled && answer.failure === null, again };
};
