/** When messages may go out: hours on certain days, in a zone. */
export interface SendWindow {
  /** ISO weekdays, 1 = Monday to 7 = Sunday: the days on which the window opens. */
  weekdays: readonly number[];
  /** `HH:MM`. Where `until` is not after `from` the window lasts past midnight; equal means the whole day. */
  from: string;
  until: string;
  /** IANA zone of the company. */
  zone: string;
  /** Count in the contact's zone where it is known. */
  useContactZone?: boolean;
}

export type SendWindowDecision =
  | { kind: 'open'; closesAt: Date }
  /** `until` null: no day or no hour is allowed, it never opens. */
  | { kind: 'wait'; until: Date | null };

const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether the zone is one this runtime knows. */
export function isZone(zone: string): boolean {
  try {
    return zone !== '' && clockOf(zone) !== null;
  } catch {
    return false;
  }
}

/** Whether the window is open now, or when it opens next. */
export function decideSendWindow(input: { window: SendWindow; contactZone?: string | null; now: Date }): SendWindowDecision {
  const { window, contactZone, now } = input;
  const wished = window.useContactZone === true && contactZone ? contactZone : window.zone;
  const zone = isZone(wished) ? wished : isZone(window.zone) ? window.zone : 'UTC';
  const from = minutesOf(window.from);
  const until = minutesOf(window.until);
  if (from === null || until === null) return { kind: 'wait', until: null };

  const today = localDay(now, zone);
  // From yesterday, whose window may last past midnight, to the same day next week.
  for (let offset = -1; offset <= 8; offset += 1) {
    const day = new Date(today + offset * DAY_MS);
    const weekday = day.getUTCDay() === 0 ? 7 : day.getUTCDay();
    if (!window.weekdays.includes(weekday)) continue;
    const opensAt = instantOf(day.getTime(), from, zone);
    const closesAt = instantOf(day.getTime() + (until <= from ? DAY_MS : 0), until, zone);
    if (closesAt <= now) continue;
    return opensAt <= now ? { kind: 'open', closesAt } : { kind: 'wait', until: opensAt };
  }
  return { kind: 'wait', until: null };
}

function minutesOf(text: string): number | null {
  const match = /^([01]?\d|2[0-4]):([0-5]\d)$/.exec(text.trim());
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return minutes <= 24 * 60 ? minutes : null;
}

/** One formatter a zone: making one costs far more than using it, and a campaign asks for every recipient. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = CLOCKS.get(zone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  CLOCKS.set(zone, clock);
  return clock;
}

/** How far a zone is ahead of UTC at an instant. */
function offsetMs(instant: number, zone: string): number {
  const parts = clockOf(zone).formatToParts(new Date(instant));
  const read = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
  return local - Math.floor(instant / 1000) * 1000;
}

/** Midnight of the local date, written as if it were UTC. */
function localDay(now: Date, zone: string): number {
  const local = now.getTime() + offsetMs(now.getTime(), zone);
  return Math.floor(local / DAY_MS) * DAY_MS;
}

/**
 * The instant of a local time. Where clocks go forward and the time does not exist, the moment after the gap;
 * where they go back and it exists twice, the first.
 */
function instantOf(day: number, minutes: number, zone: string): Date {
  const local = day + minutes * 60_000;
  const before = local - offsetMs(local - DAY_MS, zone);
  const after = local - offsetMs(local + DAY_MS, zone);
  for (const candidate of [Math.min(before, after), Math.max(before, after)]) {
    if (candidate + offsetMs(candidate, zone) === local) return new Date(candidate);
  }
  return new Date(Math.max(before, after));
}
