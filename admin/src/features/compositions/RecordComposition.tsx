import { useNotification } from '@strapi/strapi/admin';
import { useHref } from 'react-router-dom';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { segment } from '../../api/query';
import { useText } from '../../i18n';
import { RecipientField } from '../documents/RecipientField';
import type { RecordRef } from '../documents/record-models';
import { Summary } from '../documents/SendParts';
import { announceDocumentSent } from '../documents/sent-signal';
import { ComposerBody } from './ComposerBody';
import { AccountField } from './ComposerParts';
import { ContentFields } from './ContentFields';
import { useComposer } from './use-composer';

interface RecordCompositionProps {
  record: RecordRef;
  to?: string;
  kind: CompositionKind;
  onKind: (kind: CompositionKind) => void;
  onClose: () => void;
}

/** Something else than its document, written to a record's customer. */
export const RecordComposition = ({ record, to: meant, kind, onKind, onClose }: RecordCompositionProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const log = useHref('/plugins/whatsapp');
  const composer = useComposer(`/records/${segment(record.type)}/${segment(record.id)}/compositions`, kind, (message) => {
    toggleNotification({ type: 'success', message: text('compose.done'), link: { label: text('send.done.link'), url: `${log}?message=${encodeURIComponent(message.id)}`, target: '_self' } });
    announceDocumentSent();
    onClose();
  }, meant ? { to: meant } : {});
  const { shown, send, choices } = composer;
  const to = typeof choices.to === 'string' ? { to: choices.to } : {};
  return (
    <ComposerBody composer={composer} onKind={onKind} onClose={onClose} heading={shown?.record && <Summary shown={{ record: shown.record }} />}>
      {shown && <RecipientField shown={shown} choices={{ ...to, confirmElsewhere: choices.confirmElsewhere }} disabled={send.pending} onChange={composer.choose} />}
      <AccountField composer={composer} />
      <ContentFields composer={composer} />
    </ComposerBody>
  );
};
