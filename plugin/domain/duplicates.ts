import { canonicalPhone } from './address';

/** Why two contacts may be one person. */
export type DuplicateReason = 'number' | 'partner' | 'name';

export interface DuplicateCandidate {
  names: readonly (string | null)[];
  /** In any spelling, `+` or not. */
  phones: readonly (string | null)[];
}

/** Digits that are compared of two numbers: a country's or an area's prefix may be missing or written otherwise. */
export const CLOSE_DIGITS = 8;

/** One key for the ways a name is written: accents, case and spaces apart. Empty where there is no name. */
export const nameKey = (name: string | null): string =>
  (name ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim();

const digitsOf = (phone: string | null): string => (phone ?? '').replace(/\D/g, '');

/** Two digits that follow each other, the other way round. */
const isTransposed = (one: string, other: string, at: number): boolean => one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);

/** Whether one number is probably the other with a slip of the pen: another prefix, one wrong digit, two digits swapped. */
export const isCloseNumber = (one: string, other: string): boolean => {
  if (one.length < CLOSE_DIGITS || other.length < CLOSE_DIGITS) return false;
  if (one.slice(-CLOSE_DIGITS) === other.slice(-CLOSE_DIGITS)) return true;
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((digit, index) => digit !== other[index]);
  return one.slice(at + 1) === other.slice(at + 1) || isTransposed(one, other, at);
};

/**
 * Why two contacts look like one person; null where they do not. A shared number counts whatever the names; a shared
 * name only beside a close number: two customers called Ana are two.
 */
export function duplicateReason(one: DuplicateCandidate, other: DuplicateCandidate): Exclude<DuplicateReason, 'partner'> | null {
  const [ownPhones, otherPhones] = [one, other].map(({ phones }) => phones.map(digitsOf).filter((digits) => digits !== '')) as [string[], string[]];
  const keys = new Set(ownPhones.map(canonicalPhone));
  if (otherPhones.some((digits) => keys.has(canonicalPhone(digits)))) return 'number';
  const names = new Set(one.names.map(nameKey).filter((key) => key !== ''));
  if (!other.names.some((name) => names.has(nameKey(name)))) return null;
  return ownPhones.some((digits) => otherPhones.some((theirs) => isCloseNumber(digits, theirs))) ? 'name' : null;
}
