import * as React from 'react';
import { Box, Button, Flex, Grid, Link, Typography } from '@strapi/design-system';
import { BackButton } from '@strapi/strapi/admin';
import { Link as RouterLink } from 'react-router-dom';
import type { ContactView, DuplicateView } from '../../../../plugin/contracts/contacts';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { useText, type Text } from '../../i18n';
import { Stops } from './ConsentState';
import { contactName, contactPath, CONTACTS_PATH, otherNames } from './contact-words';
import { PhoneOrId } from './ContactTable';
import { MergeDialog } from './MergeDialog';

const reasonWords = ({ reason, partner }: DuplicateView, text: Text): string => (reason === 'partner' ? text('contacts.duplicate.partner', { partner: partner ?? '' }) : text(`contacts.duplicate.${reason}`));

const One = ({ contact }: { contact: ContactView }) => {
  const text = useText();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1} minWidth={0}>
      <Link tag={RouterLink} to={contactPath(contact.id)}>
        <Typography textColor="inherit" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {contactName(contact, text)}
        </Typography>
      </Link>
      {otherNames(contact, text) && (
        <Typography variant="pi" textColor="neutral600" dir="auto">
          {otherNames(contact, text)}
        </Typography>
      )}
      {contact.phone !== contactName(contact, text) && <PhoneOrId contact={contact} />}
      {contact.partners.length > 0 && (
        <Typography variant="pi" textColor="neutral600" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {contact.partners.map(({ name }) => name).join(', ')}
        </Typography>
      )}
      <Stops contact={contact} />
    </Flex>
  );
};

/** Contacts that look like one person, with the reason; a person decides. */
const DuplicatesPage = () => {
  const text = useText();
  const pairs = useResource<DuplicateView[]>('/contacts/duplicates');
  const [chosen, setChosen] = React.useState<readonly [string, string] | null>(null);
  const more = pairs.meta.more === true;
  return (
    <Screen actions={['contacts.merge']} title={text('contacts.duplicates')} subtitle={text('contacts.duplicates.subtitle')} navigationAction={<BackButton fallback={CONTACTS_PATH} />}>
      {pairs.loading && <LoadingBlock />}
      {pairs.failure && !pairs.data && <FailureBlock failure={pairs.failure} onRetry={pairs.reload} />}
      {pairs.data?.length === 0 && <EmptyBlock content={text('contacts.duplicates.empty')} />}
      {more && <NoticeBox level="info">{text('contacts.duplicates.more')}</NoticeBox>}
      {(pairs.data ?? []).map((pair) => {
        const [one, other] = pair.contacts;
        return (
          <Box key={`${one.id} ${other.id}`} data-duplicate={one.id}>
            <Panel
              title={reasonWords(pair, text)}
              actions={
                <Button size="S" variant="secondary" onClick={() => setChosen([one.id, other.id])}>
                  {text('contacts.duplicates.look')}
                </Button>
              }
            >
              <Grid.Root gap={4}>
                {pair.contacts.map((contact) => (
                  <Grid.Item key={contact.id} col={6} s={6} xs={12} direction="column" alignItems="stretch">
                    <One contact={contact} />
                  </Grid.Item>
                ))}
              </Grid.Root>
            </Panel>
          </Box>
        );
      })}
      {chosen && <MergeDialog ids={chosen} onClose={() => setChosen(null)} onMerged={pairs.reload} />}
    </Screen>
  );
};

export default DuplicatesPage;
