import * as React from 'react';
import { Box, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { CompositionKind } from '../../../../plugin/contracts/compositions';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { OpenModal } from '../../components/OpenModal';
import { useText } from '../../i18n';
import { ComposerBody } from './ComposerBody';
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
  return (
    <OpenModal title={text('compose.title')} onClose={onClose}>
      {kinds.length > 1 && (
        <Box paddingTop={4} paddingLeft={{ initial: 4, medium: 7 }} paddingRight={{ initial: 4, medium: 7 }}>
          <KindPicker kinds={kinds} value={kind} known={composer.shown?.kinds ?? []} onChange={setKind} />
        </Box>
      )}
      <ComposerBody
        composer={composer}
        onKind={setKind}
        onClose={onClose}
        heading={
          <Box>
            <Typography variant="sigma" textColor="neutral600">
              {text('send.to')}
            </Typography>
            <Typography tag="p" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {contact.name}
            </Typography>
          </Box>
        }
      >
        <ContentFields composer={composer} />
      </ComposerBody>
    </OpenModal>
  );
};

export default ContactComposition;
