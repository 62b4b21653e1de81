import { Box, Button, Flex, Grid, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { ActivityView } from '../../../../plugin/contracts/logs';
import { pathOf } from '../../api/query';
import { usePages } from '../../api/use-pages';
import { useResource } from '../../api/use-resource';
import { FilterChoice } from '../../components/FilterChoice';
import { DayField, endOfDay, startOfDay } from '../../components/DayField';
import { ExportButton } from '../../components/ExportButton';
import { PagedList } from '../../components/PagedList';
import { Pill } from '../../components/Pill';
import { Screen } from '../../components/Screen';
import { useFilters, type Filters } from '../../components/use-filters';
import { WIDE_CELL } from '../../components/widths';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';

const PAGE = 50;
const COLUMNS = ['time', 'operation', 'result', 'account', 'who', 'subject', 'duration'] as const;
const isWide = (column: (typeof COLUMNS)[number]): boolean => column === 'account' || column === 'subject' || column === 'duration';
const FILTERS = ['operation', 'success', 'account', 'by', 'from', 'until'] as const;

const FilterBar = ({ filters }: { filters: Filters }) => {
  const text = useText();
  const may = useMay();
  const operations = useResource<string[]>('/activities/operations');
  const accounts = useResource<AccountView[]>(may('accounts.read') ? '/accounts' : null);
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={2} s={6} xs={12} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="operation" label={text('activity.column.operation')} options={(operations.data ?? []).map((value) => ({ value, label: value }))} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={12} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="success" label={text('activity.column.result')} options={[
          { value: 'true', label: text('activity.done') },
          { value: 'false', label: text('activity.failed') },
        ]} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={12} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="by" label={text('activity.column.who')} options={[{ value: 'people', label: text('activity.by.people') }]} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={12} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="account" label={text('log.column.account')} options={(accounts.data ?? []).map(({ key, name }) => ({ value: key, label: name }))} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <DayField label={text('filter.from')} value={filters.get('from')} onChange={(from) => filters.set({ from })} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <DayField label={text('filter.until')} value={filters.get('until')} onChange={(until) => filters.set({ until })} />
      </Grid.Item>
    </Grid.Root>
  );
};

const ActivityRow = ({ activity }: { activity: ActivityView }) => {
  const text = useText();
  const { second, number } = useTimes();
  const { error, details, subject } = activity;
  return (
    <Tr>
      <Td>
        <Typography textColor="neutral800">{second(activity.occurredAt)}</Typography>
      </Td>
      <Td>
        <Box maxWidth="28rem">
          <Typography textColor="neutral800" fontWeight="semiBold">
            {activity.operation}
          </Typography>
          {details && (
            <Typography tag="p" variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              {Object.entries(details)
                .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
                .join(' · ')
                .slice(0, 240)}
            </Typography>
          )}
        </Box>
      </Td>
      <Td>
        <Box maxWidth="28rem">
          <Pill variant={activity.success ? 'success' : 'danger'}>{text(activity.success ? 'activity.done' : 'activity.failed')}</Pill>
          {error && (
            <Typography tag="p" variant="pi" textColor="danger700" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              {error.message.slice(0, 300)} {error.code && `(${error.code})`}
            </Typography>
          )}
        </Box>
      </Td>
      <Td {...WIDE_CELL}>
        <Typography textColor="neutral800">{[activity.account, activity.provider].filter(Boolean).join(' · ') || '–'}</Typography>
      </Td>
      <Td>
        <Typography textColor="neutral800" dir="auto">
          {activity.user?.name ?? activity.token?.name ?? text('activity.itself')}
        </Typography>
      </Td>
      <Td {...WIDE_CELL}>
        <Typography variant="pi" textColor="neutral600">
          {subject ? [subject.type, subject.id].filter(Boolean).join(' ') : '–'}
        </Typography>
      </Td>
      <Td {...WIDE_CELL}>
        <Typography textColor="neutral800">{activity.responseTimeMs === null ? '–' : text('activity.ms', { time: number(activity.responseTimeMs) })}</Typography>
      </Td>
    </Tr>
  );
};

/** What people did and which calls went out, for those who look after the installation. */
const ActivityPage = () => {
  const text = useText();
  const filters = useFilters();
  const query = {
    operation: filters.get('operation'),
    success: filters.get('success'),
    account: filters.get('account'),
    by: filters.get('by'),
    from: startOfDay(filters.get('from')),
    until: endOfDay(filters.get('until')),
  };
  const list = usePages<ActivityView>('/activities', query, PAGE);

  return (
    <Screen
      actions={['logs.read']}
      title={text('activity.title')}
      subtitle={text('activity.subtitle')}
      primaryAction={
        <Flex gap={2} wrap="wrap">
          <ExportButton path={pathOf('/activities/export', query)} filename="whatsapp-activity.csv" />
          <Button variant="tertiary" startIcon={<ArrowClockwise />} loading={list.first.refreshing} onClick={list.first.reload}>
            {text('action.refresh')}
          </Button>
        </Flex>
      }
    >
      <FilterBar filters={filters} />
      <PagedList list={list} empty={text('activity.empty')} narrowed={{ filters, names: FILTERS, empty: text('activity.empty.filtered') }} more={text('log.older')}>
        <Table colCount={COLUMNS.length} rowCount={list.rows.length + 1} aria-label={text('activity.title')}>
          <Thead>
            <Tr>
              {COLUMNS.map((column) => (
                <Th key={column} {...(isWide(column) ? WIDE_CELL : {})}>
                  <Typography variant="sigma" textColor="neutral600">
                    {text(`activity.column.${column}`)}
                  </Typography>
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {list.rows.map((activity) => (
              <ActivityRow key={activity.id} activity={activity} />
            ))}
          </Tbody>
        </Table>
      </PagedList>
    </Screen>
  );
};

export default ActivityPage;
