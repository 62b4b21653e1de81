import { Button, Flex, Grid } from '@strapi/design-system';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import { segment } from '../../api/query';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { CopyField } from '../../components/CopyField';
import { NoticeBox } from '../../components/Notices';
import { Fact, Panel } from '../../components/Panel';
import { FailureAlert } from '../../components/States';
import { Pill } from '../../components/Pill';
import { useText, useTimes, type Text } from '../../i18n';
import { qualityLook, qualityWords } from '../templates/template-words';
import { callbackOf, isPubliclyReachable } from './account-form';

const CONNECTION_LOOKS = { new: 'neutral', connected: 'success', limited: 'warning', blocked: 'danger', halted: 'danger' } as const;

export const ConnectionStatus = ({ account }: { account: AccountView }) => {
  const text = useText();
  return (
    <Pill variant={account.active ? CONNECTION_LOOKS[account.connectionState] : 'neutral'}>{text(account.active ? `accounts.state.${account.connectionState}` : 'accounts.state.inactive')}</Pill>
  );
};

export const limitWords = (account: Pick<AccountView, 'messagingLimit' | 'messagingUnlimited'>, text: Text, number: (value: number) => string): string => {
  if (account.messagingUnlimited) return text('accounts.limit.unlimited');
  return account.messagingLimit === null ? text('accounts.limit.unknown') : text('accounts.limit.per-day', { limit: number(account.messagingLimit) });
};

/** Nothing goes out while an account is halted: why, and the way on. */
export const HaltBanner = ({ account, mayResume, onResumed }: { account: AccountView; mayResume: boolean; onResumed: (account: AccountView) => void }) => {
  const text = useText();
  const client = useClient();
  const resume = useAction(async () => {
    const { data } = await client.post<AccountView>(`/accounts/${segment(account.id)}/resume`);
    onResumed(data);
  });
  if (!account.halt) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={2} role="alert">
      <NoticeBox
        level="refusal"
        action={
          mayResume ? (
            <Button size="S" variant="danger-light" loading={resume.pending} onClick={() => void resume.run()}>
              {text('accounts.resume')}
            </Button>
          ) : undefined
        }
      >
        {text('accounts.halted', { reason: account.halt.message })}
      </NoticeBox>
      <FailureAlert failure={resume.failure} onClose={resume.clear} />
    </Flex>
  );
};

/** What the provider says of the number, and when it last spoke to us. */
export const HealthStrip = ({ account }: { account: AccountView }) => {
  const text = useText();
  const { moment, number } = useTimes();
  return (
    <Panel title={text('accounts.health')}>
      <Grid.Root gap={4} tag="dl">
        <Cell name={text('accounts.health.state')}>
          <ConnectionStatus account={account} />
        </Cell>
        <Cell name={text('accounts.health.number')}>{[account.displayPhoneNumber, account.verifiedName].filter(Boolean).join(' · ') || text('value.unknown')}</Cell>
        <Cell name={text('accounts.health.quality')}>
          {account.quality ? (
            <Pill variant={qualityLook(account.quality)}>{qualityWords(account.quality, text)}</Pill>
          ) : (
            text('value.unknown')
          )}
        </Cell>
        <Cell name={text('accounts.health.limit')}>{limitWords(account, text, number)}</Cell>
        <Cell name={text('accounts.health.webhook')}>{account.webhookSeenAt ? moment(account.webhookSeenAt) : text('accounts.health.webhook.never')}</Cell>
        <Cell name={text('accounts.health.checked')}>{account.healthAt ? moment(account.healthAt) : text('time.never')}</Cell>
      </Grid.Root>
    </Panel>
  );
};

const Cell = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="flex-start">
    <Fact name={name}>{children}</Fact>
  </Grid.Item>
);

/** Where the panel finds its server: not always where the panel itself is served from. */
const backendOrigin = (): string => {
  const { strapi } = window as unknown as { strapi?: { backendURL?: string } };
  return strapi?.backendURL || window.location.origin;
};

/** What has to be entered at the provider so that it calls us. */
export const WebhookPanel = ({ account }: { account: AccountView }) => {
  const text = useText();
  const url = callbackOf(account, backendOrigin());
  return (
    <Panel title={text('accounts.webhook')} hint={text('accounts.webhook.hint')}>
      {!isPubliclyReachable(url) && <NoticeBox level="warning">{text('accounts.webhook.unreachable')}</NoticeBox>}
      <CopyField label={text('accounts.callback-url')} value={url} />
      <CopyField label={text('accounts.verify-token')} value={account.verifyToken} hint={text('accounts.verify-token.hint')} />
    </Panel>
  );
};
