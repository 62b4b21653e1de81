import * as React from 'react';
import { Box, Button, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import type { ParkedEventView, ReplayView } from '../../../../plugin/contracts/status';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { usePages } from '../../api/use-pages';
import { NoticeBox } from '../../components/Notices';
import { PagedList } from '../../components/PagedList';
import { Screen } from '../../components/Screen';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';

const PAGE = 50;

/** What came in and could not be placed: kept, and shown, so that nothing is lost unseen. */
const ParkedPage = () => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  const client = useClient();
  const list = usePages<ParkedEventView>('/parked', {}, PAGE);
  const may = useMay();
  const mayReplay = may('messages.replay');
  const [outcome, setOutcome] = React.useState<{ placed: number; kept: ReplayView['kept'] } | null>(null);
  const columns = mayReplay ? (['time', 'account', 'kind', 'reason', 'detail', 'action'] as const) : (['time', 'account', 'kind', 'reason', 'detail'] as const);

  /** One event, or all of them in rounds: the server takes a bounded number at once. */
  const replay = useAction(async (id: number | null) => {
    let placed = 0;
    const kept: ReplayView['kept'] = [];
    let before: number | undefined;
    for (;;) {
      const answer = await client.post<ReplayView>('/parked/replay', id === null ? { before } : { ids: [id] });
      placed += answer.data.placed;
      kept.push(...answer.data.kept);
      before = (answer.meta as { nextBefore?: number | null }).nextBefore ?? undefined;
      if (!answer.data.left || before === undefined) break;
    }
    setOutcome({ placed, kept });
    list.restart();
    return true;
  });
  const whyKept = new Map((outcome?.kept ?? []).map((event) => [event.id, event]));

  return (
    <Screen actions={['messages.read']} title={text('parked.title')} subtitle={text('parked.subtitle')}
      primaryAction={
        mayReplay && list.rows.length > 0 ? (
          <Button variant="secondary" startIcon={<ArrowClockwise />} loading={replay.pending} onClick={() => void replay.run(null)}>
            {text('parked.replay.all')}
          </Button>
        ) : undefined
      }
    >
      <FailureAlert failure={replay.failure} onClose={replay.clear} />
      {outcome && (
        <Box role="status">
          <NoticeBox level={outcome.kept.length === 0 ? 'success' : 'warning'}>
            {text('parked.replay.placed', { count: outcome.placed })} {outcome.kept.length > 0 && text('parked.replay.kept', { count: outcome.kept.length })}
          </NoticeBox>
        </Box>
      )}
      <PagedList list={list} empty={text('parked.empty')} more={text('log.older')}>
        <Table colCount={columns.length} rowCount={list.rows.length + 1} aria-label={text('parked.title')}>
          <Thead>
            <Tr>
              {columns.map((column) => (
                <Th key={column}>
                  <Typography variant="sigma" textColor="neutral600">
                    {text(`parked.column.${column}`)}
                  </Typography>
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {list.rows.map((event) => (
              <Tr key={event.id}>
                <Td>
                  <Typography>{moment(event.parkedAt)}</Typography>
                </Td>
                <Td>
                  <Typography>{event.account ?? text('parked.no-account')}</Typography>
                </Td>
                <Td>
                  <Typography>{event.kind}</Typography>
                </Td>
                <Td>
                  <Box maxWidth="40rem">
                    <Typography tag="p" style={{ whiteSpace: 'normal' }}>
                      {say(whyKept.get(event.id) ?? event)}
                    </Typography>
                    {whyKept.get(event.id)?.detail && (
                      <Typography tag="p" variant="pi" textColor="danger700" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                        {whyKept.get(event.id)?.detail}
                      </Typography>
                    )}
                  </Box>
                </Td>
                <Td>
                  <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                    {[event.detail, event.providerMessageId].filter(Boolean).join(' · ')}
                  </Typography>
                </Td>
                {mayReplay && (
                  <Td>
                    <Button size="S" variant="tertiary" disabled={replay.pending} onClick={() => void replay.run(event.id)}>
                      {text('parked.replay')}
                    </Button>
                  </Td>
                )}
              </Tr>
            ))}
          </Tbody>
        </Table>
      </PagedList>
    </Screen>
  );
};

export default ParkedPage;
