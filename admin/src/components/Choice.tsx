import * as React from 'react';
import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';
import { useText } from '../i18n';

export interface ChoiceOption {
  value: string;
  label: string;
  disabled?: boolean;
}

interface ChoiceProps {
  label: string;
  value: string | null;
  options: ChoiceOption[];
  onChange: (value: string | null) => void;
  placeholder?: string;
  hint?: React.ReactNode;
  error?: string;
  required?: boolean;
  disabled?: boolean;
  /** Offers a cross that chooses nothing. */
  clearable?: boolean;
}

/** A labelled select. */
export const Choice = ({ label, value, options, onChange, placeholder, hint, error, required, disabled, clearable }: ChoiceProps) => {
  const text = useText();
  return (
    <Field.Root hint={hint} error={error} required={required}>
      <Field.Label>{label}</Field.Label>
      <SingleSelect
        value={value}
        onChange={(chosen: string | number) => onChange(String(chosen))}
        placeholder={placeholder}
        disabled={disabled}
        clearLabel={text('action.clear')}
        {...(clearable && value !== null ? { onClear: () => onChange(null) } : {})}
      >
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
