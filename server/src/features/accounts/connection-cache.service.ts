import type { AccountRow } from '../../platform/records';
import type { ProviderAccount } from '../../providers/provider';
import { now } from '../../platform/clock';
import type { SecretStore } from '../../platform/secrets';

/** How long decrypted secrets are kept for the next call: a change made by another process counts after this. */
const KEPT_MS = 30_000;

/** Decrypted connections, for a bounded time: opening the secrets for each of a thousand messages a second would cost more than sending them. */
export const createConnectionCache = (secrets: SecretStore) => {
  const kept = new Map<number, { connection: ProviderAccount; until: number; madeOf: string }>();

  return {
    async open(account: AccountRow): Promise<ProviderAccount> {
      const at = now().getTime();
      const madeOf = JSON.stringify([account.key, account.settings, account.verifyToken]);
      const known = kept.get(account.id);
      if (known && known.until > at && known.until - at <= KEPT_MS && known.madeOf === madeOf) return known.connection;
      const opened = await secrets.read({ type: 'account', id: account.id });
      const connection: ProviderAccount = {
        key: account.key,
        settings: account.settings ?? {},
        secrets: opened.secrets,
        formerSecrets: opened.formerSecrets,
        verifyToken: account.verifyToken,
      };
      const until = Math.min(at + KEPT_MS, opened.formerUntil?.getTime() ?? Number.POSITIVE_INFINITY);
      kept.set(account.id, { connection, until, madeOf });
      return connection;
    },
    forget: (id: number): void => void kept.delete(id),
    clear: (): void => kept.clear(),
  };
};
