import { redact, REMOVED } from './redact';

/**
 * What a trace may show of a payload. `redact` knows secrets by their look and their name; here is what only the place
 * tells: the value of a link button is a key to the customer's document, and a webhook speaks of other people too.
 */

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Buttons whose value opens something: a link's end, a code. Ours are `subType`, Meta's `sub_type`. */
const KEY_BUTTONS: ReadonlySet<unknown> = new Set(['url', 'copy_code']);
const VALUE_NAMES: ReadonlySet<string> = new Set(['text', 'code', 'coupon_code', 'payload']);
/** A template's parameters lie this deep in a call that lies in a step. */
const DEEPEST = 16;
/** Shorter ones are removed where they stand alone, not out of the middle of a sentence. */
const FOUND_INSIDE = 6;

const collectKeys = (value: unknown, inButton: boolean, found: Set<string>): Set<string> => {
  if (Array.isArray(value)) for (const item of value) collectKeys(item, inButton, found);
  if (!isRecord(value)) return found;
  const isKey = inButton || KEY_BUTTONS.has(value['subType'] ?? value['sub_type']);
  for (const [name, item] of Object.entries(value)) {
    if (isKey && typeof item === 'string' && VALUE_NAMES.has(name) && item !== '') found.add(item);
    else collectKeys(item, isKey, found);
  }
  return found;
};

const mapTexts = (value: unknown, change: (text: string, name: string) => unknown, name = ''): unknown => {
  if (typeof value === 'string') return change(value, name);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change, name));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change, key)]));
};

/**
 * A payload without what opens anything: link and code buttons' values, wherever they stand again (a one-time code is in
 * the text and in the button), then secrets, tokens and links.
 */
export const tracePayload = (value: unknown): unknown => {
  const keys = [...collectKeys(value, false, new Set())];
  const inside = keys.filter(({ length }) => length >= FOUND_INSIDE);
  const without = keys.length === 0 ? value : mapTexts(value, (text) => (keys.includes(text) ? REMOVED : inside.reduce((rest, key) => rest.replaceAll(key, REMOVED), text)));
  return redact(without, DEEPEST);
};

const holds = (value: unknown, ids: readonly string[]): boolean => {
  if (typeof value === 'string') return ids.includes(value);
  if (Array.isArray(value)) return value.some((item) => holds(item, ids));
  return isRecord(value) && Object.values(value).some((item) => holds(item, ids));
};

/**
 * Of a webhook that speaks of many messages, what concerns one: in every list only the entries that hold one of its ids.
 * An entry that is the message itself stays whole.
 */
export const onlyAbout = (value: unknown, ids: readonly string[]): unknown => {
  if (Array.isArray(value)) {
    const isList = value.length > 1 && value.every(isRecord);
    if (!isList) return value.map((item: unknown) => onlyAbout(item, ids));
    const about = value.filter((item) => holds(item, ids));
    const left = value.length - about.length;
    return [...about.map((item) => onlyAbout(item, ids)), ...(left > 0 ? [`… (${left} more)`] : [])];
  }
  if (!isRecord(value)) return value;
  const isItself = Object.values(value).some((item) => typeof item === 'string' && ids.includes(item));
  return isItself ? value : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, onlyAbout(item, ids)]));
};

/** Names under which providers and we write a person's number. */
const PHONE_NAME = /^(?:from|to|wa_?id|recipient(?:_?id)?|phones?|phone_?number|display_?phone_?number|mobile|input|participant|author)$/i;
/** A number as people write it: with its country, or in national form only where the name says that it is one. */
const WRITTEN = /(?<![\w+])(?:\+|00)\d[\d\s().-]{5,18}\d/g;
const BARE = /^\+?[\d\s().-]{7,20}$/;

const digitsOf = (text: string): string => text.replace(/\D/g, '').replace(/^00/, '');

/** Numbers of everybody but those in `own` (digits) are removed. */
export const maskPhones = (value: unknown, own: readonly string[]): unknown => {
  const isOwn = (text: string): boolean => own.includes(digitsOf(text));
  return mapTexts(value, (text, name) => {
    if (PHONE_NAME.test(name) && BARE.test(text)) return isOwn(text) ? text : REMOVED;
    return text.replace(WRITTEN, (number) => (isOwn(number) ? number : REMOVED));
  });
};
