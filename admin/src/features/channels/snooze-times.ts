export const SNOOZES = ['hour', 'tomorrow', 'week'] as const;
type Snooze = (typeof SNOOZES)[number];

const HOUR_MS = 3_600_000;
const MORNING = 9;

/** Nine in the morning, so many days from now, in the person's own time zone. */
const morningIn = (days: number, now: Date): Date => {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + days);
  morning.setHours(MORNING, 0, 0, 0);
  return morning;
};

/** Until when a conversation sleeps: an hour, tomorrow morning, the morning of next Monday. */
export const snoozeUntil = (snooze: Snooze, now: Date): Date => {
  if (snooze === 'hour') return new Date(now.getTime() + HOUR_MS);
  if (snooze === 'tomorrow') return morningIn(1, now);
  // On a Monday it is the Monday after.
  return morningIn(((8 - now.getDay()) % 7) || 7, now);
};
