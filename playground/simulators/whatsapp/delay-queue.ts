export interface DelayQueue {
  add(delayMs: number, run: () => void): void;
  clear(): void;
}

/** One timer per 5 ms slot instead of one a status: thousands of sends a second plan three each. */
export function createDelayQueue(slotMs = 5): DelayQueue {
  const slots = new Map<number, { timer: NodeJS.Timeout; runs: Array<() => void> }>();
  return {
    add(delayMs, run) {
      const now = Date.now();
      const slot = Math.ceil((now + delayMs) / slotMs);
      const planned = slots.get(slot);
      if (planned) {
        planned.runs.push(run);
        return;
      }
      const runs = [run];
      const timer = setTimeout(() => {
        slots.delete(slot);
        for (const one of runs) one();
      }, slot * slotMs - now);
      slots.set(slot, { timer, runs });
    },
    clear() {
      for (const { timer } of slots.values()) clearTimeout(timer);
      slots.clear();
    },
  };
}
