import * as React from 'react';
import type { RecordTypeView } from '../../../../plugin/contracts/records';
import { useClient } from '../../api/client';

/** The same answer for every row of a list and every panel: configuration changes with a restart only. */
let asked: Promise<RecordTypeView[]> | null = null;
let known: RecordTypeView[] | null = null;

const NONE: readonly RecordTypeView[] = [];

/** The host's own types that messages are sent from; none until they are known, and none for whoever may not send. */
export const useHostTypes = (wanted: boolean): readonly RecordTypeView[] => {
  const client = useClient();
  const [types, setTypes] = React.useState<readonly RecordTypeView[]>(known ?? NONE);
  React.useEffect(() => {
    if (!wanted || known) return undefined;
    let left = false;
    asked ??= client.get<RecordTypeView[]>('/records/types').then(({ data }) => data);
    asked.then(
      (data) => {
        known = data;
        if (!left) setTypes(data);
      },
      // Asked again by the next record that is opened: a server that was away must not hide the button for ever.
      () => {
        asked = null;
      },
    );
    return () => {
      left = true;
    };
  }, [client, wanted]);
  return wanted ? (known ?? types) : NONE;
};
