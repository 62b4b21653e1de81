import type { Core } from '@strapi/types';
import type { ChannelPriority, ChannelState, ChannelTab } from '../../../../plugin/contracts/channels';
import type { TimePlace } from '../../platform/cursor';
import { connectionOf, isPostgres, Table } from '../../platform/database';
import type { Knex } from '../../platform/database';
import { containing } from '../../platform/like-pattern';
import type { ChannelRow } from '../../platform/records';
import { contentTypeUid } from '../../platform/schema';
import { getService } from '../../platform/services';
import type { ChannelSight } from '../../platform/services';
import { narrowToChannels, narrowToCompanies } from '../../platform/sight';

/** Public ids and keys as row ids; times as they are now. */
export interface ChannelFilter {
  tab: ChannelTab;
  states: ChannelState[];
  /** Those that may be seen, of those asked for: never all without naming them, for each has a walk of its own. */
  accounts: number[];
  company?: number;
  tag?: number;
  /** `since`: a window is open where the customer wrote after it. `unbound`: accounts that know no window. */
  window?: { open: boolean; since: Date; unbound: number[] };
  assignee?: number;
  unread?: boolean;
  priority?: ChannelPriority;
  search?: string;
}

/** Up to so many conversations are read and sorted; what is common is found by walking from the newest. */
const FEW = 3_000;
/** SQLite takes 500 parts in one statement. */
const WALKS_A_QUERY = 200;
const MOST_SHOWN_UNREAD = 100;

const CHANNELS = 'whatsapp_channels';
const AGENTS = 'whatsapp_channel_agents';
const TAGS = 'whatsapp_channel_tags';
const COUNTED_STATES: ChannelState[] = ['open', 'pending'];

/** One ordered run through an index: of an account's, of nobody's, of somebody's, or of what somebody takes part in. */
type Walk = { of: 'account' | 'unassigned'; account: number } | { of: 'assigned' | 'taking' | 'taking-unassigned'; user: number };

export const createChannelList = (strapi: Core.Strapi) => {
  const channels = new Table<ChannelRow>(strapi, contentTypeUid('channel'));
  const db = () => connectionOf(strapi);
  // SQLite's LIKE ignores the case of ASCII by itself, as its LOWER does, for half the price.
  const ignoringCase = isPostgres(strapi) ? 'ILIKE' : 'LIKE';

  const titled = (query: Knex.QueryBuilder, search: string): Knex.QueryBuilder => query.whereRaw(`${CHANNELS}.title ${ignoringCase} ? ESCAPE '\\'`, [containing(search)]);

  const matchSearch = (query: Knex.QueryBuilder, search: string): void => {
    void query.where((any: Knex.QueryBuilder) => {
      void titled(any, search).orWhereRaw(getService(strapi, 'contacts').isNamed(`${CHANNELS}.contact`, search));
    });
  };

  /** What was asked for beside whose it is. One row that is there, not EXISTS: Postgres would join all there is instead of asking for each row it passes. Nor compared with a value: it would take that for rare, and the walk for long. */
  const narrow = (query: Knex.QueryBuilder, filter: ChannelFilter): void => {
    const { company, tag, window, assignee, unread, priority, search } = filter;
    if (company !== undefined) void query.where(`${CHANNELS}.company`, company);
    if (assignee !== undefined) void query.where(`${CHANNELS}.assignee`, assignee);
    // Written out, as the indexes have it: SQLite takes a partial one only where it sees the condition.
    if (unread) void query.whereRaw(`${CHANNELS}.unread_count > 0`);
    if (priority) void query.where(`${CHANNELS}.priority`, priority);
    if (tag !== undefined) void query.whereRaw('(?) IS NOT NULL', [db().select(db().raw('1')).from(TAGS).whereRaw(`${TAGS}.channel = ${CHANNELS}.id`).where(`${TAGS}.tag`, tag).limit(1)]);
    if (search) matchSearch(query, search);
    if (!window) return;
    const { open, since, unbound } = window;
    // A customer's message is a message: nothing older has an open window.
    if (open && unbound.length === 0) void query.where(`${CHANNELS}.last_message_at`, '>', since);
    void query.where((either: Knex.QueryBuilder) => {
      const answerable = (one: Knex.QueryBuilder) => void one.where(`${CHANNELS}.last_customer_message_at`, '>', since).where(`${CHANNELS}.window_opened_by_stop`, false);
      if (open) {
        void either.where(answerable);
        if (unbound.length > 0) void either.orWhereIn(`${CHANNELS}.account`, unbound);
        return;
      }
      void either.whereNull(`${CHANNELS}.last_customer_message_at`).orWhere(`${CHANNELS}.last_customer_message_at`, '<=', since).orWhere(`${CHANNELS}.window_opened_by_stop`, true);
    });
    if (!open && unbound.length > 0) void query.whereNotIn(`${CHANNELS}.account`, unbound);
  };

  const takenBy = (user: number) => (taking: Knex.QueryBuilder) => void taking.select('channel').from(AGENTS).where('user', user);

  /** Whose conversations a tab shows to this reader: walks that together hold them all, some twice. */
  const walksOf = (sight: ChannelSight, { tab, accounts, assignee }: Pick<ChannelFilter, 'tab' | 'accounts' | 'assignee'>): Walk[] => {
    const { user, reach } = sight;
    if (reach === 'none') return [];
    const each = (of: 'account' | 'unassigned'): Walk[] => accounts.map((account) => ({ of, account }));
    const mine: Walk[] = [{ of: 'assigned', user }, { of: 'taking', user }];
    if (tab === 'unassigned') return reach === 'own' ? [{ of: 'taking-unassigned', user }] : each('unassigned');
    if (tab === 'mine' || reach === 'own') return mine;
    if (assignee !== undefined) return reach === 'all' ? [{ of: 'assigned', user: assignee }] : mine;
    return reach === 'all' ? each('account') : [...each('unassigned'), ...mine];
  };

  /** One state of one walk, by the index that is ordered for it. */
  const walkQuery = (walk: Walk, state: ChannelState, sight: ChannelSight, accounts: number[]): Knex.QueryBuilder => {
    const query = db()(CHANNELS).where(`${CHANNELS}.state`, state);
    narrowToCompanies(query, `${CHANNELS}.company`, sight.companies);
    if ('account' in walk) {
      void query.where(`${CHANNELS}.account`, walk.account);
      if (walk.of === 'unassigned') void query.whereNull(`${CHANNELS}.assignee`);
      return query;
    }
    // The plus keeps SQLite from walking the accounts instead: what is one's own is few.
    void query.whereRaw(`${CHANNELS}.account + 0 IN (${accounts.map(() => '?').join(', ') || 'NULL'})`, accounts);
    if (walk.of === 'assigned') return query.where(`${CHANNELS}.assignee`, walk.user);
    if (walk.of === 'taking-unassigned') void query.whereRaw(`COALESCE(${CHANNELS}.assignee, 0) = 0`);
    return query.whereIn(`${CHANNELS}.id`, takenBy(walk.user));
  };

  /** Rows of many queries, in as few statements as the database takes. */
  const together = async <R>(queries: Knex.QueryBuilder[]): Promise<R[]> => {
    const rows: R[] = [];
    for (let start = 0; start < queries.length; start += WALKS_A_QUERY) {
      const parts = queries.slice(start, start + WALKS_A_QUERY).map((query, index) => db().select('*').from(query.as(`walk_${index}`)));
      rows.push(...((await db().unionAll(parts)) as R[]));
    }
    return rows;
  };

  const newest = (query: Knex.QueryBuilder, before: TimePlace | null, limit: number): Knex.QueryBuilder => {
    void query.whereNotNull(`${CHANNELS}.last_message_at`);
    if (before) void query.whereRaw(`(${CHANNELS}.last_message_at, ${CHANNELS}.id) < (?, ?)`, [before.at as never, before.id]);
    return query.orderBy([{ column: `${CHANNELS}.last_message_at`, order: 'desc' }, { column: `${CHANNELS}.id`, order: 'desc' }]).limit(limit);
  };

  /** The ids of what a filter alone finds; null: more than a few. */
  const fewOf = async (query: Knex.QueryBuilder): Promise<number[] | null> => {
    const rows = (await query.limit(FEW + 1)) as { id: number }[];
    return rows.length > FEW ? null : rows.map(({ id }) => id);
  };

  const searched = async (search: string): Promise<number[] | null> => {
    const contacts = await getService(strapi, 'contacts').findNamed(search, FEW + 1);
    if (contacts.length > FEW) return null;
    const [ofContacts, ofTitles] = await Promise.all([
      contacts.length === 0 ? [] : fewOf(db()(CHANNELS).select('id').whereIn('contact', contacts)),
      fewOf(titled(db()(CHANNELS).select('id').whereNotNull('title'), search)),
    ]);
    return ofContacts === null || ofTitles === null ? null : [...new Set([...ofContacts, ...ofTitles])];
  };

  /** The shortest list of ids that holds all that is asked for; null: none of the filters is short. */
  const quietCorner = async (filter: ChannelFilter): Promise<number[] | null> => {
    const { tag, company, priority, search } = filter;
    const lists = await Promise.all([
      tag === undefined ? null : fewOf(db()(TAGS).select('channel as id').where('tag', tag)),
      company === undefined ? null : fewOf(db()(CHANNELS).select('id').where({ company })),
      priority === undefined || priority === 'normal' ? null : fewOf(db()(CHANNELS).select('id').where({ priority }).whereRaw("priority <> 'normal'")),
      search ? searched(search) : null,
    ]);
    return lists.reduce((shortest, list) => (list !== null && (shortest === null || list.length < shortest.length) ? list : shortest), null);
  };

  const amongIds = async (ids: number[], sight: ChannelSight, filter: ChannelFilter, before: TimePlace | null, limit: number): Promise<ChannelRow[]> => {
    if (ids.length === 0) return [];
    const query = channels.query().select(`${CHANNELS}.*`).whereIn(`${CHANNELS}.id`, ids).whereIn(`${CHANNELS}.state`, filter.states).whereIn(`${CHANNELS}.account`, filter.accounts);
    narrowToChannels(query, sight);
    if (filter.tab === 'unassigned') void query.whereNull(`${CHANNELS}.assignee`);
    if (filter.tab === 'mine') void query.where((either: Knex.QueryBuilder) => void either.where(`${CHANNELS}.assignee`, sight.user).orWhereIn(`${CHANNELS}.id`, takenBy(sight.user)));
    narrow(query, filter);
    return channels.fromRows(await newest(query, before, limit));
  };

  return {
    /** Newest message first; what was never written in is not in the list. */
    async list(sight: ChannelSight, filter: ChannelFilter, before: TimePlace | null, limit: number): Promise<ChannelRow[]> {
      const walks = walksOf(sight, filter);
      if (walks.length === 0 || filter.accounts.length === 0) return [];
      const few = await quietCorner(filter);
      if (few) return amongIds(few, sight, filter, before, limit);
      const queries = walks.flatMap((walk) =>
        filter.states.map((state) => {
          const query = walkQuery(walk, state, sight, filter.accounts).select(`${CHANNELS}.id`);
          narrow(query, filter);
          return newest(query, before, limit);
        }),
      );
      const ids = [...new Set((await together<{ id: number }>(queries)).map(({ id }) => id))];
      if (ids.length === 0) return [];
      return channels.fromRows(await newest(channels.query().select('*').whereIn(`${CHANNELS}.id`, ids), null, limit));
    },

    /** Conversations with something unread, at most 100. */
    async countUnread(sight: ChannelSight, tab: ChannelTab, accounts: number[]): Promise<number> {
      const queries = walksOf(sight, { tab, accounts }).flatMap((walk) =>
        COUNTED_STATES.map((state) => walkQuery(walk, state, sight, accounts).select(`${CHANNELS}.id`).whereRaw(`${CHANNELS}.unread_count > 0`).limit(MOST_SHOWN_UNREAD)),
      );
      const ids = new Set((await together<{ id: number }>(queries)).map(({ id }) => id));
      return Math.min(ids.size, MOST_SHOWN_UNREAD);
    },
  };
};
