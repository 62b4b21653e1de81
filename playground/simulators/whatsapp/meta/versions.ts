/** Graph versions and the day each ends (facts 1.1, 2026-11). Those after the newest do not exist. */
const ENDS: ReadonlyMap<string, string> = new Map([
  ['v21.0', '2027-01-21'],
  ['v22.0', '2027-05-20'],
  ['v23.0', '2027-10-08'],
  ['v24.0', '2028-02-18'],
  ['v25.0', '2028-07-29'],
  ['v26.0', '9999-12-31'],
]);
const OLDEST_KNOWN = 21;

export type VersionVerdict = 'current' | 'ended' | 'unknown';

export function judgeVersion(version: string, now: Date): VersionVerdict {
  const ends = ENDS.get(version);
  if (ends !== undefined) return now.getTime() < Date.parse(ends) ? 'current' : 'ended';
  const match = /^v(\d{1,3})\.0$/.exec(version);
  return match && Number(match[1]) < OLDEST_KNOWN ? 'ended' : 'unknown';
}
