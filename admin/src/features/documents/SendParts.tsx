import { Box, Flex, Typography } from '@strapi/design-system';
import type { DocumentPreparation } from '../../../../plugin/contracts/documents';
import { Delivery } from '../../components/Delivery';
import { NoticeBox, NoticeList } from '../../components/Notices';
import { isMessageKey, useText, useTimes, type Text } from '../../i18n';
import { ConsentState } from '../contacts/ConsentState';
import { DocumentBubble, PhoneBubble } from '../templates/PhoneBubble';
import { filenameOf, previewValues, type SendChoices } from './send-choices';

/** The ERP's word for a record's state in ours; an unknown one as it came. */
export const stateWords = (state: string | null, text: Text): string => {
  const key = `record.state.${state ?? ''}`;
  return isMessageKey(key) ? text(key) : (state ?? '');
};

/** `Invoice INV/2026/0004`: what kind of document it is now, and its number. */
export const documentWords = ({ title, number }: DocumentPreparation['record'], text: Text): string => {
  const key = `document.${title}`;
  return [isMessageKey(key) ? text(key) : title, number].filter(Boolean).join(' ');
};

export const Summary = ({ shown }: { shown: Pick<DocumentPreparation, 'record'> }) => {
  const text = useText();
  const { money } = useTimes();
  const { record } = shown;
  return (
    <Flex justifyContent="space-between" alignItems="flex-start" gap={3} wrap="wrap" background="neutral100" hasRadius padding={4}>
      <Flex direction="column" alignItems="flex-start" minWidth={0}>
        <Typography variant="delta" tag="h3" style={{ overflowWrap: 'anywhere' }}>
          {documentWords(record, text)}
        </Typography>
        <Typography textColor="neutral600" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {record.partnerName}
        </Typography>
      </Flex>
      <Flex direction="column" alignItems="flex-end">
        <Typography fontWeight="bold">{money(record.amountTotal, record.currency)}</Typography>
        <Typography variant="pi" textColor="neutral600">
          {stateWords(record.state, text)}
        </Typography>
      </Flex>
    </Flex>
  );
};

/** Consent, window, repeats and whatever the server has to say. */
export const SendNotices = ({ shown }: { shown: DocumentPreparation }) => {
  const text = useText();
  const { moment } = useTimes();
  // What the fields ask for themselves, and what the list of earlier messages says with more detail: no alarm on top of it.
  const asked = ['template.variable_missing', 'document.sent_before', ...(shown.elsewhere ? ['document.elsewhere'] : [])];
  const notices = shown.notices.filter((notice) => !asked.includes(notice.code));
  return (
    <Flex direction="column" alignItems="stretch" gap={2} aria-live="polite">
      <NoticeList notices={notices} />
      {shown.repeats.length > 0 && (
        <NoticeBox level="warning">
          {text('send.repeats')}
          <Flex tag="ul" direction="column" alignItems="flex-start" gap={1} paddingTop={1}>
            {shown.repeats.slice(0, 3).map((message) => (
              <Flex tag="li" key={message.id} gap={3} wrap="wrap">
                <Typography variant="pi">{moment(message.queuedAt)}</Typography>
                <Delivery status={message.status} variant="pi" />
              </Flex>
            ))}
          </Flex>
        </NoticeBox>
      )}
      <Flex gap={5} wrap="wrap" alignItems="flex-start">
        {shown.contact && <ConsentState consents={shown.contact.consents} purpose="utility" named />}
        <Typography variant="pi" textColor="neutral600">
          {shown.window.open ? text('window.open', { at: moment(shown.window.closesAt) }) : text('window.closed')}
        </Typography>
      </Flex>
    </Flex>
  );
};

export const MessagePreview = ({ shown, choices }: { shown: DocumentPreparation; choices: SendChoices }) => {
  const text = useText();
  const filename = filenameOf(shown.record);
  return (
    <Box>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {text('send.preview')}
      </Typography>
      <Box paddingTop={2}>
        {shown.mode === 'plain' && <DocumentBubble filename={filename} caption={choices.caption} />}
        {shown.mode === 'template' && shown.template && (
          <PhoneBubble components={shown.template.components} values={previewValues(shown.template.slots, choices.typed)} filename={filename} />
        )}
        {shown.mode === 'template' && !shown.template && <Typography textColor="neutral600">{text('send.template.none')}</Typography>}
      </Box>
    </Box>
  );
};
