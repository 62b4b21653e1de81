import type { ChannelEventRow } from '../../platform/records';

/** What happened within a few milliseconds, by row ids, so that five hundred statuses are a few reads. */
export interface Gathered {
  added: Set<number>;
  changed: Set<number>;
  channels: Set<number>;
  /** People whose names or numbers are others now: their conversations are drawn anew. */
  contacts: Set<number>;
  /** Public ids of conversations whose rows are deleted. */
  gone: Set<string>;
  notes: ChannelEventRow[];
}

const nothing = (): Gathered => ({ added: new Set(), changed: new Set(), channels: new Set(), contacts: new Set(), gone: new Set(), notes: [] });

/** Above `bound` it is given up: everybody reads anew, which costs less than telling each thing, and memory stays small. */
export const createGathering = (bound: number) => {
  let gathered = nothing();
  let isTooMuch = false;

  const size = (): number => gathered.added.size + gathered.changed.size + gathered.channels.size + gathered.contacts.size + gathered.gone.size + gathered.notes.length;

  const giveUp = (): void => {
    gathered = nothing();
    isTooMuch = true;
  };

  return {
    isEmpty: (): boolean => !isTooMuch && size() === 0,
    giveUp,
    add(put: (into: Gathered) => void): void {
      if (isTooMuch) return;
      put(gathered);
      if (size() > bound) giveUp();
    },
    /** Null: too much to be told. */
    take(): Gathered | null {
      const taken = isTooMuch ? null : gathered;
      gathered = nothing();
      isTooMuch = false;
      return taken;
    },
  };
};
