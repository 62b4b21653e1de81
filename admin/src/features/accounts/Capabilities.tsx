import { Box, Flex, Grid, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle } from '@strapi/icons';
import type { ProviderView } from '../../../../plugin/contracts/accounts';
import { Fact, Panel } from '../../components/Panel';
import { isMessageKey, useText, useTimes } from '../../i18n';

const MEGABYTE = 1024 * 1024;

/** What a provider can do, a tick or a cross each, and its limits. Both come from the provider itself. */
export const Capabilities = ({ provider }: { provider: ProviderView }) => {
  const text = useText();
  const { number } = useTimes();
  const words = (name: string): string => {
    const key = `accounts.can.${name}`;
    return isMessageKey(key) ? text(key) : name;
  };
  const { limits } = provider;
  const files = Object.entries(limits.media)
    .map(([kind, bytes]) => `${words(kind)} ${number(Math.floor((bytes / MEGABYTE) * 10) / 10)} MB`)
    .join(' · ');
  return (
    <Panel title={text('accounts.can.title', { provider: provider.label })}>
      <Grid.Root gap={3} tag="ul">
        {provider.ports.map(({ name, present }) => (
          <Grid.Item key={name} col={6} s={12} xs={12} tag="li" alignItems="flex-start">
            <Flex gap={2} alignItems="flex-start">
              <Box color={present ? 'success600' : 'neutral500'} paddingTop={1}>
                {present ? <CheckCircle fill="currentColor" aria-label={text('accounts.can.yes')} /> : <CrossCircle fill="currentColor" aria-label={text('accounts.can.no')} />}
              </Box>
              <Typography textColor={present ? 'neutral800' : 'neutral600'}>{words(name)}</Typography>
            </Flex>
          </Grid.Item>
        ))}
      </Grid.Root>
      <Grid.Root gap={4} tag="dl">
        <Cell name={text('accounts.can.rate')}>{number(limits.messagesPerSecond)}</Cell>
        <Cell name={text('accounts.can.text')}>{number(limits.text)}</Cell>
        <Cell name={text('accounts.can.budget')}>{limits.portfolioBudget === null ? text('value.unknown') : number(limits.portfolioBudget)}</Cell>
        <Cell name={text('accounts.can.window')}>{text(provider.serviceWindow ? 'accounts.can.window.yes' : 'accounts.can.window.no')}</Cell>
        <Grid.Item col={8} s={12} xs={12} direction="column" alignItems="flex-start">
          <Fact name={text('accounts.can.files')}>{files}</Fact>
        </Grid.Item>
      </Grid.Root>
    </Panel>
  );
};

const Cell = ({ name, children }: { name: string; children: React.ReactNode }) => (
  <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="flex-start">
    <Fact name={name}>{children}</Fact>
  </Grid.Item>
);
