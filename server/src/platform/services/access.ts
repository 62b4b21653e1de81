import type { Knex } from '../database';
import type { AccountRow } from '../records';

export interface Grant {
  tokenId: number;
  verbs: string[];
  /** Null: every account. */
  accounts: number[] | null;
  limits: TokenLimits;
}

/** Null: not limited. */
export interface TokenLimits {
  callsPerMinute: number | null;
  /** People never written to before, per 24 hours. */
  strangersPerDay: number | null;
}

/** What people may do with an account that is given to chosen ones only. */
export type AccountVerb = 'read' | 'send' | 'configure';

/** One role or user that may use an account. */
export interface AccountGrant {
  subjectType: 'role' | 'user';
  subject: number;
  verbs: AccountVerb[];
}

/** What somebody may see. Null: everything. Companies follow from the accounts. */
export interface Sight {
  accounts: number[] | null;
  companies: number[] | null;
}

/**
 * Which conversations somebody may see. `all`: of the visible accounts, every one; `unassigned`: what nobody has taken
 * besides their own; `own`: assigned to them, or they take part. `none`: no inbox at all.
 */
export interface ChannelSight extends Sight {
  user: number;
  reach: 'none' | 'own' | 'unassigned' | 'all';
  mayReply: boolean;
  mayAssign: boolean;
  mayConfigure: boolean;
}

export interface AccessService {
  /** By the actions of the user's roles and the accounts given to them; as fresh as `sightOf`. */
  channelSightOf(user: number): Promise<ChannelSight>;
  /**
   * What an administrator may see (or send from, or configure), by the accounts given to the user and the user's roles.
   * What is withdrawn is gone at once, where another process withdrew it within a second. Nobody (null) sees nothing.
   */
  sightOf(user: number | null, verb?: AccountVerb): Promise<Sight>;
  /** The account of this public id: 404 where it is not given to the person, 403 where it is, but not for this. */
  getAccountFor(user: number | null, documentId: string, verb: AccountVerb): Promise<AccountRow>;
  /** Roles and users an account is given to; none: whoever holds the permission may use it. */
  accountGrants(account: number): Promise<AccountGrant[]>;
  saveAccountGrants(account: number, grants: AccountGrant[], grantedBy: number | null): Promise<void>;
  /** An account that is gone is given to nobody. */
  forgetAccount(account: number, trx: Knex): Promise<void>;
  /** Counts a call of a token; refuses with `access.rate_limited` above its calls a minute. */
  countCall(grant: Grant): void;
  /**
   * Counts a recipient against the token's strangers a day, unless someone of us has written to that person before.
   * Refuses with `access.recipients_capped`. The answer takes the count back, for a send that is refused after all.
   */
  countRecipient(grant: Grant, to: { phone: string } | { userId: string } | { contact: number }, scope: string): Promise<() => Promise<void>>;
  /** The grant of a token; null where it may do nothing. */
  findGrant(tokenId: number): Promise<Grant | null>;
  saveGrant(tokenId: number, grant: { verbs: string[]; accounts: number[] | null; limits?: TokenLimits }, grantedBy: number | null): Promise<void>;
  /** Companies (row ids) that follow from accounts; null: every company. */
  companiesOf(accounts: number[] | null): Promise<number[] | null>;
}
