interface PaceClock {
  nowMs(): number;
  pause(ms: number): Promise<void>;
}

const realClock: PaceClock = { nowMs: () => performance.now(), pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/**
 * One worker that needs a fixed time for each row: calls wait for each other, as on the server that was measured.
 * The time an answer took to make is part of it, not added to it.
 */
export const createPace = (clock: PaceClock = realClock) => {
  let busyUntilMs = 0;
  return async (rows: number, rowsPerSecond: number, startedAtMs: number): Promise<void> => {
    busyUntilMs = Math.max(busyUntilMs, startedAtMs) + (rows / rowsPerSecond) * 1000;
    const waitMs = busyUntilMs - clock.nowMs();
    if (waitMs > 0) await clock.pause(waitMs);
  };
};

export type Pace = ReturnType<typeof createPace>;
