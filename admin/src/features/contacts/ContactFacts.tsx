import { Box, Divider, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { ContactAccountView, ContactDetailView, ContactIdentityView } from '../../../../plugin/contracts/contacts';
import { Fact, Panel } from '../../components/Panel';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { sourceKey } from './contact-words';

const countryName = (country: string | null, locale: string): string => {
  if (!country) return '';
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? country;
  } catch {
    // Intl throws on what is no region's code, and a provider may have written anything.
    return country;
  }
};

const Identity = ({ identity }: { identity: ContactIdentityView }) => {
  const text = useText();
  const { moment } = useTimes();
  const seen = identity.retiredAt ? text('contacts.identity.retired', { at: moment(identity.retiredAt) }) : identity.syncedAt ? text('contacts.identity.synced', { at: moment(identity.syncedAt) }) : '';
  return (
    <Box tag="li">
      <Flex gap={2} wrap="wrap" alignItems="baseline">
        <Typography dir="ltr" fontWeight="semiBold" textColor={identity.retiredAt ? 'neutral600' : 'neutral800'} style={{ overflowWrap: 'anywhere' }}>
          {identity.value}
        </Typography>
        <Typography variant="pi" textColor="neutral600">
          {text(`contacts.identity.${identity.kind}`)}
        </Typography>
      </Flex>
      <Typography tag="p" variant="pi" textColor="neutral600">
        {[text(sourceKey(identity.source)), seen].filter(Boolean).join(' · ')}
      </Typography>
    </Box>
  );
};

/** Who this is: names, numbers and ids, and when each was last heard of. */
export const IdentityPanel = ({ contact }: { contact: ContactDetailView }) => {
  const text = useText();
  const { locale } = useIntl();
  const { moment } = useTimes();
  return (
    <Panel title={text('contacts.identity')}>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={4}>
        {contact.profileName && (
          <Fact name={text('contacts.field.profile')}>
            <bdi>{contact.profileName}</bdi>
          </Fact>
        )}
        {contact.username && <Fact name={text('contacts.field.username')}>@{contact.username}</Fact>}
        {contact.company && <Fact name={text('contacts.column.company')}>{contact.company.name}</Fact>}
        {(contact.country || contact.language) && <Fact name={text('contacts.field.country')}>{[countryName(contact.country, locale), contact.language].filter(Boolean).join(' · ')}</Fact>}
        <Fact name={text('contacts.column.seen')}>{contact.lastSeenAt ? moment(contact.lastSeenAt) : text('time.never')}</Fact>
        <Fact name={text('contacts.column.source')}>{text(sourceKey(contact.source))}</Fact>
      </Flex>
      <Divider />
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3} aria-label={text('contacts.identity.list')}>
        {contact.identities.map((identity) => (
          <Identity key={`${identity.kind} ${identity.value}`} identity={identity} />
        ))}
      </Flex>
    </Panel>
  );
};

const Account = ({ known }: { known: ContactAccountView }) => {
  const text = useText();
  const { moment } = useTimes();
  const { window } = known;
  return (
    <Flex tag="li" direction="column" alignItems="flex-start" gap={1}>
      <Flex gap={2} wrap="wrap">
        <Typography fontWeight="semiBold">{known.account.name}</Typography>
        <Pill variant={known.isWaContact ? 'success' : 'neutral'}>{text(known.isWaContact ? 'contacts.on-whatsapp' : 'contacts.on-whatsapp.unknown')}</Pill>
      </Flex>
      <Typography variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
        {[known.account.provider, known.waId ?? known.userIds[0], known.pushname].filter(Boolean).join(' · ')}
      </Typography>
      {known.syncedAt && (
        <Typography variant="pi" textColor="neutral600">
          {text('contacts.identity.synced', { at: moment(known.syncedAt) })}
        </Typography>
      )}
      <Typography variant="pi" textColor={window.open && !window.openedByStop ? 'success700' : 'neutral600'}>
        {window.open && !window.openedByStop ? text('window.open', { at: moment(window.closesAt) }) : text('window.closed')}
      </Typography>
    </Flex>
  );
};

/** The person as each of our numbers knows them, and until when each may write freely. */
export const AccountsPanel = ({ contact }: { contact: ContactDetailView }) => {
  const text = useText();
  return (
    <Panel title={text('contacts.accounts')}>
      {contact.accounts.length === 0 ? (
        <Typography variant="pi" textColor="neutral600">
          {text('contacts.accounts.none')}
        </Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
          {contact.accounts.map((known) => (
            <Account key={known.account.id} known={known} />
          ))}
        </Flex>
      )}
    </Panel>
  );
};

/** Contacts that became part of this one. */
export const MergesPanel = ({ contact }: { contact: ContactDetailView }) => {
  const text = useText();
  const { moment } = useTimes();
  if (contact.merges.length === 0) return null;
  return (
    <Panel title={text('contacts.merges')}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {contact.merges.map(({ name, phone, mergedAt }) => (
          <Box tag="li" key={`${mergedAt} ${name} ${phone}`}>
            <Typography tag="p" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {[name, phone].filter(Boolean).join(' · ') || text('contact.unnamed')}
            </Typography>
            <Typography tag="p" variant="pi" textColor="neutral600">
              {moment(mergedAt)}
            </Typography>
          </Box>
        ))}
      </Flex>
    </Panel>
  );
};
