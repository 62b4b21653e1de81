import * as React from 'react';
import { Button, Dialog, Flex, LinkButton, Modal, Typography } from '@strapi/design-system';
import { Duplicate, Pencil, Trash } from '@strapi/icons';
import { ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import { useIntl } from 'react-intl';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import type { TemplateUsageView, TemplateView } from '../../../../plugin/contracts/templates';
import { LOCAL } from '../../../../plugin/domain/template';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { OpenModal, ModalFooter } from '../../components/OpenModal';
import { FailureAlert, sentenceOfFailure } from '../../components/States';
import { isMessageKey, useText, useTimes, type Text } from '../../i18n';
import { useMay } from '../../permissions';
import { useSay } from '../../sentences';
import { LanguageField } from './LanguageField';
import { languageName } from './template-words';

const ROOT = '/plugins/whatsapp/templates';

/** The kinds of record whose values fill a template, and the documents it carries. */
export const usesOf = (template: Pick<TemplateView, 'mapping' | 'recordMappings' | 'documentTitles'>, text: Text): string[] => {
  const records = [...(Object.keys(template.mapping).length > 0 ? ['any'] : []), ...Object.keys(template.recordMappings)];
  const words = [...records.map((record) => `templates.record.${record}`), ...template.documentTitles.map((title) => `document.${title}`)];
  return [...new Set(words.flatMap((key) => (isMessageKey(key) ? [text(key)] : [])))];
};

const TranslateDialog = ({ template, onClose }: { template: TemplateView; onClose: () => void }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const navigate = useNavigate();
  const [language, setLanguage] = React.useState<string | null>(null);
  const copy = useAction(async (wanted: string) => {
    const { data } = await client.post<TemplateView>(`/templates/${segment(template.id)}/duplicate`, { language: wanted });
    navigate(`${ROOT}/${segment(data.id)}/edit`);
  });
  return (
    <OpenModal title={text('templates.duplicate')} onClose={onClose}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          <Typography>{text('templates.duplicate.hint')}</Typography>
          <LanguageField
            value={language}
            without={[template.language, ...template.languages.map((other) => other.language)]}
            error={copy.failure ? sentenceOfFailure(copy.failure, text, say) : undefined}
            onChange={(chosen) => {
              copy.clear();
              setLanguage(chosen);
            }}
          />
        </Flex>
      </Modal.Body>
      <ModalFooter onClose={onClose}>
        <Button loading={copy.pending} disabled={language === null} onClick={() => language && void copy.run(language)}>
          {text('templates.duplicate.button')}
        </Button>
      </ModalFooter>
    </OpenModal>
  );
};

/** What goes with it when it is deleted, asked when somebody is about to. */
const DeleteWords = ({ template }: { template: TemplateView }) => {
  const text = useText();
  const { locale } = useIntl();
  const { number } = useTimes();
  const usage = useResource<TemplateUsageView>(`/templates/${segment(template.id)}/usage`);
  const uses = usesOf(template, text);
  const queued = usage.data?.queued ?? 0;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Typography>{text('templates.delete.confirm', { name: template.name, language: languageName(template.language, locale) })}</Typography>
      {uses.length > 0 && <Typography>{text('templates.delete.mapped', { records: uses.join(', ') })}</Typography>}
      {queued > 0 && <Typography textColor="danger600">{text('templates.delete.queued', { queued: `${number(queued)}${usage.data?.more ? '+' : ''}` })}</Typography>}
      {usage.data && uses.length === 0 && queued === 0 && <Typography textColor="neutral600">{text('templates.delete.unused')}</Typography>}
    </Flex>
  );
};

const DeleteButton = ({ template }: { template: TemplateView }) => {
  const text = useText();
  const client = useClient();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const remove = useAction(async () => {
    await client.remove(`/templates/${segment(template.id)}`);
    toggleNotification({ type: 'success', message: text('templates.deleted') });
    navigate(ROOT);
  });
  return (
    <>
      <Dialog.Root>
        <Dialog.Trigger>
          <Button variant="danger-light" startIcon={<Trash />} loading={remove.pending}>
            {text('templates.delete')}
          </Button>
        </Dialog.Trigger>
        <ConfirmDialog title={text('templates.delete')} onConfirm={() => void remove.run()}>
          <DeleteWords template={template} />
        </ConfirmDialog>
      </Dialog.Root>
      <FailureAlert failure={remove.failure} onClose={remove.clear} />
    </>
  );
};

/** What may be done with a template as a whole; of WhatsApp's own only a translation can be written here. */
export const DraftActions = ({ template }: { template: TemplateView }) => {
  const text = useText();
  const may = useMay();
  const [copying, setCopying] = React.useState(false);
  if (!may('templates.write')) return null;
  const isDraft = template.approvalStatus === LOCAL;
  return (
    <Flex gap={2} wrap="wrap">
      {isDraft && <DeleteButton template={template} />}
      <Button variant="secondary" startIcon={<Duplicate />} onClick={() => setCopying(true)}>
        {text('templates.duplicate')}
      </Button>
      {isDraft && (
        <LinkButton tag={RouterLink} to={`${ROOT}/${segment(template.id)}/edit`} startIcon={<Pencil />}>
          {text('templates.edit')}
        </LinkButton>
      )}
      {copying && <TranslateDialog template={template} onClose={() => setCopying(false)} />}
    </Flex>
  );
};
