import * as React from 'react';
import { Button, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { RecordKind, SyncFailureView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Panel } from '../../components/Panel';
import { FailureAlert, FailureBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';

const PAGE = 10;

const recordPath = (kind: RecordKind, id: string): string => `/content-manager/collection-types/plugin::whatsapp.${kind}/${encodeURIComponent(id)}`;

const FailureLine = ({ failure }: { failure: SyncFailureView }) => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  return (
    <Flex tag="li" direction="column" alignItems="stretch" gap={1} paddingTop={3} paddingBottom={3}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Typography fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }} dir="auto">
          {failure.name ?? `#${failure.erpId}`}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {text('sync.failure.when', { at: moment(failure.failedAt) })} · {text('sync.failure.attempts', { count: failure.attempts })}
        </Typography>
      </Flex>
      <Typography variant="pi" textColor="danger700" style={{ overflowWrap: 'anywhere' }}>
        {say({ code: failure.code, sentence: text('sync.failure.sentence') })} {failure.message}
      </Typography>
      <Flex gap={4} wrap="wrap">
        <Typography variant="pi" textColor="neutral600">
          {text(`record.kind.${failure.kind}`)} · {failure.erpId}
        </Typography>
        {failure.erpUrl && (
          <Link href={failure.erpUrl} isExternal>
            {text('sync.failure.erp')}
          </Link>
        )}
        {failure.recordId && (
          <Link tag={RouterLink} to={recordPath(failure.kind, failure.recordId)}>
            {text('sync.failure.here')}
          </Link>
        )}
      </Flex>
    </Flex>
  );
};

/** Records that could not be stored, each with its reason and the way to it. Not there while there are none. */
export const FailuresPanel = ({ stamp }: { stamp: string }) => {
  const text = useText();
  const client = useClient();
  const first = useResource<SyncFailureView[]>(pathOf('/erp/sync/failures', { limit: PAGE }), { keep: true });
  const [older, setOlder] = React.useState<{ rows: SyncFailureView[]; cursor: string | null }>({ rows: [], cursor: null });
  const { reload } = first;
  // A pull that ended, or a kind whose number changed, has other failures.
  React.useEffect(() => {
    setOlder({ rows: [], cursor: null });
    reload();
  }, [stamp, reload]);
  const rows = [...(first.data ?? []), ...older.rows];
  const cursor = older.rows.length > 0 ? older.cursor : (first.meta.nextCursor ?? null);
  const more = useAction(async () => {
    const answer = await client.get<SyncFailureView[]>(pathOf('/erp/sync/failures', { limit: PAGE, after: cursor }));
    setOlder((former) => ({ rows: [...former.rows, ...answer.data], cursor: answer.meta.nextCursor ?? null }));
  });
  if (first.failure && !first.data) return <FailureBlock failure={first.failure} onRetry={first.reload} />;
  if (rows.length === 0) return null;
  return (
    <Panel title={text('sync.failures')} hint={text('sync.failures.hint')}>
      <Flex tag="ul" direction="column" alignItems="stretch">
        {rows.map((failure) => (
          <FailureLine key={failure.id} failure={failure} />
        ))}
      </Flex>
      <FailureAlert failure={more.failure} onClose={more.clear} />
      {cursor && (
        <Flex justifyContent="center">
          <Button variant="secondary" loading={more.pending} onClick={() => void more.run()}>
            {text('log.older')}
          </Button>
        </Flex>
      )}
    </Panel>
  );
};
