import { Flex, Link, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import type { ContactView } from '../../../../plugin/contracts/contacts';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { consentOf, PURPOSES, type ConsentPurpose } from './consent-words';
import { Stops } from './ConsentState';
import { contactName, contactPath, otherNames } from './contact-words';

const LOOKS = { granted: 'success', denied: 'danger', unknown: 'neutral' } as const;

const Consent = ({ contact, purpose }: { contact: ContactView; purpose: ConsentPurpose }) => {
  const text = useText();
  const state = consentOf(contact.consents, purpose)?.state ?? 'unknown';
  return <Pill variant={LOOKS[state]}>{text(`consent.${state}`)}</Pill>;
};

/** A phone, or the id WhatsApp gives where it hides the phone; never one dressed up as the other. */
export const PhoneOrId = ({ contact }: { contact: Pick<ContactView, 'phone' | 'userIds'> }) => {
  const text = useText();
  if (contact.phone) return <Typography dir="ltr">{contact.phone}</Typography>;
  const [id] = contact.userIds;
  return (
    <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {id ? text('consent.user-id', { id }) : text('consent.no-phone')}
    </Typography>
  );
};

export const ContactTable = ({ contacts }: { contacts: ContactView[] }) => {
  const text = useText();
  const navigate = useNavigate();
  const { day } = useTimes();
  // Where nobody has a company its column would only push the others out of sight.
  const withCompany = contacts.some(({ company }) => company !== null);
  const columns = (['name', 'phone', 'partner', 'company', 'utility', 'marketing', 'seen'] as const).filter((column) => withCompany || column !== 'company');
  return (
    <Table colCount={columns.length} rowCount={contacts.length + 1} aria-label={text('contacts.title')}>
      <Thead>
        <Tr>
          {columns.map((column) => (
            <Th key={column}>
              <Typography variant="sigma" textColor="neutral600">
                {text(`contacts.column.${column}`)}
              </Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {contacts.map((contact) => (
          <Tr key={contact.id} onClick={() => navigate(contactPath(contact.id))} style={{ cursor: 'pointer' }} data-contact={contact.id}>
            <Td>
              <Flex direction="column" alignItems="flex-start" gap={1} minWidth="18rem" maxWidth="26rem">
                {/* The way in by keyboard: the row itself takes only clicks. */}
                <Link tag={RouterLink} to={contactPath(contact.id)} onClick={(event: { stopPropagation(): void }) => event.stopPropagation()}>
                  <Typography textColor="inherit" fontWeight="semiBold" dir="auto" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                    {contactName(contact, text)}
                  </Typography>
                </Link>
                {otherNames(contact, text) && (
                  <Typography variant="pi" textColor="neutral600" dir="auto" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                    {otherNames(contact, text)}
                  </Typography>
                )}
                <Stops contact={contact} />
              </Flex>
            </Td>
            <Td>
              <PhoneOrId contact={contact} />
            </Td>
            <Td>
              <Typography textColor="neutral800" ellipsis dir="auto" maxWidth="14rem" tag="p" title={contact.partners.map(({ name }) => name).join(', ')}>
                {contact.partners.map(({ name }) => name ?? text('contact.unnamed')).join(', ')}
              </Typography>
            </Td>
            {withCompany && (
              <Td>
                <Typography textColor="neutral800" ellipsis dir="auto" maxWidth="12rem" tag="p">
                  {contact.company?.name}
                </Typography>
              </Td>
            )}
            {PURPOSES.map((purpose) => (
              <Td key={purpose}>
                <Consent contact={contact} purpose={purpose} />
              </Td>
            ))}
            <Td>
              <Typography textColor="neutral800">{day(contact.lastSeenAt) || text('time.never')}</Typography>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};
