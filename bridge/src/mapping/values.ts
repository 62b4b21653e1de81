import type { OdooFields } from '../odoo/odoo-client';
import type { OdooRow } from '../odoo/rpc';
import type { Country, ExtraValue, Reference } from './records';

/**
 * Odoo's values in ours. `false` stands for every empty value (text, date, many2one), and a field that this
 * version or user does not have is simply absent: both become `null`, or the neutral value of the type.
 */

export function readText(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function readNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** True only for a real `true`: `false` is also how Odoo says "empty". */
export function readFlag(value: unknown): boolean {
  return value === true;
}

/** Many2one as `[id, "name"]`, or the bare id of `load: false` and of Odoo's webhooks. */
export function readReference(value: unknown): Reference | null {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return { id: value, name: '' };
  if (!Array.isArray(value) || typeof value[0] !== 'number') return null;
  return { id: value[0], name: typeof value[1] === 'string' ? value[1] : '' };
}

/** The name alone, for currencies and units. */
export function readReferenceName(value: unknown): string | null {
  return readText(readReference(value)?.name);
}

export function readIds(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number' && Number.isInteger(id)) : [];
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** UTC whatever `context.tz` says (recorded 2026-11); Odoo's own webhooks add microseconds. */
const DATETIME = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?$/;

export function readDate(value: unknown): string | null {
  return typeof value === 'string' && DATE.test(value) ? value : null;
}

export function readDatetime(value: unknown): string | null {
  const parts = typeof value === 'string' ? DATETIME.exec(value) : null;
  if (!parts) return null;
  const [, date, time, fraction = ''] = parts;
  const at = new Date(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

export function readCountry(value: unknown, codes: ReadonlyMap<number, string>): Country | null {
  const reference = readReference(value);
  return reference && { ...reference, code: codes.get(reference.id) ?? null };
}

function readExtraValue(value: unknown, type: string): ExtraValue {
  switch (type) {
    case 'boolean':
      return readFlag(value);
    case 'integer':
    case 'float':
    case 'monetary':
      return readNumber(value);
    case 'many2one':
      return readReference(value);
    case 'one2many':
    case 'many2many':
      return readIds(value);
    case 'datetime':
      return readDatetime(value);
    default:
      return typeof value === 'number' ? value : readText(value);
  }
}

/** The fields asked for beyond our own, read by the type `fields_get` gives them: a boolean's `false` stays `false`. */
export function readExtra(row: OdooRow, names: readonly string[], fields: OdooFields): Record<string, ExtraValue> {
  return Object.fromEntries(names.map((name) => [name, readExtraValue(row[name], fields.get(name)?.type ?? 'unknown')]));
}
