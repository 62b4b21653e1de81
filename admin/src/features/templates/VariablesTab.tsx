import * as React from 'react';
import { Box, Button, Field, Flex, Grid, Textarea, TextInput, Typography } from '@strapi/design-system';
import type { TemplateFieldsView, TemplateView } from '../../../../plugin/contracts/templates';
import { mappableSlots, MAPPED_RECORDS, slotKey, type MappedRecord, type MappingSource, type TemplateSlot } from '../../../../plugin/domain/template';
import { Choice, type ChoiceOption } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { FailureAlert } from '../../components/States';
import type { Failure } from '../../api/failure';
import { useText } from '../../i18n';
import { FieldList } from './FieldList';
import { changeKind, isUnfinished, kindOf, lostPaths, ownSource, setSource, withFallback, type MappingDraft, type SlotSample, type SourceKind } from './mapping-form';
import { fieldWords, slotWords } from './template-words';

interface SlotRowProps {
  slot: TemplateSlot;
  record: MappedRecord;
  source: MappingSource | undefined;
  sample: SlotSample | undefined;
  fields: TemplateFieldsView | null;
  disabled: boolean;
  onChange: (source: MappingSource | null) => void;
}

/** One placeholder: what fills it, what stands in where that is empty, and how it would look. */
const SlotRow = ({ slot, record, source, sample, fields, disabled, onChange }: SlotRowProps) => {
  const text = useText();
  const kind = kindOf(source);
  const lost = lostPaths(source, fields);
  const options: ChoiceOption[] = (fields?.fields ?? []).map((field) => ({ value: field.path, label: fieldWords(field, text) }));
  // What is mapped stays visible when nobody offers it any more: dropping it in silence would hide why a send is refused.
  if (source && 'path' in source && source.path && !options.some(({ value }) => value === source.path)) options.unshift({ value: source.path, label: source.path });
  const kinds: SourceKind[] = ['none', 'field', 'text'];
  const problem = lost.length > 0 ? text('templates.variables.lost', { field: lost.join(', ') }) : undefined;

  return (
    <Box tag="fieldset" borderColor="neutral200" hasRadius padding={4} data-slot={slotKey(slot)} style={{ margin: 0, minWidth: 0 }}>
      <Typography tag="legend" fontWeight="semiBold" paddingLeft={1} paddingRight={1}>
        {slotWords(slot, text)}
      </Typography>
      <Grid.Root gap={4}>
        <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
          <Choice
            label={text('templates.variables.source')}
            value={kind}
            disabled={disabled}
            options={kinds.map((value) => ({ value, label: text(value === 'none' && record !== 'any' ? 'templates.variables.source.as-any' : `templates.variables.source.${value}`) }))}
            onChange={(value) => onChange(changeKind(source, (value ?? 'none') as SourceKind))}
          />
        </Grid.Item>
        {source && 'path' in source && (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Choice
              label={text('templates.variables.field')}
              value={source.path || null}
              disabled={disabled}
              error={problem}
              options={options}
              placeholder={text('templates.variables.field.choose')}
              onChange={(path) => onChange({ ...source, path: path ?? '' })}
            />
          </Grid.Item>
        )}
        {source && 'text' in source && (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root hint={text('templates.variables.text.hint')} error={problem}>
              <Field.Label>{text('templates.variables.text')}</Field.Label>
              <Textarea
                value={source.text}
                maxLength={1024}
                disabled={disabled}
                dir="auto"
                style={{ minHeight: '4rem', height: '6.4rem' }}
                onChange={(event: React.ChangeEvent<HTMLTextAreaElement>) => onChange({ ...source, text: event.target.value })}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Grid.Item>
        )}
        {source && (
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root hint={text('templates.variables.fallback.hint')}>
              <Field.Label>{text('templates.variables.fallback')}</Field.Label>
              <TextInput
                value={source.fallback ?? ''}
                maxLength={200}
                disabled={disabled}
                dir="auto"
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(withFallback(source, event.target.value))}
              />
              <Field.Hint />
            </Field.Root>
          </Grid.Item>
        )}
        <Grid.Item col={source ? 6 : 12} s={12} xs={12} direction="column" alignItems="flex-start" gap={1}>
          <Typography variant="sigma" textColor="neutral600">
            {text('templates.variables.sample')}
          </Typography>
          <Typography dir="auto" textColor={sample?.text ? 'neutral800' : 'neutral600'} style={{ overflowWrap: 'anywhere' }}>
            {sample?.text ? (sample.from === 'fallback' ? text('templates.variables.sample.fallback', { value: sample.text }) : sample.text) : text('templates.variables.sample.none')}
          </Typography>
        </Grid.Item>
      </Grid.Root>
    </Box>
  );
};

interface VariablesTabProps {
  template: TemplateView;
  draft: MappingDraft;
  samples: SlotSample[];
  record: MappedRecord;
  fields: TemplateFieldsView | null;
  mayMap: boolean;
  changed: boolean;
  saving: boolean;
  failure: Failure | null;
  onRecord: (record: MappedRecord) => void;
  onDraft: (draft: MappingDraft) => void;
  onSave: () => void;
  onClear: () => void;
}

/** Every placeholder of a template and every field that may fill it. */
export const VariablesTab = ({ template, draft, samples, record, fields, mayMap, changed, saving, failure, onRecord, onDraft, onSave, onClear }: VariablesTabProps) => {
  const text = useText();
  const slots = mappableSlots(template.components, template.parameterFormat);
  if (slots.length === 0) return <Typography textColor="neutral600">{text('templates.variables.none')}</Typography>;
  const unfinished = isUnfinished(draft);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {!mayMap && <NoticeBox level="info">{text('templates.variables.read-only')}</NoticeBox>}
      {fields && !fields.erpKnown && <NoticeBox level="warning">{text('templates.variables.erp-unknown')}</NoticeBox>}
      <Choice
        label={text('templates.variables.for')}
        hint={text('templates.variables.for.hint')}
        value={record}
        options={MAPPED_RECORDS.map((value) => ({ value, label: text(`templates.record.${value}`) }))}
        onChange={(value) => onRecord((value ?? 'any') as MappedRecord)}
      />
      {slots.map((slot) => {
        const key = slotKey(slot);
        return (
          <SlotRow
            key={key}
            slot={slot}
            record={record}
            source={ownSource(draft, record, key)}
            sample={samples.find((one) => one.key === key)}
            fields={fields}
            disabled={!mayMap || saving}
            onChange={(source) => onDraft(setSource(draft, record, key, source))}
          />
        );
      })}
      <FailureAlert failure={failure} onClose={onClear} />
      {mayMap && (
        <Flex gap={3} alignItems="center" wrap="wrap">
          <Button disabled={!changed || unfinished} loading={saving} onClick={onSave}>
            {text('action.save')}
          </Button>
          {unfinished && (
            <Typography variant="pi" textColor="neutral600" role="status">
              {text('templates.variables.unfinished')}
            </Typography>
          )}
        </Flex>
      )}
      {fields && <FieldList fields={fields} />}
    </Flex>
  );
};
