import * as React from 'react';
import { Field, Flex, Textarea, TextInput, Typography } from '@strapi/design-system';
import { useText } from '../i18n';

interface CountedFieldProps {
  label: string;
  value: string;
  /** In characters, as WhatsApp counts them. */
  max: number;
  lines?: boolean;
  required?: boolean;
  disabled?: boolean;
  hint?: string;
  error?: string;
  onChange: (value: string) => void;
}

/** By character, not by UTF-16 unit: an emoji is one, as in the law that judges the message. */
export const lengthOf = (value: string): number => [...value].length;

/**
 * A text with a limit that is shown while it is written. What is too long can be typed and is said, rather than cut: a
 * text pasted in would lose its end unseen.
 */
export const CountedField = ({ label, value, max, lines = false, required = false, disabled = false, hint, error, onChange }: CountedFieldProps) => {
  const text = useText();
  const length = lengthOf(value);
  const over = length - max;
  const problem = over > 0 ? text('field.over', { count: over }) : error;
  const shared = {
    value,
    disabled,
    dir: 'auto',
    onChange: (event: React.ChangeEvent<HTMLInputElement & HTMLTextAreaElement>) => onChange(event.target.value),
  };
  return (
    <Field.Root required={required} {...(hint ? { hint } : {})} {...(problem ? { error: problem } : {})}>
      <Flex justifyContent="space-between" alignItems="flex-end" gap={3}>
        <Field.Label>{label}</Field.Label>
        <Typography variant="pi" textColor={over > 0 ? 'danger700' : 'neutral600'} aria-label={text('field.count.label', { length, max })} style={{ whiteSpace: 'nowrap' }}>
          <bdi dir="ltr">{`${length} / ${max}`}</bdi>
        </Typography>
      </Flex>
      {lines ? <Textarea {...shared} /> : <TextInput type="text" {...shared} />}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
