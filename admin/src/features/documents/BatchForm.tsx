import * as React from 'react';
import { Button, Flex, Modal } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import type { BatchBody, BatchView } from '../../../../plugin/contracts/batches';
import { useClient } from '../../api/client';
import { newKey } from '../../api/new-key';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { BatchProgress } from './BatchProgress';
import { BatchSend } from './BatchSend';
import { isUnderWay } from './batch-words';
import type { RecordRef } from './record-models';

const POLL_MS = 700;

/** *Send WhatsApp* for chosen records: looked at, shown with what bars some of them, sent when someone says so. */
const BatchForm = ({ type, ids, onClose }: { type: RecordRef['type']; ids: string[]; onClose: () => void }) => {
  const text = useText();
  const client = useClient();
  // The same key for every try of this dialog: a second press or a repeated effect makes no second batch.
  const [key] = React.useState(newKey);
  const [id, setId] = React.useState<string | null>(null);
  const make = useAction(async () => setId((await client.post<BatchView>('/documents/batches', { type, ids, idempotencyKey: key } satisfies BatchBody)).data.id));
  const { run } = make;
  React.useEffect(() => {
    void run();
  }, [run]);
  const batch = useResource<BatchView>(id === null ? null : `/documents/batches/${id}`, { pollMs: (view) => (view && !isUnderWay(view.state) ? null : POLL_MS) });
  // A read that was under way when Send was pressed may answer with the former state: start anew.
  const moved = () => batch.reload();
  const failure = make.failure ?? (batch.data ? null : batch.failure);

  return (
    <>
      <Modal.Body>
        {!batch.data && !failure && <LoadingBlock />}
        {failure && <FailureBlock failure={failure} onRetry={() => (id === null ? void run() : batch.reload())} />}
        {batch.data && <BatchProgress batch={batch.data} />}
      </Modal.Body>
      <Modal.Footer>
        <Flex gap={3} wrap="wrap">
          <Button variant="tertiary" onClick={onClose}>
            {text('action.close')}
          </Button>
          {id !== null && (
            <Button variant="ghost" tag={Link} to={`/plugins/whatsapp/batches/${id}`}>
              {text('batch.open')}
            </Button>
          )}
        </Flex>
        {batch.data && <BatchSend batch={batch.data} onChange={moved} />}
      </Modal.Footer>
    </>
  );
};

export default BatchForm;
