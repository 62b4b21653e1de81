import * as React from 'react';
import { Box } from '@strapi/design-system';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { KindPicker, KINDS } from '../compositions/KindPicker';
import { RecordComposition } from '../compositions/RecordComposition';
import { DocumentForm } from './DocumentForm';
import { isPulled, type RecordRef } from './record-models';

interface SendFormProps {
  record: RecordRef;
  /** Who is meant to begin with: in a conversation, the person in it. Else the server knows the record's own. */
  to?: string;
  onClose: () => void;
}

/** Everything between a dialog's header and its end: what to send, then that kind's own form. */
const SendForm = ({ record, to, onClose }: SendFormProps) => {
  const kinds = record.hasDocument ? KINDS : KINDS.filter((kind) => kind !== 'document');
  const [kind, setKind] = React.useState<CompositionKind>(record.hasDocument ? 'document' : 'text');
  return (
    <>
      {/* Outside of what scrolls, and the same element for every kind: the focus stays where it was pressed. */}
      <Box paddingTop={4} paddingLeft={{ initial: 4, medium: 7 }} paddingRight={{ initial: 4, medium: 7 }}>
        <KindPicker kinds={kinds} value={kind} onChange={setKind} />
      </Box>
      {/* The ERP's documents have rules of their own; a record of the host's holds its PDF itself. */}
      {kind === 'document' && isPulled(record) ? <DocumentForm record={record} to={to} onClose={onClose} /> : <RecordComposition record={record} to={to} kind={kind} onKind={setKind} onClose={onClose} />}
    </>
  );
};

export default SendForm;
