import * as React from 'react';
import { Box, Button, Flex, Link, Typography } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { ConsentRowView, ContactDetailView } from '../../../../plugin/contracts/contacts';
import { useClient } from '../../api/client';
import { pathOf, segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { Panel } from '../../components/Panel';
import { FailureAlert } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { PickDialog } from './PickDialog';

const partnerPath = (id: string): string => `/content-manager/collection-types/plugin::whatsapp.partner/${segment(id)}`;

/** Who this person is in the ERP, and how that is known. */
export const PartnersPanel = ({ contact, onChanged }: { contact: ContactDetailView; onChanged: (contact: ContactDetailView) => void }) => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const [picking, setPicking] = React.useState(false);
  const pathTo = (partner: string): string => `/contacts/${segment(contact.id)}/partners/${segment(partner)}`;

  const link = useAction(async (partner: string) => {
    onChanged((await client.put<ContactDetailView>(pathTo(partner), {})).data);
    setPicking(false);
  });
  const unlink = useAction(async (partner: string) => {
    await client.remove(pathTo(partner));
    onChanged((await client.get<ContactDetailView>(`/contacts/${segment(contact.id)}`)).data);
  });

  const linked = new Set(contact.linkedPartners.map(({ id }) => id));
  return (
    <Panel
      title={text('contacts.partners')}
      actions={
        may('contacts.write') ? (
          <Button size="S" variant="secondary" onClick={() => setPicking(true)}>
            {text('contacts.partners.link')}
          </Button>
        ) : undefined
      }
    >
      {contact.linkedPartners.length === 0 && (
        <Typography variant="pi" textColor="neutral600">
          {text('contacts.partners.none')}
        </Typography>
      )}
      <Flex tag="ul" direction="column" alignItems="stretch" gap={4}>
        {contact.linkedPartners.map((partner) => (
          <Flex tag="li" key={partner.id} justifyContent="space-between" alignItems="flex-start" gap={3} wrap="wrap">
            <Box minWidth={0}>
              <Link tag={RouterLink} to={partnerPath(partner.id)}>
                <Typography textColor="inherit" dir="auto" style={{ overflowWrap: 'anywhere' }}>
                  {partner.name || text('contact.unnamed')}
                </Typography>
              </Link>
              <Typography tag="p" variant="pi" textColor="neutral600">
                {[partner.company, partner.phone].filter(Boolean).join(' · ')}
              </Typography>
              <Typography tag="p" variant="pi" textColor="neutral600">
                {text(`contacts.link.${partner.link}`)}
              </Typography>
            </Box>
            {may('contacts.write') && (
              <Button size="S" variant="tertiary" loading={unlink.pending} onClick={() => void unlink.run(partner.id)}>
                {text('contacts.partners.unlink')}
              </Button>
            )}
          </Flex>
        ))}
      </Flex>
      <FailureAlert failure={unlink.failure} onClose={unlink.clear} />
      {picking && (
        <PickDialog<ConsentRowView>
          title={text('contacts.partners.pick')}
          search={text('contacts.partners.search')}
          pathFor={(words) => pathOf('/consents', { search: words, pageSize: 10 })}
          picksOf={(rows) =>
            rows.flatMap(({ partner, phone }) =>
              partner && !linked.has(partner.id) ? [{ id: partner.id, title: partner.name || text('contact.unnamed'), detail: [partner.company, phone].filter(Boolean).join(' · ') }] : [],
            )
          }
          onPick={(id) => void link.run(id)}
          onClose={() => setPicking(false)}
          pending={link.pending}
          failure={link.failure}
        />
      )}
    </Panel>
  );
};
