import * as React from 'react';
import { Button, Checkbox, Field, Flex, LinkButton, Loader, Radio, Typography } from '@strapi/design-system';
import { BackButton, useNotification } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { RecordKind, SyncPreviewView, SyncRunView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { doneWords, kindsOf, RECORD_KINDS } from './progress';
import { RunningPull } from './RunningPull';
import { SyncPreview } from './SyncPreview';

const PLACE = '/plugins/whatsapp/sync';
const POLL_MS = 1000;
const STEPS = ['choose', 'look', 'pull'] as const;

/** The pull while it runs, and what came of it. */
const Outcome = ({ id }: { id: string }) => {
  const text = useText();
  const say = useSay();
  const { number } = useTimes();
  const { data: run, failure, loading, reload } = useResource<SyncRunView>(`/erp/runs/${segment(id)}`, { pollMs: (data) => (!data || data.state === 'running' ? POLL_MS : null) });
  if (loading) return <LoadingBlock />;
  if (failure && !run) return <FailureBlock failure={failure} onRetry={reload} />;
  if (!run) return null;
  if (run.state === 'running') return <RunningPull run={run} mayCancel onChanged={reload} />;
  const level = run.state === 'done' ? 'success' : run.state === 'failed' ? 'refusal' : 'info';
  return (
    <Flex direction="column" alignItems="stretch" gap={4} role="status">
      <NoticeBox level={level}>{run.error ? say({ code: run.error.code, sentence: run.error.message }) : text(`sync.wizard.${run.state === 'done' ? 'done' : 'cancelled'}`)}</NoticeBox>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
        {kindsOf(run).map((kind) => {
          const counts = run.counts[kind];
          return (
            <Flex tag="li" key={kind} direction="column" alignItems="flex-start">
              <Typography fontWeight="semiBold">{text(`record.kind.${kind}`)}</Typography>
              <Typography variant="pi" textColor="neutral600">
                {counts ? doneWords(counts, text, number) : text('sync.wizard.not-reached')}
              </Typography>
            </Flex>
          );
        })}
      </Flex>
      <Flex>
        <LinkButton tag={RouterLink} to={PLACE}>
          {text('sync.wizard.back')}
        </LinkButton>
      </Flex>
    </Flex>
  );
};

/** Choose kinds, see what would change, start, watch. */
const SyncWizardPage = () => {
  const text = useText();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [kinds, setKinds] = React.useState<RecordKind[]>([...RECORD_KINDS]);
  const [full, setFull] = React.useState(false);
  const [preview, setPreview] = React.useState<SyncPreviewView | null>(null);
  const [runId, setRunId] = React.useState<string | null>(null);
  const step = runId ? 2 : preview ? 1 : 0;

  const look = useAction(async () => setPreview((await client.post<SyncPreviewView>('/erp/sync/preview', { kinds, full })).data));
  const start = useAction(async () => {
    const { data, meta } = await client.post<SyncRunView>('/erp/pull', { records: kinds, full, reconcile: true });
    if ((meta as { isJoined?: boolean }).isJoined) toggleNotification({ type: 'info', message: text('sync.joined') });
    setRunId(data.id);
  });
  const toggle = (kind: RecordKind, on: boolean) => setKinds((former) => RECORD_KINDS.filter((one) => (one === kind ? on : former.includes(one))));

  return (
    <Screen actions={['erp.pull']} title={text('sync.wizard.title')} subtitle={text('sync.wizard.subtitle')} navigationAction={<BackButton fallback={PLACE} />}>
      <Panel title={text(`sync.wizard.step.${STEPS[step] ?? 'choose'}`)} hint={text('sync.wizard.step', { step: step + 1, steps: STEPS.length })}>
        {step === 0 && (
          <Flex direction="column" alignItems="stretch" gap={5}>
            <Flex direction="column" alignItems="flex-start" gap={3} role="group" aria-label={text('sync.wizard.step.choose')}>
              {RECORD_KINDS.map((kind) => (
                <Checkbox key={kind} checked={kinds.includes(kind)} disabled={look.pending} onCheckedChange={(checked: boolean | 'indeterminate') => toggle(kind, checked === true)}>
                  {text(`record.kind.${kind}`)}
                </Checkbox>
              ))}
            </Flex>
            <Field.Root>
              <Field.Label>{text('sync.wizard.extent')}</Field.Label>
              <Radio.Group value={full ? 'full' : 'changes'} disabled={look.pending} onValueChange={(value: string) => setFull(value === 'full')}>
                <Radio.Item value="changes">{text('sync.wizard.changes')}</Radio.Item>
                <Radio.Item value="full">{text('sync.wizard.full')}</Radio.Item>
              </Radio.Group>
            </Field.Root>
            {kinds.length === 0 && <Typography textColor="danger600">{text('sync.wizard.choose-one')}</Typography>}
            <FailureAlert failure={look.failure} onClose={look.clear} />
            <Flex gap={3} alignItems="center" wrap="wrap">
              <Button loading={look.pending} disabled={kinds.length === 0} onClick={() => void look.run()}>
                {text('sync.wizard.look')}
              </Button>
              {look.pending && (
                <Flex gap={2} alignItems="center" role="status">
                  <Loader small>{text('state.loading')}</Loader>
                  <Typography variant="pi" textColor="neutral600">
                    {text('sync.wizard.looking')}
                  </Typography>
                </Flex>
              )}
            </Flex>
          </Flex>
        )}
        {step === 1 && preview && (
          <Flex direction="column" alignItems="stretch" gap={5}>
            <NoticeBox level="info">{text('sync.wizard.nothing-written')}</NoticeBox>
            <SyncPreview preview={preview} />
            <FailureAlert failure={start.failure} onClose={start.clear} />
            <Flex gap={3} wrap="wrap">
              <Button variant="tertiary" disabled={start.pending} onClick={() => setPreview(null)}>
                {text('sync.wizard.choose-again')}
              </Button>
              <Button loading={start.pending} onClick={() => void start.run()}>
                {text('sync.wizard.start')}
              </Button>
            </Flex>
          </Flex>
        )}
        {runId && <Outcome id={runId} />}
      </Panel>
    </Screen>
  );
};

export default SyncWizardPage;
