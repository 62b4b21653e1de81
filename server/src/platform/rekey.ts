import type { Knex } from 'knex';
import { createCipher } from './cipher';

const TABLE = 'whatsapp_secrets';

interface StoredSecret {
  id: number;
  owner_type: string;
  ciphertext: string;
  former_ciphertext: string | null;
}

/** Counts only: what a secret is, or whose, is nobody's to read off a terminal. */
export interface RekeyReport {
  /** Sealed anew, by kind of owner. */
  rekeyed: Record<string, number>;
  /** Sealed under the new key already. */
  current: number;
  /** Neither key opens them. They are left as they are. */
  unreadable: number;
  dryRun: boolean;
}

/**
 * Seals every stored secret under a new key, in one transaction: present and former values, of every owner. What the new
 * key opens already is left alone, so a second run does no harm. With anything unreadable nothing is written unless
 * `skipUnreadable`: half of the secrets under a key that is about to be thrown away would be lost.
 */
export const rekeySecrets = async (database: Knex, keys: { from: string; to: string }, options: { dryRun?: boolean; skipUnreadable?: boolean } = {}): Promise<RekeyReport> => {
  const [before, after] = [createCipher(keys.from), createCipher(keys.to)];
  const report: RekeyReport = { rekeyed: {}, current: 0, unreadable: 0, dryRun: options.dryRun ?? false };
  if (!(await database.schema.hasTable(TABLE))) return report;

  await database.transaction(async (trx) => {
    const query = trx<StoredSecret>(TABLE).select('id', 'owner_type', 'ciphertext', 'former_ciphertext').orderBy('id');
    // A form saved in the meantime must not be overwritten. SQLite has one writer.
    const rows = (await (isPostgres(database) ? query.forUpdate() : query)) as StoredSecret[];
    const changes: { id: number; values: Partial<StoredSecret> }[] = [];
    for (const row of rows) {
      const values: Partial<StoredSecret> = {};
      for (const column of ['ciphertext', 'former_ciphertext'] as const) {
        const sealed = row[column];
        if (sealed === null) continue;
        if (after.open(sealed) !== null) report.current += 1;
        else {
          const value = before.open(sealed);
          if (value === null) report.unreadable += 1;
          else {
            values[column] = after.seal(value);
            report.rekeyed[row.owner_type] = (report.rekeyed[row.owner_type] ?? 0) + 1;
          }
        }
      }
      if (Object.keys(values).length > 0) changes.push({ id: row.id, values });
    }
    if (report.dryRun || (report.unreadable > 0 && !options.skipUnreadable)) return;
    for (const { id, values } of changes) await trx(TABLE).where('id', id).update(values);
  });
  return report;
};

const isPostgres = (database: Knex): boolean => /^(pg|postgres)/.test(String(database.client.config.client));
