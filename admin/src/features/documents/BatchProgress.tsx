import * as React from 'react';
import { Box, Button, Flex, ProgressBar, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { BatchEntryState, BatchEntryView, BatchView } from '../../../../plugin/contracts/batches';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { Delivery } from '../../components/Delivery';
import { Pill } from '../../components/Pill';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
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

interface More {
  path: string;
  rows: BatchEntryView[];
  cursor: string | null;
}

/** What was found for each record, and what became of it; what needs a look comes first. */
export const BatchProgress = ({ batch }: { batch: BatchView }) => {
  const text = useText();
  const client = useClient();
  const { number } = useTimes();
  const [chosen, setChosen] = React.useState<BatchEntryState | null>(null);
  const present = ENTRY_STATES.filter((state) => batch.counts[state] > 0);
  const state = chosen && present.includes(chosen) ? chosen : (present[0] ?? null);
  const where = `/documents/batches/${batch.id}/entries`;
  const path = state === null ? null : pathOf(where, { state, limit: PAGE });
  const first = useResource<BatchEntryView[]>(path, { keep: true, pollMs: () => (isUnderWay(batch.state) || state === 'queued' ? POLL_MS : null) });
  const [more, setMore] = React.useState<More>({ path: '', rows: [], cursor: null });
  const extended = more.path === path;
  const cursor = extended ? more.cursor : (first.meta.nextCursor ?? null);
  const load = useAction(async () => {
    const answer = await client.get<BatchEntryView[]>(pathOf(where, { state, limit: PAGE, after: cursor }));
    setMore((former) => ({ path: path ?? '', rows: [...(former.path === path ? former.rows : []), ...answer.data], cursor: answer.meta.nextCursor ?? null }));
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
      {first.loading && <LoadingBlock />}
      {first.failure && !first.data && <FailureBlock failure={first.failure} onRetry={first.reload} />}
      {first.data && first.data.length > 0 && <Entries type={batch.type} rows={[...first.data, ...(extended ? more.rows : [])]} />}
      <FailureAlert failure={load.failure} onClose={load.clear} />
      {cursor && (
        <Flex justifyContent="center">
          <Button variant="secondary" loading={load.pending} onClick={() => void load.run()}>
            {text('batch.more')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
