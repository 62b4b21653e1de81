/**
 * The BCP 47 tag of an Odoo or Meta language: `pt_BR` → `pt-BR`, `sr@latin` → `sr-Latn`. English where it names none.
 */
export function languageTag(language: string | null | undefined): string {
  const [code = '', script] = (language ?? '').trim().split('@');
  const parts = code.replace(/\..*$/, '').split(/[_-]/).filter((part) => part !== '');
  const scriptTag = script === undefined ? undefined : SCRIPTS[script.toLowerCase()];
  if (scriptTag !== undefined && parts.length > 0) parts.splice(1, 0, scriptTag);
  try {
    return Intl.getCanonicalLocales(parts.join('-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}

const SCRIPTS: Readonly<Record<string, string>> = { latin: 'Latn', latn: 'Latn', cyrl: 'Cyrl', cyrillic: 'Cyrl' };

/** An amount as the customer writes it: `1.234,50 €`. Empty for what is no amount (Odoo's `false`). */
export function formatMoney(amount: unknown, currency: string | null | undefined, language: string | null | undefined): string {
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return '';
  // Minus zero comes out of sums and would be shown as "-0,00".
  const value = Object.is(amount, -0) ? 0 : amount;
  const tag = languageTag(language);
  const code = (currency ?? '').trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(code)) return new Intl.NumberFormat(tag, { style: 'currency', currency: code }).format(value);
  const plain = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
  const symbol = (currency ?? '').trim();
  return symbol === '' ? plain : `${plain} ${symbol}`;
}

/**
 * A day as the customer writes it. A date alone (`2026-11-20`) is that day everywhere; a time (ISO, or Odoo's
 * `YYYY-MM-DD HH:MM:SS`, which is UTC) is the day it falls on in `zone`, UTC by default. Empty for what is no date.
 */
export function formatDate(value: unknown, language: string | null | undefined, zone?: string | null): string {
  const read = instantOf(value);
  if (read === null) return '';
  const format = (timeZone: string): string =>
    new Intl.DateTimeFormat(languageTag(language), { dateStyle: 'medium', timeZone }).format(read.instant);
  if (read.dayOnly || !zone) return format('UTC');
  try {
    return format(zone);
  } catch {
    return format('UTC');
  }
}

function instantOf(value: unknown): { instant: Date; dayOnly: boolean } | null {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : { instant: value, dayOnly: false };
  if (typeof value !== 'string') return null;
  const text = value.trim();
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](.+))?$/.exec(text);
  if (!match) return null;
  const dayOnly = match[4] === undefined;
  const day = new Date(`${match[1]}-${match[2]}-${match[3]}T00:00:00Z`);
  // `2026-02-30` rolls over to March in some engines and fails in others.
  if (Number.isNaN(day.getTime()) || day.getUTCDate() !== Number(match[3])) return null;
  if (dayOnly) return { instant: day, dayOnly };
  const time = match[4] ?? '';
  const zoned = /(?:Z|[+-]\d{2}:?\d{2})$/i.test(time) ? time : `${time}Z`;
  const instant = new Date(`${match[1]}-${match[2]}-${match[3]}T${zoned}`);
  return Number.isNaN(instant.getTime()) ? null : { instant, dayOnly };
}

/**
 * A record's value as text for a customer: nothing for Odoo's `false`, the name of a many2one (`[7, "Azure"]`, or an
 * object with a name), names joined for several. Ids alone mean nothing to a customer and come out empty.
 */
export function presentValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'boolean') return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) {
    if (value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string') return value[1].trim();
    return value
      .filter((part) => typeof part !== 'number')
      .map(presentValue)
      .filter((part) => part !== '')
      .join(', ');
  }
  if (typeof value === 'object') {
    const named = value as { name?: unknown; display_name?: unknown; displayName?: unknown };
    for (const name of [named.name, named.display_name, named.displayName]) {
      if (typeof name === 'string') return name.trim();
    }
  }
  return '';
}
