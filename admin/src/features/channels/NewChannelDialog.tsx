import * as React from 'react';
import { Box, Button, Field, Flex, Modal, TextInput, Typography } from '@strapi/design-system';
import type { ChannelDetail, ChannelOptions } from '../../../../plugin/contracts/channels';
import type { PersonView } from '../../../../plugin/contracts/compositions';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useDebounced } from '../../api/use-debounced';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { FoundButton } from '../../components/FoundButton';
import { ModalFooter, OpenModal } from '../../components/OpenModal';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';

/** Somebody a conversation may be opened with; the list of contacts is read where people may not be written to at large. */
type Person = Pick<PersonView, 'contact' | 'name' | 'phone' | 'company' | 'problem'>;

interface ContactHit {
  id: string;
  name: string | null;
  profileName?: string | null;
  phone: string | null;
}

const usePeople = (words: string): Person[] => {
  const may = useMay();
  const wanted = words.length >= 2;
  const people = useResource<PersonView[]>(wanted && may('messages.send') ? pathOf('/compositions/people', { search: words }) : null, { keep: true });
  const contacts = useResource<ContactHit[]>(wanted && !may('messages.send') && may('contacts.read') ? pathOf('/contacts', { search: words, limit: 10 }) : null, { keep: true });
  if (!wanted) return [];
  return people.data ?? (contacts.data ?? []).map(({ id, name, profileName, phone }) => ({ contact: id, name: name ?? profileName ?? null, phone, company: null, problem: null }));
};

const looksLikeNumber = (words: string): boolean => /^[+(\d][\d\s().-]{5,}$/.test(words);

interface NewChannelDialogProps {
  accounts: ChannelOptions['accounts'];
  onClose: () => void;
  onOpened: (channel: ChannelDetail) => void;
}

/** Opens a conversation by hand: with somebody found by name or number, or with a number. */
export const NewChannelDialog = ({ accounts, onClose, onOpened }: NewChannelDialogProps) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const [query, setQuery] = React.useState('');
  const [account, setAccount] = React.useState<string | null>(accounts.length === 1 ? (accounts[0]?.key ?? null) : null);
  const words = query.trim();
  const wanted = useDebounced(words);
  const people = usePeople(wanted);
  const open = useAction(async (who: { contact: string } | { phone: string }) => {
    const { data } = await client.post<ChannelDetail>('/channels', { ...who, ...(account ? { account } : {}) });
    onOpened(data);
  });
  const take = ({ contact, phone }: Person) => {
    if (contact) void open.run({ contact });
    else if (phone) void open.run({ phone });
  };

  return (
    <OpenModal title={text('inbox.new.title')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {accounts.length > 1 && (
            <Choice
              label={text('inbox.new.account')}
              value={account}
              options={accounts.map(({ key, name }) => ({ value: key, label: name }))}
              placeholder={text('inbox.new.account.usual')}
              onChange={setAccount}
              clearable
            />
          )}
          <Field.Root hint={text('inbox.new.who.hint')}>
            <Field.Label>{text('inbox.new.who')}</Field.Label>
            <TextInput name="person" value={query} autoComplete="off" dir="auto" disabled={open.pending} onChange={(event: React.ChangeEvent<HTMLInputElement>) => setQuery(event.target.value)} />
            <Field.Hint />
          </Field.Root>
          <FailureAlert failure={open.failure} onClose={open.clear} />
          {people.length > 0 && (
            <Box tag="ul" borderColor="neutral200" hasRadius overflow="hidden" aria-label={text('inbox.new.found')}>
              {people.map((person, index) => (
                <li key={person.contact ?? `${person.phone}:${index}`}>
                  <FoundButton type="button" disabled={person.problem !== null || open.pending} onClick={() => take(person)}>
                    <Typography tag="span" display="block" dir="auto" textColor={person.problem ? 'neutral600' : 'neutral800'} style={{ overflowWrap: 'anywhere' }}>
                      {person.name ?? person.phone}
                    </Typography>
                    <Typography tag="span" display="block" variant="pi" textColor="neutral600">
                      {person.problem ? say(person.problem) : <bdi dir="ltr">{[person.name ? person.phone : null, person.company].filter(Boolean).join(' · ')}</bdi>}
                    </Typography>
                  </FoundButton>
                </li>
              ))}
            </Box>
          )}
          {wanted.length >= 2 && people.length === 0 && !looksLikeNumber(words) && (
            <Typography variant="pi" textColor="neutral600" role="status">
              {text('inbox.new.nobody')}
            </Typography>
          )}
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        {looksLikeNumber(words) && (
          <Button loading={open.pending} onClick={() => void open.run({ phone: words })}>
            {text('inbox.new.number')}
          </Button>
        )}
      </ModalFooter>
    </OpenModal>
  );
};
