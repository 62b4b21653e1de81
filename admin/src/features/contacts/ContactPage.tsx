import * as React from 'react';
import { Button, Flex, Grid } from '@strapi/design-system';
import { Pencil } from '@strapi/icons';
import { BackButton, useNotification } from '@strapi/strapi/admin';
import { useNavigate, useParams } from 'react-router-dom';
import type { ContactDetailView, ContactView } from '../../../../plugin/contracts/contacts';
import { pathOf, segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { Screen } from '../../components/Screen';
import { FailureBlock, LoadingBlock, StaleNote } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { AccountsPanel, IdentityPanel, MergesPanel } from './ContactFacts';
import { ContactForm, type CompanyOption } from './ContactForm';
import { MessagesPanel } from './ContactMessages';
import { contactName, contactPath, CONTACTS_PATH } from './contact-words';
import { ConsentPanel } from './ConsentPanel';
import { MergeDialog } from './MergeDialog';
import { PartnersPanel } from './PartnersPanel';
import { PickDialog } from './PickDialog';

/** The window, messages and the customer's own word come at any time. */
const POLL_MS = 15_000;

/** One person: how they are known, what they agreed to, who they are in the ERP, what was said. */
const ContactPage = () => {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const { toggleNotification } = useNotification();
  const resource = useResource<ContactDetailView>(`/contacts/${segment(id)}`, { pollMs: () => POLL_MS });
  const options = useResource<{ companies: CompanyOption[] }>(may('contacts.write') ? '/contacts/options' : null);
  const [editing, setEditing] = React.useState(false);
  const [picking, setPicking] = React.useState(false);
  const [merging, setMerging] = React.useState<string | null>(null);
  const { data: contact } = resource;

  // One that was merged is the one it became part of: the address says so too.
  React.useEffect(() => {
    if (contact && contact.id !== id) navigate(contactPath(contact.id), { replace: true });
  }, [contact, id, navigate]);

  return (
    <Screen
      actions={['contacts.read']}
      title={contact ? contactName(contact, text) : text('contacts.title')}
      subtitle={contact?.phone && contact.phone !== contactName(contact, text) ? contact.phone : undefined}
      navigationAction={<BackButton fallback={CONTACTS_PATH} />}
      primaryAction={
        contact ? (
          <Flex gap={2} wrap="wrap">
            {may('contacts.merge') && (
              <Button variant="tertiary" onClick={() => setPicking(true)}>
                {text('contacts.merge.with')}
              </Button>
            )}
            {may('contacts.write') && (
              <Button variant="secondary" startIcon={<Pencil />} onClick={() => setEditing(true)}>
                {text('contacts.edit')}
              </Button>
            )}
          </Flex>
        ) : undefined
      }
    >
      {resource.loading && <LoadingBlock />}
      {resource.failure && !contact && <FailureBlock failure={resource.failure} onRetry={resource.reload} />}
      {contact && (
        <>
          <StaleNote failure={resource.failure} onRetry={resource.reload} />
          <Grid.Root gap={4}>
            <Grid.Item col={7} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
              <ConsentPanel contact={contact} onStated={resource.reload} />
              <MessagesPanel contact={contact} />
            </Grid.Item>
            <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
              <IdentityPanel contact={contact} />
              <AccountsPanel contact={contact} />
              <PartnersPanel contact={contact} onChanged={resource.replace} />
              <MergesPanel contact={contact} />
            </Grid.Item>
          </Grid.Root>
        </>
      )}
      {contact && editing && (
        <ContactForm
          contact={contact}
          companies={options.data?.companies ?? []}
          onClose={() => setEditing(false)}
          onSaved={(saved) => {
            resource.replace(saved);
            toggleNotification({ type: 'success', message: text('contacts.saved') });
          }}
        />
      )}
      {contact && picking && (
        <PickDialog<ContactView>
          title={text('contacts.merge.pick')}
          search={text('contacts.search')}
          pathFor={(words) => pathOf('/contacts', { search: words, limit: 10 })}
          picksOf={(rows) => rows.filter((row) => row.id !== contact.id).map((row) => ({ id: row.id, title: contactName(row, text), detail: [row.phone, ...row.partners.map(({ name }) => name)].filter(Boolean).join(' · ') }))}
          onPick={(other) => {
            setPicking(false);
            setMerging(other);
          }}
          onClose={() => setPicking(false)}
        />
      )}
      {contact && merging && (
        <MergeDialog
          ids={[contact.id, merging]}
          onClose={() => setMerging(null)}
          onMerged={(kept) => {
            if (kept.id === contact.id) resource.replace(kept);
            else navigate(contactPath(kept.id), { replace: true });
          }}
        />
      )}
    </Screen>
  );
};

export default ContactPage;
