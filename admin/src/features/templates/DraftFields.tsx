import * as React from 'react';
import { Button, Field, Flex, Grid, TextInput, Typography } from '@strapi/design-system';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import { DRAFT_LIMITS, TEMPLATE_LIMITS, templateSlots, type DraftProblem } from '../../../../plugin/domain/template';
import { Choice } from '../../components/Choice';
import { Fact, Panel } from '../../components/Panel';
import { useText, useTimes } from '../../i18n';
import { componentsOf, HEADER_KINDS, renumber, tidyName, type DraftForm, type HeaderKind } from './draft-form';
import { pathWords } from './draft-words';
import { DraftText } from './DraftText';
import { LanguageField } from './LanguageField';
import { categoryWords, languageName } from './template-words';
import { useIntl } from 'react-intl';

interface DraftFieldsProps {
  form: DraftForm;
  /** Words of what is wrong at a place; nothing while nobody has touched it. */
  errorOf: (place: string) => string | undefined;
  problems: DraftProblem[];
  /** Whether whoever writes may choose fields. */
  mayMap: boolean;
  onChange: (form: DraftForm) => void;
}

/** Account, name and language: what WhatsApp will know it by, so it is fixed once it is stored. */
export const DraftBasics = ({ form, errorOf, accounts, stored, onChange }: DraftFieldsProps & { accounts: AccountView[]; stored: boolean }) => {
  const text = useText();
  const { locale } = useIntl();
  const { number } = useTimes();
  const category = form.category === 'MARKETING' ? 'marketing' : 'utility';
  return (
    <Panel title={text('templates.editor.basics')}>
      {stored ? (
        <Grid.Root gap={4} tag="dl">
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Fact name={text('templates.column.name')}>{form.name}</Fact>
          </Grid.Item>
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Fact name={text('templates.column.language')}>{`${languageName(form.language ?? '', locale)} (${form.language ?? ''})`}</Fact>
          </Grid.Item>
        </Grid.Root>
      ) : (
        <Grid.Root gap={4}>
          <Grid.Item col={12} xs={12} direction="column" alignItems="stretch">
            <Choice
              label={text('log.column.account')}
              hint={text('templates.editor.account.hint')}
              value={form.account}
              required
              error={errorOf('account')}
              options={accounts.map((account) => ({ value: account.key, label: account.name }))}
              onChange={(account) => onChange({ ...form, account })}
            />
          </Grid.Item>
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root name="name" error={errorOf('name')} hint={text('templates.editor.name.hint', { max: number(DRAFT_LIMITS.name) })} required>
              <Field.Label>{text('templates.column.name')}</Field.Label>
              <TextInput value={form.name} dir="ltr" spellCheck={false} autoComplete="off" onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ ...form, name: tidyName(event.target.value) })} />
              <Field.Error />
              <Field.Hint />
            </Field.Root>
          </Grid.Item>
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <LanguageField value={form.language} error={errorOf('language')} hint={text('templates.editor.language.hint')} onChange={(language) => onChange({ ...form, language })} />
          </Grid.Item>
        </Grid.Root>
      )}
      <Choice
        label={text('templates.column.category')}
        hint={text(`templates.editor.category.${category}`)}
        value={form.category}
        options={(['UTILITY', 'MARKETING'] as const).map((value) => ({ value, label: categoryWords(value, text) }))}
        onChange={(value) => onChange({ ...form, category: value === 'MARKETING' ? 'MARKETING' : 'UTILITY' })}
      />
    </Panel>
  );
};

const HEADER_HINTS = { image: 'templates.editor.header.file', video: 'templates.editor.header.file', document: 'templates.editor.header.document', location: 'templates.editor.header.location' } as const;

const headerWords = (kind: HeaderKind, text: ReturnType<typeof useText>): string => {
  if (kind === 'none' || kind === 'text') return text(`templates.editor.header.${kind}`);
  return text(`template.header.${kind}`);
};

export const DraftTexts = (props: DraftFieldsProps) => {
  const { form, errorOf, problems, onChange } = props;
  const text = useText();
  const { number } = useTimes();
  const gapped = (['header', 'body'] as const).find((part) => problems.some(({ field, rule }) => field === part && rule === 'placeholder_order'));
  return (
    <Panel title={text('templates.editor.text')}>
      <Choice
        label={text('templates.part.header')}
        value={form.header}
        hint={form.header === 'none' || form.header === 'text' ? undefined : text(HEADER_HINTS[form.header])}
        options={HEADER_KINDS.map((value) => ({ value, label: headerWords(value, text) }))}
        onChange={(value) => onChange({ ...form, header: (value ?? 'none') as HeaderKind })}
      />
      {form.header === 'text' && <DraftText {...props} part="header" label={text('templates.editor.header.words')} error={errorOf('header')} />}
      <DraftText {...props} part="body" label={text('templates.part.body')} error={errorOf('body')} />
      {gapped && (
        <Flex>
          <Button variant="secondary" onClick={() => onChange(renumber(form, gapped))}>
            {text('templates.editor.renumber')}
          </Button>
        </Flex>
      )}
      <Field.Root
        name="footer"
        error={errorOf('footer')}
        hint={`${text('templates.editor.footer.hint')} ${text('templates.counter', { length: number([...form.footer].length), max: number(TEMPLATE_LIMITS.footer) })}`}
      >
        <Field.Label>{text('templates.part.footer')}</Field.Label>
        <TextInput value={form.footer} dir="auto" onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ ...form, footer: event.target.value })} />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
    </Panel>
  );
};

/** What stands for each variable while WhatsApp's people read the template; not what customers get. */
export const DraftSamples = ({ form, problems, onChange }: DraftFieldsProps) => {
  const text = useText();
  const slots = templateSlots(componentsOf(form), 'positional').filter(({ part, type }) => part !== 'button' && type === 'text');
  if (slots.length === 0) return null;
  const lacking = (part: string) => problems.some(({ field, rule }) => field === part && rule === 'sample_missing');
  return (
    <Panel title={text('templates.editor.samples')} hint={text('templates.editor.samples.hint')}>
      <Grid.Root gap={4}>
        {slots.map(({ part, key }) => {
          const slot = `${part}.${key}`;
          const source = form.mapping[slot];
          const sample = form.samples[slot] ?? '';
          const name = text('templates.field.in-group', { group: text(part === 'header' ? 'templates.part.header' : 'templates.part.body'), name: `{{${key}}}` });
          return (
            <Grid.Item key={slot} col={6} s={12} xs={12} direction="column" alignItems="stretch">
              <Field.Root
                name={`sample-${slot}`}
                required
                error={lacking(part) && sample.trim() === '' ? text('templates.rule.sample_missing', { missing: `{{${key}}}` }) : undefined}
                hint={source && 'path' in source && source.path ? text('templates.editor.filled', { field: pathWords(source.path, text) }) : undefined}
              >
                <Field.Label>{name}</Field.Label>
                <TextInput value={sample} dir="auto" maxLength={500} onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ ...form, samples: { ...form.samples, [slot]: event.target.value } })} />
                <Field.Error />
                <Field.Hint />
              </Field.Root>
            </Grid.Item>
          );
        })}
      </Grid.Root>
    </Panel>
  );
};

/** Everything that stands between the draft and WhatsApp's review, in words, while it is written. */
export const DraftObstacles = ({ lines }: { lines: { place: string; words: string }[] }) => {
  const text = useText();
  return (
    <Panel title={text('templates.editor.obstacles')}>
      {lines.length === 0 ? (
        <Typography textColor="success700">{text('templates.editor.obstacles.none')}</Typography>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
          {lines.map(({ place, words }) => (
            <Typography tag="li" key={place + words} style={{ overflowWrap: 'anywhere' }}>
              <Typography fontWeight="semiBold">{text('templates.field.in-group', { group: place, name: '' })}</Typography>
              {words}
            </Typography>
          ))}
        </Flex>
      )}
    </Panel>
  );
};
