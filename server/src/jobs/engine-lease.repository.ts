import type { Core } from '@strapi/types';
import { Table, type Knex } from '../platform/database';
import type { Row } from '../platform/records';
import { modelUid } from '../platform/schema';
import type { LaneOrigin } from './job-engine';

interface LeaseRow extends Row {
  name: string;
  holder: string;
  leaseUntil: Date;
}

export interface EngineLease {
  /** Takes or renews the lease; null where another process holds it. */
  take(at: Date, until: Date): Promise<LaneOrigin | 'renewed' | null>;
  isHeld(trx: Knex): Promise<boolean>;
  release(): Promise<void>;
}

const NAME = 'embedded';

/** One row that says which process sends. Every step is a guarded statement: two processes that try at once can't both win. */
export const createEngineLease = (strapi: Core.Strapi, holder: string, isCertainlyDead: (holder: string) => boolean): EngineLease => {
  let table: Table<LeaseRow> | null = null;
  const leases = (): Table<LeaseRow> => (table ??= new Table<LeaseRow>(strapi, modelUid('engine-leases')));

  return {
    async take(at, until) {
      const rows = leases();
      const changes = rows.toRow({ holder, leaseUntil: until });
      // Ours even when it ran out meanwhile: nobody else has taken it.
      if ((await rows.query().where({ name: NAME, holder }).update(changes)) > 0) return 'renewed';
      if ((await rows.insertMany([{ name: NAME, holder, leaseUntil: until }], { onConflict: ['name'] })).length > 0) return 'free';
      if ((await rows.query().where('name', NAME).where('lease_until', '<', at).update(changes)) > 0) return 'expired';
      const current = await rows.findOne({ name: NAME });
      if (!current || !isCertainlyDead(current.holder)) return null;
      return (await rows.query().where({ name: NAME, holder: current.holder }).update(changes)) > 0 ? 'free' : null;
    },

    async isHeld(trx) {
      const row = (await leases().query(trx).where({ name: NAME, holder }).first('id')) as { id: number } | undefined;
      return row !== undefined;
    },

    async release() {
      await leases().query().where({ name: NAME, holder }).delete();
    },
  };
};
