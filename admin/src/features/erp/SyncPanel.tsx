import * as React from 'react';
import { Button, Dialog } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import { ConfirmDialog } from '@strapi/strapi/admin';
import type { SyncRunView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { RunningPull } from './RunningPull';
import { RunTable } from './RunTable';

const RUNNING_POLL_MS = 1000;
/** The schedule starts runs too: they should appear without a reload. */
const IDLE_POLL_MS = 30_000;

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
      {running && <RunningPull run={running} mayCancel={mayPull} onChanged={runs.reload} />}
      {runs.loading && <LoadingBlock />}
      {runs.failure && !runs.data && <FailureBlock failure={runs.failure} onRetry={runs.reload} />}
      {runs.data && <StaleNote failure={runs.failure} onRetry={runs.reload} />}
      {runs.data && runs.data.length === 0 && <EmptyBlock content={text('sync.empty')} />}
      {runs.data && runs.data.length > 0 && <RunTable runs={runs.data} />}
    </Panel>
  );
};

/** Last error of the connection itself, in words. */
export const ConnectionError = ({ error }: { error: { message: string } | null }) => {
  const text = useText();
  return error ? <NoticeBox level="refusal">{text('erp.error', { reason: error.message })}</NoticeBox> : null;
};
