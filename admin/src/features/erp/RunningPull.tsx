import { Button, Flex, ProgressBar, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { styled } from 'styled-components';
import type { SyncRunView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { countWords, progressOf } from './progress';

/** By itself the bar is dark where it is empty, and on a white card 0% looks full. */
const Bar = styled(ProgressBar)`
  && {
    width: 100%;
    background-color: ${({ theme }) => theme.colors.neutral200};
  }

  && > div {
    background-color: ${({ theme }) => theme.colors.primary600};
  }
`;

/** How far a pull is, kind by kind, and the way to end it. */
export const RunningPull = ({ run, mayCancel, onChanged }: { run: SyncRunView; mayCancel: boolean; onChanged: () => void }) => {
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
      <Bar value={progress ?? 0} aria-label={text('sync.progress')} />
      <Typography variant="pi" textColor="neutral600">
        {countWords(run, text, number)}
      </Typography>
      <FailureAlert failure={cancel.failure} onClose={cancel.clear} />
    </Flex>
  );
};
