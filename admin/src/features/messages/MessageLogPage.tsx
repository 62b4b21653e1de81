import { Button, Flex, Grid } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { MessageView } from '../../../../plugin/contracts/messages';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { pathOf } from '../../api/query';
import { usePages } from '../../api/use-pages';
import { useResource } from '../../api/use-resource';
import { FilterChoice } from '../../components/FilterChoice';
import { isInFlight } from '../../components/delivery-ticks';
import { DayField, endOfDay, startOfDay } from '../../components/DayField';
import { ExportButton } from '../../components/ExportButton';
import { PagedList } from '../../components/PagedList';
import { Screen } from '../../components/Screen';
import { SearchField } from '../../components/SearchField';
import { useFilters, type Filters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { STATUSES } from './message-words';
import { MessageDetail } from './MessageDetail';
import { MessageTable } from './MessageTable';

const PAGE = 25;
const NARROWING = ['search', 'status', 'direction', 'account', 'contact', 'purpose', 'template', 'source', 'from', 'until'] as const;
const POLL_MS = 5000;
const CALM_POLL_MS = 20_000;

const FilterBar = ({ filters }: { filters: Filters }) => {
  const text = useText();
  const may = useMay();
  const accounts = useResource<AccountView[]>(may('accounts.read') ? '/accounts' : null);
  const listed = useResource<TemplateView[]>(may('templates.read') ? pathOf('/templates', { pageSize: 100 }) : null);
  const templates = [...new Set((listed.data ?? []).map(({ name }) => name))].sort();
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch" justifyContent="flex-end">
        <SearchField label={text('log.search')} value={filters.get('search')} onSearch={(words) => filters.set({ search: words })} />
      </Grid.Item>
      <Grid.Item col={3} s={6} xs={6} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="status" label={text('log.column.status')} options={STATUSES.map((status) => ({ value: status, label: text(`status.${status}`) }))} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="direction" label={text('log.column.direction')} options={(['outbound', 'inbound'] as const).map((direction) => ({ value: direction, label: text(`direction.${direction}`) }))} />
      </Grid.Item>
      {(accounts.data?.length ?? 0) > 0 && (
        <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch">
          <FilterChoice filters={filters} name="account" label={text('log.column.account')} options={(accounts.data ?? []).map((account) => ({ value: account.key, label: account.name }))} />
        </Grid.Item>
      )}
      <Grid.Item col={3} s={6} xs={6} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="purpose" label={text('log.detail.purpose')} options={(['reply', 'utility', 'marketing'] as const).map((purpose) => ({ value: purpose, label: text(`purpose.${purpose}`) }))} />
      </Grid.Item>
      {templates.length > 0 && (
        <Grid.Item col={3} s={6} xs={6} direction="column" alignItems="stretch">
          <FilterChoice filters={filters} name="template" label={text('log.detail.template')} options={templates.map((name) => ({ value: name, label: name }))} />
        </Grid.Item>
      )}
      <Grid.Item col={2} s={6} xs={12} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="source" label={text('log.column.record')} options={[
            { value: 'invoice', label: text('record.invoice') },
            { value: 'sales-order', label: text('record.order') },
          ]} />
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

/** Every message in and out, newest first, with what became of it. */
const MessageLogPage = () => {
  const text = useText();
  const filters = useFilters();
  const query = {
    search: filters.get('search'),
    status: filters.get('status'),
    direction: filters.get('direction'),
    account: filters.get('account'),
    contact: filters.get('contact'),
    purpose: filters.get('purpose'),
    template: filters.get('template'),
    source: filters.get('source'),
    from: startOfDay(filters.get('from')),
    until: endOfDay(filters.get('until')),
  };
  const list = usePages<MessageView>('/messages', query, PAGE, {
    pollMs: (rows) => ((rows ?? []).some((message) => isInFlight(message.status)) ? POLL_MS : CALM_POLL_MS),
  });
  const opened = filters.get('message');
  return (
    <Screen
      actions={['messages.read']}
      title={text('log.title')}
      subtitle={text('log.subtitle')}
      primaryAction={
        <Flex gap={2} wrap="wrap">
          <ExportButton path={pathOf('/messages/export', query)} filename="whatsapp-messages.csv" />
          <Button variant="tertiary" startIcon={<ArrowClockwise />} loading={list.first.refreshing} onClick={list.first.reload}>
            {text('action.refresh')}
          </Button>
        </Flex>
      }
    >
      <FilterBar filters={filters} />
      <PagedList list={list} empty={text('log.empty')} narrowed={{ filters, names: NARROWING, empty: text('log.empty.filtered') }} more={text('log.older')}>
        <MessageTable messages={list.rows} onOpen={(id) => filters.set({ message: id })} />
      </PagedList>
      {opened && <MessageDetail id={opened} onClose={() => filters.set({ message: null })} />}
    </Screen>
  );
};

export default MessageLogPage;
