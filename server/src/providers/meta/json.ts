/**
 * Reading of JSON nobody vouches for. Nothing here throws, and `""` counts as absent everywhere: the first form of
 * hidden phone numbers (Meta, 2025-12) sent empty strings for `wa_id` and `from`.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

const EMPTY: JsonObject = Object.freeze({});

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : EMPTY;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Its elements where it is a list, itself where it is one object: Meta sends some fields both ways. */
export function oneOrMany(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null ? [] : [value];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** An id as text. A number beyond 2^53 has already lost its last digits in JSON.parse and is treated as absent. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  return textOf(value);
}

/** A finite number, given as a number or as digits. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

export function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** Seconds end here: as milliseconds it would be the year 1973, as seconds 5138. */
const LARGEST_SECONDS = 100_000_000_000;
const LARGEST_MILLISECONDS = LARGEST_SECONDS * 1000;

/** A moment given in seconds, milliseconds or microseconds, as number or text, or as ISO text; else null. */
export function timeOf(value: unknown): Date | null {
  const count = numberOf(value);
  if (count !== undefined) {
    if (count <= 0) return null;
    const milliseconds = count < LARGEST_SECONDS ? count * 1000 : count < LARGEST_MILLISECONDS ? count : count / 1000;
    return validDate(new Date(milliseconds));
  }
  const text = textOf(value);
  return text && /^\d{4}-\d{2}-\d{2}T/.test(text) ? validDate(new Date(text)) : null;
}

function validDate(date: Date): Date | null {
  return Number.isNaN(date.getTime()) ? null : date;
}

/** Parses text, or undefined; `null` in the text is null. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
