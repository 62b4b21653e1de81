import * as React from 'react';
import { Button, Field, Flex, Grid, TextInput, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { AccountView, ProviderView, SecretBody, SecretStateView } from '../../../../plugin/contracts/accounts';
import type { SettingView } from '../../../../plugin/contracts/settings';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';

const OVERLAPS = ['day', 'week', 'keep', 'drop'] as const;
type OverlapChoice = (typeof OVERLAPS)[number];
const DAY_MS = 24 * 60 * 60 * 1000;

const formerOf = (choice: OverlapChoice): SecretBody['former'] => {
  if (choice === 'drop') return { keep: false };
  if (choice === 'keep') return { keep: true, until: null };
  return { keep: true, until: new Date(Date.now() + (choice === 'week' ? 7 : 1) * DAY_MS).toISOString() };
};

interface SecretProps {
  account: AccountView;
  setting: SettingView;
  state: SecretStateView | undefined;
  mayChange: boolean;
  onStored: (account: AccountView) => void;
}

const Secret = ({ account, setting, state, mayChange, onStored }: SecretProps) => {
  const text = useText();
  const { moment } = useTimes();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [open, setOpen] = React.useState(false);
  const [value, setValue] = React.useState('');
  const [overlap, setOverlap] = React.useState<OverlapChoice>('day');
  const path = `/accounts/${segment(account.id)}/secrets/${segment(setting.name)}`;

  const replace = useAction(async () => {
    const body: SecretBody = { value: value.trim(), former: formerOf(overlap) };
    const { data } = await client.put<AccountView>(path, body);
    setValue('');
    setOpen(false);
    toggleNotification({ type: data.halt ? 'warning' : 'success', message: data.halt ? data.halt.message : text('accounts.secret.replaced') });
    onStored(data);
  });
  const removeFormer = useAction(async () => {
    await client.remove(`${path}/former`);
    onStored((await client.get<AccountView>(`/accounts/${segment(account.id)}`)).data);
  });
  const putBack = useAction(async () => onStored((await client.post<AccountView>(`${path}/put-back`)).data));
  const busy = replace.pending || removeFormer.pending || putBack.pending;
  const failed = [replace, removeFormer, putBack].find(({ failure }) => failure !== null);

  return (
    <Flex direction="column" alignItems="stretch" gap={3} tag="li">
      <Flex justifyContent="space-between" gap={3} wrap="wrap" alignItems="flex-start">
        <Flex direction="column" alignItems="flex-start" gap={1}>
          <Typography fontWeight="semiBold">{setting.label}</Typography>
          <Typography variant="pi" textColor="neutral600">
            {state ? (state.changedAt ? text('accounts.secret.since', { at: moment(state.changedAt) }) : text('secret.stored')) : text('accounts.secret.none')}
          </Typography>
          {state?.former && (
            <Typography variant="pi" textColor="neutral800">
              {state.former.until ? text('accounts.secret.former-until', { at: moment(state.former.until) }) : text('accounts.secret.former-kept')}
            </Typography>
          )}
        </Flex>
        {mayChange && (
          <Flex gap={2} wrap="wrap">
            {state?.former && (
              <>
                <Button type="button" size="S" variant="tertiary" disabled={busy} loading={putBack.pending} onClick={() => void putBack.run()}>
                  {text('accounts.secret.put-back')}
                </Button>
                <Button type="button" size="S" variant="danger-light" disabled={busy} loading={removeFormer.pending} onClick={() => void removeFormer.run()}>
                  {text('accounts.secret.remove-former')}
                </Button>
              </>
            )}
            <Button type="button" size="S" variant="secondary" disabled={busy} aria-expanded={open} onClick={() => setOpen(!open)}>
              {text(open ? 'action.cancel' : 'accounts.secret.replace')}
            </Button>
          </Flex>
        )}
      </Flex>
      {state && !state.readable && <NoticeBox level="refusal">{text('accounts.guide.found.unreadable')}</NoticeBox>}
      {open && (
        <Grid.Root gap={4}>
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root>
              <Field.Label>{text('accounts.secret.new', { secret: setting.label })}</Field.Label>
              <TextInput
                type="password"
                autoComplete="new-password"
                value={value}
                disabled={busy}
                onChange={(event: React.ChangeEvent<HTMLInputElement>) => setValue(event.target.value)}
                onKeyDown={(event: React.KeyboardEvent) => {
                  // The panel stands inside no form of its own; Enter must not save the one around it.
                  if (event.key === 'Enter') event.preventDefault();
                }}
              />
            </Field.Root>
          </Grid.Item>
          <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Choice
              label={text('accounts.secret.former')}
              value={overlap}
              options={OVERLAPS.map((one) => ({ value: one, label: text(`accounts.secret.former.${one}`) }))}
              onChange={(chosen) => setOverlap(OVERLAPS.find((one) => one === chosen) ?? 'day')}
              disabled={busy}
            />
          </Grid.Item>
          <Grid.Item col={12} s={12} xs={12} alignItems="flex-start">
            <Button type="button" loading={replace.pending} disabled={busy || value.trim() === ''} onClick={() => void replace.run()}>
              {text('action.save')}
            </Button>
          </Grid.Item>
        </Grid.Root>
      )}
      <FailureAlert failure={failed?.failure ?? null} onClose={() => failed?.clear()} />
    </Flex>
  );
};

/** Which secrets are set, since when, and which former ones still count. Values never come here. */
export const SecretsPanel = ({ account, provider, mayChange, onStored }: { account: AccountView; provider: ProviderView; mayChange: boolean; onStored: (account: AccountView) => void }) => {
  const text = useText();
  const secrets = provider.settings.filter((setting) => setting.secret);
  if (secrets.length === 0) return null;
  return (
    <Panel title={text('accounts.secret.title')} hint={text('accounts.secret.hint')}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={5}>
        {secrets.map((setting) => (
          <Secret key={setting.name} account={account} setting={setting} state={account.secretStates.find(({ name }) => name === setting.name)} mayChange={mayChange} onStored={onStored} />
        ))}
      </Flex>
    </Panel>
  );
};
