import type { Core } from '@strapi/types';
import { failureText } from '../../platform/failure-text';
import type { AccountRow } from '../../platform/records';
import { getService } from '../../platform/services';
import type { AccountRef, ProviderAccount } from '../../providers/provider';

/** Long enough to spare a busy intake two queries a request, short enough for a change made by another process. */
const FRESH_MS = 2_000;
/** A failed check may be a change we have not seen yet; a stranger's flood may not make us read all the time. */
const RELOAD_AT_MOST_EVERY_MS = 50;

interface Snapshot {
  readAt: number;
  accounts: AccountRow[];
  connections: Map<number, Promise<ProviderAccount | null>>;
}

/** Accounts and their secrets as the door in sees them, kept for a moment. */
export const createAccountDirectory = (strapi: Core.Strapi) => {
  let snapshot: Promise<Snapshot> | null = null;
  let readAt = -Infinity;
  let revision = -1;

  const read = (): Promise<Snapshot> => {
    readAt = performance.now();
    revision = getService(strapi, 'accounts').revision();
    const at = readAt;
    const reading = getService(strapi, 'accounts')
      .list()
      .then((accounts) => ({ readAt: at, accounts: [...accounts].sort((one, other) => one.id - other.id), connections: new Map() }));
    // A failed reading is not kept: the next request asks again.
    reading.catch(() => {
      if (snapshot === reading) snapshot = null;
    });
    snapshot = reading;
    return reading;
  };

  const isFresh = (): boolean => performance.now() - readAt < FRESH_MS && revision === getService(strapi, 'accounts').revision();
  const current = (): Promise<Snapshot> => (snapshot && isFresh() ? snapshot : read());

  return {
    accounts: async (): Promise<AccountRow[]> => (await current()).accounts,

    async findByKey(provider: string, key: string): Promise<AccountRow | null> {
      return (await current()).accounts.find((account) => account.key === key && account.provider === provider) ?? null;
    },

    /** Accounts a body's reference names: by its number where it has one, else every one of the business account. */
    async named(provider: string, { phoneNumberId, businessAccountId }: AccountRef): Promise<AccountRow[]> {
      const accounts = (await current()).accounts.filter((account) => account.provider === provider);
      if (phoneNumberId) return accounts.filter(({ providerNumber }) => providerNumber === phoneNumberId);
      return businessAccountId ? accounts.filter(({ businessAccount }) => businessAccount === businessAccountId) : [];
    },

    /** Settings and secrets; null where they can't be read, which refuses the webhook and is logged. */
    async connectionOf(account: AccountRow): Promise<ProviderAccount | null> {
      const { connections } = await current();
      const known = connections.get(account.id);
      if (known) return known;
      const reading = getService(strapi, 'accounts')
        .connectionOf(account)
        .catch((error: unknown) => {
          strapi.log.warn(`[whatsapp] webhooks of the account "${account.key}" are refused: ${failureText(error)}`);
          return null;
        });
      connections.set(account.id, reading);
      return reading;
    },

    /** Reads again after a failed check, at most so often; at once for a sender who has proved himself. False where it was read just now. */
    async reload({ atOnce = false } = {}): Promise<boolean> {
      if (!atOnce && performance.now() - readAt < RELOAD_AT_MOST_EVERY_MS) return false;
      await read();
      return true;
    },
  };
};

export type AccountDirectory = ReturnType<typeof createAccountDirectory>;
