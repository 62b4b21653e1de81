import type { Core } from '@strapi/types';
import { now } from '../../platform/clock';
import type { Knex } from '../../platform/database';
import { createRecurring } from '../../platform/recurring';
import type { MediaRepository } from './media.repository';

const EVERY_MS = 60 * 60 * 1_000;
const BATCH = 200;

/** Files that people picked and never sent: kept for as long as was said when they came, then removed, once an hour. */
export const createUnsentWorker = (strapi: Core.Strapi, { media }: MediaRepository, discard: (storageKey: string | null) => Promise<void>) => {
  /** Written out: SQLite uses a partial index only where it sees the condition. */
  const due = (at: Date): Knex.QueryBuilder => media.query().whereRaw('forget_at IS NOT NULL').where('forget_at', '<=', at);

  /** The row first, and only while nobody sends it: bytes without a row are lost space, a row without bytes a broken message. */
  const forget = async (): Promise<number> => {
    const at = now();
    for (let count = 0; ; ) {
      const found = media.fromRows(await due(at).orderBy('forget_at').limit(BATCH));
      for (const { id, storageKey } of found) {
        if (((await due(at).where('id', id).delete()) as unknown as number) === 0) continue;
        await discard(storageKey);
        count += 1;
      }
      if (found.length < BATCH) return count;
    }
  };

  return {
    forget,

    async keep(id: number, trx: Knex): Promise<boolean> {
      return ((await media.query(trx).where('id', id).update(media.toRow({ forgetAt: null }))) as unknown as number) > 0;
    },

    ...createRecurring(strapi, EVERY_MS, forget, 'files that were never sent could not be removed'),
  };
};
