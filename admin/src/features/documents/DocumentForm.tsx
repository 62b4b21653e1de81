import * as React from 'react';
import { Box, Button, Field, Flex, Grid, Modal, Textarea, Typography } from '@strapi/design-system';
import { PaperPlane } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { useHref } from 'react-router-dom';
import type { DocumentPreparation } from '../../../../plugin/contracts/documents';
import type { MessageView } from '../../../../plugin/contracts/messages';
import { useClient } from '../../api/client';
import { newKey } from '../../api/new-key';
import { parseFailure } from '../../api/failure';
import { useAction } from '../../api/use-action';
import { ModalFooter } from '../../components/OpenModal';
import { Choice } from '../../components/Choice';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { approvalWords, languageName } from '../templates/template-words';
import { PdfPreview } from './PdfPreview';
import { RecipientField } from './RecipientField';
import type { RecordRef } from './record-models';
import { keepsKey, noChoices, parseTemplateKey, sendBar, sendBodyOf, templateKey, type SendChoices } from './send-choices';
import { documentWords, MessagePreview, SendNotices, Summary } from './SendParts';
import { announceDocumentSent } from './sent-signal';
import { SlotFields } from './SlotFields';
import { usePreparation } from './use-preparation';

interface FormProps {
  shown: DocumentPreparation;
  choices: SendChoices;
  disabled: boolean;
  onChange: (changes: Partial<SendChoices>) => void;
}

const Fields = ({ shown, choices, disabled, onChange }: FormProps) => {
  const text = useText();
  const { locale } = useIntl();
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <RecipientField shown={shown} choices={choices} disabled={disabled} onChange={onChange} />
      {shown.accounts.length > 0 && (
        <Choice
          label={text('send.account')}
          value={shown.account}
          disabled={disabled}
          options={shown.accounts.map((account) => ({ value: account.key, label: account.phone ? `${account.name} · ${account.phone}` : account.name }))}
          // Another account has other templates: what was chosen there is no choice here.
          onChange={(account) => onChange({ account: account ?? undefined, template: undefined })}
        />
      )}
      {shown.mode === 'template' ? (
        <>
          <Choice
            label={text('send.template')}
            value={shown.template ? templateKey(shown.template) : null}
            disabled={disabled || shown.templates.length === 0}
            placeholder={text('send.template.none')}
            options={shown.templates.map((template) => ({
              value: templateKey(template),
              label: [`${template.name} · ${languageName(template.language, locale)}`, template.refusal && approvalWords(template.refusal, text)].filter(Boolean).join(' · '),
              disabled: template.refusal !== null,
            }))}
            onChange={(key) => onChange({ template: key ? parseTemplateKey(key) : undefined, typed: {} })}
          />
          {shown.template && (
            <SlotFields
              slots={shown.template.slots}
              typed={choices.typed}
              disabled={disabled}
              onType={(key, value) => onChange({ typed: { ...choices.typed, [key]: value } })}
            />
          )}
        </>
      ) : (
        <Field.Root hint={text('send.caption.hint')}>
          <Field.Label>{text('send.caption')}</Field.Label>
          <Textarea
            value={choices.caption}
            maxLength={1024}
            disabled={disabled}
            onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => onChange({ caption: event.target.value })}
          />
          <Field.Hint />
        </Field.Root>
      )}
    </Flex>
  );
};

/** A record's own document: choose, look, send. */
export const DocumentForm = ({ record, to, onClose }: { record: RecordRef; to?: string; onClose: () => void }) => {
  const text = useText();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [choices, setChoices] = React.useState<SendChoices>(to ? { ...noChoices, to } : noChoices);
  const [key, setKey] = React.useState(newKey);
  const { shown, failure, settled, again } = usePreparation(record, choices);
  const log = useHref('/plugins/whatsapp');

  const send = useAction(async (preparation: DocumentPreparation) => {
    try {
      const { data } = await client.post<MessageView>('/documents/send', sendBodyOf(record, choices, preparation, key));
      toggleNotification({
        type: 'success',
        message: text('send.done'),
        link: { label: text('send.done.link'), url: `${log}?message=${encodeURIComponent(data.id)}`, target: '_self' },
      });
      announceDocumentSent();
      onClose();
    } catch (thrown) {
      if (!keepsKey(parseFailure(thrown))) {
        setKey(newKey());
        again();
      }
      throw thrown;
    }
  });

  const bar = sendBar(shown, choices, settled);
  const change = (changes: Partial<SendChoices>) => setChoices((former) => ({ ...former, ...changes }));

  return (
    <>
      <Modal.Body>
        {!shown && !failure && <LoadingBlock />}
        {failure && !shown && <FailureBlock failure={failure} onRetry={again} />}
        {shown && (
          <Flex direction="column" alignItems="stretch" gap={5} aria-busy={!settled}>
            <Summary shown={shown} />
            <SendNotices shown={shown} />
            <FailureAlert failure={failure} onClose={again} />
            <Grid.Root gap={6}>
              <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
                <Fields shown={shown} choices={choices} disabled={send.pending} onChange={change} />
              </Grid.Item>
              <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch" gap={4}>
                <MessagePreview shown={shown} choices={choices} />
                <Box>
                  <Typography variant="sigma" textColor="neutral600" tag="h3">
                    {text('send.pdf')}
                  </Typography>
                  <Box paddingTop={2}>
                    <PdfPreview record={record} label={text('send.pdf.label', { title: documentWords(shown.record, text) })} />
                  </Box>
                </Box>
              </Grid.Item>
            </Grid.Root>
            <FailureAlert failure={send.failure} onClose={send.clear} />
          </Flex>
        )}
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Flex gap={3} wrap="wrap" justifyContent="flex-end">
          <Typography variant="pi" textColor="neutral600" aria-live="polite">
            {bar && bar !== 'loading' ? text(`send.bar.${bar}`) : ''}
          </Typography>
          <Button startIcon={<PaperPlane />} disabled={bar !== null} loading={send.pending} onClick={() => shown && void send.run(shown)}>
            {text('send.button')}
          </Button>
        </Flex>
      </ModalFooter>
    </>
  );
};
