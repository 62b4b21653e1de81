import { canonicalPhone, countryOfUserId, looksLikeBsuid, parsePhone } from '../../../../plugin/domain/address';
import type { ContactAliasRow } from '../../platform/records';
import type { PersonRef } from '../../providers/provider';

/** Scope of what is one for the whole installation: phones. Business-scoped ids belong to their portfolio. */
export const INSTALLATION = 'installation';

export type AliasKey = Pick<ContactAliasRow, 'scope' | 'kind' | 'value'>;

export const aliasText = ({ scope, kind, value }: AliasKey): string => `${scope}\n${kind}\n${value}`;

const MAX_VALUE = 255;

const digitsOf = (value: string | undefined): string | null => {
  const text = (value ?? '').trim();
  return /^\+?\d{5,20}$/.test(text) ? text.replace('+', '') : null;
};

const idOf = (value: string | undefined): string | null => {
  const text = (value ?? '').trim();
  return text === '' || text.length > MAX_VALUE ? null : text;
};

/** Who a payload names, sorted out: empty strings are absent, and an id of a person may stand where a phone was expected. */
export interface Identity {
  /** Digits as the provider wrote them; the one to send to. */
  phone: string | null;
  waId: string | null;
  userId: string | null;
  parentUserId: string | null;
}

export const identityOf = (person: PersonRef): Identity => {
  const misplaced = [person.phone, person.waId].map(idOf).find((value) => value !== null && looksLikeBsuid(value)) ?? null;
  const waId = digitsOf(person.waId);
  return {
    phone: digitsOf(person.phone) ?? waId,
    waId,
    userId: idOf(person.userId) ?? misplaced,
    parentUserId: idOf(person.parentUserId),
  };
};

/**
 * The names a person is known by, strongest first: the business-scoped id, its parent, then the phone (one key for all
 * spellings of a number). Empty where nobody is named.
 */
export const aliasKeysOf = (person: PersonRef, scope: string): AliasKey[] => {
  const { phone, waId, userId, parentUserId } = identityOf(person);
  const keys: AliasKey[] = [];
  if (userId) keys.push({ scope, kind: 'bsuid', value: userId });
  if (parentUserId) keys.push({ scope, kind: 'parent_bsuid', value: parentUserId });
  for (const digits of [phone, waId]) {
    if (digits) keys.push({ scope: INSTALLATION, kind: 'phone', value: canonicalPhone(digits) });
  }
  const seen = new Set<string>();
  return keys.filter((key) => !seen.has(aliasText(key)) && seen.add(aliasText(key)));
};

/** Whether an alias still names its contact at `at`. A number given up may be a stranger's by now; ids are not reissued. */
export const isInForce = (alias: Pick<ContactAliasRow, 'kind' | 'retiredAt'>, at: Date): boolean =>
  alias.retiredAt === null || alias.kind !== 'phone' || at.getTime() <= alias.retiredAt.getTime();

export const countryOf = (identity: Identity): string | null => {
  if (identity.phone) {
    const parsed = parsePhone(`+${identity.phone}`, []);
    if (parsed.ok && parsed.country) return parsed.country;
  }
  return identity.userId ? countryOfUserId(identity.userId) : null;
};
