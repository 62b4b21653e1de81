import type { Core } from '@strapi/types';
import { inTransaction, Table, type Knex } from './database';
import { modelUid } from './schema';
import { refuse } from './request-errors';
import { now } from './clock';
import type { Row } from './records';

/** Whose secrets: an account's, or an ERP connection's. */
export interface SecretOwner {
  type: 'account' | 'erp-connection';
  id: number;
}

/** Decrypted, for the length of one call: never logged, never answered. */
export interface OpenSecrets {
  secrets: Record<string, string>;
  /** Replaced ones that are still accepted: a token and a webhook's secret change at the other side at another moment. */
  formerSecrets: Record<string, string>;
  /** When the first former secret stops counting; null where none ends by itself. */
  formerUntil: Date | null;
}

/** What may be told of a stored secret: never its value. */
export interface SecretState {
  name: string;
  changedAt: Date | null;
  /** Whether the key the installation has now opens it. */
  readable: boolean;
  /** The one it replaced, while that still counts; `until` null: until somebody removes it. */
  former: { until: Date | null } | null;
}

/** What becomes of the value that is replaced. */
export type Overlap = { keep: false } | { keep: true; until: Date | null };

interface SecretRow extends Row {
  ownerType: string;
  owner: number;
  name: string;
  ciphertext: string;
  formerCiphertext: string | null;
  formerUntil: Date | null;
  changedAt: Date | null;
}

interface EncryptionService {
  encrypt(value: string): string | null;
  decrypt(value: string): string | null;
}

/** How long a replaced secret is still accepted. */
export const SECRET_OVERLAP_MS = 24 * 60 * 60 * 1000;

export interface SecretStore {
  /** Whether the installation has `admin.secrets.encryptionKey`; without it nothing can be stored or read. */
  hasKey(): boolean;
  /** Throws `secrets.unreadable` (the key changed) or `secrets.no_key`. */
  read(owner: SecretOwner, trx?: Knex): Promise<OpenSecrets>;
  /** Which are stored, without opening them. */
  namesOf(owners: SecretOwner[], trx?: Knex): Promise<Map<number, string[]>>;
  /**
   * Stores what is not empty, keeping what was there for 24 hours. Throws `secrets.no_key` before anything is written.
   * `overlap: false` drops the former value at once.
   */
  write(owner: SecretOwner, secrets: Record<string, string>, options?: { overlap?: boolean }, trx?: Knex): Promise<void>;
  /** What is stored, without values; by owner. */
  statesOf(owners: SecretOwner[], trx?: Knex): Promise<Map<number, SecretState[]>>;
  /** Replaces one secret; the former stays valid as `overlap` says. Throws `secrets.no_key`. */
  replace(owner: SecretOwner, name: string, value: string, overlap: Overlap): Promise<void>;
  /** Removes the former value of a secret; false where there is none. */
  endOverlap(owner: SecretOwner, name: string): Promise<boolean>;
  /** Makes the former value the present one again, and keeps the present one as the former; false where there is none. */
  putBack(owner: SecretOwner, name: string): Promise<boolean>;
  /** Whether a stored secret, of whatever owner, can't be opened with the key the installation has now. */
  hasUnreadable(): Promise<boolean>;
  /** Forgets the secrets, all or the named ones; former ones too. */
  discard(owner: SecretOwner, names?: string[], trx?: Knex): Promise<void>;
}

/**
 * Secrets in a plain model the Content Manager can't open, encrypted with the host's key (AES-256-GCM).
 * Fails closed: Strapi's `encrypt` answers null without a key, and writing that would store nothing in silence.
 */
export const createSecretStore = (strapi: Core.Strapi): SecretStore => {
  const encryption = (): EncryptionService => strapi.service('admin::encryption') as unknown as EncryptionService;
  const table = (): Table<SecretRow> => new Table<SecretRow>(strapi, modelUid('secrets'));

  const hasKey = (): boolean => Boolean(strapi.config.get('admin.secrets.encryptionKey'));

  const seal = (value: string): string => {
    const ciphertext = hasKey() ? encryption().encrypt(value) : null;
    if (ciphertext === null) throw refuse('secrets.no_key');
    return ciphertext;
  };

  const open = (ciphertext: string): string => {
    if (!hasKey()) throw refuse('secrets.no_key');
    let value: string | null = null;
    try {
      value = encryption().decrypt(ciphertext);
    } catch {
      // A damaged or foreign value: said in our own words below, the thrown text may hold part of it.
    }
    if (value === null) throw refuse('secrets.unreadable');
    return value;
  };

  const rowsOf = async (secrets: Table<SecretRow>, owner: SecretOwner, trx?: Knex): Promise<SecretRow[]> =>
    secrets.fromRows(await secrets.query(trx).where({ owner_type: owner.type, owner: owner.id }).orderBy('name'));

  return {
    hasKey,

    async read(owner, trx) {
      const secrets: Record<string, string> = {};
      const formerSecrets: Record<string, string> = {};
      let formerUntil: Date | null = null;
      const at = now();
      for (const row of await rowsOf(table(), owner, trx)) {
        secrets[row.name] = open(row.ciphertext);
        if (row.formerCiphertext === null || !isFormerValid(row, at)) continue;
        formerSecrets[row.name] = open(row.formerCiphertext);
        if (row.formerUntil !== null && (formerUntil === null || row.formerUntil < formerUntil)) formerUntil = row.formerUntil;
      }
      return { secrets, formerSecrets, formerUntil };
    },

    async namesOf(owners, trx) {
      const names = new Map<number, string[]>(owners.map((owner) => [owner.id, []]));
      const secrets = table();
      for (const type of new Set(owners.map((owner) => owner.type))) {
        const ids = owners.filter((owner) => owner.type === type).map((owner) => owner.id);
        const rows = secrets.fromRows(await secrets.query(trx).where('owner_type', type).whereIn('owner', ids).orderBy('name'));
        for (const row of rows) names.get(row.owner)?.push(row.name);
      }
      return names;
    },

    async statesOf(owners, trx) {
      const states = new Map<number, SecretState[]>(owners.map((owner) => [owner.id, []]));
      const secrets = table();
      const at = now();
      for (const type of new Set(owners.map((owner) => owner.type))) {
        const ids = owners.filter((owner) => owner.type === type).map((owner) => owner.id);
        const rows = secrets.fromRows(await secrets.query(trx).where('owner_type', type).whereIn('owner', ids).orderBy('name'));
        for (const row of rows) {
          const former = isFormerValid(row, at) ? { until: row.formerUntil } : null;
          states.get(row.owner)?.push({ name: row.name, changedAt: row.changedAt, readable: isReadable(row.ciphertext), former });
        }
      }
      return states;
    },

    async replace(owner, name, value, overlap) {
      const ciphertext = seal(value);
      const secrets = table();
      const at = now();
      await inTransaction(strapi, async (trx) => {
        const stored = (await rowsOf(secrets, owner, trx)).find((row) => row.name === name);
        if (!stored) {
          const row = { ownerType: owner.type, owner: owner.id, name, ciphertext, formerCiphertext: null, formerUntil: null, changedAt: at };
          await secrets.insertMany([row], { onConflict: ['ownerType', 'owner', 'name'], merge: ['ciphertext', 'changedAt'] }, trx);
          return;
        }
        // The same value again: nothing is replaced, and the former one must not be pushed out by it.
        const isSame = sameAs(stored.ciphertext, value);
        const former = isSame ? stored.formerCiphertext : isReadable(stored.ciphertext) ? stored.ciphertext : null;
        const keeps = overlap.keep && former !== null;
        await secrets.update(
          stored.id,
          { ...(isSame ? {} : { ciphertext, changedAt: at }), formerCiphertext: keeps ? former : null, formerUntil: keeps ? overlap.until : null },
          trx,
        );
      });
    },

    async endOverlap(owner, name) {
      const changed = await table()
        .query()
        .where({ owner_type: owner.type, owner: owner.id, name })
        .whereNotNull('former_ciphertext')
        .update({ former_ciphertext: null, former_until: null });
      return Number(changed) > 0;
    },

    async putBack(owner, name) {
      const secrets = table();
      const at = now();
      return inTransaction(strapi, async (trx) => {
        const stored = (await rowsOf(secrets, owner, trx)).find((row) => row.name === name);
        if (!stored?.formerCiphertext || !isFormerValid(stored, at)) return false;
        await secrets.update(stored.id, { ciphertext: stored.formerCiphertext, formerCiphertext: stored.ciphertext, changedAt: at }, trx);
        return true;
      });
    },

    async hasUnreadable() {
      if (!hasKey()) return false;
      const secrets = table();
      return secrets.fromRows(await secrets.query().orderBy('id')).some((row) => !isReadable(row.ciphertext));
    },

    async write(owner, values, options = {}, trx) {
      const sealed = Object.entries(values)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ({ name, value, ciphertext: seal(value) }));
      if (sealed.length === 0) return;
      const secrets = table();
      const at = now();
      const save = async (inner: Knex): Promise<void> => {
        const stored = new Map((await rowsOf(secrets, owner, inner)).map((row) => [row.name, row]));
        for (const { name, value, ciphertext } of sealed) {
          const former = stored.get(name);
          if (!former) {
            await secrets.insertMany(
              [{ ownerType: owner.type, owner: owner.id, name, ciphertext, formerCiphertext: null, formerUntil: null, changedAt: at }],
              { onConflict: ['ownerType', 'owner', 'name'], merge: ['ciphertext', 'changedAt'] },
              inner,
            );
            continue;
          }
          // The same value again must not push out the former one while it overlaps. An unreadable one is just replaced.
          if (sameAs(former.ciphertext, value)) continue;
          const keeps = options.overlap !== false && isReadable(former.ciphertext);
          await secrets.update(
            former.id,
            {
              ciphertext,
              formerCiphertext: keeps ? former.ciphertext : null,
              formerUntil: keeps ? new Date(at.getTime() + SECRET_OVERLAP_MS) : null,
              changedAt: at,
            },
            inner,
          );
        }
      };
      await (trx ? save(trx) : inTransaction(strapi, save));
    },

    async discard(owner, names, trx) {
      const query = table().query(trx).where({ owner_type: owner.type, owner: owner.id });
      await (names ? query.whereIn('name', names) : query).delete();
    },
  };

  function isFormerValid(row: SecretRow, at: Date): boolean {
    return row.formerCiphertext !== null && (row.formerUntil === null || row.formerUntil > at);
  }

  function isReadable(ciphertext: string): boolean {
    try {
      open(ciphertext);
      return true;
    } catch {
      return false;
    }
  }

  function sameAs(ciphertext: string, value: string): boolean {
    try {
      return open(ciphertext) === value;
    } catch {
      return false;
    }
  }
};
