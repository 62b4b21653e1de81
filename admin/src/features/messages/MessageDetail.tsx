import { Box, Button, Flex, Grid, LinkButton, Modal, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { OpenModal } from '../../components/OpenModal';
import { Delivery } from '../../components/Delivery';
import { isInFlight } from '../../components/delivery-ticks';
import { NoticeBox } from '../../components/Notices';
import { Fact } from '../../components/Panel';
import { FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';
import { blockedWords, contactWords, purposeWords, timeline, typeWords } from './message-words';
import { ChannelLink } from './ChannelLink';
import { RecordLink } from './RecordLink';
import { MessageFile } from './MessageFile';

/** Everything known about one message; opens over the list and keeps itself fresh. */
export const MessageDetail = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const text = useText();
  const may = useMay();
  const { data, failure, loading, reload } = useResource<MessageView>(`/messages/${segment(id)}`, {
    pollMs: (message) => (message && isInFlight(message.status) ? 2000 : null),
  });
  return (
    <OpenModal title={text('log.detail.title')} onClose={onClose}>
      <Modal.Body>
        {loading && <LoadingBlock />}
        {failure && !data && <FailureBlock failure={failure} onRetry={reload} />}
        {data && <Facts message={data} />}
      </Modal.Body>
      <Modal.Footer>
        <Modal.Close>
          <Button variant="tertiary">{text('action.close')}</Button>
        </Modal.Close>
        {data && may('messages.trace') && (
          <LinkButton tag={RouterLink} to={`/plugins/whatsapp/messages/${segment(id)}/trace`} variant="secondary">
            {text('trace.open')}
          </LinkButton>
        )}
      </Modal.Footer>
    </OpenModal>
  );
};

const Facts = ({ message }: { message: MessageView }) => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const { moment, second, number } = useTimes();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      <Box aria-live="polite">
        <Delivery status={message.status} />
      </Box>
      {message.error && (
        <NoticeBox level={message.status === 'failed' ? 'refusal' : 'warning'}>
          {say({ code: message.error.code, sentence: message.error.message }) || text('failure.unknown')}{' '}
          <Typography variant="pi" textColor="neutral600">
            ({message.error.code}
            {message.error.vendorCode ? ` · ${message.error.vendorCode}` : ''})
          </Typography>
        </NoticeBox>
      )}
      {message.status === 'uncertain' && <NoticeBox level="warning">{text('log.uncertain')}</NoticeBox>}
      {message.blockedBy && message.status === 'queued' && <NoticeBox level="info">{blockedWords(message.blockedBy, text)}</NoticeBox>}
      {message.text && (
        <Box background="neutral100" hasRadius padding={4}>
          <Typography tag="p" dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {message.text}
          </Typography>
        </Box>
      )}
      <MessageFile media={message.media} />
      <Grid.Root gap={4} tag="dl">
        <Cell name={text('log.column.contact')}>{contactWords(message, text)}</Cell>
        {message.to && <Cell name={text('log.detail.to')}>{message.to}</Cell>}
        <Cell name={text('log.column.direction')}>{text(`direction.${message.direction}`)}</Cell>
        <Cell name={text('log.column.type')}>{typeWords(message.type, text)}</Cell>
        <Cell name={text('log.column.account')}>{message.account}</Cell>
        {message.purpose && <Cell name={text('log.detail.purpose')}>{purposeWords(message.purpose, text)}</Cell>}
        {message.template && (
          <Cell name={text('log.detail.template')}>
            {message.template.name} · {message.template.language}
          </Cell>
        )}
        {message.record && (
          <Cell name={text('log.column.record')}>
            <RecordLink record={message.record} />
          </Cell>
        )}
        {message.channel && may('channels.read') && (
          <Cell name={text('person.conversation.one')}>
            <ChannelLink message={message} />
          </Cell>
        )}
        {message.expiresAt && <Cell name={text('log.detail.expires')}>{moment(message.expiresAt)}</Cell>}
        {message.attempts > 0 && <Cell name={text('log.detail.attempts')}>{number(message.attempts)}</Cell>}
      </Grid.Root>
      <Box>
        <Typography variant="delta" tag="h3">
          {text('log.detail.times')}
        </Typography>
        <Flex tag="ol" direction="column" alignItems="stretch" gap={1} paddingTop={2}>
          {timeline(message).map((step) => (
            <Flex tag="li" key={step.key} justifyContent="space-between" gap={4} wrap="wrap">
              <Typography textColor="neutral600">{text(step.key)}</Typography>
              <Typography>{second(step.at)}</Typography>
            </Flex>
          ))}
        </Flex>
      </Box>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
        <Fact name={text('log.detail.id')}>{message.id}</Fact>
        {message.providerMessageId && <Fact name={text('log.detail.provider-id')}>{message.providerMessageId}</Fact>}
      </Flex>
    </Flex>
  );
};

const Cell = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="flex-start">
    <Fact name={name}>{children}</Fact>
  </Grid.Item>
);
