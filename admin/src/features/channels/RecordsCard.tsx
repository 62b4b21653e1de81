import * as React from 'react';
import { Box, Button, Flex, Link, Modal, Typography } from '@strapi/design-system';
import { FilePdf } from '@strapi/icons';
import { Link as RouterLink } from 'react-router-dom';
import type { ContactRecordsView, ContactRecordView } from '../../../../plugin/contracts/records';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { OpenModal } from '../../components/OpenModal';
import { Pill } from '../../components/Pill';
import { LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { stateWords } from '../documents/SendParts';
import { onDocumentSent } from '../documents/sent-signal';
import { CardContent, PanelCard, Quiet } from './PanelCard';

const SendForm = React.lazy(() => import('../documents/SendForm'));

const MODELS = { 'sales-order': 'plugin::whatsapp.sales-order', invoice: 'plugin::whatsapp.invoice' } as const;
const entryPath = ({ type, id }: ContactRecordView): string => `/content-manager/collection-types/${MODELS[type]}/${segment(id)}`;

/** A day as the ERP has it, in the reader's own order; it has no time zone. */
const isOverdue = (dueDate: string | null): boolean => dueDate !== null && dueDate < new Date().toLocaleDateString('en-CA');

const Row = ({ record, onSend }: { record: ContactRecordView; onSend: () => void }) => {
  const text = useText();
  const { money, day } = useTimes();
  const isInvoice = record.type === 'invoice';
  const name = record.number ?? text(isInvoice ? 'record.invoice' : 'record.order');
  const due = isInvoice && record.dueDate ? record.dueDate : null;
  return (
    <Flex tag="li" direction="column" alignItems="stretch" gap={1} data-record={record.id}>
      <Flex justifyContent="space-between" gap={2} wrap="wrap">
        <Link tag={RouterLink} to={entryPath(record)}>
          <bdi>{name}</bdi>
        </Link>
        <Typography fontWeight="semiBold">{money(isInvoice ? (record.amountDue ?? record.amountTotal) : record.amountTotal, record.currency)}</Typography>
      </Flex>
      <Flex justifyContent="space-between" gap={2} wrap="wrap">
        {due ? (
          <Pill variant={isOverdue(due) ? 'danger' : 'neutral'}>{text(isOverdue(due) ? 'person.overdue' : 'person.due', { day: day(`${due}T12:00:00`) })}</Pill>
        ) : (
          <Quiet>{[stateWords(record.state, text), record.date && day(`${record.date}T12:00:00`)].filter(Boolean).join(' · ')}</Quiet>
        )}
        <Button size="S" variant="tertiary" startIcon={<FilePdf />} aria-label={text('person.send-pdf.of', { name })} onClick={onSend}>
          {text('person.send-pdf')}
        </Button>
      </Flex>
    </Flex>
  );
};

/** What is open with this customer in the ERP, and the way to send it. */
export const RecordsCard = ({ contact, phone }: { contact: string; phone: string | null }) => {
  const text = useText();
  const records = useResource<ContactRecordsView>(`/contacts/${segment(contact)}/records`);
  const [sending, setSending] = React.useState<ContactRecordView | null>(null);
  const { reload } = records;
  React.useEffect(() => onDocumentSent(reload), [reload]);
  return (
    <PanelCard title={text('person.records')}>
      <CardContent of={records}>
        {(data) => (
          <>
            {!data.linked && <Quiet>{text('contacts.partners.none')}</Quiet>}
            {data.linked && data.orders.length + data.invoices.length === 0 && <Quiet>{text('person.records.none')}</Quiet>}
            {(['invoices', 'orders'] as const).map(
              (kind) =>
                data[kind].length > 0 && (
                  <Box key={kind}>
                    <Typography tag="h4" variant="pi" fontWeight="semiBold">
                      {text(`person.${kind}`)}
                    </Typography>
                    <Flex tag="ul" direction="column" alignItems="stretch" gap={3} paddingTop={2}>
                      {data[kind].map((record) => (
                        <Row key={record.id} record={record} onSend={() => setSending(record)} />
                      ))}
                    </Flex>
                  </Box>
                ),
            )}
            {data.more && <Quiet>{text('person.records.more')}</Quiet>}
          </>
        )}
      </CardContent>
      {sending && (
        <OpenModal title={text('send.title')} onClose={() => setSending(null)}>
          <React.Suspense
            fallback={
              <Modal.Body>
                <LoadingBlock />
              </Modal.Body>
            }
          >
            <SendForm record={{ type: sending.type, id: sending.id, hasDocument: true }} to={phone ?? undefined} onClose={() => setSending(null)} />
          </React.Suspense>
        </OpenModal>
      )}
    </PanelCard>
  );
};
