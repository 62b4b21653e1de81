import { Box, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { BatchView } from '../../../../plugin/contracts/batches';
import { usePages } from '../../api/use-pages';
import { PagedList } from '../../components/PagedList';
import { Screen } from '../../components/Screen';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { ENTRY_STATES, ENTRY_VARIANTS, isUnderWay } from './batch-words';

const PAGE = 20;
const POLL_MS = 3_000;

/** What this person has sent in batches, newest first. */
const BatchesPage = () => {
  const text = useText();
  const { moment, number } = useTimes();
  const list = usePages<BatchView>('/documents/batches', {}, PAGE, { pollMs: (rows) => ((rows ?? []).some(({ state }) => isUnderWay(state)) ? POLL_MS : null) });
  return (
    <Screen actions={['documents.send']} title={text('batches.title')} subtitle={text('batches.subtitle')}>
      <PagedList list={list} empty={text('batches.empty')} more={text('batch.more')}>
        <Box overflow="auto" hasRadius background="neutral0" shadow="tableShadow">
          <Table colCount={3} rowCount={list.rows.length + 1}>
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
              {list.rows.map((batch) => (
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
      </PagedList>
    </Screen>
  );
};

export default BatchesPage;
