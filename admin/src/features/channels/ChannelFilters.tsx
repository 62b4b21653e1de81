import { Box, Button, Flex, Popover } from '@strapi/design-system';
import { Filter } from '@strapi/icons';
import { CHANNEL_PRIORITIES, CHANNEL_STATES, type ChannelOptions } from '../../../../plugin/contracts/channels';
import { FilterChoice } from '../../components/FilterChoice';
import type { Filters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { NARROWING, narrowingCount } from './channel-filters';

/** What narrows the list, behind one button that says how much of it is set. */
export const ChannelFilters = ({ filters, options }: { filters: Filters; options: ChannelOptions | null }) => {
  const text = useText();
  const count = narrowingCount(filters);
  const { accounts = [], companies = [], tags = [] } = options ?? {};
  const named = <T extends { id: string }>(rows: T[], nameOf: (row: T) => string) => rows.map((row) => ({ value: row.id, label: nameOf(row) }));
  return (
    <Popover.Root>
      <Popover.Trigger>
        <Button variant={count > 0 ? 'secondary' : 'tertiary'} size="S" startIcon={<Filter />}>
          {count > 0 ? text('inbox.filters.count', { count }) : text('inbox.filters')}
        </Button>
      </Popover.Trigger>
      <Popover.Content align="start" sideOffset={4} aria-label={text('inbox.filters')}>
        <Box padding={4} width="min(32rem, 90vw)" maxHeight="70vh" overflow="auto">
          <Flex direction="column" alignItems="stretch" gap={3}>
            <FilterChoice
              filters={filters}
              name="unread"
              label={text('inbox.filter.unread')}
              options={[{ value: 'true', label: text('inbox.filter.unread.only') }]}
            />
            <FilterChoice
              filters={filters}
              name="window"
              label={text('inbox.filter.window')}
              options={[
                { value: 'open', label: text('inbox.filter.window.open') },
                { value: 'closed', label: text('inbox.filter.window.closed') },
              ]}
            />
            <FilterChoice
              filters={filters}
              name="state"
              label={text('inbox.filter.state')}
              options={CHANNEL_STATES.filter((state) => state !== 'archived').map((state) => ({ value: state, label: text(`inbox.state.${state}`) }))}
            />
            <FilterChoice filters={filters} name="priority" label={text('inbox.filter.priority')} options={CHANNEL_PRIORITIES.map((priority) => ({ value: priority, label: text(`inbox.priority.${priority}`) }))} />
            {tags.length > 0 && <FilterChoice filters={filters} name="tag" label={text('inbox.filter.tag')} options={named(tags, ({ name }) => name)} />}
            {accounts.length > 1 && <FilterChoice filters={filters} name="account" label={text('inbox.filter.account')} options={accounts.map(({ key, name }) => ({ value: key, label: name }))} />}
            {companies.length > 0 && <FilterChoice filters={filters} name="company" label={text('inbox.filter.company')} options={named(companies, ({ id, name }) => name ?? id)} />}
            {count > 0 && (
              <Button variant="tertiary" onClick={() => filters.set(Object.fromEntries(NARROWING.map((name) => [name, null])))}>
                {text('filter.clear')}
              </Button>
            )}
          </Flex>
        </Box>
      </Popover.Content>
    </Popover.Root>
  );
};
