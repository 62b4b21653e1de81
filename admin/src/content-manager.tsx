import * as React from 'react';
import { Modal } from '@strapi/design-system';
import { PluginIcon } from './components/icons';
import { LoadingBlock } from './components/States';
import { mayBeHostType, recordOf, type RecordRef } from './features/documents/record-models';
import { useHostTypes } from './features/documents/use-host-types';
import { useText } from './i18n';
import { useMay } from './permissions';

/** What the Content Manager hands to panels and actions; only what we read of it. */
interface DocumentContext {
  model: string;
  documentId?: string;
}

const BatchForm = React.lazy(() => import('./features/documents/BatchForm'));
const ContactPanel = React.lazy(() => import('./features/contacts/ContactPanel'));
const RecordPanel = React.lazy(() => import('./features/documents/RecordPanel'));
const SendForm = React.lazy(() => import('./features/documents/SendForm'));

const personType = (model: string): 'partner' | 'contact' | null =>
  model === 'plugin::whatsapp.partner' ? 'partner' : model === 'plugin::whatsapp.contact' ? 'contact' : null;

const useRecord = ({ model, documentId }: DocumentContext): RecordRef | null => {
  const may = useMay();
  const allowed = may('documents.send');
  const types = useHostTypes(allowed && mayBeHostType(model));
  return React.useMemo(() => (allowed ? recordOf(model, documentId, types) : null), [allowed, model, documentId, types]);
};

/** The side panel of invoices and orders; nothing on other content types, or for people who may not send. */
export const DocumentPanel = (context: DocumentContext) => {
  const text = useText();
  const record = useRecord(context);
  if (!record) return null;
  return {
    title: text('panel.title'),
    content: (
      <React.Suspense fallback={<LoadingBlock />}>
        <RecordPanel key={`${record.type}:${record.id}`} record={record} />
      </React.Suspense>
    ),
  };
};

/** The side panel of partners and contacts: the way to the person. */
export const PersonPanel = ({ model, documentId }: DocumentContext) => {
  const text = useText();
  const may = useMay();
  const type = personType(model);
  if (!type || !documentId || documentId === 'create' || !may('contacts.read')) return null;
  return {
    title: text('panel.title'),
    content: (
      <React.Suspense fallback={<LoadingBlock />}>
        <ContactPanel key={`${type}:${documentId}`} type={type} id={documentId} />
      </React.Suspense>
    ),
  };
};

/** *Send WhatsApp* among the entry's own actions. */
export const SendDocumentAction = (context: DocumentContext) => {
  const text = useText();
  const record = useRecord(context);
  // One component for one record: a new one at each render would forget what was typed in the dialog.
  const content = React.useMemo(() => {
    const Content = ({ onClose }: { onClose: () => void }) =>
      record ? (
        <React.Suspense
          fallback={
            <Modal.Body>
              <LoadingBlock />
            </Modal.Body>
          }
        >
          <SendForm record={record} onClose={onClose} />
        </React.Suspense>
      ) : null;
    return Content;
  }, [record]);
  if (!record) return null;
  return {
    label: text('send.open'),
    icon: <PluginIcon />,
    position: ['header' as const, 'table-row' as const],
    dialog: { type: 'modal' as const, title: text('send.title'), content },
  };
};
SendDocumentAction.position = ['header' as const, 'table-row' as const];

interface SelectionContext {
  model: string;
  documents?: { documentId?: string }[];
}

/** *Send WhatsApp* for the entries ticked in a list. */
export const SendDocumentsAction = ({ model, documents = [] }: SelectionContext) => {
  const text = useText();
  const may = useMay();
  const allowed = may('documents.send');
  const types = useHostTypes(allowed && mayBeHostType(model));
  const ids = documents.flatMap(({ documentId }) => documentId ?? []).join(' ');
  // One component for one selection: see SendDocumentAction.
  const content = React.useMemo(() => {
    const records = ids.split(' ').flatMap((id) => recordOf(model, id, types) ?? []);
    const [first] = records;
    if (!allowed || !first) return null;
    const Content = ({ onClose }: { onClose: () => void }) => (
      <React.Suspense
        fallback={
          <Modal.Body>
            <LoadingBlock />
          </Modal.Body>
        }
      >
        <BatchForm type={first.type} ids={records.map(({ id }) => id)} onClose={onClose} />
      </React.Suspense>
    );
    return Content;
  }, [allowed, ids, model, types]);
  if (!content) return null;
  return {
    label: text('batch.action'),
    icon: <PluginIcon />,
    variant: 'secondary' as const,
    dialog: { type: 'modal' as const, title: text('batch.dialog'), content },
  };
};
SendDocumentsAction.type = 'whatsapp-send';
