import * as React from 'react';
import type { DocumentPreparation } from '../../../../plugin/contracts/documents';
import { useClient } from '../../api/client';
import { isAbort, parseFailure, type Failure } from '../../api/failure';
import { useDebounced } from '../../api/use-debounced';
import type { RecordRef } from './record-models';
import { prepareBodyOf, type SendChoices } from './send-choices';

export interface Preparation {
  shown: DocumentPreparation | null;
  failure: Failure | null;
  /** What is shown answers what is chosen. */
  settled: boolean;
  again(): void;
}

/** Asks the server what a send would be, each time something is chosen. The former answer stays until the next one is there. */
export const usePreparation = (record: RecordRef, choices: SendChoices): Preparation => {
  const client = useClient();
  const [round, setRound] = React.useState(0);
  const [answer, setAnswer] = React.useState<{ asked: string; shown: DocumentPreparation | null; failure: Failure | null }>({ asked: '', shown: null, failure: null });
  const body = JSON.stringify(prepareBodyOf(record, choices));
  const wanted = useDebounced(body, 250);
  const asked = `${round}:${wanted}`;

  React.useEffect(() => {
    const controller = new AbortController();
    const ask = async () => {
      try {
        const { data } = await client.post<DocumentPreparation>('/documents/prepare', JSON.parse(wanted), controller.signal);
        if (!controller.signal.aborted) setAnswer({ asked, shown: data, failure: null });
      } catch (thrown) {
        if (controller.signal.aborted || isAbort(thrown)) return;
        setAnswer((former) => ({ asked, shown: former.shown, failure: parseFailure(thrown) }));
      }
    };
    void ask();
    return () => controller.abort();
  }, [client, wanted, asked]);

  const again = React.useCallback(() => setRound((count) => count + 1), []);
  const settled = answer.asked === `${round}:${body}`;
  return { shown: answer.shown, failure: settled ? answer.failure : null, settled: settled && answer.failure === null, again };
};
