import type { AccountBody } from '../../../../plugin/contracts/accounts';
import type { Health, HttpClient, Provider, ProviderAccount } from '../../providers/provider';
import type { AccountRow } from '../records';
import type { CallLabel } from './logs';

export interface AccountsService {
  list(): Promise<AccountRow[]>;
  /** Grows with every change made here: what was read of accounts or secrets before it is stale. */
  revision(): number;
  findByKey(key: string): Promise<AccountRow | null>;
  getById(id: number): Promise<AccountRow>;
  findById(id: number): Promise<AccountRow | null>;
  /** Accounts of a provider whose unique setting or business account is this one. */
  findByProviderRef(provider: string, ref: { phoneNumberId?: string; businessAccountId?: string }): Promise<AccountRow[]>;
  /** The account to send from: the one named; else the user's, the company's, the installation's default. Refuses with `account.none_for_company`, `account.missing`, `account.inactive`. */
  choose(request: { key?: string; company?: number | null; allowed?: number[] | null; user?: number | null }): Promise<AccountRow>;
  servesCompany(account: AccountRow, company: number | null): Promise<boolean>;
  provider(account: AccountRow): Provider;
  providers(): Provider[];
  findProvider(id: string): Provider | null;
  /** Settings and decrypted secrets for one call. Throws `secrets.no_key` or `secrets.unreadable`, in words. */
  connectionOf(account: AccountRow): Promise<ProviderAccount>;
  http: HttpClient;
  /** The same, with each call written to the activity log under this label. */
  httpFor(label: CallLabel): HttpClient;
  /** `portfolio:<id>`: the scope of business-scoped ids and of the budget. */
  portfolioOf(account: AccountRow): string;
  /** Stops the lane until someone acts (or until `until`); the queue is kept. */
  halt(id: number, halt: { code: string; message: string; until?: Date | null }): Promise<void>;
  resume(id: number): Promise<void>;
  applyHealth(id: number, health: Health): Promise<AccountRow>;
  /** Limits and quality as a webhook reported them. */
  applyChange(id: number, change: { messagingLimit?: number | null; quality?: string; restriction?: string; detail: string }): Promise<void>;
  touchWebhookSeen(id: number, at: Date): void;
  /** The provider's challenge to this callback address was answered. */
  touchWebhookVerified(key: string, at: Date): void;
  /** What goes with an image that is sent without a file: the account's, else the installation's; null: none. */
  defaultMediaUrlOf(account: AccountRow): Promise<string | null>;
  create(input: AccountInput, actor: number | null): Promise<AccountRow>;
  update(id: number, input: Partial<AccountInput>, actor: number | null): Promise<AccountRow>;
}

/** As a form has it, its companies as row ids. */
export interface AccountInput extends Omit<AccountBody, 'companies' | 'defaultFor' | 'secrets'> {
  /** Null: every company. */
  companies?: number[] | null;
  /** Companies that send from this account where nothing else is said. */
  defaultFor?: number[];
  /** Write-only; absent or empty keeps what is stored. */
  secrets?: Record<string, string>;
}
