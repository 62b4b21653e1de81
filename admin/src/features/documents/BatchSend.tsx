import * as React from 'react';
import { Button, Checkbox, Flex, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import type { BatchSendBody, BatchView } from '../../../../plugin/contracts/batches';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { willSend } from './batch-words';

/** Send and stop, for a batch that is not at its end. */
export const BatchSend = ({ batch, onChange }: { batch: BatchView; onChange: (batch: BatchView) => void }) => {
  const text = useText();
  const client = useClient();
  const { number } = useTimes();
  const [repeats, setRepeats] = React.useState(false);
  const send = useAction(async () => onChange((await client.post<BatchView>(`/documents/batches/${batch.id}/send`, { repeats } satisfies BatchSendBody)).data));
  const cancel = useAction(async () => onChange((await client.post<BatchView>(`/documents/batches/${batch.id}/cancel`, {})).data));
  const count = willSend(batch, repeats);
  if (batch.state === 'done' || batch.state === 'cancelled') return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <FailureAlert failure={send.failure ?? cancel.failure} />
      {batch.state === 'ready' && batch.counts.repeated > 0 && (
        <Checkbox checked={repeats} onCheckedChange={(value: boolean | 'indeterminate') => setRepeats(value === true)}>
          {text('batch.repeats', { count: batch.counts.repeated })}
        </Checkbox>
      )}
      <Flex gap={3} wrap="wrap" justifyContent="flex-end">
        <Button variant="tertiary" loading={cancel.pending} onClick={() => void cancel.run()}>
          {text(batch.state === 'sending' ? 'batch.stop' : 'batch.discard')}
        </Button>
        {batch.state === 'ready' && (
          <Button startIcon={<PaperPlane />} disabled={count === 0} loading={send.pending} onClick={() => void send.run()}>
            {text('batch.send', { count, shown: number(count) })}
          </Button>
        )}
      </Flex>
      {batch.state === 'ready' && count === 0 && (
        <Typography variant="pi" textColor="neutral600" textAlign="right">
          {text('batch.none')}
        </Typography>
      )}
    </Flex>
  );
};
