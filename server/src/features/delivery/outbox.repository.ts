import type { Core } from '@strapi/types';
import { Table, type Knex } from '../../platform/database';
import { now } from '../../platform/clock';
import type { MessageRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';

/** Lower goes first. */
export const PRIORITY = { conversation: 10, document: 20, campaign: 30 } as const;
const PRIORITIES = Object.values(PRIORITY);

/** What a lane may take: nothing blocks it, or only the budget, which is asked anew when its time comes. */
const takeable = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.where((either) => void either.whereNull('blocked_by').orWhere('blocked_by', 'budget'));

/** What settling looks at and writes; every attribute each time, as one statement serves a whole batch. */
const SETTLED_ATTRIBUTES = [
  'id',
  'deliveryStatus',
  'notBefore',
  'leaseUntil',
  'blockedBy',
  'attempts',
  'providerMessageId',
  'acceptedAt',
  'failedAt',
  'errorCode',
  'errorMessage',
  'errorVendorCode',
] as const satisfies readonly (keyof MessageRow)[];

export type SettledRow = Pick<MessageRow, (typeof SETTLED_ATTRIBUTES)[number]>;

/** With whose message it is by now: its contact may have been merged while it was under way. */
const LOCKED_ATTRIBUTES = [...SETTLED_ATTRIBUTES, 'channel', 'contact'] as const satisfies readonly (keyof MessageRow)[];

export type LockedRow = Pick<MessageRow, (typeof LOCKED_ATTRIBUTES)[number]>;

/**
 * A message as it was looked at when it was decided. A merge may have given it to another contact since, whose consent and
 * window nobody asked: then it is decided anew.
 */
type Decided = Pick<MessageRow, 'id' | 'contact'>;

export interface Ending {
  code: string;
  message: string;
  vendorCode?: string | null;
}

/** The message rows as an outbox: every change of state is guarded by the state it starts from. */
export const createOutboxRepository = (strapi: Core.Strapi) => {
  let cached: Table<MessageRow> | null = null;
  const table = (): Table<MessageRow> => (cached ??= new Table<MessageRow>(strapi, contentTypeUid('message')));
  // Written out, not bound: SQLite uses a partial index only where it sees the value in the statement.
  const allQueued = (trx?: Knex): Knex.QueryBuilder => table().query(trx).whereRaw("delivery_status = 'queued'");
  const queued = (account: number, trx?: Knex): Knex.QueryBuilder => allQueued(trx).where({ account });
  const stamp = (changes: Partial<MessageRow>): Record<string, unknown> => table().toRow({ updatedAt: now(), ...changes });

  return {
    table,

    lockSettled: (ids: number[], trx: Knex): Promise<LockedRow[]> => table().lockByIds(ids, trx, LOCKED_ATTRIBUTES),

    /** Due messages in lane order: the order of the index, so that nothing is sorted however long the queue is. */
    async listDue(account: number, at: Date, limit: number, exceptContacts: readonly number[]): Promise<MessageRow[]> {
      const query = takeable(queued(account).where('not_before', '<=', at));
      if (exceptContacts.length > 0) {
        query.where((other) => void other.whereNull('contact').orWhereNotIn('contact', [...exceptContacts]));
      }
      return table().fromRows(await query.orderBy([{ column: 'priority' }, { column: 'not_before' }, { column: 'id' }]).limit(limit));
    },

    /** Contacts with a message whose file is on its way: what was written after it must not overtake it. Not those that wait for another try. */
    async listAwaitingFiles(account: number, at: Date): Promise<number[]> {
      const rows = (await queued(account).where('blocked_by', 'media').where('not_before', '<=', at).whereNotNull('contact').distinct('contact')) as { contact: number }[];
      return rows.map((row) => Number(row.contact));
    },

    /** When the next message of this account becomes due; null where none waits for a time. */
    async findNextDueAt(account: number): Promise<Date | null> {
      let next: Date | null = null;
      for (const priority of PRIORITIES) {
        const row = (await takeable(queued(account).where('priority', priority)).orderBy([{ column: 'not_before' }, { column: 'id' }]).first()) as
          | Record<string, unknown>
          | undefined;
        const dueAt = row ? table().fromRow(row).notBefore : null;
        if (dueAt && (next === null || dueAt < next)) next = dueAt;
      }
      return next;
    },

    async listAccountsWithDue(at: Date): Promise<number[]> {
      const query = allQueued().where('not_before', '<=', at);
      // Those that wait for their account too: it may be well again without anybody having said so.
      const rows = (await query.where((either) => void either.whereNull('blocked_by').orWhereIn('blocked_by', ['budget', 'account'])).distinct('account')) as {
        account: number;
      }[];
      return rows.map((row) => Number(row.account));
    },

    /**
     * `queued` → `sending`. Returns the ids that were still queued, and still the contact's for whom they were decided: only
     * these may be posted.
     */
    async claim(decided: Decided[], leaseUntil: Date, trx: Knex): Promise<Set<number>> {
      if (decided.length === 0) return new Set();
      const rows = (await table()
        .query(trx)
        .whereIn('id', decided.map(({ id }) => id))
        .where('delivery_status', 'queued')
        .where((either) => void either.whereNull('blocked_by').orWhere('blocked_by', 'budget'))
        .update({ ...stamp({ deliveryStatus: 'sending', leaseUntil, blockedBy: null }), attempts: trx.raw('attempts + 1') as unknown as number })
        .returning(['id', 'contact'])) as { id: number; contact: number | null }[];
      const contactOf = new Map(decided.map(({ id, contact }) => [id, contact]));
      const [own, moved] = [new Set<number>(), [] as number[]];
      for (const { id, contact } of rows) {
        if (contactOf.get(Number(id)) === (contact === null ? null : Number(contact))) own.add(Number(id));
        else moved.push(Number(id));
      }
      if (moved.length > 0) await table().query(trx).whereIn('id', moved).update({ ...stamp({ deliveryStatus: 'queued', leaseUntil: null }), attempts: trx.raw('attempts - 1') as unknown as number });
      return own;
    },

    /** Ends queued messages; those no longer queued, or another contact's by now, are left alone. Returns the rows as they are now. */
    async endQueued(endings: Map<number, Ending & Partial<Pick<MessageRow, 'contact'>>>, at: Date, trx: Knex): Promise<MessageRow[]> {
      if (endings.size === 0) return [];
      const isOthers = ({ id, contact }: MessageRow): boolean => (endings.get(id)?.contact ?? contact) !== contact;
      const rows = (await table().lockByIds([...endings.keys()], trx)).filter((row) => row.deliveryStatus === 'queued' && !isOthers(row));
      const ended = rows.map((row): MessageRow => {
        const ending = endings.get(row.id);
        return {
          ...row,
          deliveryStatus: 'failed',
          failedAt: at,
          blockedBy: null,
          leaseUntil: null,
          errorCode: ending?.code ?? null,
          errorMessage: ending?.message ?? null,
          errorVendorCode: ending?.vendorCode ?? null,
        };
      });
      await table().updateEach(
        ended.map(({ id, deliveryStatus, failedAt, blockedBy, leaseUntil, errorCode, errorMessage, errorVendorCode }) => ({
          id,
          deliveryStatus,
          failedAt,
          blockedBy,
          leaseUntil,
          errorCode,
          errorMessage,
          errorVendorCode,
        })),
        trx,
      );
      return ended;
    },

    /** Lets queued messages wait: until a time, or until the block is lifted. */
    async postpone(waits: { id: number; notBefore: Date; blockedBy: string | null }[], trx?: Knex): Promise<void> {
      for (const { id, notBefore, blockedBy } of waits) {
        await table().query(trx).where({ id, delivery_status: 'queued' }).update(stamp({ notBefore, blockedBy }));
      }
    },

    /**
     * No message to this contact before `until`. All of them move together, so that their order stays: moving one alone
     * would let the next overtake it.
     */
    async postponeContact(account: number, contact: number, until: Date, trx?: Knex): Promise<void> {
      await table()
        .query(trx)
        .where({ account, contact, delivery_status: 'queued' })
        .where('not_before', '<', until)
        .update(stamp({ notBefore: until }));
    },

    /** Marks what can't move, so that people see why. */
    async hold(account: number, reason: 'account' | 'template', template: number | null, trx?: Knex): Promise<void> {
      const query = queued(account, trx).where((either) => void either.whereNull('blocked_by').orWhere('blocked_by', 'budget'));
      await (template === null ? query : query.where('template', template)).update(stamp({ blockedBy: reason }));
    },

    async release(account: number, reason: 'account' | 'template' | 'budget', template: number | null, trx?: Knex): Promise<number> {
      const query = queued(account, trx).where('blocked_by', reason);
      if (template !== null) query.where('template', template);
      // A time was only set by the budget itself; other holds keep the message's own.
      const changes = reason === 'budget' ? stamp({ blockedBy: null, notBefore: now() }) : stamp({ blockedBy: null });
      return (await query.update(changes)) as unknown as number;
    },

    async listHeldTemplates(): Promise<{ account: number; template: number }[]> {
      const rows = (await allQueued()
        .where('blocked_by', 'template')
        .whereNotNull('template')
        .distinct('account', 'template')) as { account: number; template: number }[];
      return rows.map((row) => ({ account: Number(row.account), template: Number(row.template) }));
    },

    /** Messages in mid-send whose sender is gone: nobody knows whether they arrived. */
    async markAbandoned(filter: { leaseBefore: Date | null; except: readonly number[] }, ending: Ending): Promise<MessageRow[]> {
      const query = table().query().whereRaw("delivery_status = 'sending'").where('direction', 'outbound');
      if (filter.leaseBefore) query.where((either) => void either.whereNull('lease_until').orWhere('lease_until', '<', filter.leaseBefore as Date));
      if (filter.except.length > 0) query.whereNotIn('id', [...filter.except]);
      const rows = await query
        .update(stamp({ deliveryStatus: 'uncertain', leaseUntil: null, errorCode: ending.code, errorMessage: ending.message }))
        .returning('*');
      return table().fromRows(rows);
    },

    async listExpired(at: Date, limit: number): Promise<number[]> {
      const rows = (await allQueued().where('expires_at', '<=', at).orderBy('expires_at').limit(limit).select('id')) as {
        id: number;
      }[];
      return rows.map((row) => Number(row.id));
    },

    /** Takes messages that wait for a file: two workers never get the same one. */
    async takeBlocked(blockedBy: 'document' | 'media', limit: number, at: Date, leaseUntil: Date): Promise<MessageRow[]> {
      const free = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
        query
          .where({ blocked_by: blockedBy })
          .where('not_before', '<=', at)
          .where((either) => void either.whereNull('lease_until').orWhere('lease_until', '<=', at));
      const found = (await free(allQueued()).orderBy([{ column: 'priority' }, { column: 'not_before' }, { column: 'id' }]).limit(limit).select('id')) as {
        id: number;
      }[];
      if (found.length === 0) return [];
      const rows = await free(allQueued().whereIn('id', found.map((row) => row.id)))
        .update(stamp({ leaseUntil }))
        .returning('*');
      return table()
        .fromRows(rows)
        .sort((a, b) => a.priority - b.priority || a.id - b.id);
    },

    /** Changes a message that still waits for a file. */
    async changeBlocked(id: number, changes: Partial<MessageRow>): Promise<boolean> {
      const changed = (await table()
        .query()
        .where({ id, delivery_status: 'queued' })
        .whereIn('blocked_by', ['document', 'media'])
        .update(stamp(changes))) as unknown as number;
      return changed > 0;
    },

    async cancel(id: number): Promise<boolean> {
      const changed = (await table().query().where({ id, delivery_status: 'queued' }).update(stamp({ deliveryStatus: 'cancelled', blockedBy: null, leaseUntil: null }))) as unknown as number;
      return changed > 0;
    },

    async forgetIdempotencyKeys(before: Date): Promise<void> {
      await table()
        .query()
        .whereNotNull('idempotency_key')
        .where('created_at', '<', before)
        .update(table().toRow({ idempotencyScope: null, idempotencyKey: null, requestHash: null }));
    },

    async countQueue(at: Date): Promise<{ depth: number; oldestQueuedAt: Date | null; uncertain: number }> {
      const count = async (deliveryStatus: 'queued' | 'uncertain'): Promise<number> => {
        const row = (await table().query().whereRaw(`delivery_status = '${deliveryStatus}'`).count({ total: '*' }).first()) as { total: number | string } | undefined;
        return Number(row?.total ?? 0);
      };
      const oldest = (await allQueued().where('not_before', '<=', at).orderBy('id').first()) as
        | Record<string, unknown>
        | undefined;
      return { depth: await count('queued'), oldestQueuedAt: oldest ? table().fromRow(oldest).createdAt : null, uncertain: await count('uncertain') };
    },
  };
};

export type OutboxRepository = ReturnType<typeof createOutboxRepository>;
