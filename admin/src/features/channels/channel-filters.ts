import { CHANNEL_TABS, type ChannelTab } from '../../../../plugin/contracts/channels';
import type { Filters } from '../../components/use-filters';
import type { ListFilters } from './channel-rows';

/** What narrows the list beside its tab; a saved view keeps these and the tab. */
export const NARROWING = ['account', 'company', 'tag', 'window', 'state', 'assignee', 'unread', 'priority'] as const;
export const VIEW_FILTERS = ['tab', 'search', ...NARROWING] as const;

/** The search looks for people, or into what was said. */
export const isMessageSearch = (filters: Filters): boolean => filters.get('in') === 'messages';

const tabOf = (name: string): ChannelTab => CHANNEL_TABS.find((tab) => tab === name) ?? 'all';

export const listFiltersOf = (filters: Filters, search: string): ListFilters => ({
  tab: tabOf(filters.get('tab')),
  account: filters.get('account'),
  company: filters.get('company'),
  tag: filters.get('tag'),
  window: filters.get('window'),
  state: filters.get('state'),
  assignee: filters.get('assignee'),
  unread: filters.get('unread'),
  priority: filters.get('priority'),
  search,
});

export const narrowingCount = (filters: Filters): number => NARROWING.filter((name) => filters.get(name)).length;

/** What a saved view keeps of the present address. */
export const presentFilters = (filters: Filters): Record<string, string> =>
  Object.fromEntries(VIEW_FILTERS.map((name) => [name, filters.get(name)] as const).filter(([, value]) => value !== ''));

/** All filters of a view, and none of those before. */
export const filtersOfView = (kept: Record<string, string>): Record<string, string | null> => ({
  ...Object.fromEntries(VIEW_FILTERS.map((name) => [name, kept[name] ?? null])),
  in: null,
});

export const isSameView = (kept: Record<string, string>, filters: Filters): boolean => VIEW_FILTERS.every((name) => (kept[name] ?? '') === filters.get(name));
