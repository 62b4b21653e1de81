const pad = (value: number, length = 2) => String(value).padStart(length, '0');
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?)?$/;

/** `2026-11-20 22:02:44`: seconds in UTC, the microseconds cut off, as RPC answers them. */
export const rpcDatetime = (micros: number): string => {
  const at = new Date(Math.floor(micros / 1000));
  return `${at.getUTCFullYear()}-${pad(at.getUTCMonth() + 1)}-${pad(at.getUTCDate())} ${pad(at.getUTCHours())}:${pad(at.getUTCMinutes())}:${pad(at.getUTCSeconds())}`;
};

/** As stored: with the microseconds RPC hides. */
export const storedDatetime = (micros: number): string => `${rpcDatetime(micros)}.${pad(micros % 1_000_000, 6)}`;

export const rpcDate = (micros: number): string => rpcDatetime(micros).slice(0, 10);

/** Null when the text is not one of the ERP's own forms (an ISO string with `T` or `Z` is not). */
export const parseRpcDatetime = (text: string): { micros: number; isDay: boolean; hasFraction: boolean } | null => {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction] = match;
  const ms = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const back = new Date(ms);
  if (back.getUTCMonth() !== Number(month) - 1 || back.getUTCDate() !== Number(day) || Number(hour) > 23 || Number(minute) > 59) return null;
  return {
    micros: ms * 1000 + (fraction ? Number(fraction.padEnd(6, '0')) : 0),
    isDay: match[4] === undefined,
    hasFraction: fraction !== undefined && Number(fraction) > 0,
  };
};
