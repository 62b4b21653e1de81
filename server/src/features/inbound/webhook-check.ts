import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { AccountRow } from '../../platform/records';
import type { AccountRef, Provider, ProviderAccount } from '../../providers/provider';
import type { AccountDirectory } from './account-directory';

export interface WebhookRequest {
  provider: Provider;
  /** Null at the provider's shared address, where the body names the account. */
  accountKey: string | null;
  pathSecret?: string;
  headers: IncomingHttpHeaders;
  rawBody: Buffer;
  /** Accounts the body names; empty where it is no JSON or names none. */
  refs: AccountRef[];
}

/** Whose webhook it is: `primary` vouches for it, and everyone in `accounts` gets a row of it. */
export type CheckedWebhook = { kind: 'verified'; primary: AccountRow; accounts: AccountRow[] } | { kind: 'refused' };

/** Nobody: a check against secrets that are made up costs what a real one costs, so time does not tell which accounts exist. */
export const strangerOf = (provider: Provider): ProviderAccount => {
  const madeUp = randomBytes(32).toString('hex');
  return {
    key: '',
    settings: {},
    secrets: Object.fromEntries(provider.settings.filter(({ secret }) => secret).map(({ name }) => [name, madeUp])),
    verifyToken: '',
    pathSecrets: [madeUp],
  };
};

export const createWebhookCheck = (directory: AccountDirectory) => {
  const isVerified = async (request: WebhookRequest, account: AccountRow | null): Promise<boolean> => {
    const connection = account ? await directory.connectionOf(account) : null;
    const { provider, headers, rawBody, pathSecret } = request;
    const isRight = provider.webhook.verify(connection ?? strangerOf(provider), { headers, rawBody, pathSecret });
    return connection !== null && isRight;
  };

  const checkOnce = async (request: WebhookRequest): Promise<CheckedWebhook> => {
    const { provider, accountKey, refs } = request;
    const namedByRef = await Promise.all(refs.map((ref) => directory.named(provider.id, ref)));
    const named = [...new Map(namedByRef.flat().map((account) => [account.id, account])).values()].sort((one, other) => one.id - other.id);

    if (accountKey !== null) {
      const primary = await directory.findByKey(provider.id, accountKey);
      if (!(await isVerified(request, primary)) || !primary) return { kind: 'refused' };
      return { kind: 'verified', primary, accounts: await receivers(request, primary, named, namedByRef) };
    }
    for (const account of named) {
      if (await isVerified(request, account)) return { kind: 'verified', primary: account, accounts: await receivers(request, account, named, namedByRef) };
    }
    if (named.length === 0) await isVerified(request, null);
    return { kind: 'refused' };
  };

  /**
   * Accounts that get a row: those the body names and whose secret made the same signature. The one that vouches gets
   * one too where something is left over that nobody else takes: it is parked there, never dropped.
   */
  const receivers = async (request: WebhookRequest, primary: AccountRow, named: AccountRow[], namedByRef: AccountRow[][]): Promise<AccountRow[]> => {
    if (named.length === 1 && named[0]?.id === primary.id && namedByRef.every((accounts) => accounts.length > 0)) return [primary];
    const taking: AccountRow[] = [];
    for (const account of named) if (account.id === primary.id || (await isVerified(request, account))) taking.push(account);
    const isTaken = (accounts: AccountRow[]) => accounts.some(({ id }) => taking.some((account) => account.id === id));
    const hasRest = namedByRef.length === 0 || !namedByRef.every(isTaken);
    return hasRest && !taking.some(({ id }) => id === primary.id) ? [primary, ...taking] : taking;
  };

  return async (request: WebhookRequest): Promise<CheckedWebhook> => {
    const checked = await checkOnce(request);
    // A secret that was entered a moment ago must not cost the provider a day of repeated deliveries.
    if (checked.kind === 'refused') return (await directory.reload()) ? checkOnce(request) : checked;
    // Nor may a number that was connected a moment ago be taken for nobody's.
    const named = await Promise.all(request.refs.map((ref) => directory.named(request.provider.id, ref)));
    if (named.every((accounts) => accounts.length > 0)) return checked;
    await directory.reload({ atOnce: true });
    const again = await checkOnce(request);
    return again.kind === 'verified' ? again : checked;
  };
};
