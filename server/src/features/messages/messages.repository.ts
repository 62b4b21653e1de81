import type { Core } from '@strapi/types';
import { connectionOf, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { containing } from '../../platform/like-pattern';
import type { MessageRow, Row, TemplateRow } from '../../platform/records';
import { contentTypeUid, modelUid } from '../../platform/schema';
import type { MessageFilter, Sight } from '../../platform/services';
import { EVERYTHING, narrowToCompanies } from '../../platform/sight';
import { STATUS_ATTRIBUTES, type ReportedRow } from './status-changes';

export interface ParkedEventRow extends Row {
  account: number | null;
  kind: string;
  providerMessageId: string;
  detail: string;
  reason: string;
  payload: Record<string, unknown> | null;
  parkedAt: Date;
  resolvedAt: Date | null;
}

/** Which rows a batch of provider's ids may mean; enough to lock them. */
export interface MessageKey {
  id: number;
  documentId: string;
  account: number;
  direction: string;
  providerMessageId: string | null;
  origin: string | null;
}

/** A filter whose times have become ids. */
type BoundedFilter = Omit<MessageFilter, 'from' | 'until'> & { firstId?: number; beforeId?: number };

const CHUNK = 5_000;
/** Pages' worth of the newest messages in which a page is looked for first: few, for Postgres may read and sort them all. */
const NEAR_PAGES = 4;
/** Above this many accounts one walk through all messages is cheaper than one each. */
const MOST_WALKS = 20;

/** What was asked for, as far as it may be seen. Null: every account. */
const seenOf = (asked: number[] | null | undefined, { accounts }: Sight): number[] | null =>
  accounts === null ? (asked ?? null) : asked ? asked.filter((id) => accounts.includes(id)) : accounts;

export const createMessagesRepository = (strapi: Core.Strapi) => {
  const messages = new Table<MessageRow>(strapi, contentTypeUid('message'));
  const parked = new Table<ParkedEventRow>(strapi, modelUid('parked-events'));
  const channels = new Table<{ id: number; account: number; contact: number }>(strapi, contentTypeUid('channel'));
  const templates = new Table<TemplateRow>(strapi, contentTypeUid('template'));
  const contacts = new Table<{ id: number; name: string; phone: string; profileName: string }>(strapi, contentTypeUid('contact'));

  const keysWhereIn = async (attribute: 'documentId' | 'providerMessageId', values: string[], trx: Knex | undefined, account?: number): Promise<MessageKey[]> => {
    const found: MessageKey[] = [];
    const columns = (['id', 'documentId', 'account', 'direction', 'providerMessageId', 'origin'] as const).map((name) => messages.column(name));
    const unique = [...new Set(values)];
    for (let start = 0; start < unique.length; start += CHUNK) {
      const query = messages.query(trx).select(columns).whereIn(messages.column(attribute), unique.slice(start, start + CHUNK));
      if (account !== undefined) void query.where('account', account);
      found.push(...(messages.fromRows(await query) as unknown as MessageKey[]));
    }
    return found;
  };

  const matchText = (query: Knex.QueryBuilder, search: string): void => {
    const pattern = containing(search);
    const like = (builder: Knex.QueryBuilder, column: string) => builder.orWhereRaw(`LOWER(??) LIKE ? ESCAPE '\\'`, [column, pattern]);
    void query.where((any: Knex.QueryBuilder) => {
      like(any, `${messages.name}.body`);
      like(any, `${messages.name}.recipient`);
      void any.orWhereIn(`${messages.name}.contact`, (sub: Knex.QueryBuilder) => {
        void sub.select('id').from(contacts.name).where((inner: Knex.QueryBuilder) => {
          for (const name of ['name', 'phone', 'profileName'] as const) like(inner, contacts.column(name));
        });
      });
    });
  };

  /**
   * The first id stored at or after a time. Ids grow with time, so a search by halves finds it in a few looks at the key,
   * where an index on the time would be written with every message.
   */
  const firstIdAt = async (at: Date): Promise<number> => {
    const ends = (await messages.query().min({ low: 'id' }).max({ high: 'id' }).first()) as { low: number | null; high: number | null } | undefined;
    let [low, high] = [Number(ends?.low ?? 0), Number(ends?.high ?? 0) + 1];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = (await messages.query().select('id', messages.column('createdAt')).where('id', '>=', middle).orderBy('id').first()) as Record<string, unknown> | undefined;
      const found = row ? messages.fromRow(row) : null;
      if (found && found.createdAt < at) low = found.id + 1;
      else high = middle;
    }
    return low;
  };

  const withBounds = async (filter: MessageFilter): Promise<BoundedFilter> => {
    const { from, until, ...rest } = filter;
    return { ...rest, ...(from ? { firstId: await firstIdAt(from) } : {}), ...(until ? { beforeId: await firstIdAt(until) } : {}) };
  };

  /** The newest of a few accounts. */
  const listAmong = async (accounts: number[], newest: (query: Knex.QueryBuilder) => Knex.QueryBuilder, before: number | null, limit: number): Promise<MessageRow[]> => {
    const column = (name: keyof MessageRow & string) => `${messages.name}.${messages.column(name)}`;
    // Accounts that write a lot fill a page from the newest messages of all.
    const top = before ?? (await messages.newestId()) + 1;
    const near = await newest(messages.query().select(`${messages.name}.*`)).whereIn(column('account'), accounts).where(column('id'), '>=', top - NEAR_PAGES * limit);
    if (near.length === limit) return messages.fromRows(near);
    // One that rarely writes would make that walk through all messages long: each account's newest are asked for by themselves.
    const walks = accounts.map((account, index) => connectionOf(strapi).select('id').from(newest(messages.query().select(column('id')).where(column('account'), account)).as(`walk_${index}`)));
    const ids = connectionOf(strapi).select('id').from(connectionOf(strapi).unionAll(walks).as('walks'));
    return messages.fromRows(await messages.query().whereIn('id', ids).orderBy('id', 'desc').limit(limit));
  };

  return {
    messages,
    parked,
    withBounds,

    async templateIds(name: string): Promise<number[]> {
      return ((await templates.query().select('id').where('name', name)) as { id: number }[]).map(({ id }) => id);
    },

    keysByDocumentIds: (documentIds: string[], trx?: Knex) => keysWhereIn('documentId', documentIds, trx),
    keysByProviderIds: (account: number, ids: string[], trx?: Knex) => keysWhereIn('providerMessageId', ids, trx, account),

    async findByProviderIds(account: number, ids: string[], trx?: Knex): Promise<MessageRow[]> {
      const keys = await keysWhereIn('providerMessageId', ids, trx, account);
      return messages.findByIds(keys.map(({ id }) => id), trx);
    },

    /** Ids under `before`, newest first. */
    async list(filter: BoundedFilter, before: number | null, limit: number): Promise<MessageRow[]> {
      const column = (name: keyof MessageRow & string) => `${messages.name}.${messages.column(name)}`;
      const sight = filter.sight ?? EVERYTHING;
      const accounts = seenOf(filter.accounts, sight);
      const isNarrow = filter.contact !== undefined || filter.channel !== undefined || filter.source !== undefined;
      const narrow = (query: Knex.QueryBuilder): void => {
        narrowToCompanies(query, column('company'), filter.companies);
        narrowToCompanies(query, column('company'), sight.companies);
        if (filter.channel !== undefined) void query.where(column('channel'), filter.channel);
        if (filter.contact !== undefined) void query.where(column('contact'), filter.contact);
        if (filter.statuses && filter.statuses.length > 0) void query.whereIn(column('deliveryStatus'), filter.statuses);
        if (filter.direction) void query.where(column('direction'), filter.direction);
        if (filter.source) void query.where(column('sourceType'), filter.source.type).where(column('sourceId'), filter.source.id);
        if (filter.purpose) void query.where(column('purpose'), filter.purpose);
        if (filter.templates) void query.whereIn(column('template'), filter.templates);
        if (filter.sourceType) void query.where(column('sourceType'), filter.sourceType).whereNotNull(column('sourceId'));
        if (filter.firstId !== undefined) void query.where(column('id'), '>=', filter.firstId);
        if (filter.beforeId !== undefined) void query.where(column('id'), '<', filter.beforeId);
        if (filter.search) matchText(query, filter.search);
      };
      const newest = (query: Knex.QueryBuilder): Knex.QueryBuilder => {
        if (before !== null) void query.where(column('id'), '<', before);
        narrow(query);
        return query.orderBy(column('id'), 'desc').limit(limit);
      };
      if (accounts !== null && accounts.length > 1 && accounts.length <= MOST_WALKS && !isNarrow) return listAmong(accounts, newest, before, limit);
      const query = newest(messages.query().select(`${messages.name}.*`));
      // For an equation SQLite walks the account's own index; for a list, of one too, it may walk through everything.
      if (accounts?.length === 1) void query.where(column('account'), accounts[0]);
      else if (accounts !== null) void query.whereIn(column('account'), accounts);
      return messages.fromRows(await query);
    },

    /** Those that are new; a message that is there already is left alone. */
    async insertNew(rows: Partial<MessageRow>[], trx: Knex): Promise<MessageRow[]> {
      return messages.insertMany(rows, { onConflict: ['providerMessageId', 'account'] }, trx);
    },

    async writeStatuses(rows: ReportedRow[], trx: Knex): Promise<void> {
      await messages.updateEach(rows, trx, { attributes: STATUS_ATTRIBUTES });
    },

    /** Removes a row "sent on the phone" that stands for another of ours; false, and nothing, for any other. */
    async removeEcho(key: MessageKey | undefined, trx: Knex): Promise<boolean> {
      if (key?.origin !== 'phone-app') return false;
      await messages.query(trx).where('id', key.id).delete();
      return true;
    },

    /** A parked event that is there already is left alone. */
    async park(events: Omit<ParkedEventRow, 'id' | 'resolvedAt'>[], trx: Knex): Promise<number> {
      return (await parked.insertMany(events, { onConflict: ['account', 'providerMessageId', 'detail'] }, trx)).length;
    },

    /** Unresolved events that wait for a message with one of these ids, oldest first. */
    async findWaiting(account: number, ids: string[], trx: Knex): Promise<ParkedEventRow[]> {
      const found: ParkedEventRow[] = [];
      const unique = [...new Set(ids)];
      for (let start = 0; start < unique.length; start += CHUNK) {
        const query = parked
          .query(trx)
          .where('account', account)
          .whereIn(parked.column('providerMessageId'), unique.slice(start, start + CHUNK))
          .whereIn('kind', ['status', 'edit', 'revoke'])
          .whereNull(parked.column('resolvedAt'))
          .orderBy('id');
        found.push(...parked.fromRows(await query));
      }
      return found;
    },

    async resolveParked(ids: number[], at: Date, trx: Knex): Promise<void> {
      if (ids.length > 0) await parked.query(trx).whereIn('id', ids).update(parked.toRow({ resolvedAt: at }));
    },

    /** Messages that something parked since `since` waits for, though they exist: both were written at the same moment. */
    async findOverlooked(since: Date | null, limit: number): Promise<{ id: number; account: number; providerMessageId: string }[]> {
      const query = parked
        .query()
        .join(messages.name, (on) => {
          on.on(`${messages.name}.account`, `${parked.name}.account`).andOn(`${messages.name}.provider_message_id`, `${parked.name}.provider_message_id`);
        })
        .whereNull(`${parked.name}.resolved_at`)
        .whereIn(`${parked.name}.kind`, ['status', 'edit', 'revoke'])
        .distinct(`${messages.name}.id`, `${messages.name}.account`, `${messages.name}.provider_message_id`)
        .orderBy(`${messages.name}.id`)
        .limit(limit);
      if (since) void query.where(`${parked.name}.parked_at`, '>=', since);
      return messages.fromRows(await query) as unknown as { id: number; account: number; providerMessageId: string }[];
    },

    /** What waits for someone to look, newest first. Statuses younger than a moment are on their way, not lost. */
    async listParked(before: number | null, limit: number, { accounts }: Sight = EVERYTHING): Promise<ParkedEventRow[]> {
      const query = parked.query().whereNull(parked.column('resolvedAt')).orderBy('id', 'desc').limit(limit);
      if (before !== null) void query.where('id', '<', before);
      if (accounts !== null) void query.whereIn('account', accounts);
      return parked.fromRows(await query);
    },

    /** For a merge: messages follow their contact, into the channel it has with the same account. */
    async moveContact(kept: number, merged: number, trx: Knex): Promise<void> {
      await messages.query(trx).where('contact', merged).update({ contact: kept });
      const own = (await channels.query(trx).select('id', 'account').where('contact', kept)) as { id: number; account: number }[];
      for (const channel of own) {
        await messages
          .query(trx)
          .where({ contact: kept, account: channel.account })
          .where((wrong: Knex.QueryBuilder) => wrong.whereNull('channel').orWhereNot('channel', channel.id))
          .update({ channel: channel.id });
      }
    },

  };
};

export type MessagesRepository = ReturnType<typeof createMessagesRepository>;
