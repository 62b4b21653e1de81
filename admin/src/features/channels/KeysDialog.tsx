import { Flex, Modal, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { useText, type MessageKey } from '../../i18n';

const Key = styled.kbd`
  display: inline-block;
  min-width: 2.4rem;
  padding-inline: 0.6rem;
  border: 1px solid ${({ theme }) => theme.colors.neutral300};
  border-radius: ${({ theme }) => theme.borderRadius};
  background: ${({ theme }) => theme.colors.neutral100};
  color: ${({ theme }) => theme.colors.neutral800};
  font-size: 1.2rem;
  line-height: 2.2rem;
  text-align: center;
`;

const KEYS: readonly { keys: readonly string[]; does: MessageKey }[] = [
  { keys: ['j', '↓'], does: 'inbox.keys.next' },
  { keys: ['k', '↑'], does: 'inbox.keys.previous' },
  { keys: ['Enter'], does: 'inbox.keys.open' },
  { keys: ['/'], does: 'inbox.keys.search' },
  { keys: ['r'], does: 'inbox.keys.reply' },
  { keys: ['n'], does: 'inbox.keys.note' },
  { keys: ['e'], does: 'inbox.keys.emoji' },
  { keys: ['a'], does: 'inbox.keys.assign' },
  { keys: ['x'], does: 'inbox.keys.resolve' },
  { keys: ['Esc'], does: 'inbox.keys.close' },
  { keys: ['?'], does: 'inbox.keys.help' },
];

/** What each key does. */
export const KeysDialog = ({ onClose }: { onClose: () => void }) => {
  const text = useText();
  return (
    <OpenModal title={text('inbox.keys.title')} onClose={onClose}>
      <Modal.Body>
        <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
          {KEYS.map(({ keys, does }) => (
            <Flex key={does} justifyContent="space-between" gap={4}>
              <Typography tag="dt">{text(does)}</Typography>
              <Flex tag="dd" gap={1} dir="ltr">
                {keys.map((key) => (
                  <Key key={key}>{key}</Key>
                ))}
              </Flex>
            </Flex>
          ))}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose} />
    </OpenModal>
  );
};
