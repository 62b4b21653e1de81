/**
 * What is kept of a payload for people to read later: never a secret, a token, a link or a one-time code. Links keep
 * their origin alone, since a portal's path and query are a key to the customer's document.
 */
export const REMOVED = '[removed]';

const SECRET_NAME =
  /(?:token|secret|passw|authori[sz]ation|api[-_ ]?key|signature|cookie|credential|private[-_ ]?key|(?:^|[-_])otp|one[-_ ]?time|(?:^|[-_])pin$|login[-_ ]?code)/i;

/** Words that only look like secrets: counts and kinds of tokens say nothing. */
const HARMLESS_NAME = /^(?:tokens?Count|tokenId|token)$/;

const LINK = /\b([a-z][a-z0-9+.-]*):\/\/(?:[^\s/?#@"'<>]*@)?([^\s/?#"'<>\\]+)[^\s"'<>\\]*/gi;
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi;
const ASSIGNED = /((?:access_?token|token|secret|password|api[-_]?key|authorization|signature|sig|otp)\s*["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;
const JWT = /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;
const META_TOKEN = /\bEA[A-Z][A-Za-z0-9]{20,}/g;
/** A long run of letters and digits is a key or a digest; message ids of WhatsApp (`wamid.…`) are not. */
const LONG_RUN = /(?<![\w.+/-])[A-Za-z0-9+/_-]{40,}={0,2}/g;

/** Longest text kept of one value; the rest is counted, not kept. */
const LONGEST_TEXT = 2_000;
const DEEPEST = 8;
const WIDEST = 60;

/** Shorter than any key, and with nothing in it that begins one: most values of a payload, and each of its names. */
const SHORTEST_KEY = 20;
const BEGINS_ONE = /[:=]|bearer|basic/i;

export const redactText = (text: string, longest = LONGEST_TEXT): string => {
  // Every message sent is cleaned: seven patterns over each of its hundred words would be a tenth of the work of sending it.
  if (text.length < SHORTEST_KEY && text.length <= longest && !BEGINS_ONE.test(text)) return text;
  // Cut first with room to spare: the patterns must not run over megabytes.
  const head = text.length > longest * 2 ? text.slice(0, longest * 2) : text;
  const clean = head
    .replace(LINK, (_, scheme: string, host: string) => `${scheme}://${host}/…`)
    .replace(BEARER, (_, scheme: string) => `${scheme} ${REMOVED}`)
    .replace(ASSIGNED, (_, name: string) => `${name}${REMOVED}`)
    .replace(JWT, REMOVED)
    .replace(META_TOKEN, REMOVED)
    .replace(LONG_RUN, REMOVED);
  return clean.length > longest ? `${clean.slice(0, longest)}… (${text.length - longest} more)` : clean;
};

/** Names come back with every payload; values do not. Bounded, since customers' payloads hold names too. */
const knownNames = new Map<string, { shown: string; isSecret: boolean; isHarmless: boolean }>();
const MOST_NAMES = 2_000;

const readName = (name: string): { shown: string; isSecret: boolean; isHarmless: boolean } => {
  const known = knownNames.get(name);
  if (known) return known;
  const read = { shown: redactText(name, 100), isSecret: SECRET_NAME.test(name), isHarmless: HARMLESS_NAME.test(name) };
  if (knownNames.size < MOST_NAMES && name.length <= 60) knownNames.set(name, read);
  return read;
};

const redactPart = (value: unknown, depth: number, deepest: number): unknown => {
  if (typeof value === 'string') return redactText(value);
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return null;
  if (depth >= deepest) return '…';
  if (Array.isArray(value)) {
    const kept = value.slice(0, WIDEST).map((item) => redactPart(item, depth + 1, deepest));
    return value.length > WIDEST ? [...kept, `… (${value.length - WIDEST} more)`] : kept;
  }
  const entries = Object.entries(value);
  const kept = entries.slice(0, WIDEST).map(([name, item]): [string, unknown] => {
    const isNumber = typeof item === 'number' || typeof item === 'boolean' || item === null;
    const { shown, isSecret, isHarmless } = readName(name);
    if (isSecret && !(isHarmless && isNumber)) return [shown, item === null || item === '' ? item : REMOVED];
    return [shown, redactPart(item, depth + 1, deepest)];
  });
  return Object.fromEntries(entries.length > WIDEST ? [...kept, ['…', `${entries.length - WIDEST} more`]] : kept);
};

/** A copy without secrets, bounded in depth and width. What is not JSON becomes null. */
export const redact = (value: unknown, deepest = DEEPEST): unknown => redactPart(value, 0, deepest);
