import { Button, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { PartnerContactView } from '../../../../plugin/contracts/contacts';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';
import { ConsentState, Stops } from './ConsentState';
import { PURPOSES } from './consent-words';
import { contactName, contactPath } from './contact-words';
import { PhoneOrId } from './ContactTable';

const PartnerContact = ({ id }: { id: string }) => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const client = useClient();
  const path = `/partners/${segment(id)}/contact`;
  const found = useResource<PartnerContactView>(path);
  const make = useAction(async () => {
    found.replace((await client.post<PartnerContactView>(path)).data);
  });
  const { data } = found;
  if (found.loading) return <LoadingBlock />;
  if (!data) return found.failure && <FailureBlock failure={found.failure} onRetry={found.reload} />;
  const { contact, link, problem } = data;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      {contact && (
        <Flex direction="column" alignItems="flex-start" gap={2}>
          <Link tag={RouterLink} to={contactPath(contact.id)}>
            <Typography fontWeight="semiBold" textColor="inherit" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {contactName(contact, text)}
            </Typography>
          </Link>
          {contact.phone !== contactName(contact, text) && <PhoneOrId contact={contact} />}
          <Typography variant="pi" textColor="neutral600">
            {text(link === null ? 'contacts.link.none' : link === 'hand' ? 'contacts.link.hand' : 'contacts.link.number')}
          </Typography>
          <Stops contact={contact} />
          {PURPOSES.map((purpose) => (
            <ConsentState key={purpose} consents={contact.consents} purpose={purpose} named />
          ))}
        </Flex>
      )}
      {!contact && (
        <Typography variant="pi" textColor="neutral600">
          {problem ? say(problem) : text('panel.no-contact')}
        </Typography>
      )}
      {link === null && !problem && may('contacts.write') && (
        <Button fullWidth variant="secondary" loading={make.pending} onClick={() => void make.run()}>
          {text(contact ? 'contacts.panel.link' : 'contacts.panel.make')}
        </Button>
      )}
      <FailureAlert failure={make.failure} onClose={make.clear} />
    </Flex>
  );
};

/** On a partner's or a contact's page in the Content Manager: who it is in WhatsApp. */
const ContactPanel = ({ type, id }: { type: 'partner' | 'contact'; id: string }) => {
  const text = useText();
  if (type === 'partner') return <PartnerContact id={id} />;
  return (
    <Link tag={RouterLink} to={contactPath(id)}>
      {text('contacts.open')}
    </Link>
  );
};

export default ContactPanel;
