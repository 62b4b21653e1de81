import { refuse, refuseParameter } from './errors';

/** Shape checks that answer as Graph does: unknown key and wrong type 100, missing 131008, out of bounds 131009. */
export type Fields = Record<string, unknown>;

export function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuseParameter(`Param ${path} must be a JSON object.`);
  return value as Fields;
}

export function listOf(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value)) return refuseParameter(`Param ${path} must be an array.`);
  return value;
}

export function onlyKeys(fields: Fields, allowed: ReadonlySet<string>, path: string): void {
  for (const key in fields) {
    if (!allowed.has(key)) refuseParameter(`Unexpected key "${key.slice(0, 100)}" on param "${path}".`);
  }
}

export interface TextRule {
  max: number;
  /** An empty string is taken as missing unless this is set. */
  mayBeEmpty?: boolean;
}

/** A text that may be left out; null then. */
export function findText(fields: Fields, key: string, path: string, rule: TextRule): string | null {
  const value = fields[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return refuseParameter(`Param ${path}['${key}'] must be a string.`);
  if (value === '' && !rule.mayBeEmpty) return null;
  // Surrogate pairs count once; the cheap length settles nearly every case.
  if (value.length > rule.max && [...value].length > rule.max) {
    return refuse(131009, `Param ${path}['${key}'] must be at most ${rule.max} characters long.`);
  }
  return value;
}

export function getText(fields: Fields, key: string, path: string, rule: TextRule): string {
  const value = findText(fields, key, path, rule);
  if (value === null) return refuse(131008, `Parameter '${key}' is mandatory for ${path}`);
  return value;
}

export function getFields(fields: Fields, key: string, path: string): Fields {
  if (fields[key] === undefined || fields[key] === null) return refuse(131008, `Parameter '${key}' is mandatory for ${path}`);
  return fieldsOf(fields[key], `${path}['${key}']`);
}

export function getList(fields: Fields, key: string, path: string): unknown[] {
  if (fields[key] === undefined || fields[key] === null) return refuse(131008, `Parameter '${key}' is mandatory for ${path}`);
  return listOf(fields[key], `${path}['${key}']`);
}

export function findFlag(fields: Fields, key: string, path: string): boolean | null {
  const value = fields[key];
  if (value === undefined) return null;
  if (typeof value !== 'boolean') return refuseParameter(`Param ${path}['${key}'] must be a boolean.`);
  return value;
}

export function getNumber(fields: Fields, key: string, path: string, min: number, max: number): number {
  const value = fields[key];
  if (value === undefined || value === null || value === '') return refuse(131008, `Parameter '${key}' is mandatory for ${path}`);
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) return refuseParameter(`Param ${path}['${key}'] must be a number.`);
  if (number < min || number > max) return refuse(131009, `Param ${path}['${key}'] must be from ${min} to ${max}.`);
  return number;
}
