import { createShelf, type Shelf } from './shelf';

export type WriteMode = 'reply' | 'note';

/** What was begun in a conversation: the reply and the note each keep their own words. */
export interface KeptDraft {
  mode: WriteMode;
  reply: string;
  note: string;
}

type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const PREFIX = 'whatsapp.draft.';
export const emptyDraft: KeptDraft = { mode: 'reply', reply: '', note: '' };

const parseDraft = (written: string | null): KeptDraft | null => {
  try {
    const read = JSON.parse(written ?? '') as Partial<KeptDraft> | null;
    if (typeof read?.reply !== 'string' || typeof read.note !== 'string') return null;
    return { mode: read.mode === 'note' ? 'note' : 'reply', reply: read.reply, note: read.note };
  } catch {
    return null;
  }
};

/**
 * Drafts by conversation: in memory, and in the tab's own storage for a reload. The storage may be full or forbidden;
 * the memory still holds.
 */
export const createDrafts = (storage: () => TabStorage | null): Shelf<KeptDraft> => {
  const shelf = createShelf<KeptDraft>(emptyDraft);
  const looked = new Set<string>();
  const quietly = <T>(act: (on: TabStorage) => T): T | null => {
    try {
      const on = storage();
      return on ? act(on) : null;
    } catch {
      return null;
    }
  };
  return {
    ...shelf,
    get: (channel) => {
      if (!looked.has(channel)) {
        looked.add(channel);
        const stored = parseDraft(quietly((on) => on.getItem(PREFIX + channel)));
        if (stored) shelf.seed(channel, stored);
      }
      return shelf.get(channel);
    },
    set: (channel, draft) => {
      looked.add(channel);
      const isEmpty = draft.mode === 'reply' && draft.reply === '' && draft.note === '';
      quietly((on) => (isEmpty ? on.removeItem(PREFIX + channel) : on.setItem(PREFIX + channel, JSON.stringify(draft))));
      shelf.set(channel, isEmpty ? emptyDraft : draft);
    },
  };
};

export const drafts = createDrafts(() => window.sessionStorage);
