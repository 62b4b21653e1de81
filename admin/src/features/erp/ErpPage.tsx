import * as React from 'react';
import { Button, Field, Flex, Grid, NumberInput, TextInput, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import type { ErpConnectionView, ErpTestResult } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Checks } from '../../components/Checks';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { Fact, Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { ToggleField } from '../../components/ToggleField';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { checkConnectionForm, connectionBodyOf, connectionFormOf, discardsSecret, type ConnectionForm } from './connection-form';
import { RECORD_KINDS } from './progress';
import { ConnectionError, SyncPanel } from './SyncPanel';

const Cell = ({ children }: { children: React.ReactNode }) => (
  <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
    {children}
  </Grid.Item>
);

type TextFieldName = 'name' | 'baseUrl' | 'database' | 'login' | 'secret';

const ConnectionEditor = ({ connection, onStored }: { connection: ErpConnectionView | null; onStored: (connection: ErpConnectionView) => void }) => {
  const text = useText();
  const client = useClient();
  const may = useMay();
  const { toggleNotification } = useNotification();
  const [form, setForm] = React.useState<ConnectionForm>(() => connectionFormOf(connection));
  const [asked, setAsked] = React.useState(false);
  const [tested, setTested] = React.useState<ErpTestResult | null>(null);
  const mayConfigure = may('erp.configure');
  const problems = checkConnectionForm(form, connection, text);
  const errors = asked ? problems : {};
  const discards = discardsSecret(form, connection);
  const stored = Boolean(connection?.hasSecret) && !discards;

  const save = useAction(async () => {
    const { data } = await client.put<ErpConnectionView>('/erp/connection', connectionBodyOf(form));
    toggleNotification({ type: 'success', message: text('erp.saved') });
    setForm(connectionFormOf(data));
    setAsked(false);
    onStored(data);
  });
  const test = useAction(async () => {
    setTested(null);
    setTested((await client.post<ErpTestResult>('/erp/test', connectionBodyOf(form))).data);
  });

  const change = (changes: Partial<ConnectionForm>) => setForm((former) => ({ ...former, ...changes }));
  const disabled = !mayConfigure || save.pending;
  const field = (name: TextFieldName, options: { required?: boolean; type?: string; placeholder?: string; hint?: string } = {}) => (
    <Cell>
      <Field.Root required={options.required} hint={options.hint} error={errors[name]}>
        <Field.Label>{text(`erp.${name}`)}</Field.Label>
        <TextInput
          type={options.type ?? 'text'}
          autoComplete={name === 'secret' ? 'new-password' : 'off'}
          spellCheck={false}
          value={form[name]}
          placeholder={options.placeholder}
          disabled={disabled}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => change({ [name]: event.target.value })}
        />
        <Field.Hint />
        <Field.Error />
      </Field.Root>
    </Cell>
  );

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(problems).length === 0) void save.run();
  };

  return (
    <form onSubmit={submit} noValidate>
      <Panel title={text('erp.form')} hint={text('erp.form.hint')}>
        {discards && <NoticeBox level="warning">{text('erp.secret.guard')}</NoticeBox>}
        <Grid.Root gap={5}>
          {field('name', { placeholder: 'Odoo' })}
          {field('baseUrl', { required: true, type: 'url', placeholder: 'https://example.odoo.com' })}
          {field('database', { required: true })}
          {field('login', { required: true })}
          {field('secret', {
            required: !stored,
            type: 'password',
            placeholder: stored ? text('secret.stored') : undefined,
            hint: stored ? text('secret.stored.hint') : text('erp.secret.hint'),
          })}
          <Cell>
            <Choice
              label={text('erp.protocol')}
              value={form.protocol}
              options={[
                { value: 'auto', label: text('erp.protocol.auto') },
                { value: 'jsonrpc', label: 'JSON-RPC' },
              ]}
              onChange={(protocol) => change({ protocol: protocol === 'jsonrpc' ? 'jsonrpc' : 'auto' })}
              disabled={disabled}
            />
          </Cell>
          <Cell>
            <Field.Root required hint={text('erp.interval.hint')} error={errors.intervalMinutes}>
              <Field.Label>{text('erp.interval')}</Field.Label>
              <NumberInput value={form.intervalMinutes ?? undefined} disabled={disabled} onValueChange={(minutes: number | undefined) => change({ intervalMinutes: minutes ?? null })} />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Cell>
          <Cell>
            <ToggleField label={text('erp.active')} hint={text('erp.active.hint')} checked={form.active} disabled={disabled} onChange={(active) => change({ active })} />
          </Cell>
        </Grid.Root>
        {Object.keys(errors).length > 0 && (
          <Typography textColor="danger600" role="alert">
            {text('form.incomplete')}
          </Typography>
        )}
        <FailureAlert failure={save.failure} onClose={save.clear} />
        {mayConfigure && (
          <Flex gap={3} wrap="wrap">
            <Button type="button" variant="secondary" loading={test.pending} disabled={save.pending} onClick={() => void test.run()}>
              {text('accounts.test.button')}
            </Button>
            <Button type="submit" startIcon={<Check />} loading={save.pending}>
              {text('action.save')}
            </Button>
          </Flex>
        )}
        {tested && <Checks result={tested} />}
        <FailureAlert failure={test.failure} onClose={test.clear} />
      </Panel>
    </form>
  );
};

/** Settings, WhatsApp, ERP connection. */
const ErpPage = () => {
  const text = useText();
  const { moment, number } = useTimes();
  const { data, failure, loading, reload, replace } = useResource<ErpConnectionView | null>('/erp/connection');
  const read = !loading && !failure;
  return (
    <Screen actions={['erp.read']} title={text('erp.title')} subtitle={text('erp.subtitle')}>
      {loading && <LoadingBlock />}
      {failure && <FailureBlock failure={failure} onRetry={reload} />}
      {data && <ConnectionError error={data.error} />}
      {data && (
        <Panel title={text('erp.records')}>
          <Grid.Root gap={4} tag="dl">
            {RECORD_KINDS.map((kind) => (
              <Grid.Item key={kind} col={2} s={4} xs={6} direction="column" alignItems="flex-start">
                <Fact name={text(`record.kind.${kind}`)}>{number(data.counts[kind] ?? 0)}</Fact>
              </Grid.Item>
            ))}
            <Grid.Item col={2} s={4} xs={6} direction="column" alignItems="flex-start">
              <Fact name={text('erp.version')}>{data.serverVersion ?? text('value.unknown')}</Fact>
            </Grid.Item>
            <Grid.Item col={2} s={4} xs={6} direction="column" alignItems="flex-start">
              <Fact name={text('erp.last-pull')}>{data.lastPulledAt ? moment(data.lastPulledAt) : text('time.never')}</Fact>
            </Grid.Item>
          </Grid.Root>
        </Panel>
      )}
      {data && <SyncPanel onFinished={reload} />}
      {read && !data && <NoticeBox level="info">{text('erp.none')}</NoticeBox>}
      {(read || data) && <ConnectionEditor key={data?.id ?? 'new'} connection={data} onStored={replace} />}
    </Screen>
  );
};

export default ErpPage;
