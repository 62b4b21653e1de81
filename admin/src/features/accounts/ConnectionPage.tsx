import { Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { ArrowClockwise, Pencil } from '@strapi/icons';
import { BackButton } from '@strapi/strapi/admin';
import { Link, useParams } from 'react-router-dom';
import type { ConnectionView, ProviderView } from '../../../../plugin/contracts/accounts';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { CopyField } from '../../components/CopyField';
import { Screen } from '../../components/Screen';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { WebhookPanel } from './AccountHealth';
import { ACCOUNTS_PATH } from './accounts-path';
import { StepPanel } from './ConnectionSteps';
import { FirstMessage } from './FirstMessage';

const POLL_MS = 3_000;
const CALM_POLL_MS = 15_000;

/** Something is on its way that will tick a step by itself. */
const paceOf = (view: ConnectionView | null): number => (view?.firstMessage && ['queued', 'sending', 'accepted'].includes(view.firstMessage.deliveryStatus) ? POLL_MS : CALM_POLL_MS);

/** Connects an account step by step. Everything shown is derived from the account: one may leave and come back. */
const ConnectionPage = () => {
  const text = useText();
  const may = useMay();
  const client = useClient();
  const { id = '' } = useParams();
  const path = `/accounts/${segment(id)}`;
  const connection = useResource<ConnectionView>(`${path}/connection`, { pollMs: paceOf });
  const providers = useResource<ProviderView[]>('/providers');
  const check = useAction(async () => connection.replace((await client.post<ConnectionView>(`${path}/connection/check`)).data));
  const view = connection.data;
  const fields = providers.data?.find((one) => one.id === view?.account.provider)?.webhookFields ?? [];
  const mayConfigure = may('accounts.configure');
  return (
    <Screen
      settings
      actions={['accounts.read']}
      title={view ? text('accounts.guide.title', { name: view.account.name }) : text('accounts.guide.open')}
      subtitle={view ? text('accounts.guide.progress', { done: view.steps.filter(({ state }) => state === 'done').length, total: view.steps.length }) : undefined}
      navigationAction={<BackButton fallback={ACCOUNTS_PATH} />}
      primaryAction={
        mayConfigure && view ? (
          <Button startIcon={<ArrowClockwise />} loading={check.pending} onClick={() => void check.run()}>
            {text('accounts.guide.check')}
          </Button>
        ) : undefined
      }
    >
      {connection.loading && <LoadingBlock />}
      {connection.failure && !view && <FailureBlock failure={connection.failure} onRetry={connection.reload} />}
      <FailureAlert failure={check.failure} onClose={check.clear} />
      {view?.steps.map((step, index) => (
        <StepPanel key={step.name} step={step} order={index + 1}>
          {step.name === 'credentials' && (
            <Flex>
              <LinkButton tag={Link} to={`${ACCOUNTS_PATH}/${segment(id)}`} variant="tertiary" size="S" startIcon={<Pencil />}>
                {text('accounts.guide.edit')}
              </LinkButton>
            </Flex>
          )}
          {step.name === 'webhook' && step.state !== 'done' && <WebhookPanel account={view.account} />}
          {step.name === 'subscription' && fields.length > 0 && (
            <Flex direction="column" alignItems="stretch" gap={2}>
              {fields.map((field) => (
                <CopyField key={field.name} label={text(field.required ? 'accounts.guide.field.needed' : 'accounts.guide.field')} value={field.name} />
              ))}
            </Flex>
          )}
          {step.name === 'first-message' && mayConfigure && may('messages.send') && <FirstMessage view={view} onSent={connection.replace} />}
          {step.name === 'first-message' && !(mayConfigure && may('messages.send')) && <Typography textColor="neutral600">{text('accounts.guide.may-not-send')}</Typography>}
        </StepPanel>
      ))}
    </Screen>
  );
};

export default ConnectionPage;
