import * as React from 'react';
import { Button, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { ParkedEventView } from '../../../../plugin/contracts/status';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';

const PAGE = 50;

/** What came in and could not be placed: kept, and shown, so that nothing is lost unseen. */
const ParkedPage = () => {
  const text = useText();
  const { moment } = useTimes();
  const client = useClient();
  const first = useResource<ParkedEventView[]>(pathOf('/parked', { limit: PAGE }));
  const [older, setOlder] = React.useState<{ rows: ParkedEventView[]; cursor: string | null } | null>(null);
  const rows = [...(first.data ?? []), ...(older?.rows ?? [])];
  const cursor = older ? older.cursor : (first.meta.nextCursor ?? null);
  const loadOlder = useAction(async () => {
    const answer = await client.get<ParkedEventView[]>(pathOf('/parked', { limit: PAGE, after: cursor }));
    setOlder((former) => ({ rows: [...(former?.rows ?? []), ...answer.data], cursor: answer.meta.nextCursor ?? null }));
  });
  const columns = ['time', 'account', 'kind', 'reason', 'detail'] as const;

  return (
    <Screen actions={['messages.read']} title={text('parked.title')} subtitle={text('parked.subtitle')}>
      {first.loading && <LoadingBlock />}
      {first.failure && !first.data && <FailureBlock failure={first.failure} onRetry={first.reload} />}
      {first.data && rows.length === 0 && <EmptyBlock content={text('parked.empty')} />}
      {rows.length > 0 && (
        <Table colCount={columns.length} rowCount={rows.length + 1} aria-label={text('parked.title')}>
          <Thead>
            <Tr>
              {columns.map((column) => (
                <Th key={column}>
                  <Typography variant="sigma" textColor="neutral600">
                    {text(`parked.column.${column}`)}
                  </Typography>
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {rows.map((event) => (
              <Tr key={event.id}>
                <Td>
                  <Typography>{moment(event.parkedAt)}</Typography>
                </Td>
                <Td>
                  <Typography>{event.account ?? text('parked.no-account')}</Typography>
                </Td>
                <Td>
                  <Typography>{event.kind}</Typography>
                </Td>
                <Td>
                  <Typography style={{ whiteSpace: 'normal' }}>{event.reason}</Typography>
                </Td>
                <Td>
                  <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                    {[event.detail, event.providerMessageId].filter(Boolean).join(' · ')}
                  </Typography>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
      <FailureAlert failure={loadOlder.failure} onClose={loadOlder.clear} />
      {cursor && (
        <Flex justifyContent="center">
          <Button variant="secondary" loading={loadOlder.pending} onClick={() => void loadOlder.run()}>
            {text('log.older')}
          </Button>
        </Flex>
      )}
    </Screen>
  );
};

export default ParkedPage;
