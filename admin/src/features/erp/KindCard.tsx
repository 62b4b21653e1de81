import * as React from 'react';
import { Box, Button, Flex, Grid, Typography } from '@strapi/design-system';
import { ArrowsCounterClockwise, Clock } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { SyncKindBody, SyncKindView, SyncRunView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { NoticeBox } from '../../components/Notices';
import { Fact, Panel } from '../../components/Panel';
import { Pill } from '../../components/Pill';
import { FailureAlert } from '../../components/States';
import { ToggleField } from '../../components/ToggleField';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';
import { IntervalDialog } from './IntervalDialog';
import { doneWords } from './progress';

type Look = 'running' | 'failed' | 'off' | 'done' | 'never';

const LOOKS: Record<Look, 'secondary' | 'danger' | 'neutral' | 'success'> = { running: 'secondary', failed: 'danger', off: 'neutral', done: 'success', never: 'neutral' };

const lookOf = (view: SyncKindView, isScheduled: boolean): Look => {
  if (view.isRunning) return 'running';
  if (view.error || view.failures > 0) return 'failed';
  if (!view.active || !isScheduled) return 'off';
  return view.lastDoneAt ? 'done' : 'never';
};

interface KindCardProps {
  view: SyncKindView;
  /** The connection pulls by itself at all. */
  isScheduled: boolean;
  isBusy: boolean;
  /** Said above all cards already. */
  saidCode: string | null;
  onChanged: () => void;
}

/** One kind of record: whether and how often it is pulled, how it went, and what to do about it. */
export const KindCard = ({ view, isScheduled, isBusy, saidCode, onChanged }: KindCardProps) => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const client = useClient();
  const { moment, number } = useTimes();
  const { toggleNotification } = useNotification();
  const [isOpen, setOpen] = React.useState(false);
  const name = text(`record.kind.${view.kind}`);
  const look = lookOf(view, isScheduled);

  const change = useAction(async (body: SyncKindBody) => {
    await client.put<SyncKindView>(`/erp/sync/${view.kind}`, body);
    onChanged();
    return true;
  });
  const run = useAction(async () => {
    const { meta } = await client.post<SyncRunView>('/erp/pull', { records: [view.kind] });
    if ((meta as { isJoined?: boolean }).isJoined) toggleNotification({ type: 'info', message: text('sync.joined') });
    onChanged();
  });

  return (
    <Panel title={name} actions={<Pill variant={LOOKS[look]}>{text(`sync.look.${look}`)}</Pill>}>
      <Grid.Root gap={4} tag="dl">
        <Grid.Item col={6} s={6} xs={6} direction="column" alignItems="flex-start">
          <Fact name={text('sync.fact.stored')}>{number(view.stored)}</Fact>
        </Grid.Item>
        <Grid.Item col={6} s={6} xs={6} direction="column" alignItems="flex-start">
          <Fact name={text('sync.fact.interval')}>{text('sync.minutes', { count: view.intervalMinutes })}</Fact>
        </Grid.Item>
        <Grid.Item col={6} s={6} xs={6} direction="column" alignItems="flex-start">
          <Fact name={text('sync.fact.last')}>{view.lastDoneAt ? moment(view.lastDoneAt) : text('time.never')}</Fact>
        </Grid.Item>
        <Grid.Item col={6} s={6} xs={6} direction="column" alignItems="flex-start">
          <Fact name={text('sync.fact.next')}>{view.nextAt ? moment(view.nextAt) : text('sync.next.hand')}</Fact>
        </Grid.Item>
      </Grid.Root>
      {view.counts && (
        <Typography variant="pi" textColor="neutral600">
          {text('sync.last-result', { result: doneWords(view.counts, text, number) })}
        </Typography>
      )}
      {view.error && view.error.code === saidCode && view.lastDoneAt && (
        <Typography variant="pi" textColor="danger700">
          {text('sync.former-kept')}
        </Typography>
      )}
      {view.error && view.error.code !== saidCode && (
        <NoticeBox level="refusal">
          {say({ code: view.error.code, sentence: view.error.message })}
          {view.error.at && ` (${moment(view.error.at)})`} {view.lastDoneAt && text('sync.former-kept')}
        </NoticeBox>
      )}
      {view.failures > 0 && <NoticeBox level="warning">{text('sync.failures.count', { count: view.failures })}</NoticeBox>}
      <FailureAlert failure={change.failure ?? run.failure} onClose={() => (change.failure ? change.clear() : run.clear())} />
      <Flex justifyContent="space-between" alignItems="flex-end" gap={3} wrap="wrap">
        {/* Narrower, the design system's toggle stacks its two words. */}
        <Box minWidth="18rem">
          <ToggleField label={text('erp.active')} checked={view.active} disabled={!may('erp.configure') || change.pending} onChange={(active) => void change.run({ active })} />
        </Box>
        <Flex gap={2} wrap="wrap">
          {may('erp.configure') && (
            <Button variant="tertiary" startIcon={<Clock />} onClick={() => setOpen(true)}>
              {text('sync.interval.change')}
            </Button>
          )}
          {may('erp.pull') && (
            <Button variant="secondary" startIcon={<ArrowsCounterClockwise />} loading={run.pending} disabled={isBusy} onClick={() => void run.run()}>
              {text('sync.run-now')}
            </Button>
          )}
        </Flex>
      </Flex>
      {isOpen && <IntervalDialog name={name} view={view} action={change} onClose={() => setOpen(false)} />}
    </Panel>
  );
};
