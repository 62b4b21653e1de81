import * as React from 'react';
import { drafts, type KeptDraft } from './drafts';

/** The draft of a conversation; what is changed after the screen has gone on to another is kept all the same. */
export const useDraft = (channel: string): [KeptDraft, (change: (former: KeptDraft) => KeptDraft) => void] => {
  const draft = React.useSyncExternalStore(drafts.subscribe, () => drafts.get(channel));
  const update = React.useCallback((change: (former: KeptDraft) => KeptDraft) => drafts.set(channel, change(drafts.get(channel))), [channel]);
  return [draft, update];
};

const ENTER_KEY = 'whatsapp.enter-sends';

const readEnterSends = (): boolean => {
  try {
    return window.localStorage.getItem(ENTER_KEY) !== 'no';
  } catch {
    return true;
  }
};

/** Whether Enter sends, or starts a line; kept by this browser. */
export const useEnterSends = (): [boolean, (on: boolean) => void] => {
  const [sends, setSends] = React.useState(readEnterSends);
  const choose = (on: boolean) => {
    setSends(on);
    try {
      window.localStorage.setItem(ENTER_KEY, on ? 'yes' : 'no');
    } catch {
      // Storage is forbidden: it holds for this page.
    }
  };
  return [sends, choose];
};
