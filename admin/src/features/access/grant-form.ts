import { VERBS, type TokenGrantView, type Verb } from '../../../../plugin/contracts/access';

export interface GrantForm {
  verbs: ReadonlySet<Verb>;
  /** Account keys; null: every account, those of tomorrow too. */
  accounts: string[] | null;
}

export const grantFormOf = (grant: TokenGrantView): GrantForm => ({ verbs: new Set(grant.verbs), accounts: grant.accounts });

/** In the order of the contract, so that the same choice is always the same body. */
export const grantBodyOf = (form: GrantForm): Pick<TokenGrantView, 'verbs' | 'accounts'> => ({
  verbs: VERBS.filter((verb) => form.verbs.has(verb)),
  accounts: form.accounts,
});

const sameList = (one: readonly string[], other: readonly string[]): boolean => one.length === other.length && [...one].sort().join('\n') === [...other].sort().join('\n');

export const isChanged = (form: GrantForm, grant: TokenGrantView): boolean => {
  if (!sameList([...form.verbs], grant.verbs)) return true;
  if (form.accounts === null || grant.accounts === null) return form.accounts !== grant.accounts;
  return !sameList(form.accounts, grant.accounts);
};

/** Verbs as people think of them: what goes out, what is read, the rest. */
export const VERB_GROUPS: readonly { key: 'access.group.send' | 'access.group.read' | 'access.group.act'; verbs: readonly Verb[] }[] = [
  { key: 'access.group.send', verbs: VERBS.filter((verb) => verb.startsWith('send.')) },
  { key: 'access.group.read', verbs: VERBS.filter((verb) => verb.endsWith('.read')) },
  { key: 'access.group.act', verbs: VERBS.filter((verb) => !verb.startsWith('send.') && !verb.endsWith('.read')) },
];
