/** The one place that asks what time it is, so that tests can move it. */
export interface Clock {
  now(): Date;
}

let current: Clock = { now: () => new Date() };

export const now = (): Date => current.now();

/** For tests: returns the function that puts the real clock back. */
export const setClock = (clock: Clock): (() => void) => {
  const before = current;
  current = clock;
  return () => {
    current = before;
  };
};
