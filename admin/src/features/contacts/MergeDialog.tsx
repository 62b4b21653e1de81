import * as React from 'react';
import { Box, Button, Flex, Grid, Modal, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { ContactDetailView, ContactView, MergePreviewView } from '../../../../plugin/contracts/contacts';
import { useClient } from '../../api/client';
import { pathOf } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { OpenModal, ModalFooter } from '../../components/OpenModal';
import { NoticeList } from '../../components/Notices';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText, useTimes } from '../../i18n';
import { ConsentState, Stops } from './ConsentState';
import { PURPOSES } from './consent-words';
import { contactName } from './contact-words';
import { PhoneOrId } from './ContactTable';

interface MergeDialogProps {
  /** Of the two that are one; the first is kept unless the person says otherwise. */
  ids: readonly [string, string];
  onClose: () => void;
  onMerged: (kept: ContactDetailView) => void;
}

const Side = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <Box tag="section" aria-label={title} background="neutral100" borderColor="neutral200" hasRadius padding={4} height="100%">
    <Flex direction="column" alignItems="flex-start" gap={3}>
      <Typography variant="sigma" textColor="neutral600" tag="h3">
        {title}
      </Typography>
      {children}
    </Flex>
  </Box>
);

type Shown = Pick<ContactView, 'phone' | 'userIds' | 'company' | 'consents' | 'stoppedAt' | 'marketingStoppedAt' | 'erpBlacklisted'>;

const Facts = ({ name, contact }: { name: string; contact: Shown }) => (
  <>
    <Box>
      <Typography tag="p" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
        {name}
      </Typography>
      {contact.phone !== name && <PhoneOrId contact={contact} />}
      {contact.company && (
        <Typography tag="p" variant="pi" textColor="neutral600">
          {contact.company.name}
        </Typography>
      )}
    </Box>
    <Stops contact={contact} />
    {PURPOSES.map((purpose) => (
      <ConsentState key={purpose} consents={contact.consents} purpose={purpose} named />
    ))}
  </>
);

/** Two contacts side by side, and what will become of them. Nothing is merged before it was looked at. */
export const MergeDialog = ({ ids, onClose, onMerged }: MergeDialogProps) => {
  const text = useText();
  const { number } = useTimes();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [kept, setKept] = React.useState<string>(ids[0]);
  const merged = ids.find((id) => id !== kept) ?? ids[1];
  const preview = useResource<MergePreviewView>(pathOf('/contacts/merge', { kept, merged }), { keep: true });
  const { data } = preview;
  const barred = data?.notices.some(({ level }) => level === 'refusal') ?? false;

  const merge = useAction(async () => {
    const answer = await client.post<ContactDetailView>('/contacts/merge', { kept, merged });
    toggleNotification({ type: 'success', message: text('contacts.merge.done') });
    onMerged(answer.data);
    onClose();
  });

  const nameOf = (contact: ContactView): string => contactName(contact, text);
  const sides = data ? (data.kept.id === ids[0] ? [data.kept, data.merged] : [data.merged, data.kept]) : [];
  return (
    <OpenModal title={text('contacts.merge.title')} onClose={onClose}>
      <Modal.Body>
        {preview.loading && <LoadingBlock />}
        {preview.failure && <FailureBlock failure={preview.failure} onRetry={preview.reload} />}
        {data && (
          <Flex direction="column" alignItems="stretch" gap={5} aria-busy={preview.refreshing}>
            <Typography textColor="neutral600">{text('contacts.merge.hint')}</Typography>
            <Radio.Group value={kept} onValueChange={setKept} aria-label={text('contacts.merge.keep')}>
              <Grid.Root gap={4}>
                {sides.map((contact) => (
                  <Grid.Item key={contact.id} col={6} s={12} xs={12} direction="column" alignItems="stretch">
                    <Side title={text(contact.id === kept ? 'contacts.merge.kept' : 'contacts.merge.merged')}>
                      <Facts name={nameOf(contact)} contact={contact} />
                      <Radio.Item value={contact.id}>{text('contacts.merge.keep')}</Radio.Item>
                    </Side>
                  </Grid.Item>
                ))}
              </Grid.Root>
            </Radio.Group>
            <Side title={text('contacts.merge.result')}>
              <Facts name={data.result.name || nameOf(data.kept)} contact={{ ...data.result, userIds: [...data.kept.userIds, ...data.merged.userIds] }} />
              <Typography variant="pi" textColor="neutral600">
                {text('contacts.merge.moves', {
                  messages: number(data.moves.messages),
                  conversations: number(data.moves.conversations),
                  partners: number(data.moves.partners),
                  identities: number(data.moves.identities),
                })}
              </Typography>
            </Side>
            <NoticeList notices={data.notices} />
            <FailureAlert failure={merge.failure} onClose={merge.clear} />
          </Flex>
        )}
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button variant="danger-light" loading={merge.pending} disabled={!data || barred || preview.refreshing} onClick={() => void merge.run()}>
          {text('contacts.merge')}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};
