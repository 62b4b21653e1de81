import * as React from 'react';
import { Field, Toggle } from '@strapi/design-system';
import { useText } from '../i18n';

interface ToggleFieldProps {
  label: string;
  hint?: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (on: boolean) => void;
}

export const ToggleField = ({ label, hint, checked, disabled, onChange }: ToggleFieldProps) => {
  const text = useText();
  return (
    <Field.Root hint={hint}>
      <Field.Label>{label}</Field.Label>
      <Toggle
        onLabel={text('toggle.on')}
        offLabel={text('toggle.off')}
        checked={checked}
        disabled={disabled}
        onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.checked)}
      />
      <Field.Hint />
    </Field.Root>
  );
};
