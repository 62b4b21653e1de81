import { Combobox, ComboboxOption, Field } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { TEMPLATE_LANGUAGES } from '../../../../plugin/domain/template';
import { useText } from '../../i18n';
import { languageName } from './template-words';

interface LanguageFieldProps {
  value: string | null;
  onChange: (language: string | null) => void;
  /** Languages there are already. */
  without?: readonly string[];
  hint?: string;
  error?: string;
  disabled?: boolean;
}

/** A language WhatsApp takes templates in, found by its name or its code. */
export const LanguageField = ({ value, onChange, without = [], hint, error, disabled }: LanguageFieldProps) => {
  const text = useText();
  const { locale } = useIntl();
  const options = TEMPLATE_LANGUAGES.filter((code) => !without.includes(code))
    .map((code) => ({ code, label: `${languageName(code, locale)} (${code})` }))
    .sort((left, right) => left.label.localeCompare(right.label, locale));
  return (
    <Field.Root name="language" hint={hint} error={error} required>
      <Field.Label>{text('templates.column.language')}</Field.Label>
      <Combobox
        value={value ?? ''}
        disabled={disabled}
        autocomplete="list"
        onChange={(code?: string) => onChange(code || null)}
        onClear={() => onChange(null)}
        clearLabel={text('action.clear')}
        noOptionsMessage={() => text('templates.editor.language.none')}
      >
        {options.map(({ code, label }) => (
          <ComboboxOption key={code} value={code}>
            {label}
          </ComboboxOption>
        ))}
      </Combobox>
      <Field.Hint />
      <Field.Error />
    </Field.Root>
  );
};
