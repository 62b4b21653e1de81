import { Box, Flex, Table, Tbody, Td, Th, Thead, Tr, Typography, VisuallyHidden, TextButton } from '@strapi/design-system';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { Delivery } from '../../components/Delivery';
import { WIDE_CELL } from '../../components/widths';
import { useText, useTimes } from '../../i18n';
import { useSay } from '../../sentences';
import { blockedWords, contactWords, timeOf, typeWords } from './message-words';
import { RecordLink } from './RecordLink';

/** One line of what was said; the rest is a click away. */
const SNIPPET = 120;
const snippet = (body: string): string => (body.length > SNIPPET ? `${body.slice(0, SNIPPET).trimEnd()}…` : body);

export const MessageTable = ({ messages, onOpen }: { messages: MessageView[]; onOpen: (id: string) => void }) => {
  const text = useText();
  const say = useSay();
  const { moment } = useTimes();
  const columns = ['time', 'direction', 'contact', 'account', 'message', 'status', 'record'] as const;
  const isWide = (column: (typeof columns)[number]): boolean => column === 'direction' || column === 'account' || column === 'record';
  return (
    <Table colCount={columns.length} rowCount={messages.length + 1} aria-label={text('log.title')}>
      <Thead>
        <Tr>
          {columns.map((column) => (
            <Th key={column} {...(isWide(column) ? WIDE_CELL : {})}>
              <Typography variant="sigma" textColor="neutral600">
                {text(`log.column.${column}`)}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {messages.map((message) => (
          <Tr key={message.id} onClick={() => onOpen(message.id)} style={{ cursor: 'pointer' }} data-message={message.id}>
            <Td>
              {/* The way in by keyboard: the row itself takes only clicks. */}
              <TextButton
                onClick={(event) => {
                  event.stopPropagation();
                  onOpen(message.id);
                }}
              >
                {moment(timeOf(message))}
                <VisuallyHidden> {text('log.open')}</VisuallyHidden>
              </TextButton>
            </Td>
            <Td {...WIDE_CELL}>
              <Typography textColor="neutral800">{text(`direction.${message.direction}`)}</Typography>
            </Td>
            <Td>
              <Flex direction="column" alignItems="flex-start" maxWidth="18rem">
                <Typography textColor="neutral800" ellipsis dir="auto" maxWidth="18rem">
                  {contactWords(message, text)}
                </Typography>
                {message.contact?.name && message.contact.phone && (
                  <Typography variant="pi" textColor="neutral600">
                    {message.contact.phone}
                  </Typography>
                )}
              </Flex>
            </Td>
            <Td {...WIDE_CELL}>
              <Typography textColor="neutral800">{message.account}</Typography>
            </Td>
            <Td>
              <Box maxWidth="24rem">
                <Typography variant="pi" textColor="neutral600">
                  {typeWords(message.type, text)}
                </Typography>
                {message.text && (
                  <Typography tag="p" textColor="neutral800" ellipsis dir="auto">
                    {snippet(message.text)}
                  </Typography>
                )}
              </Box>
            </Td>
            <Td>
              <Box maxWidth="24rem">
                <Delivery status={message.status} />
                {message.error && (
                  <Typography tag="p" variant="pi" textColor={message.status === 'failed' ? 'danger700' : 'neutral800'} style={{ whiteSpace: 'normal' }}>
                    {snippet(say({ code: message.error.code, sentence: message.error.message }))}
                  </Typography>
                )}
                {!message.error && message.status === 'queued' && message.blockedBy && (
                  <Typography tag="p" variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal' }}>
                    {blockedWords(message.blockedBy, text)}
                  </Typography>
                )}
              </Box>
            </Td>
            <Td {...WIDE_CELL}>
              <RecordLink record={message.record} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};
