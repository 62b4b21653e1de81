/** How a template's language was found; shown before sending. */
export interface LanguageMatch {
  language: string;
  match: 'exact' | 'base' | 'default';
}

/**
 * Which of a template's languages a customer gets: exactly theirs, else its base (`de_DE` → `de`), else the account's
 * default, else none. `wanted` is Odoo's code (`es_419`, `sr@latin`) or Meta's. Never a sister of the language
 * (`pt_BR` for `pt_PT`): that is a choice for people, made by setting the default.
 */
export function matchLanguage(
  wanted: string | null | undefined,
  available: readonly string[],
  fallback: string | null | undefined,
): LanguageMatch | null {
  const find = (code: string): string | undefined => (code === '' ? undefined : available.find((one) => plainCode(one) === code));
  const code = plainCode(wanted);
  const exact = find(code);
  if (exact !== undefined) return { language: exact, match: 'exact' };
  const general = find(code.split('_')[0] ?? '');
  if (general !== undefined) return { language: general, match: 'base' };
  const standard = find(plainCode(fallback));
  return standard === undefined ? null : { language: standard, match: 'default' };
}

/** `pt-BR`, `pt_br` and `pt_BR.UTF-8` are one code; a script after `@` is no part of Meta's codes. */
function plainCode(code: string | null | undefined): string {
  return (code ?? '').trim().replace(/[.@].*$/, '').replace(/-/g, '_').toLowerCase();
}
