import * as React from 'react';
import { Button, Dialog, Flex, ProgressBar, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { ArrowsCounterClockwise, Cross } from '@strapi/icons';
import { ConfirmDialog } from '@strapi/strapi/admin';
import type { SyncRunView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { Pill } from '../../components/Pill';
import { useText, useTimes, type Text } from '../../i18n';
import { useSay } from '../../sentences';
import { useMay } from '../../permissions';
import { kindsOf, progressOf } from './progress';

const RUNNING_POLL_MS = 1000;
/** The schedule starts runs too: they should appear without a reload. */
const IDLE_POLL_MS = 30_000;

const LOOKS = { running: 'secondary', done: 'success', failed: 'danger', cancelled: 'neutral' } as const;

const countWords = (run: SyncRunView, text: Text, number: (value: number) => string): string =>
  kindsOf(run)
    .map((kind) => {
      const count = run.counts[kind];
      const words = text(`record.kind.${kind}`);
      if (!count) return text('sync.count.waiting', { kind: words });
      const key = run.state === 'running' ? (count.total === null ? 'sync.count.open' : 'sync.count.running') : 'sync.count.done';
      return text(key, {
        kind: words,
        pulled: number(count.pulled),
        total: number(count.total ?? 0),
        created: number(count.created),
        changed: number(count.changed),
        deleted: number(count.deleted),
      });
    })
    .join(' · ');

const Running = ({ run, mayCancel, onChanged }: { run: SyncRunView; mayCancel: boolean; onChanged: () => void }) => {
  const text = useText();
  const { number } = useTimes();
  const client = useClient();
  const progress = progressOf(run);
  const cancel = useAction(async () => {
    await client.post<SyncRunView>(`/erp/runs/${segment(run.id)}/cancel`);
    onChanged();
  });
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Typography fontWeight="semiBold" role="status" aria-live="polite">
          {progress === null ? text('sync.running.open') : text('sync.running', { percent: number(progress) })}
        </Typography>
        {mayCancel && (
          <Button size="S" variant="tertiary" startIcon={<Cross />} loading={cancel.pending} onClick={() => void cancel.run()}>
            {text('action.cancel')}
          </Button>
        )}
      </Flex>
      <ProgressBar value={progress ?? 0} aria-label={text('sync.progress')} style={{ width: '100%' }} />
      <Typography variant="pi" textColor="neutral600">
        {countWords(run, text, number)}
      </Typography>
      <FailureAlert failure={cancel.failure} onClose={cancel.clear} />
    </Flex>
  );
};

/** Pull from the ERP, watch it, and see what the last pulls did. */
export const SyncPanel = ({ onFinished }: { onFinished?: () => void }) => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const runs = useResource<SyncRunView[]>('/erp/runs?limit=10', {
    pollMs: (rows) => ((rows ?? []).some((run) => run.state === 'running') ? RUNNING_POLL_MS : IDLE_POLL_MS),
  });
  const running = runs.data?.find((run) => run.state === 'running') ?? null;
  const mayPull = may('erp.pull');

  const runningId = running?.id ?? null;
  const formerId = React.useRef<string | null>(null);
  React.useEffect(() => {
    if (formerId.current !== null && runningId === null) onFinished?.();
    formerId.current = runningId;
  }, [runningId, onFinished]);

  const pull = useAction(async (full: boolean) => {
    await client.post<SyncRunView>('/erp/pull', full ? { full: true } : {});
    runs.reload();
  });

  return (
    <Panel
      title={text('sync.title')}
      hint={text('sync.hint')}
      actions={
        mayPull && (
          <>
            <Button startIcon={<ArrowsCounterClockwise />} loading={pull.pending} disabled={running !== null} onClick={() => void pull.run(false)}>
              {text('sync.pull')}
            </Button>
            <Dialog.Root>
              <Dialog.Trigger>
                <Button variant="tertiary" disabled={running !== null || pull.pending}>
                  {text('sync.pull.full')}
                </Button>
              </Dialog.Trigger>
              <ConfirmDialog title={text('sync.pull.full')} variant="default" onConfirm={() => void pull.run(true)}>
                {text('sync.pull.full.confirm')}
              </ConfirmDialog>
            </Dialog.Root>
          </>
        )
      }
    >
      <FailureAlert failure={pull.failure} onClose={pull.clear} />
      {running && <Running run={running} mayCancel={mayPull} onChanged={runs.reload} />}
      {runs.loading && <LoadingBlock />}
      {runs.failure && !runs.data && <FailureBlock failure={runs.failure} onRetry={runs.reload} />}
      {runs.data && <StaleNote failure={runs.failure} onRetry={runs.reload} />}
      {runs.data && runs.data.length === 0 && <EmptyBlock content={text('sync.empty')} />}
      {runs.data && runs.data.length > 0 && <RunTable runs={runs.data} />}
    </Panel>
  );
};

const RunTable = ({ runs }: { runs: SyncRunView[] }) => {
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
              <Flex direction="column" alignItems="flex-start" gap={1} maxWidth="44rem">
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
              <Typography variant="pi">{run.startedBy ?? text('sync.by.schedule')}</Typography>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};

/** Last error of the connection itself, in words. */
export const ConnectionError = ({ error }: { error: { message: string } | null }) => {
  const text = useText();
  return error ? <NoticeBox level="refusal">{text('erp.error', { reason: error.message })}</NoticeBox> : null;
};
