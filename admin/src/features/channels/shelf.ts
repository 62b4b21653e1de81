/** Something each conversation has of its own for as long as the tab lives, whichever is open. */
export interface Shelf<T> {
  get(channel: string): T;
  set(channel: string, value: T): void;
  /** Puts it there unsaid: for what was there all along. */
  seed(channel: string, value: T): void;
  subscribe(listener: () => void): () => void;
}

export const createShelf = <T>(nothing: T): Shelf<T> => {
  const kept = new Map<string, T>();
  const listeners = new Set<() => void>();
  return {
    get: (channel) => kept.get(channel) ?? nothing,
    seed: (channel, value) => void kept.set(channel, value),
    set: (channel, value) => {
      if (value === nothing) kept.delete(channel);
      else kept.set(channel, value);
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
