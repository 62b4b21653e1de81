import { Box, Button, Flex, Grid, Modal } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useHref } from 'react-router-dom';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { segment } from '../../api/query';
import { ModalFooter } from '../../components/OpenModal';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { RecipientField } from '../documents/RecipientField';
import type { RecordRef } from '../documents/record-models';
import { Summary } from '../documents/SendParts';
import { announceDocumentSent } from '../documents/sent-signal';
import { ComposedBubble } from './ComposedBubble';
import { AccountField, BarWords, ComposerNotices, PreviewTitle } from './ComposerParts';
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
  const { shown, failure, settled, again, send, choices } = composer;
  const to = typeof choices.to === 'string' ? { to: choices.to } : {};
  return (
    <>
      <Modal.Body>
        {!shown && !failure && <LoadingBlock />}
        {failure && !shown && <FailureBlock failure={failure} onRetry={again} />}
        {shown && (
          <Flex direction="column" alignItems="stretch" gap={5} aria-busy={!settled}>
            {shown.record && <Summary shown={{ record: shown.record }} />}
            <ComposerNotices composer={composer} onKind={onKind} />
            <FailureAlert failure={failure} onClose={again} />
            <Grid.Root gap={6}>
              <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
                <RecipientField shown={shown} choices={{ ...to, confirmElsewhere: choices.confirmElsewhere }} disabled={send.pending} onChange={composer.choose} />
                <AccountField composer={composer} />
                <ContentFields composer={composer} />
              </Grid.Item>
              <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
                <Box>
                  <PreviewTitle />
                  <ComposedBubble composer={composer} />
                </Box>
              </Grid.Item>
            </Grid.Root>
            <FailureAlert failure={send.failure} onClose={send.clear} />
          </Flex>
        )}
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Flex gap={3} wrap="wrap" justifyContent="flex-end">
          <BarWords composer={composer} />
          <Button startIcon={<PaperPlane />} disabled={composer.bar !== null} loading={send.pending} onClick={send.run}>
            {text('send.button')}
          </Button>
        </Flex>
      </ModalFooter>
    </>
  );
};
