import * as React from 'react';
import { Box, Button, Flex } from '@strapi/design-system';
import { ArrowsCounterClockwise } from '@strapi/icons';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { TemplateSyncView } from '../../../../plugin/contracts/templates';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { Choice } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { FailureAlert } from '../../components/States';
import { useText, useTimes } from '../../i18n';

/** Reads every page of an account's templates from its provider, and says what changed. */
export const SyncTemplates = ({ accounts, onSynced }: { accounts: AccountView[]; onSynced: () => void }) => {
  const text = useText();
  const { number } = useTimes();
  const client = useClient();
  const [chosen, setChosen] = React.useState<string | null>(null);
  const [result, setResult] = React.useState<TemplateSyncView | null>(null);
  const key = chosen ?? (accounts.find((account) => account.isDefault) ?? accounts[0])?.key ?? null;

  const sync = useAction(async (account: string) => {
    setResult(null);
    const { data } = await client.post<TemplateSyncView>('/templates/sync', { account });
    setResult(data);
    onSynced();
  });

  if (accounts.length === 0) return <NoticeBox level="info">{text('templates.sync.no-account')}</NoticeBox>;
  return (
    <Panel title={text('templates.sync.title')} hint={text('templates.sync.hint')}>
      <Flex gap={3} alignItems="flex-end" wrap="wrap">
        <Flex direction="column" alignItems="stretch" minWidth="24rem" maxWidth="100%">
          <Choice
            label={text('log.column.account')}
            value={key}
            options={accounts.map((account) => ({ value: account.key, label: account.name }))}
            onChange={setChosen}
            disabled={sync.pending}
          />
        </Flex>
        <Button startIcon={<ArrowsCounterClockwise />} loading={sync.pending} disabled={key === null} onClick={() => key && void sync.run(key)} size="L">
          {text('templates.sync.button')}
        </Button>
      </Flex>
      <Box role="status" aria-live="polite" display={result ? 'block' : 'none'}>
        {result && (
          <NoticeBox level={result.missing > 0 ? 'warning' : 'success'}>
            {text('templates.sync.result', {
              seen: number(result.seen),
              pages: number(result.pages),
              created: number(result.created),
              changed: number(result.changed),
              missing: number(result.missing),
            })}
          </NoticeBox>
        )}
      </Box>
      <FailureAlert failure={sync.failure} onClose={sync.clear} />
    </Panel>
  );
};
