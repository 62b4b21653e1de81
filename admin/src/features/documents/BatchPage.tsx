import { Button } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Link, useParams } from 'react-router-dom';
import type { BatchView } from '../../../../plugin/contracts/batches';
import { useResource } from '../../api/use-resource';
import { Screen } from '../../components/Screen';
import { FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { BatchProgress } from './BatchProgress';
import { BatchSend } from './BatchSend';
import { isUnderWay } from './batch-words';

const POLL_MS = 1_500;

/** One batch, whenever someone comes back to it. */
const BatchPage = () => {
  const text = useText();
  const { moment } = useTimes();
  const { id = '' } = useParams();
  const batch = useResource<BatchView>(`/documents/batches/${encodeURIComponent(id)}`, { pollMs: (view) => (view && !isUnderWay(view.state) ? null : POLL_MS) });
  return (
    <Screen
      actions={['documents.send']}
      title={text('batch.title')}
      subtitle={batch.data ? moment(batch.data.createdAt) : undefined}
      navigationAction={
        <Button variant="ghost" startIcon={<ArrowLeft />} tag={Link} to="/plugins/whatsapp/batches">
          {text('batches.title')}
        </Button>
      }
    >
      {batch.loading && <LoadingBlock />}
      {batch.failure && !batch.data && <FailureBlock failure={batch.failure} onRetry={batch.reload} />}
      {batch.data && (
        <>
          <StaleNote failure={batch.failure} onRetry={batch.reload} />
          <BatchSend batch={batch.data} onChange={() => batch.reload()} />
          <BatchProgress batch={batch.data} />
        </>
      )}
    </Screen>
  );
};

export default BatchPage;
