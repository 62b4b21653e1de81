import * as React from 'react';
import type { CompositionKind, CompositionPreparation } from '../../../../plugin/contracts/compositions';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { useClient } from '../../api/client';
import { parseFailure, type Failure } from '../../api/failure';
import { newKey } from '../../api/new-key';
import { useAction } from '../../api/use-action';
import { useAsked } from '../../api/use-asked';
import { keepsKey } from '../documents/send-choices';
import { composeBar, composePrepareBody, composeSendBody, emptyDraft, fileKindOf, noComposeChoices, type ComposeBar, type ComposeChoices, type Draft } from './draft';

export interface Composer {
  kind: CompositionKind;
  draft: Draft;
  write(changes: Partial<Draft>): void;
  choices: ComposeChoices;
  choose(changes: Partial<ComposeChoices>): void;
  file: File | null;
  pick(file: File | null): void;
  shown: CompositionPreparation | null;
  failure: Failure | null;
  settled: boolean;
  again(): void;
  bar: ComposeBar;
  send: { run(): void; pending: boolean; failure: Failure | null; clear(): void };
  /** For a next message to the same person. */
  startAnew(): void;
}

/** One message on its way from the form to the queue. `base` is where it is prepared and sent: of a record, or of nobody's; `preset` is chosen already. */
export const useComposer = (base: string, kind: CompositionKind, onSent: (message: MessageView) => void, preset: Partial<ComposeChoices> = {}): Composer => {
  const client = useClient();
  const [draft, setDraft] = React.useState(emptyDraft);
  const [choices, setChoices] = React.useState<ComposeChoices>({ ...noComposeChoices, ...preset });
  const [file, setFile] = React.useState<File | null>(null);
  // Made when the form opens: a second press of Send, or a repeated call, is the same message.
  const [key, setKey] = React.useState(newKey);
  const { shown, failure, settled, again } = useAsked<CompositionPreparation>(`${base}/prepare`, composePrepareBody(kind, choices));

  const bodyOf = (preparation: CompositionPreparation): unknown => {
    const picked = fileKindOf(kind, preparation) ? file : null;
    const body = composeSendBody(kind, draft, choices, preparation, picked, key);
    if (!picked) return body;
    const form = new FormData();
    form.append('body', JSON.stringify(body));
    form.append('files', picked, picked.name);
    return form;
  };

  const send = useAction(async () => {
    if (!shown) return;
    try {
      const { data } = await client.post<MessageView>(`${base}/send`, bodyOf(shown));
      onSent(data);
    } catch (thrown) {
      if (!keepsKey(parseFailure(thrown))) {
        setKey(newKey());
        again();
      }
      throw thrown;
    }
  });

  return {
    kind,
    draft,
    write: (changes) => setDraft((former) => ({ ...former, ...changes })),
    choices,
    choose: (changes) => setChoices((former) => ({ ...former, ...changes })),
    file,
    pick: setFile,
    shown,
    failure,
    settled,
    again,
    bar: composeBar(kind, { draft, choices, shown, settled, file }),
    send: { run: () => void send.run(), pending: send.pending, failure: send.failure, clear: send.clear },
    startAnew: () => {
      setDraft(emptyDraft());
      setFile(null);
      setChoices(({ account, to, country }) => ({ ...noComposeChoices, ...(account ? { account } : {}), ...(to ? { to } : {}), ...(country ? { country } : {}) }));
      setKey(newKey());
      again();
    },
  };
};
