import * as React from 'react';
import { Box } from '@strapi/design-system';
import { KindPicker, KINDS, type SendKind } from '../compositions/KindPicker';
import { RecordComposition } from '../compositions/RecordComposition';
import { DocumentForm } from './DocumentForm';
import type { RecordRef } from './record-models';

const ALL: readonly SendKind[] = ['document', ...KINDS];

/** Everything between a dialog's header and its end: what to send, then that kind's own form. */
const SendForm = ({ record, onClose }: { record: RecordRef; onClose: () => void }) => {
  const [kind, setKind] = React.useState<SendKind>('document');
  return (
    <>
      {/* Outside of what scrolls, and the same element for every kind: the focus stays where it was pressed. */}
      <Box paddingTop={4} paddingLeft={{ initial: 4, medium: 7 }} paddingRight={{ initial: 4, medium: 7 }}>
        <KindPicker kinds={ALL} value={kind} onChange={setKind} />
      </Box>
      {kind === 'document' ? <DocumentForm record={record} onClose={onClose} /> : <RecordComposition record={record} kind={kind} onKind={setKind} onClose={onClose} />}
    </>
  );
};

export default SendForm;
