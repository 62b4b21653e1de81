import * as React from 'react';
import { Button, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { ContactDetailView } from '../../../../plugin/contracts/contacts';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import { pathOf, segment } from '../../api/query';
import type { Resource } from '../../api/use-resource';
import { Delivery } from '../../components/Delivery';
import { Fact } from '../../components/Panel';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { ConsentState, Stops } from '../contacts/ConsentState';
import { PURPOSES } from '../contacts/consent-words';
import { contactName, contactPath } from '../contacts/contact-words';
import { StateConsentDialog } from '../contacts/StateConsentDialog';
import { CardContent, PanelCard, Quiet } from './PanelCard';

const partnerPath = (id: string): string => `/content-manager/collection-types/plugin::whatsapp.partner/${segment(id)}`;

/** Documents shown; all of them are in the log. */
const SENT_SHOWN = 3;

const Known = ({ contact }: { contact: ContactDetailView }) => {
  const text = useText();
  const ids = contact.identities.filter(({ kind, retiredAt }) => kind === 'bsuid' && retiredAt === null);
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Link tag={RouterLink} to={contactPath(contact.id)}>
        <Typography fontWeight="semiBold" textColor="inherit" dir="auto" style={{ overflowWrap: 'anywhere' }}>
          {contactName(contact, text)}
        </Typography>
      </Link>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={3}>
        {contact.phone && (
          <Fact name={text('contacts.identity.phone')}>
            <bdi dir="ltr">{contact.phone}</bdi>
          </Fact>
        )}
        {contact.username && <Fact name={text('contacts.field.username')}>@{contact.username}</Fact>}
        {ids.map(({ value }) => (
          <Fact key={value} name={text('contacts.identity.bsuid')}>
            <bdi dir="ltr">{value}</bdi>
          </Fact>
        ))}
        {contact.language && <Fact name={text('contacts.field.language')}>{contact.language}</Fact>}
        {contact.company && <Fact name={text('contacts.column.company')}>{contact.company.name}</Fact>}
        {contact.linkedPartners.length > 0 && (
          <Fact name={text('contacts.partners')}>
            {contact.linkedPartners.map(({ id, name }) => (
              <Link key={id} tag={RouterLink} to={partnerPath(id)}>
                <bdi>{name || text('contact.unnamed')}</bdi>
              </Link>
            ))}
          </Fact>
        )}
      </Flex>
    </Flex>
  );
};

/** Who it is: by the contact where it may be read, else by what the conversation says. */
export const PersonCard = ({ channel, contact }: { channel: ChannelDetail; contact: Resource<ContactDetailView> | null }) => {
  const text = useText();
  return (
    <PanelCard title={text('contacts.identity')}>
      {contact ? (
        <CardContent of={contact}>{(data) => <Known contact={data} />}</CardContent>
      ) : (
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
            {channel.contact?.name ?? channel.name}
          </Typography>
          {channel.contact?.phone && (
            <Quiet>
              <bdi dir="ltr">{channel.contact.phone}</bdi>
            </Quiet>
          )}
          {channel.company && <Quiet>{channel.company.name}</Quiet>}
        </Flex>
      )}
    </PanelCard>
  );
};

/** What may be sent to this person, and since when. */
export const ConsentCard = ({ contact }: { contact: Resource<ContactDetailView> }) => {
  const text = useText();
  const may = useMay();
  const [stating, setStating] = React.useState(false);
  return (
    <PanelCard
      title={text('consent.title')}
      action={
        may('contacts.state-consent') && contact.data ? (
          <Button size="S" variant="ghost" onClick={() => setStating(true)}>
            {text('consent.state.button')}
          </Button>
        ) : undefined
      }
    >
      <CardContent of={contact}>
        {(data) => (
          <>
            <Stops contact={data} />
            {PURPOSES.map((purpose) => (
              <ConsentState key={purpose} consents={data.consents} purpose={purpose} named />
            ))}
            {stating && <StateConsentDialog keys={[`contact:${data.id}`]} onClose={() => setStating(false)} onStated={contact.reload} />}
          </>
        )}
      </CardContent>
    </PanelCard>
  );
};

/** Documents that went to this person, newest first. */
export const SentCard = ({ contact }: { contact: Resource<ContactDetailView> }) => {
  const text = useText();
  const { moment } = useTimes();
  return (
    <PanelCard title={text('contacts.documents')}>
      <CardContent of={contact}>
        {(data) => (
          <>
            {(data.documents ?? []).length === 0 && <Quiet>{text('contacts.documents.none')}</Quiet>}
            <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
              {(data.documents ?? []).slice(0, SENT_SHOWN).map((message) => (
                <Flex tag="li" key={message.id} justifyContent="space-between" gap={2} wrap="wrap">
                  <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { message: message.id })}>
                    <bdi>{message.record?.number ?? message.media?.filename ?? moment(message.queuedAt)}</bdi>
                  </Link>
                  <Delivery status={message.status} variant="pi" />
                </Flex>
              ))}
            </Flex>
            <Link tag={RouterLink} to={pathOf('/plugins/whatsapp', { contact: data.id })}>
              {text('contacts.messages.all')}
            </Link>
          </>
        )}
      </CardContent>
    </PanelCard>
  );
};
