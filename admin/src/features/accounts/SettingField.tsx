import * as React from 'react';
import { Field, NumberInput, TextInput, Toggle } from '@strapi/design-system';
import type { SettingView } from '../../../../plugin/contracts/settings';
import { useText } from '../../i18n';

interface SettingFieldProps {
  setting: SettingView;
  value: string | number | boolean | undefined;
  onChange: (value: string | number | boolean) => void;
  error?: string;
  /** A secret is stored on the server and stays, unless something is typed. */
  stored?: boolean;
  disabled?: boolean;
}

/** One field of a connection, drawn from what the provider says about it. Secrets are write-only. */
export const SettingField = ({ setting, value, onChange, error, stored = false, disabled }: SettingFieldProps) => {
  const text = useText();
  const hint = [setting.help, setting.secret && stored ? text('secret.stored.hint') : null].filter(Boolean).join(' ');
  return (
    <Field.Root name={setting.name} hint={hint || undefined} error={error} required={setting.required && !(setting.secret && stored)}>
      <Field.Label>{setting.label}</Field.Label>
      {setting.type === 'boolean' ? (
        <Toggle
          onLabel={text('toggle.on')}
          offLabel={text('toggle.off')}
          checked={value === true}
          disabled={disabled}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.checked)}
        />
      ) : setting.type === 'number' ? (
        <NumberInput value={typeof value === 'number' ? value : undefined} disabled={disabled} onValueChange={(number: number | undefined) => onChange(number ?? '')} />
      ) : (
        <TextInput
          type={setting.secret ? 'password' : setting.type === 'url' ? 'url' : 'text'}
          autoComplete={setting.secret ? 'new-password' : 'off'}
          spellCheck={false}
          value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
          placeholder={setting.secret && stored ? text('secret.stored') : undefined}
          disabled={disabled}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange(event.target.value)}
        />
      )}
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
