import { Button, Flex, Grid } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { BackButton } from '@strapi/strapi/admin';
import { useParams } from 'react-router-dom';
import type { MessageTraceView } from '../../../../plugin/contracts/traces';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { Delivery } from '../../components/Delivery';
import { NoticeBox } from '../../components/Notices';
import { Fact, Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { TraceSteps } from './TraceSteps';

/** One message from the request to its last status: every decision with its facts, every call with its payload. */
const TracePage = () => {
  const text = useText();
  const { moment, number } = useTimes();
  const { id = '' } = useParams();
  const { data, failure, loading, refreshing, reload } = useResource<MessageTraceView>(`/messages/${segment(id)}/trace`);
  const message = data?.message;
  const who = message ? message.contact?.name || message.contact?.phone || message.to || text('contact.unnamed') : null;
  return (
    <Screen
      actions={['messages.trace']}
      title={text('trace.title')}
      subtitle={text('trace.subtitle')}
      navigationAction={<BackButton fallback="/plugins/whatsapp" />}
      primaryAction={
        <Button variant="tertiary" startIcon={<ArrowClockwise />} loading={refreshing} onClick={reload}>
          {text('action.refresh')}
        </Button>
      }
    >
      {loading && <LoadingBlock />}
      {failure && !data && <FailureBlock failure={failure} onRetry={reload} />}
      {data && message && (
        <>
          <Panel>
            <Grid.Root gap={4} tag="dl">
              <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="flex-start">
                <Fact name={text('log.column.contact')}>{who}</Fact>
              </Grid.Item>
              <Grid.Item col={3} s={6} xs={6} direction="column" alignItems="flex-start">
                <Fact name={text('log.column.status')}>
                  <Delivery status={message.status} />
                </Fact>
              </Grid.Item>
              <Grid.Item col={3} s={6} xs={6} direction="column" alignItems="flex-start">
                <Fact name={text('log.column.account')}>{message.account}</Fact>
              </Grid.Item>
              <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="flex-start">
                <Fact name={text('log.column.time')}>{moment(message.occurredAt ?? message.queuedAt)}</Fact>
              </Grid.Item>
            </Grid.Root>
          </Panel>
          <Panel title={text('trace.steps')} hint={text('trace.kept', { days: number(data.keptDays) })}>
            <Flex direction="column" alignItems="stretch" gap={4}>
              {data.steps.length === 0 && <EmptyBlock content={text('trace.empty')} />}
              <TraceSteps steps={data.steps} />
              {data.isCut && <NoticeBox level="info">{text('trace.cut')}</NoticeBox>}
            </Flex>
          </Panel>
        </>
      )}
    </Screen>
  );
};

export default TracePage;
