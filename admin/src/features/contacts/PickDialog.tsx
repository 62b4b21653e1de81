import * as React from 'react';
import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';
import { useResource } from '../../api/use-resource';
import { OpenModal, ModalFooter } from '../../components/OpenModal';
import { SearchField } from '../../components/SearchField';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import type { Failure } from '../../api/failure';
import { useText } from '../../i18n';

export interface Pick {
  id: string;
  title: string;
  detail: string;
}

interface PickDialogProps<T> {
  title: string;
  search: string;
  /** The address that answers what was typed. */
  pathFor: (words: string) => string;
  picksOf: (rows: T[]) => Pick[];
  onPick: (id: string) => void;
  onClose: () => void;
  pending?: boolean;
  failure?: Failure | null;
}

/** One of many, found by typing. */
export const PickDialog = <T,>({ title, search, pathFor, picksOf, onPick, onClose, pending = false, failure = null }: PickDialogProps<T>) => {
  const text = useText();
  const [words, setWords] = React.useState('');
  const found = useResource<T[]>(pathFor(words), { keep: true });
  const picks = picksOf(found.data ?? []);
  return (
    <OpenModal title={title} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <SearchField label={search} value={words} onSearch={setWords} />
          <FailureAlert failure={failure} />
          {found.loading && <LoadingBlock />}
          {found.failure && <FailureBlock failure={found.failure} onRetry={found.reload} />}
          {found.data && picks.length === 0 && <Typography textColor="neutral600">{text('contacts.pick.empty')}</Typography>}
          <Flex tag="ul" direction="column" alignItems="stretch" gap={3} aria-busy={found.refreshing}>
            {picks.map((pick) => (
              <Flex tag="li" key={pick.id} justifyContent="space-between" gap={3}>
                <Box minWidth={0}>
                  <Typography tag="p" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                    {pick.title}
                  </Typography>
                  <Typography tag="p" variant="pi" textColor="neutral600" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                    {pick.detail}
                  </Typography>
                </Box>
                <Button size="S" variant="secondary" disabled={pending} onClick={() => onPick(pick.id)}>
                  {text('contacts.pick')}
                </Button>
              </Flex>
            ))}
          </Flex>
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose} />
    </OpenModal>
  );
};
