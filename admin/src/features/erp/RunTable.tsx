import { Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { SyncRunView } from '../../../../plugin/contracts/erp';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { countWords } from './progress';

const LOOKS = { running: 'secondary', done: 'success', failed: 'danger', cancelled: 'neutral' } as const;

/** What the last pulls did, newest first. */
export const RunTable = ({ runs }: { runs: SyncRunView[] }) => {
  const text = useText();
  const say = useSay();
  const { moment, number } = useTimes();
  const columns = ['started', 'state', 'counts', 'by'] as const;
  return (
    <Table colCount={columns.length} rowCount={runs.length + 1} aria-label={text('sync.runs')}>
      <Thead>
        <Tr>
          {columns.map((column) => (
            <Th key={column}>
              <Typography variant="sigma" textColor="neutral600">
                {text(`sync.column.${column}`)}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {runs.map((run) => (
          <Tr key={run.id}>
            <Td>
              <Flex direction="column" alignItems="flex-start">
                <Typography>{moment(run.startedAt)}</Typography>
                <Typography variant="pi" textColor="neutral600">
                  {run.full ? text('sync.full') : text('sync.changes')}
                </Typography>
              </Flex>
            </Td>
            <Td>
              <Pill variant={LOOKS[run.state]}>{text(`sync.state.${run.state}`)}</Pill>
            </Td>
            <Td>
              <Flex direction="column" alignItems="flex-start" gap={1} minWidth="26rem" maxWidth="44rem">
                <Typography variant="pi" style={{ whiteSpace: 'normal' }}>
                  {countWords(run, text, number)}
                </Typography>
                {run.error && (
                  <Typography variant="pi" textColor="danger700" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                    {say({ code: run.error.code, sentence: run.error.message })}
                  </Typography>
                )}
              </Flex>
            </Td>
            <Td>
              <Typography variant="pi">{run.startedBy === null || run.startedBy === 'schedule' ? text('sync.by.schedule') : run.startedBy}</Typography>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};
