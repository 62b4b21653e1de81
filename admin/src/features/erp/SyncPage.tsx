import * as React from 'react';
import { Button, Flex, Grid, LinkButton } from '@strapi/design-system';
import { ArrowsCounterClockwise, Cog, Magic } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { SyncOverview, SyncRunView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { FailuresPanel } from './FailuresPanel';
import { KindCard } from './KindCard';
import { RunningPull } from './RunningPull';
import { RunTable } from './RunTable';
import { ConnectionError } from './SyncPanel';

const RUNNING_POLL_MS = 1000;
/** The schedule starts pulls too: they should appear without a reload. */
const IDLE_POLL_MS = 15_000;

const History = ({ stamp }: { stamp: string }) => {
  const text = useText();
  const runs = useResource<SyncRunView[]>('/erp/runs?limit=20', { keep: true });
  const { reload } = runs;
  React.useEffect(() => reload(), [stamp, reload]);
  return (
    <Panel title={text('sync.runs')}>
      {runs.loading && <LoadingBlock />}
      {runs.failure && !runs.data && <FailureBlock failure={runs.failure} onRetry={runs.reload} />}
      {runs.data && runs.data.length === 0 && <EmptyBlock content={text('sync.empty')} />}
      {runs.data && runs.data.length > 0 && <RunTable runs={runs.data} />}
    </Panel>
  );
};

/** What is pulled from the ERP, how often, how it went, and what failed. */
const SyncPage = () => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const sync = useResource<SyncOverview>('/erp/sync', { pollMs: (data) => (data?.running ? RUNNING_POLL_MS : IDLE_POLL_MS) });
  const { data } = sync;
  const running = data?.running ?? null;
  // Changes when a pull begins or ends: then the lists below are other ones.
  const stamp = `${running?.id ?? ''}:${(data?.kinds ?? []).map(({ lastStartedAt, failures }) => `${lastStartedAt ?? ''}${failures}`).join()}`;

  const pull = useAction(async () => {
    const { meta } = await client.post<SyncRunView>('/erp/pull', {});
    if ((meta as { isJoined?: boolean }).isJoined) toggleNotification({ type: 'info', message: text('sync.joined') });
    sync.reload();
  });

  return (
    <Screen
      actions={['erp.read']}
      title={text('sync.page.title')}
      subtitle={text('sync.page.subtitle')}
      primaryAction={
        data?.connection &&
        may('erp.pull') && (
          <Flex gap={2} wrap="wrap">
            <LinkButton tag={RouterLink} to="/plugins/whatsapp/sync/wizard" variant="secondary" startIcon={<Magic />}>
              {text('sync.wizard.open')}
            </LinkButton>
            <Button startIcon={<ArrowsCounterClockwise />} loading={pull.pending} disabled={running !== null} onClick={() => void pull.run()}>
              {text('sync.run-all')}
            </Button>
          </Flex>
        )
      }
      secondaryAction={
        may('erp.configure') && (
          <LinkButton tag={RouterLink} to="/settings/whatsapp/erp" variant="tertiary" startIcon={<Cog />}>
            {text('erp.title')}
          </LinkButton>
        )
      }
    >
      <FailureAlert failure={pull.failure} onClose={pull.clear} />
      {sync.loading && <LoadingBlock />}
      {sync.failure && !data && <FailureBlock failure={sync.failure} onRetry={sync.reload} />}
      {data && <StaleNote failure={sync.failure} onRetry={sync.reload} />}
      {data && !data.connection && <EmptyBlock content={text('sync.none')} />}
      {data?.connection && (
        <>
          <ConnectionError error={data.connection.error} />
          {!data.connection.active && <NoticeBox level="info">{text('sync.paused')}</NoticeBox>}
          {running && (
            <Panel title={text('sync.progress')}>
              <RunningPull run={running} mayCancel={may('erp.pull')} onChanged={sync.reload} />
            </Panel>
          )}
          <Grid.Root gap={4}>
            {data.kinds.map((view) => (
              <Grid.Item key={view.kind} col={6} m={12} s={12} xs={12} direction="column" alignItems="stretch">
                <KindCard view={view} isScheduled={data.connection?.active ?? false} isBusy={running !== null} saidCode={data.connection?.error?.code ?? null} onChanged={sync.reload} />
              </Grid.Item>
            ))}
          </Grid.Root>
          <FailuresPanel stamp={stamp} />
          <History stamp={stamp} />
        </>
      )}
    </Screen>
  );
};

export default SyncPage;
