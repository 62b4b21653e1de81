import { getCountries, getCountryCallingCode, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

/** Why a text could not be made a phone number. */
export type PhoneProblem = 'empty' | 'not_a_number' | 'too_short' | 'too_long' | 'country_unknown' | 'not_valid';

export type ParsedPhone =
  | {
      ok: true;
      /** `+` and 8 to 15 digits. */
      e164: string;
      /** The same without `+`: what providers take. */
      digits: string;
      /** ISO 3166 alpha-2, where the number tells. */
      country?: string;
    }
  | { ok: false; reason: PhoneProblem };

export type ParsedRecipient = { kind: 'phone'; e164: string } | { kind: 'bsuid'; value: string } | { kind: 'invalid' };

/** Where a message goes; the shape of the provider port's `Envelope.to`. */
export type SendTarget = { kind: 'phone'; value: string } | { kind: 'bsuid'; value: string };

const COUNTRIES: ReadonlySet<string> = new Set(getCountries());
const MIN_DIGITS = 8;
const MAX_DIGITS = 15;
const LONGEST_NATIONAL = 11;

const isCountry = (value: string): value is CountryCode => COUNTRIES.has(value);

/** Every country a number can be written for, and what its numbers begin with. */
export function callingCodes(): { country: string; callingCode: string }[] {
  return getCountries().map((country) => ({ country, callingCode: getCountryCallingCode(country) }));
}

/** The country a number belongs to; null where it does not tell. */
export function countryOfPhone(phone: string | null): string | null {
  const parsed = phone === null ? null : parsePhone(phone, []);
  return parsed?.ok ? (parsed.country ?? null) : null;
}

/** Digits of any script as 0–9, nothing else; `+` and brackets are dropped. */
function digitsOf(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '');
}

function readInternational(text: string): ParsedPhone {
  const found = parsePhoneNumberFromString(text, { extract: false });
  if (!found) return { ok: false, reason: 'not_valid' };
  const digits = found.number.slice(1);
  if (digits.length < MIN_DIGITS) return { ok: false, reason: 'too_short' };
  if (digits.length > MAX_DIGITS) return { ok: false, reason: 'too_long' };
  if (found.isValid()) return { ok: true, e164: found.number, digits, country: found.country };
  // Meta's own test numbers are +1 555 …, which no numbering plan assigns (Cloud API, get started, 2026-11).
  if (/^1555\d{7}$/.test(digits)) return { ok: true, e164: found.number, digits, country: 'US' };
  // WhatsApp knows numbers that numbering plans no longer do, such as Mexico's 521…: valid if a twin is.
  for (const variant of phoneVariants(digits).slice(1)) {
    const twin = parsePhoneNumberFromString(`+${variant}`, { extract: false });
    if (twin?.isValid()) return { ok: true, e164: `+${digits}`, digits, country: twin.country };
  }
  return { ok: false, reason: 'not_valid' };
}

/**
 * A phone number as people type it: spaces, brackets, dashes, a `00` prefix, an extension (dropped).
 * International forms are read first, then the number as each country in turn writes it (partner's, company's).
 * Plain digits without a country are read as international; with one they are not, because a national number of one
 * country is often a valid number of a stranger in another.
 */
export function parsePhone(input: string, defaultCountries: readonly (string | null | undefined)[]): ParsedPhone {
  const text = input
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .trim()
    .replace(/^(?:tel|whatsapp|sms):/i, '');
  if (text === '') return { ok: false, reason: 'empty' };
  if (!/\d/.test(text)) return { ok: false, reason: 'not_a_number' };

  const lead = text.replace(/^[\s([]+/, '');
  let problem: PhoneProblem | undefined;
  if (lead.startsWith('+')) {
    return readInternational(text.replace(/^[\s([]+\+/, '+'));
  }
  if (/^0\s*0/.test(lead)) {
    const international = readInternational(`+${lead.replace(/^0\s*0/, '').replace(/^[\s)\]./-]+/, '')}`);
    if (international.ok) return international;
    problem = international.reason;
  }

  const countries = defaultCountries
    .map((country) => (country ?? '').trim().toUpperCase())
    .filter((country, index, all): country is CountryCode => isCountry(country) && all.indexOf(country) === index);
  for (const country of countries) {
    const found = parsePhoneNumberFromString(text, { defaultCountry: country, extract: false });
    if (!found?.isValid()) continue;
    const digits = found.number.slice(1);
    if (digits.length < MIN_DIGITS || digits.length > MAX_DIGITS) continue;
    // "4915112345678" in Germany is an international number whose + was forgotten: read as national it would get a
    // second 49, and numbers that long exist nowhere.
    if (found.nationalNumber.length > LONGEST_NATIONAL && digitsOf(text).startsWith(found.countryCallingCode)) {
      const international = readInternational(`+${digitsOf(text)}`);
      if (international.ok) return international;
    }
    return { ok: true, e164: found.number, digits, country: found.country ?? country };
  }

  const digits = digitsOf(text);
  if (countries.length === 0 && problem === undefined) {
    if (digits.length < MIN_DIGITS) return { ok: false, reason: 'too_short' };
    const bare = readInternational(`+${lead.replace(/[()[\]]/g, ' ').trim()}`);
    if (bare.ok) return bare;
    return { ok: false, reason: digits.startsWith('0') ? 'country_unknown' : bare.reason };
  }
  if (/\p{L}{3,}/u.test(text)) return { ok: false, reason: 'not_a_number' };
  return { ok: false, reason: problem ?? (digits.length < 5 ? 'too_short' : 'not_valid') };
}

/** Meta's form of a business-scoped user id, and of the parent id of linked portfolios (`CC.ENT.…`), 2026-11. */
const USER_ID = /^([A-Z]{2})\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/**
 * What the API takes as `to`: `+…`, 8–15 digits valid internationally, or a business-scoped user id.
 */
export function parseRecipient(input: string): ParsedRecipient {
  const text = input.trim();
  if (USER_ID.test(text)) return { kind: 'bsuid', value: text };
  const phone = parsePhone(text, []);
  return phone.ok ? { kind: 'phone', e164: phone.e164 } : { kind: 'invalid' };
}

/**
 * Whether a value found where a phone was expected names a person in another way. Wider than `parseRecipient`:
 * betas showed `user.<hash>`, and an unknown shape must be kept, not refused (Meta, usernames, 2026-11).
 */
export function looksLikeBsuid(value: string): boolean {
  return value.length <= 256 && /^[A-Za-z][A-Za-z0-9]*\.[A-Za-z0-9][\w.:=+/-]*$/.test(value);
}

/** The country in a business-scoped user id; null where it has none. */
export function countryOfUserId(userId: string): string | null {
  const country = USER_ID.exec(userId)?.[1];
  return country !== undefined && isCountry(country) ? country : null;
}

/**
 * Every way WhatsApp may write the number, itself first. A set to look up by, never a reason to rewrite a number.
 * - Brazil: accounts older than the ninth digit lack it (`55DD9XXXXXXXX`, `55DDXXXXXXXX`). A landline (2–5 after
 *   the area code) has no such twin: adding a 9 to it names a stranger's mobile.
 * - Mexico `521…` and `52…`, Argentina `549…` and `54…`.
 */
export function phoneVariants(digits: string): string[] {
  const own = digitsOf(digits);
  const twin = twinOf(own);
  return twin === null ? [own] : [own, twin];
}

function twinOf(digits: string): string | null {
  const brazil = /^55([1-9]\d)(9?)([016-9]\d{7})$/.exec(digits);
  if (brazil) return `55${brazil[1]}${brazil[2] === '9' ? '' : '9'}${brazil[3]}`;
  const mexico = /^52(1?)(\d{10})$/.exec(digits);
  if (mexico) return `52${mexico[1] === '1' ? '' : '1'}${mexico[2]}`;
  const argentina = /^54(9?)(\d{10})$/.exec(digits);
  if (argentina) return `54${argentina[1] === '9' ? '' : '9'}${argentina[2]}`;
  return null;
}

/** One key for a number and its twins: the shortest of them. For comparing only; never send to it. */
export function canonicalPhone(digits: string): string {
  return phoneVariants(digits).reduce((shortest, variant) => (variant.length < shortest.length ? variant : shortest));
}

/** A number as people read it. What is no number (a business-scoped id) is returned as it is, never dressed up as one. */
export function formatPhone(e164: string): string {
  const text = e164.trim();
  if (!/^\+?\d+$/.test(text)) return e164;
  const international = text.startsWith('+') ? text : `+${text}`;
  return parsePhoneNumberFromString(international, { extract: false })?.formatInternational() ?? international;
}

/**
 * The address a message goes to: a phone where one is known, and of its spellings the one WhatsApp used last
 * (`waId`); else a business-scoped id, the portfolio's own before the parent's. Null: nobody to send to.
 */
export function chooseTarget(known: {
  /** Any spelling, best first. */
  phones: readonly string[];
  /** The provider's id for the person, last seen. May turn out to be a business-scoped id. */
  waId?: string | null;
  userIds: readonly string[];
}): SendTarget | null {
  const waId = (known.waId ?? '').trim();
  const waDigits = /^\+?\d{5,}$/.test(waId) ? digitsOf(waId) : '';
  const phones = known.phones.filter((phone) => !looksLikeBsuid(phone)).map(digitsOf).filter((phone) => phone.length >= 5);
  const first = phones[0];
  if (waDigits !== '' && (first === undefined || phones.some((phone) => canonicalPhone(phone) === canonicalPhone(waDigits)))) {
    return { kind: 'phone', value: waDigits };
  }
  if (first !== undefined) return { kind: 'phone', value: first };

  const userIds = [...known.userIds, waId].map((id) => id.trim()).filter(looksLikeBsuid);
  const own = userIds.find((id) => !/^[A-Z]{2}\.ENT\./.test(id)) ?? userIds[0];
  return own === undefined ? null : { kind: 'bsuid', value: own };
}
