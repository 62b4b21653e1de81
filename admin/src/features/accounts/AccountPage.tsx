import * as React from 'react';
import { Button, Dialog, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Check, Trash } from '@strapi/icons';
import { BackButton, ConfirmDialog, useNotification } from '@strapi/strapi/admin';
import { Link, useNavigate, useParams } from 'react-router-dom';
import type { AccountTestBody, AccountView, ProviderView, TestResult } from '../../../../plugin/contracts/accounts';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Checks } from '../../components/Checks';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { useMay } from '../../permissions';
import { bodyOf, checkForm, emptyForm, formOf, settingsOf, type AccountForm } from './account-form';
import { AccountCompanies } from './AccountCompanies';
import { AccountFields } from './AccountFields';
import { ACCOUNTS_PATH } from './accounts-path';
import { Capabilities } from './Capabilities';
import { SecretsPanel } from './SecretsPanel';
import { AccountPeople } from './AccountPeople';
import { HaltBanner, HealthStrip, WebhookPanel } from './AccountHealth';

const AccountEditor = ({ account, providers, onStored }: { account: AccountView | null; providers: ProviderView[]; onStored: (account: AccountView) => void }) => {
  const text = useText();
  const say = useSay();
  const client = useClient();
  const may = useMay();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const first = providers.find((one) => one.id === account?.provider) ?? (providers[0] as ProviderView);
  const [provider, setProvider] = React.useState(first);
  const [form, setForm] = React.useState<AccountForm>(() => (account ? formOf(account, first) : emptyForm(first)));
  const [asked, setAsked] = React.useState(false);
  const [tested, setTested] = React.useState<TestResult | null>(null);
  const mayConfigure = may('accounts.configure');
  const problems = checkForm(form, account, provider, text);

  const save = useAction(async () => {
    const body = bodyOf(form, provider);
    const { data } = account ? await client.put<AccountView>(`/accounts/${segment(account.id)}`, body) : await client.post<AccountView>('/accounts', body);
    toggleNotification({ type: 'success', message: text('accounts.saved') });
    if (account) {
      setForm(formOf(data, provider));
      onStored(data);
    } else navigate(`${ACCOUNTS_PATH}/${segment(data.id)}/connect`, { replace: true });
    setAsked(false);
  });
  const test = useAction(async () => {
    setTested(null);
    const body: AccountTestBody = { ...(account ? { id: account.id } : {}), provider: provider.id, ...settingsOf(form, provider) };
    setTested((await client.post<TestResult>('/accounts/test', body)).data);
  });
  const remove = useAction(async () => {
    await client.remove(`/accounts/${segment(account?.id ?? '')}`);
    toggleNotification({ type: 'success', message: text('accounts.removed') });
    navigate(ACCOUNTS_PATH, { replace: true });
  });

  const serverErrors = save.failure?.path ? { [save.failure.path]: say(save.failure) } : {};
  const busy = save.pending || remove.pending;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(problems).length === 0) void save.run();
  };

  return (
    <form onSubmit={submit} noValidate>
      <Flex direction="column" alignItems="stretch" gap={4}>
        {account && <HaltBanner account={account} mayResume={mayConfigure} onResumed={onStored} />}
        {account && <HealthStrip account={account} />}
        {account && <WebhookPanel account={account} />}
        {account && <SecretsPanel account={account} provider={provider} mayChange={mayConfigure} onStored={onStored} />}
        <AccountFields
          form={form}
          account={account}
          provider={provider}
          providers={providers}
          errors={{ ...(asked ? problems : {}), ...serverErrors }}
          disabled={busy || !mayConfigure}
          onChange={(changes) => setForm((former) => ({ ...former, ...changes }))}
          onProvider={(next) => {
            setProvider(next);
            setForm((former) => ({ ...emptyForm(next), name: former.name, key: former.key }));
            setTested(null);
          }}
        />
        <Capabilities provider={provider} />
        <FailureAlert failure={save.failure} onClose={save.clear} />
        <FailureAlert failure={remove.failure} onClose={remove.clear} />
        {asked && Object.keys(problems).length > 0 && (
          <Typography textColor="danger600" role="alert">
            {text('form.incomplete')}
          </Typography>
        )}
        {mayConfigure && (
          <Panel title={text('accounts.test.title')} hint={text('accounts.test.hint')}>
            <Flex gap={3} wrap="wrap">
              <Button type="button" variant="secondary" loading={test.pending} disabled={busy} onClick={() => void test.run()}>
                {text('accounts.test.button')}
              </Button>
              <Button type="submit" startIcon={<Check />} loading={save.pending} disabled={busy}>
                {text('action.save')}
              </Button>
              {account && <RemoveButton pending={remove.pending} onConfirm={() => void remove.run()} />}
            </Flex>
            {tested && <Checks result={tested} />}
            <FailureAlert failure={test.failure} onClose={test.clear} />
          </Panel>
        )}
      </Flex>
    </form>
  );
};

const RemoveButton = ({ pending, onConfirm }: { pending: boolean; onConfirm: () => void }) => {
  const text = useText();
  return (
    <Dialog.Root>
      <Dialog.Trigger>
        <Button type="button" variant="danger-light" startIcon={<Trash />} loading={pending}>
          {text('accounts.remove')}
        </Button>
      </Dialog.Trigger>
      <ConfirmDialog title={text('accounts.remove')} onConfirm={onConfirm}>
        {text('accounts.remove.confirm')}
      </ConfirmDialog>
    </Dialog.Root>
  );
};

/** Connects a new account, or shows and changes one. */
const AccountPage = () => {
  const text = useText();
  const { id } = useParams();
  const providers = useResource<ProviderView[]>('/providers');
  const may = useMay();
  const account = useResource<AccountView>(id ? `/accounts/${segment(id)}` : null);
  const failure = providers.failure ?? account.failure;
  const ready = providers.data !== null && (id === undefined || account.data !== null);
  const title = account.data?.name ?? text(id ? 'accounts.one' : 'accounts.new');
  return (
    <Screen
      settings
      actions={id ? ['accounts.read'] : ['accounts.configure']}
      title={title}
      navigationAction={<BackButton fallback={ACCOUNTS_PATH} />}
      primaryAction={
        id && account.data ? (
          <LinkButton tag={Link} to={`${ACCOUNTS_PATH}/${segment(id)}/connect`} variant="secondary">
            {text('accounts.guide.open')}
          </LinkButton>
        ) : undefined
      }
    >
      {(providers.loading || account.loading) && <LoadingBlock />}
      {failure && !ready && (
        <FailureBlock
          failure={failure}
          onRetry={() => {
            providers.reload();
            account.reload();
          }}
        />
      )}
      {ready && providers.data && providers.data.length === 0 && <EmptyBlock content={text('accounts.no-provider')} />}
      {ready && providers.data && providers.data.length > 0 && (
        <AccountEditor key={account.data?.id ?? 'new'} account={account.data} providers={providers.data} onStored={account.replace} />
      )}
      {account.data && may('accounts.configure') && <AccountCompanies key={`companies ${account.data.id}`} account={account.data} onStored={account.replace} />}
      {account.data && may('access.configure') && <AccountPeople accountId={account.data.id} />}
    </Screen>
  );
};

export default AccountPage;
