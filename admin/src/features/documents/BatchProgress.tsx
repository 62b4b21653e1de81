import * as React from 'react';
import { Box, Flex, ProgressBar, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { BatchEntryState, BatchEntryView, BatchView } from '../../../../plugin/contracts/batches';
import { usePages } from '../../api/use-pages';
import { Choice } from '../../components/Choice';
import { Delivery } from '../../components/Delivery';
import { PagedList } from '../../components/PagedList';
import { Pill } from '../../components/Pill';
import { NARROW_ONLY, WIDE_CELL } from '../../components/widths';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { RecordLink } from '../messages/RecordLink';
import { ENTRY_STATES, ENTRY_VARIANTS, isUnderWay, progressOf } from './batch-words';

const PAGE = 50;
const POLL_MS = 2_000;

const EntryResult = ({ entry }: { entry: BatchEntryView }) => {
  const text = useText();
  const say = useSay();
  const error = entry.message?.error;
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      {entry.message ? <Delivery status={entry.message.status} /> : <Typography textColor={entry.state === 'refused' || entry.state === 'failed' ? 'danger700' : 'neutral800'}>{text(`batch.state.${entry.state}`)}</Typography>}
      {(error || entry.problem) && (
        <Typography variant="pi" textColor="neutral600">
          {error ? say({ code: error.code, sentence: error.message }) : entry.problem && say(entry.problem)}
        </Typography>
      )}
    </Flex>
  );
};

const Recipient = ({ entry, narrowOnly = false }: { entry: BatchEntryView; narrowOnly?: boolean }) => (
  <Flex direction="column" alignItems="flex-start" {...(narrowOnly ? NARROW_ONLY : {})}>
    <Typography>{entry.recipient ?? '—'}</Typography>
    <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {[entry.account, entry.template && `${entry.template.name} · ${entry.template.language}`].filter(Boolean).join(' · ')}
    </Typography>
  </Flex>
);

const Entries = ({ type, rows }: { type: string; rows: BatchEntryView[] }) => {
  const text = useText();
  return (
    <Box overflow="auto" hasRadius background="neutral0" shadow="tableShadow">
      <Table colCount={3} rowCount={rows.length + 1}>
        <Thead>
          <Tr>
            {(['record', 'recipient', 'result'] as const).map((column) => (
              <Th key={column} {...(column === 'recipient' ? WIDE_CELL : {})}>
                <Typography variant="sigma" textColor="neutral600">
                  {text(`batch.column.${column}`)}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.map((entry) => (
            <Tr key={entry.position}>
              <Td style={{ whiteSpace: 'normal' }}>
                <Flex direction="column" alignItems="flex-start" gap={1}>
                  <RecordLink record={{ type, id: entry.record.id, number: entry.record.number || (entry.record.id ? text('batch.no-number') : '—') }} />
                  <Typography variant="pi" textColor="neutral600" dir="auto">
                    {entry.record.partnerName ?? ''}
                  </Typography>
                  <Recipient entry={entry} narrowOnly />
                </Flex>
              </Td>
              <Td {...WIDE_CELL}>
                <Recipient entry={entry} />
              </Td>
              <Td style={{ whiteSpace: 'normal', minWidth: '12rem' }}>
                <EntryResult entry={entry} />
              </Td>
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Box>
  );
};

/** What was found for each record, and what became of it; what needs a look comes first. */
export const BatchProgress = ({ batch }: { batch: BatchView }) => {
  const text = useText();
  const { number } = useTimes();
  const [chosen, setChosen] = React.useState<BatchEntryState | null>(null);
  const present = ENTRY_STATES.filter((state) => batch.counts[state] > 0);
  const state = chosen && present.includes(chosen) ? chosen : (present[0] ?? null);
  const list = usePages<BatchEntryView>(state === null ? null : `/documents/batches/${batch.id}/entries`, { state }, PAGE, {
    pollMs: () => (isUnderWay(batch.state) || state === 'queued' ? POLL_MS : null),
    keyOf: ({ position }) => position,
  });

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Flex direction="column" alignItems="stretch" gap={2} aria-live="polite">
        <Typography fontWeight="semiBold">{text(`batch.is.${batch.state}`, { total: number(batch.total) })}</Typography>
        {isUnderWay(batch.state) && <ProgressBar value={progressOf(batch)} aria-label={text(`batch.is.${batch.state}`, { total: number(batch.total) })} />}
        <Flex gap={2} wrap="wrap">
          {present.map((one) => (
            <Pill key={one} variant={ENTRY_VARIANTS[one]}>{`${text(`batch.state.${one}`)}: ${number(batch.counts[one])}`}</Pill>
          ))}
        </Flex>
      </Flex>
      {present.length > 1 && (
        <Choice label={text('batch.show')} value={state} options={present.map((one) => ({ value: one, label: `${text(`batch.state.${one}`)} (${number(batch.counts[one])})` }))} onChange={(value) => setChosen(value as BatchEntryState | null)} />
      )}
      {state !== null && (
        <PagedList list={list} more={text('batch.more')}>
          <Entries type={batch.type} rows={list.rows} />
        </PagedList>
      )}
    </Flex>
  );
};
