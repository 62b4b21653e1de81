import { VERBS, type TokenGrantView, type TokenLimits, type Verb } from '../../../../plugin/contracts/access';

export interface GrantForm {
  verbs: ReadonlySet<Verb>;
  /** Account keys; null: every account, those of tomorrow too. */
  accounts: string[] | null;
  limits: TokenLimits;
}

export const grantFormOf = (grant: TokenGrantView): GrantForm => ({ verbs: new Set(grant.verbs), accounts: grant.accounts, limits: grant.limits });

/** In the order of the contract, so that the same choice is always the same body. */
export const grantBodyOf = (form: GrantForm): Pick<TokenGrantView, 'verbs' | 'accounts' | 'limits'> => ({
  verbs: VERBS.filter((verb) => form.verbs.has(verb)),
  accounts: form.accounts,
  limits: form.limits,
});

const isLimit = (value: number | null): boolean => value === null || (Number.isInteger(value) && value >= 1);

/** A limit is a whole number above nothing, or none. */
export const hasValidLimits = ({ limits }: GrantForm): boolean => isLimit(limits.callsPerMinute) && isLimit(limits.strangersPerDay);

const sameList = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && [...one].sort().join('\n') === [...other].sort().join('\n');

export const isChanged = (form: GrantForm, grant: TokenGrantView): boolean => {
  if (!sameList([...form.verbs], grant.verbs)) return true;
  if (form.limits.callsPerMinute !== grant.limits.callsPerMinute || form.limits.strangersPerDay !== grant.limits.strangersPerDay) return true;
  if (form.accounts === null || grant.accounts === null) return form.accounts !== grant.accounts;
  return !sameList(form.accounts, grant.accounts);
};

/** Verbs as people think of them: what goes out, what is read, the rest. */
export const VERB_GROUPS: readonly { key: 'access.group.send' | 'access.group.read' | 'access.group.act'; verbs: readonly Verb[] }[] = [
  { key: 'access.group.send', verbs: VERBS.filter((verb) => verb.startsWith('send.')) },
  { key: 'access.group.read', verbs: VERBS.filter((verb) => verb.endsWith('.read')) },
  { key: 'access.group.act', verbs: VERBS.filter((verb) => !verb.startsWith('send.') && !verb.endsWith('.read')) },
];
