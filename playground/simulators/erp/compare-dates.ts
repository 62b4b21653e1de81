import { parseRpcDatetime } from './dates';
import { valueError } from './faults';
import { pythonText } from './python-text';
import type { ErpVersion } from './types';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;

interface Moment {
  micros: number;
  /** How much the written value stands for: a day, a second, or one microsecond. */
  span: number;
  isDay: boolean;
}

/**
 * An ISO string with a zone is recorded on 19 as "expecting only datetimes with no timezone"; 17 and 18 fail in
 * strptime. Both are a ValueError.
 */
const momentOf = (value: unknown, version: ErpVersion): Moment => {
  const text = String(value);
  const parsed = typeof value === 'string' ? parseRpcDatetime(value) : null;
  if (!parsed) {
    if (version !== 19) throw valueError(`time data ${pythonText(text.slice(0, 19))} does not match format '%Y-%m-%d %H:%M:%S'`);
    if (/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) throw valueError(`expecting only datetimes with no timezone: ${pythonText(text)}`);
    throw valueError(`Invalid isoformat string: ${pythonText(text)}`);
  }
  return { micros: parsed.micros, isDay: parsed.isDay, span: parsed.isDay ? DAY : parsed.hasFraction ? 1 : SECOND };
};

/**
 * Comparison of a time with a written value (facts, 2026-11-20). 17 and 18 compare microseconds with the value as
 * written, so `> t` returns the row `t` was read from and `= t` misses it. 19 lets the value stand for its whole
 * second, so `> t` skips the rest of that second. Only `>= t` agrees.
 */
export const datetimeMatcher = (operator: string, value: unknown, version: ErpVersion): ((micros: number) => boolean) => {
  const { micros, span, isDay } = momentOf(value, version);
  // 17 and 18 complete a bare day themselves: its last second for `>` and `<=`.
  const end = version === 19 ? micros + span : isDay ? micros + DAY - SECOND : micros;
  switch (operator) {
    case '>=':
      return (at) => at >= micros;
    case '<':
      return (at) => at < micros;
    case '>':
      return version === 19 ? (at) => at >= end : (at) => at > end;
    case '<=':
      return version === 19 ? (at) => at < end : (at) => at <= end;
    default:
      return version === 19 ? (at) => at >= micros && at < end : (at) => at === micros;
  }
};

/** A value for a date column; a time of day is cut off. */
export const dateText = (value: unknown, version: ErpVersion): string => {
  const moment = typeof value === 'string' ? parseRpcDatetime(value) : null;
  if (moment) return (value as string).slice(0, 10);
  throw valueError(version === 19 ? `Invalid isoformat string: ${pythonText(String(value))}` : `time data ${pythonText(String(value).slice(0, 10))} does not match format '%Y-%m-%d'`);
};
