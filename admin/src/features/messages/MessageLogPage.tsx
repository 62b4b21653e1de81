import * as React from 'react';
import { Box, Button, Flex, Grid } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { isInFlight } from '../../components/delivery-ticks';
import { Screen } from '../../components/Screen';
import { SearchField } from '../../components/SearchField';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useFilters, type Filters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { joinPages, STATUSES } from './message-words';
import { MessageDetail } from './MessageDetail';
import { MessageTable } from './MessageTable';

const PAGE = 25;
const POLL_MS = 5000;
const CALM_POLL_MS = 20_000;

interface Older {
  /** The filters they were read under: under others they are not shown. */
  path: string;
  rows: MessageView[];
  cursor: string | null;
}

const FilterBar = ({ filters }: { filters: Filters }) => {
  const text = useText();
  const may = useMay();
  const accounts = useResource<AccountView[]>(may('accounts.read') ? '/accounts' : null);
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch" justifyContent="flex-end">
        <SearchField label={text('log.search')} value={filters.get('search')} onSearch={(words) => filters.set({ search: words })} />
      </Grid.Item>
      <Grid.Item col={3} s={6} xs={6} direction="column" alignItems="stretch">
        <Choice
          label={text('log.column.status')}
          value={filters.get('status') || null}
          options={STATUSES.map((status) => ({ value: status, label: text(`status.${status}`) }))}
          onChange={(status) => filters.set({ status })}
          placeholder={text('filter.any')}
          clearable
        />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <Choice
          label={text('log.column.direction')}
          value={filters.get('direction') || null}
          options={(['outbound', 'inbound'] as const).map((direction) => ({ value: direction, label: text(`direction.${direction}`) }))}
          onChange={(direction) => filters.set({ direction })}
          placeholder={text('filter.any')}
          clearable
        />
      </Grid.Item>
      {(accounts.data?.length ?? 0) > 0 && (
        <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="stretch">
          <Choice
            label={text('log.column.account')}
            value={filters.get('account') || null}
            options={(accounts.data ?? []).map((account) => ({ value: account.key, label: account.name }))}
            onChange={(account) => filters.set({ account })}
            placeholder={text('filter.any')}
            clearable
          />
        </Grid.Item>
      )}
    </Grid.Root>
  );
};

/** Every message in and out, newest first, with what became of it. */
const MessageLogPage = () => {
  const text = useText();
  const client = useClient();
  const filters = useFilters();
  const query = {
    search: filters.get('search'),
    status: filters.get('status'),
    direction: filters.get('direction'),
    account: filters.get('account'),
    contact: filters.get('contact'),
    limit: PAGE,
  };
  const path = pathOf('/messages', query);
  const newest = useResource<MessageView[]>(path, {
    keep: true,
    pollMs: (rows) => ((rows ?? []).some((message) => isInFlight(message.status)) ? POLL_MS : CALM_POLL_MS),
  });
  const [older, setOlder] = React.useState<Older>({ path: '', rows: [], cursor: null });
  const extended = older.path === path;
  const cursor = extended ? older.cursor : (newest.meta.nextCursor ?? null);
  const rows = joinPages(newest.data ?? [], extended ? older.rows : []);
  const filtered = Boolean(query.search || query.status || query.direction || query.account || query.contact);

  const loadOlder = useAction(async () => {
    const answer = await client.get<MessageView[]>(pathOf('/messages', { ...query, after: cursor }));
    setOlder((former) => {
      // What left the newest page while new rows came in at its top would be lost between the two.
      const shown = former.path === path ? former.rows : (newest.data ?? []);
      return { path, rows: joinPages(shown, answer.data), cursor: answer.meta.nextCursor ?? null };
    });
  });

  const opened = filters.get('message');
  return (
    <Screen
      actions={['messages.read']}
      title={text('log.title')}
      subtitle={text('log.subtitle')}
      primaryAction={
        <Button variant="tertiary" startIcon={<ArrowClockwise />} loading={newest.refreshing} onClick={newest.reload}>
          {text('action.refresh')}
        </Button>
      }
    >
      <FilterBar filters={filters} />
      {newest.loading && <LoadingBlock />}
      {newest.failure && !newest.data && <FailureBlock failure={newest.failure} onRetry={newest.reload} />}
      {newest.data && <StaleNote failure={newest.failure} onRetry={newest.reload} />}
      {newest.data && rows.length === 0 && (
        <EmptyBlock
          content={text(filtered ? 'log.empty.filtered' : 'log.empty')}
          action={
            filtered ? (
              <Button variant="secondary" onClick={() => filters.set({ search: null, status: null, direction: null, account: null, contact: null })}>
                {text('filter.clear')}
              </Button>
            ) : undefined
          }
        />
      )}
      {rows.length > 0 && (
        <>
          <Box aria-busy={newest.refreshing}>
            <MessageTable messages={rows} onOpen={(id) => filters.set({ message: id })} />
          </Box>
          <FailureAlert failure={loadOlder.failure} onClose={loadOlder.clear} />
          {cursor && (
            <Flex justifyContent="center">
              <Button variant="secondary" loading={loadOlder.pending} onClick={() => void loadOlder.run()}>
                {text('log.older')}
              </Button>
            </Flex>
          )}
        </>
      )}
      {opened && <MessageDetail id={opened} onClose={() => filters.set({ message: null })} />}
    </Screen>
  );
};

export default MessageLogPage;
