import * as React from 'react';
import { Button, Field, Flex, Textarea, TextInput, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { TEMPLATE_FIELDS, TEMPLATE_LIMITS } from '../../../../plugin/domain/template';
import { Choice } from '../../components/Choice';
import { useText, useTimes } from '../../i18n';
import { adoptFields, insertPlaceholder, sampleFor, type DraftForm, type Inserted, type TextPart } from './draft-form';
import { pathWords } from './draft-words';

interface DraftTextProps {
  form: DraftForm;
  part: TextPart;
  label: string;
  error?: string;
  /** Whether whoever writes may choose fields. */
  mayMap: boolean;
  onChange: (form: DraftForm) => void;
}

/** Text with placeholders: counted, and with a variable or a field put where the cursor is. */
export const DraftText = ({ form, part, label, error, mayMap, onChange }: DraftTextProps) => {
  const text = useText();
  const { number } = useTimes();
  const box = React.useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const caret = React.useRef<number | null>(null);
  const words = part === 'header' ? form.headerText : form.body;
  const length = [...words].length;
  const max = TEMPLATE_LIMITS[part];

  // What is typed may become shorter as it is typed; the browser would put the cursor at the end.
  React.useLayoutEffect(() => {
    if (caret.current === null) return;
    box.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const put = ({ form: next, caret: at }: Inserted) => {
    caret.current = at;
    onChange(next);
  };
  const insert = (path: string | null) => {
    const { selectionStart, selectionEnd } = box.current ?? { selectionStart: null, selectionEnd: null };
    box.current?.focus();
    put(insertPlaceholder(form, part, { start: selectionStart ?? words.length, end: selectionEnd ?? words.length }, path === null ? null : { path, sample: sampleFor(path) }));
  };
  const type = (event: React.ChangeEvent<HTMLTextAreaElement | HTMLInputElement>) => {
    const { value, selectionStart } = event.target;
    const at = selectionStart ?? value.length;
    put(mayMap ? adoptFields(form, part, value, at) : { form: part === 'header' ? { ...form, headerText: value } : { ...form, body: value }, caret: at });
  };

  const shared = { value: words, dir: 'auto', onChange: type } as const;
  return (
    <Field.Root name={part} error={error} required hint={mayMap ? text('templates.editor.insert.hint', { example: '{{contact.name}}' }) : undefined}>
      <Flex justifyContent="space-between" gap={2}>
        <Field.Label>{label}</Field.Label>
        <Typography variant="pi" textColor={length > max ? 'danger600' : 'neutral600'}>
          {text('templates.counter', { length: number(length), max: number(max) })}
        </Typography>
      </Flex>
      {part === 'header' ? <TextInput ref={box} {...shared} /> : <Textarea ref={box} {...shared} style={{ minHeight: '14rem' }} />}
      <Field.Error />
      <Field.Hint />
      <Flex gap={3} wrap="wrap" alignItems="flex-end" paddingTop={1}>
        <Button variant="tertiary" startIcon={<Plus />} onClick={() => insert(null)}>
          {text('templates.editor.insert')}
        </Button>
        {mayMap && (
          <Flex direction="column" alignItems="stretch" minWidth="24rem" maxWidth="100%">
            <Choice
              label={text('templates.editor.insert.field')}
              value={null}
              placeholder={text('templates.variables.field.choose')}
              options={TEMPLATE_FIELDS.map(({ path }) => ({ value: path, label: pathWords(path, text) }))}
              onChange={(path) => path && insert(path)}
            />
          </Flex>
        )}
      </Flex>
    </Field.Root>
  );
};
