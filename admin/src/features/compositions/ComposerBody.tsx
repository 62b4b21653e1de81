import type * as React from 'react';
import { Box, Button, Flex, Grid, Modal } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import { ModalFooter } from '../../components/OpenModal';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { ComposedBubble } from './ComposedBubble';
import { BarWords, ComposerNotices, PreviewTitle } from './ComposerParts';
import type { Composer } from './use-composer';

interface ComposerBodyProps {
  composer: Composer;
  onKind: (kind: CompositionKind) => void;
  onClose: () => void;
  /** Whom, or what record, it is about. */
  heading: React.ReactNode;
  /** What is filled in, beside the bubble as the customer will see it. */
  children: React.ReactNode;
}

/** A dialog's body and footer, from the first look at what may be sent to the button that sends it. */
export const ComposerBody = ({ composer, onKind, onClose, heading, children }: ComposerBodyProps) => {
  const text = useText();
  const { shown, failure, settled, again, send } = composer;
  return (
    <>
      <Modal.Body>
        {!shown && !failure && <LoadingBlock />}
        {failure && !shown && <FailureBlock failure={failure} onRetry={again} />}
        {shown && (
          <Flex direction="column" alignItems="stretch" gap={5} aria-busy={!settled}>
            {heading}
            <ComposerNotices composer={composer} onKind={onKind} />
            <FailureAlert failure={failure} onClose={again} />
            <Grid.Root gap={6}>
              <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
                {children}
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
