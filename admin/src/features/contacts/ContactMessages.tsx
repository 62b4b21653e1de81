import { Box, Divider, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { ContactDetailView } from '../../../../plugin/contracts/contacts';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { pathOf } from '../../api/query';
import { Delivery } from '../../components/Delivery';
import { Panel } from '../../components/Panel';
import { useText, useTimes } from '../../i18n';
import { ChannelLink } from '../messages/ChannelLink';
import { timeOf, typeWords } from '../messages/message-words';
import { RecordLink } from '../messages/RecordLink';

const Line = ({ message }: { message: MessageView }) => {
  const text = useText();
  const { moment } = useTimes();
  return (
    <Box tag="li" data-message={message.id}>
      <Flex justifyContent="space-between" gap={3} wrap="wrap">
        <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { contact: message.contact?.id, message: message.id })}>
          <Typography variant="pi" textColor="inherit">
            {moment(timeOf(message))}
          </Typography>
        </Link>
        <Delivery status={message.status} variant="pi" />
      </Flex>
      <Flex justifyContent="space-between" gap={3}>
        <Box minWidth={0}>
          <Typography tag="p" ellipsis dir="auto">
            {message.text || typeWords(message.type, text)}
          </Typography>
        </Box>
        <RecordLink record={message.record} />
      </Flex>
      <ChannelLink message={message} />
    </Box>
  );
};

const List = ({ title, empty, messages }: { title: string; empty: string; messages: MessageView[] }) => (
  <Flex tag="section" direction="column" alignItems="stretch" gap={3} aria-label={title}>
    <Typography variant="sigma" textColor="neutral600" tag="h3">
      {title}
    </Typography>
    {messages.length === 0 ? (
      <Typography variant="pi" textColor="neutral600">
        {empty}
      </Typography>
    ) : (
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {messages.map((message) => (
          <Line key={message.id} message={message} />
        ))}
      </Flex>
    )}
  </Flex>
);

/** The last messages and documents; all of them are in the log. Nothing for those who may not read messages. */
export const MessagesPanel = ({ contact }: { contact: ContactDetailView }) => {
  const text = useText();
  if (!contact.messages || !contact.documents) return null;
  return (
    <Panel
      title={text('contacts.messages')}
      actions={
        contact.messages.length > 0 ? (
          <Flex gap={4} wrap="wrap">
            {(['inbound', 'outbound'] as const).map((direction) => (
              <Link key={direction} tag={RouterLink} to={pathOf('/plugins/whatsapp', { contact: contact.id, direction })}>
                {text(`contacts.messages.${direction}`)}
              </Link>
            ))}
            <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { contact: contact.id })}>
              {text('contacts.messages.all')}
            </Link>
          </Flex>
        ) : undefined
      }
    >
      <List title={text('contacts.documents')} empty={text('contacts.documents.none')} messages={contact.documents} />
      <Divider />
      <List title={text('contacts.messages.last')} empty={text('contacts.messages.none')} messages={contact.messages} />
    </Panel>
  );
};
