import { typeError } from './faults';
import type { JsonObject, JsonValue } from './types';

export type Bound = { [name: string]: JsonValue | undefined };

/** A Python signature: parameter names in order, `required` of them without a default. */
export interface Signature {
  names: readonly string[];
  required?: number;
  /** Takes any further keyword, as `**kwargs` does. */
  open?: boolean;
}

/**
 * Puts positional and keyword arguments on a method's parameters, and complains as Python does.
 * `context` is taken off before, by dispatch.
 */
export const bindArguments = (method: string, signature: Signature, positional: readonly JsonValue[], keywords: JsonObject): Bound => {
  const { names, required = 0, open = false } = signature;
  if (positional.length > names.length) {
    throw typeError(`${method}() takes from ${required + 1} to ${names.length + 1} positional arguments but ${positional.length + 1} were given`);
  }
  const bound: Bound = {};
  positional.forEach((value, index) => {
    bound[names[index] as string] = value;
  });
  for (const [name, value] of Object.entries(keywords)) {
    if (!open && !names.includes(name)) throw typeError(`${method}() got an unexpected keyword argument '${name}'`);
    if (name in bound) throw typeError(`${method}() got multiple values for argument '${name}'`);
    bound[name] = value;
  }
  const missing = names.slice(0, required).filter((name) => !(name in bound));
  if (missing.length > 0) {
    const list = missing.map((name) => `'${name}'`).join(missing.length === 2 ? ' and ' : ', ');
    throw typeError(`${method}() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${list}`);
  }
  return bound;
};

/** The ids of a record method: a list, or one number. `null` and `false` stand for "no record yet". */
export const idsOf = (value: JsonValue | undefined): number[] => {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.filter((id): id is number => typeof id === 'number') : [];
};
