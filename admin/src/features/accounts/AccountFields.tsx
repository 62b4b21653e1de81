import * as React from 'react';
import { Field, Flex, Grid, NumberInput, TextInput, Typography } from '@strapi/design-system';
import type { AccountView, ProviderView } from '../../../../plugin/contracts/accounts';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { ToggleField } from '../../components/ToggleField';
import { useText } from '../../i18n';
import { guardsChanged, hasSecret, type AccountForm } from './account-form';
import { SettingField } from './SettingField';

interface AccountFieldsProps {
  form: AccountForm;
  /** What is stored; null for a new account. */
  account: AccountView | null;
  provider: ProviderView;
  providers: ProviderView[];
  errors: Record<string, string>;
  disabled: boolean;
  onChange: (changes: Partial<AccountForm>) => void;
  onProvider: (provider: ProviderView) => void;
}

export const AccountFields = ({ form, account, provider, providers, errors, disabled, onChange, onProvider }: AccountFieldsProps) => {
  const text = useText();
  const guards = guardsChanged(form, account, provider);
  const plain = provider.settings.filter((setting) => !setting.secret);
  // What is stored is replaced in the panel of secrets, with its overlap; here is what has to be entered to save at all.
  const secret = provider.settings.filter((setting) => setting.secret && (guards.length > 0 || !account?.storedSecrets.includes(setting.name)));
  return (
    <>
      <Panel title={text('accounts.form.general')}>
        <Grid.Root gap={5}>
          {providers.length > 1 && (
            <Half>
              <Choice
                label={text('accounts.provider')}
                value={provider.id}
                options={providers.map((one) => ({ value: one.id, label: one.label }))}
                onChange={(id) => {
                  const next = providers.find((one) => one.id === id);
                  if (next) onProvider(next);
                }}
                disabled={disabled || account !== null}
              />
            </Half>
          )}
          <Half>
            <Field.Root required error={errors.name}>
              <Field.Label>{text('accounts.name')}</Field.Label>
              <TextInput value={form.name} maxLength={120} disabled={disabled} onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ name: event.target.value })} />
              <Field.Error />
            </Field.Root>
          </Half>
          <Half>
            <Field.Root error={errors.key} hint={text(account ? 'accounts.key.fixed' : 'accounts.key.hint')}>
              <Field.Label>{text('accounts.key')}</Field.Label>
              <TextInput
                value={form.key}
                maxLength={64}
                spellCheck={false}
                readOnly={account !== null}
                disabled={disabled || account !== null}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ key: event.target.value })}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Half>
          <Half>
            <Field.Root hint={text('accounts.language.hint')}>
              <Field.Label>{text('accounts.language')}</Field.Label>
              <TextInput
                value={form.defaultLanguage}
                placeholder="en"
                maxLength={16}
                spellCheck={false}
                disabled={disabled}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ defaultLanguage: event.target.value })}
              />
              <Field.Hint />
            </Field.Root>
          </Half>
          <Half>
            <Field.Root error={errors.rate} hint={text('accounts.rate.hint')}>
              <Field.Label>{text('accounts.rate')}</Field.Label>
              <NumberInput value={form.messagesPerSecond ?? undefined} disabled={disabled} onValueChange={(rate: number | undefined) => onChange({ messagesPerSecond: rate ?? null })} />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Half>
          <Half>
            <Field.Root error={errors.defaultMediaUrl} hint={account?.effectiveMediaUrl && !form.defaultMediaUrl ? text('accounts.media.inherited', { url: account.effectiveMediaUrl }) : text('accounts.media.hint')}>
              <Field.Label>{text('accounts.media')}</Field.Label>
              <TextInput
                type="url"
                dir="ltr"
                value={form.defaultMediaUrl}
                placeholder="https://"
                maxLength={2048}
                spellCheck={false}
                disabled={disabled}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => onChange({ defaultMediaUrl: event.target.value })}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Half>
          <Half>
            <ToggleField label={text('accounts.active')} hint={text('accounts.active.hint')} checked={form.active} disabled={disabled} onChange={(active) => onChange({ active })} />
          </Half>
          <Half>
            <ToggleField label={text('accounts.default')} hint={text('accounts.default.hint')} checked={form.isDefault} disabled={disabled} onChange={(isDefault) => onChange({ isDefault })} />
          </Half>
        </Grid.Root>
      </Panel>
      <Panel title={text('accounts.form.connection', { provider: provider.label })}>
        <Grid.Root gap={5}>
          {plain.map((setting) => (
            <Half key={setting.name}>
              <SettingField
                setting={setting}
                value={form.settings[setting.name]}
                error={errors[`settings.${setting.name}`]}
                disabled={disabled}
                onChange={(value) => onChange({ settings: { ...form.settings, [setting.name]: value } })}
              />
            </Half>
          ))}
        </Grid.Root>
        {secret.length > 0 && (
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Typography variant="delta" tag="h3">
              {text('accounts.form.secrets')}
            </Typography>
            {guards.length > 0 && (
              <NoticeBox level="warning">{text('secret.guard', { fields: guards.map((setting) => setting.label).join(', ') })}</NoticeBox>
            )}
            <Grid.Root gap={5}>
              {secret.map((setting) => (
                <Half key={setting.name}>
                  <SettingField
                    setting={setting}
                    value={form.secrets[setting.name] ?? ''}
                    error={errors[`secrets.${setting.name}`]}
                    stored={!form.secrets[setting.name] && hasSecret(setting.name, form, account, provider)}
                    disabled={disabled}
                    onChange={(value) => onChange({ secrets: { ...form.secrets, [setting.name]: String(value) } })}
                  />
                </Half>
              ))}
            </Grid.Root>
          </Flex>
        )}
      </Panel>
    </>
  );
};

const Half = ({ children }: { children: React.ReactNode }) => (
  <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
    {children}
  </Grid.Item>
);
