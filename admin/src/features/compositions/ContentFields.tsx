import { Box, Flex, Typography } from '@strapi/design-system';
import { INTERACTIVE_LIMITS } from '../../../../plugin/domain/validate';
import { Choice } from '../../components/Choice';
import { CountedField } from '../../components/CountedField';
import { useText } from '../../i18n';
import { useIntl } from 'react-intl';
import { parseTemplateKey, templateKey } from '../documents/send-choices';
import { SlotFields } from '../documents/SlotFields';
import { approvalWords, languageName } from '../templates/template-words';
import { fileKindOf, problemsOf } from './draft';
import { FileField } from './FileField';
import { ButtonsFields, ListFields } from './InteractiveFields';
import type { Composer } from './use-composer';

const TemplateFields = ({ composer }: { composer: Composer }) => {
  const text = useText();
  const { locale } = useIntl();
  const { shown, choices, choose, send } = composer;
  const templates = shown?.templates ?? [];
  return (
    <>
      <Choice
        label={text('send.template')}
        value={choices.template ? templateKey(choices.template) : null}
        disabled={send.pending || templates.length === 0}
        placeholder={text(templates.length === 0 ? 'compose.template.empty' : 'compose.template.choose')}
        required
        options={templates.map((template) => ({
          value: templateKey(template),
          label: [`${template.name} · ${languageName(template.language, locale)}`, template.refusal && approvalWords(template.refusal, text)].filter(Boolean).join(' · '),
          disabled: template.refusal !== null,
        }))}
        onChange={(key) => choose({ template: key ? parseTemplateKey(key) : undefined, typed: {} })}
      />
      {shown?.template && (
        <SlotFields slots={shown.template.slots} typed={choices.typed} disabled={send.pending} onType={(key, value) => choose({ typed: { ...choices.typed, [key]: value } })} />
      )}
    </>
  );
};

/** The fields of what is written, each with WhatsApp's limit beside it. */
export const ContentFields = ({ composer }: { composer: Composer }) => {
  const text = useText();
  const { kind, draft, write, shown, send } = composer;
  const problems = problemsOf(kind, draft, shown?.limits ?? null);
  const fields = { draft, disabled: send.pending, problems, onWrite: write };
  const fileKind = fileKindOf(kind, shown);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {kind === 'text' && <CountedField label={text('compose.text')} value={draft.text} max={shown?.limits?.text ?? INTERACTIVE_LIMITS.listBody} lines required disabled={send.pending} onChange={(words) => write({ text: words })} />}
      {kind === 'template' && <TemplateFields composer={composer} />}
      {fileKind && <FileField composer={composer} kind={fileKind} />}
      {(kind === 'image' || kind === 'document') && <CountedField label={text(kind === 'image' ? 'compose.caption' : 'send.caption')} value={draft.caption} max={shown?.limits?.caption ?? INTERACTIVE_LIMITS.body} lines disabled={send.pending} onChange={(caption) => write({ caption })} />}
      {kind === 'buttons' && <ButtonsFields {...fields} />}
      {kind === 'list' && <ListFields {...fields} />}
      {(kind === 'text' || kind === 'image' || kind === 'document') && (
        <Box>
          <Typography variant="pi" textColor="neutral600">
            {text('compose.marks')}
          </Typography>
        </Box>
      )}
    </Flex>
  );
};
