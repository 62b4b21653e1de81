import * as React from 'react';
import { Box, Button, Divider, Flex, Link, Modal, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { RecordPanel as RecordPanelView } from '../../../../plugin/contracts/documents';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { pathOf, segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { OpenModal } from '../../components/OpenModal';
import { Delivery } from '../../components/Delivery';
import { isInFlight } from '../../components/delivery-ticks';
import { PluginIcon } from '../../components/icons';
import { FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { useMay } from '../../permissions';
import { ConsentState, Stops } from '../contacts/ConsentState';
import { contactPath } from '../contacts/contact-words';
import { ChannelLink } from '../messages/ChannelLink';
import { blockedWords } from '../messages/message-words';
import { createPace } from './panel-pace';
import type { RecordRef } from './record-models';
import { panelRefusal } from './send-choices';
import { onDocumentSent } from './sent-signal';

const SendForm = React.lazy(() => import('./SendForm'));

/** Side-panel cards stay small; the rest is in the log. */
const SHOWN = 5;

/** What was sent from this record and what became of it, and the way to send. */
const RecordPanel = ({ record }: { record: RecordRef }) => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const [sending, setSending] = React.useState(false);
  const [pace] = React.useState(createPace);
  const panel = useResource<RecordPanelView>(`/records/${segment(record.type)}/${segment(record.id)}`, { pollMs: (data) => pace(data?.messages ?? []) });
  const { reload } = panel;
  React.useEffect(() => onDocumentSent(reload), [reload]);
  const { data } = panel;
  const bar = panelRefusal(data?.refusal ?? null);

  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {panel.loading && <LoadingBlock />}
      {panel.failure && !data && <FailureBlock failure={panel.failure} onRetry={reload} />}
      {data && (
        <>
          <StaleNote failure={panel.failure} onRetry={reload} />
          <Button fullWidth variant="secondary" startIcon={<PluginIcon />} disabled={bar === 'ends'} onClick={() => setSending(true)}>
            {text('send.open')}
          </Button>
          {data.refusal && bar !== 'silent' && (
            <Typography variant="pi" textColor="neutral800" role="status">
              {say(data.refusal)}
            </Typography>
          )}
          <Person panel={data} />
          <Divider />
          <Box aria-live="polite">
            {data.messages.length === 0 ? (
              <Typography variant="pi" textColor="neutral600">
                {text('panel.empty')}
              </Typography>
            ) : (
              <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
                {data.messages.slice(0, SHOWN).map((message) => (
                  <Sent key={message.id} message={message} linked={may('messages.read')} />
                ))}
              </Flex>
            )}
          </Box>
          {data.contact && may('messages.read') && data.messages.length > 0 && (
            <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { contact: data.contact.id })}>
              {text('panel.all')}
            </Link>
          )}
        </>
      )}
      {sending && <SendDialog record={record} onClose={() => setSending(false)} />}
    </Flex>
  );
};

const Person = ({ panel }: { panel: RecordPanelView }) => {
  const text = useText();
  const may = useMay();
  const { moment } = useTimes();
  if (!panel.contact) {
    return (
      <Typography variant="pi" textColor="neutral600">
        {text('panel.no-contact')}
      </Typography>
    );
  }
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Flex direction="column" alignItems="flex-start">
        {may('contacts.read') ? (
          <Link tag={RouterLink} to={contactPath(panel.contact.id)}>
            <Typography fontWeight="semiBold" textColor="inherit" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {panel.contact.name || text('contact.unnamed')}
            </Typography>
          </Link>
        ) : (
          <Typography fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {panel.contact.name || text('contact.unnamed')}
          </Typography>
        )}
        <Typography variant="pi" textColor="neutral600" dir="ltr">
          {panel.contact.phone}
        </Typography>
      </Flex>
      <Stops contact={panel.contact} />
      <ConsentState consents={panel.contact.consents} purpose="utility" named />
      <Typography variant="pi" textColor="neutral600">
        {panel.window.open ? text('window.open', { at: moment(panel.window.closesAt) }) : text('window.closed')}
      </Typography>
    </Flex>
  );
};

const Sent = ({ message, linked }: { message: MessageView; linked: boolean }) => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  const when = message.readAt ?? message.deliveredAt ?? message.failedAt ?? message.sentAt ?? message.acceptedAt ?? message.queuedAt;
  return (
    <Flex tag="li" direction="column" alignItems="flex-start" gap={1} data-message={message.id}>
      <Flex gap={2} wrap="wrap" justifyContent="space-between" width="100%">
        <Delivery status={message.status} />
        {linked ? (
          <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { message: message.id })}>
            <Typography variant="pi" textColor="inherit">
              {moment(when)}
            </Typography>
          </Link>
        ) : (
          <Typography variant="pi" textColor="neutral600">
            {moment(when)}
          </Typography>
        )}
      </Flex>
      {message.to && (
        <Typography variant="pi" textColor="neutral600" dir="ltr">
          {message.to}
        </Typography>
      )}
      {message.error && (
        <Typography variant="pi" textColor={message.status === 'failed' ? 'danger700' : 'neutral800'} style={{ overflowWrap: 'anywhere' }}>
          {say({ code: message.error.code, sentence: message.error.message })}
        </Typography>
      )}
      {!message.error && message.blockedBy && isInFlight(message.status) && (
        <Typography variant="pi" textColor="neutral600">
          {blockedWords(message.blockedBy, text)}
        </Typography>
      )}
      <ChannelLink message={message} />
    </Flex>
  );
};

const SendDialog = ({ record, onClose }: { record: RecordRef; onClose: () => void }) => {
  const text = useText();
  return (
    <OpenModal title={text('send.title')} onClose={onClose}>
      <React.Suspense
        fallback={
          <Modal.Body>
            <LoadingBlock />
          </Modal.Body>
        }
      >
        <SendForm record={record} onClose={onClose} />
      </React.Suspense>
    </OpenModal>
  );
};

export default RecordPanel;
