import * as React from 'react';
import { Box, Button, Flex, Grid, Modal, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { ComposedBubble } from './ComposedBubble';
import { BarWords, ComposerNotices, PreviewTitle } from './ComposerParts';
import { ContentFields } from './ContentFields';
import { KindPicker } from './KindPicker';
import { useComposer } from './use-composer';

interface ContactCompositionProps {
  /** Both by their public names: the account's key, the contact's id. */
  account: string;
  contact: { id: string; name: string };
  /** What may be chosen, the first of them to begin with. */
  kinds: readonly CompositionKind[];
  onClose: () => void;
  onSent?: (message: MessageView) => void;
}

/** A template, buttons or a list for the person a conversation is with. */
const ContactComposition = ({ account, contact, kinds, onClose, onSent }: ContactCompositionProps) => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const [kind, setKind] = React.useState<CompositionKind>(kinds[0] ?? 'template');
  const composer = useComposer(
    '/compositions',
    kind,
    (message) => {
      toggleNotification({ type: 'success', message: text('compose.done') });
      onSent?.(message);
      onClose();
    },
    { account, to: { contact: contact.id } },
  );
  const { shown, failure, settled, again, send } = composer;
  return (
    <OpenModal title={text('compose.title')} onClose={onClose}>
      {kinds.length > 1 && (
        <Box paddingTop={4} paddingLeft={{ initial: 4, medium: 7 }} paddingRight={{ initial: 4, medium: 7 }}>
          <KindPicker kinds={kinds} value={kind} known={shown?.kinds ?? []} onChange={setKind} />
        </Box>
      )}
      <Modal.Body>
        {!shown && !failure && <LoadingBlock />}
        {failure && !shown && <FailureBlock failure={failure} onRetry={again} />}
        {shown && (
          <Flex direction="column" alignItems="stretch" gap={5} aria-busy={!settled}>
            <Box>
              <Typography variant="sigma" textColor="neutral600">
                {text('send.to')}
              </Typography>
              <Typography tag="p" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                {contact.name}
              </Typography>
            </Box>
            <ComposerNotices composer={composer} onKind={setKind} />
            <FailureAlert failure={failure} onClose={again} />
            <Grid.Root gap={6}>
              <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
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
    </OpenModal>
  );
};

export default ContactComposition;
