/** What an API token can be granted. One verb a kind of call. */
export const VERBS = [
  'send.text',
  'send.media',
  'send.template',
  'send.interactive',
  'send.document',
  'messages.read',
  'media.read',
  'records.read',
  'contacts.write',
  'sync.trigger',
  'health.read',
] as const;

export type Verb = (typeof VERBS)[number];

/** Null: not limited. */
export interface TokenLimits {
  callsPerMinute: number | null;
  /** People never written to before, per 24 hours. */
  strangersPerDay: number | null;
}

export interface TokenGrantView {
  token: { id: number; name: string; type: string; lastUsedAt: string | null };
  verbs: Verb[];
  /** Account keys; null: every account. */
  accounts: string[] | null;
  limits: TokenLimits;
}

/** What a role or user may do with an account that is given to chosen people. */
export const ACCOUNT_VERBS = ['read', 'send', 'configure'] as const;

export type AccountVerb = (typeof ACCOUNT_VERBS)[number];

export interface AccountPersonView {
  type: 'role' | 'user';
  id: number;
  /** Null: no longer there. */
  name: string | null;
  verbs: AccountVerb[];
}

/** GET and PUT /accounts/:id/access. An empty list: open to whoever holds the permission. */
export interface AccountAccessView {
  people: AccountPersonView[];
}

export interface AccountAccessBody {
  people: Pick<AccountPersonView, 'type' | 'id' | 'verbs'>[];
}

/** GET /access/subjects: whom an account can be given to. */
export interface AccessSubjectsView {
  roles: { id: number; name: string; users: number; superAdmin: boolean }[];
  users: { id: number; name: string; email: string }[];
}

/** GET and PUT /my-defaults. */
export interface MyDefaultsView {
  /** Key of the account the person sends from where nothing else is said; null: the company's or the installation's. */
  account: string | null;
  /** What can be chosen. */
  accounts: { key: string; name: string; phone: string | null }[];
}
