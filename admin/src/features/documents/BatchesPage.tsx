import * as React from 'react';
import { Box, Button, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { BatchView } from '../../../../plugin/contracts/batches';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Screen } from '../../components/Screen';
import { Pill } from '../../components/Pill';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { ENTRY_STATES, ENTRY_VARIANTS, isUnderWay } from './batch-words';

const PATH = pathOf('/documents/batches', { limit: 20 });
const POLL_MS = 3_000;

/** What this person has sent in batches, newest first. */
const BatchesPage = () => {
  const text = useText();
  const client = useClient();
  const { moment, number } = useTimes();
  const newest = useResource<BatchView[]>(PATH, { keep: true, pollMs: (rows) => ((rows ?? []).some(({ state }) => isUnderWay(state)) ? POLL_MS : null) });
  const [older, setOlder] = React.useState<{ rows: BatchView[]; cursor: string | null } | null>(null);
  const cursor = older ? older.cursor : (newest.meta.nextCursor ?? null);
  const load = useAction(async () => {
    const answer = await client.get<BatchView[]>(pathOf('/documents/batches', { limit: 20, after: cursor }));
    setOlder((former) => ({ rows: [...(former?.rows ?? []), ...answer.data], cursor: answer.meta.nextCursor ?? null }));
  });
  const rows = [...(newest.data ?? []), ...(older?.rows ?? [])];
  return (
    <Screen actions={['documents.send']} title={text('batches.title')} subtitle={text('batches.subtitle')}>
      {newest.loading && <LoadingBlock />}
      {newest.failure && !newest.data && <FailureBlock failure={newest.failure} onRetry={newest.reload} />}
      {newest.data && rows.length === 0 && <EmptyBlock content={text('batches.empty')} />}
      {rows.length > 0 && (
        <Box overflow="auto" hasRadius background="neutral0" shadow="tableShadow">
          <Table colCount={3} rowCount={rows.length + 1}>
            <Thead>
              <Tr>
                {(['time', 'what', 'result'] as const).map((column) => (
                  <Th key={column}>
                    <Typography variant="sigma" textColor="neutral600">
                      {text(`batches.column.${column}`)}
                    </Typography>
                  </Th>
                ))}
              </Tr>
            </Thead>
            <Tbody>
              {rows.map((batch) => (
                <Tr key={batch.id}>
                  <Td>
                    <Typography tag={Link} to={batch.id} textColor="primary600">
                      {moment(batch.createdAt)}
                    </Typography>
                  </Td>
                  <Td>
                    <Typography>{text(`batch.is.${batch.state}`, { total: number(batch.total) })}</Typography>
                  </Td>
                  <Td>
                    <Flex gap={2} wrap="wrap">
                      {ENTRY_STATES.filter((state) => batch.counts[state] > 0).map((state) => (
                        <Pill key={state} variant={ENTRY_VARIANTS[state]}>{`${text(`batch.state.${state}`)}: ${number(batch.counts[state])}`}</Pill>
                      ))}
                    </Flex>
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Box>
      )}
      <FailureAlert failure={load.failure} onClose={load.clear} />
      {cursor && (
        <Flex justifyContent="center">
          <Button variant="secondary" loading={load.pending} onClick={() => void load.run()}>
            {text('batch.more')}
          </Button>
        </Flex>
      )}
    </Screen>
  );
};

export default BatchesPage;
