import { Box, Flex, IconButton, Typography } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import type { ChannelDetail } from '../../../../plugin/contracts/channels';
import type { ContactDetailView } from '../../../../plugin/contracts/contacts';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { NotesCard } from './NotesCard';
import { Quiet } from './PanelCard';
import { ConsentCard, PersonCard, SentCard } from './PersonCards';
import { RecordsCard } from './RecordsCard';
import { useChannelChange } from './use-channel-change';
import { WorkCard } from './WorkCard';

export interface SidePanelProps {
  channel: ChannelDetail;
  onChanged(channel: ChannelDetail): void;
  onClose(): void;
}

/** Who it is, consent, tags, owner, records of the ERP, notes. */
export const SidePanel = ({ channel, onChanged, onClose }: SidePanelProps) => {
  const text = useText();
  const may = useMay();
  const change = useChannelChange(channel.id, onChanged);
  const id = channel.contact?.id ?? null;
  const readable = id !== null && may('contacts.read');
  const contact = useResource<ContactDetailView>(readable ? `/contacts/${segment(id)}` : null);
  return (
    <Box tag="aside" aria-label={text('person.title')} background="neutral100" padding={3} height="100%" style={{ overflowY: 'auto' }}>
      <Flex direction="column" alignItems="stretch" gap={3}>
        <Flex justifyContent="space-between" gap={2}>
          <Typography variant="delta" tag="h2">
            {text('person.title')}
          </Typography>
          <IconButton label={text('work.panel.close')} variant="ghost" onClick={onClose}>
            <Cross />
          </IconButton>
        </Flex>
        <PersonCard channel={channel} contact={readable ? contact : null} />
        {readable && <ConsentCard contact={contact} />}
        <WorkCard channel={channel} change={change} />
        {id !== null && may('documents.send') && <RecordsCard key={`records ${id}`} contact={id} phone={channel.contact?.phone ?? null} />}
        {readable && may('messages.read') && <SentCard contact={contact} />}
        <NotesCard key={`notes ${channel.id}`} channel={channel} />
        <Quiet>{text('person.keys')}</Quiet>
      </Flex>
    </Box>
  );
};
