import { useNotification } from '@strapi/strapi/admin';
import type { MyDefaultsView } from '../../../../plugin/contracts/access';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { Panel } from '../../components/Panel';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';

/** What a person sends from where nothing else is said; everyone who may send chooses for themselves. */
const MyDefaultsPage = () => {
  const text = useText();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const defaults = useResource<MyDefaultsView>('/my-defaults');
  const save = useAction(async (account: string | null) => {
    const { data } = await client.put<MyDefaultsView>('/my-defaults', { account });
    defaults.replace(data);
    toggleNotification({ type: 'success', message: text('defaults.saved') });
  });
  const accounts = defaults.data?.accounts ?? [];
  return (
    <Screen actions={['documents.send', 'messages.send']} title={text('defaults.title')} subtitle={text('defaults.subtitle')}>
      {defaults.loading && <LoadingBlock />}
      {defaults.failure && !defaults.data && <FailureBlock failure={defaults.failure} onRetry={defaults.reload} />}
      {defaults.data && accounts.length === 0 && <EmptyBlock content={text('defaults.empty')} />}
      {defaults.data && accounts.length > 0 && (
        <Panel title={text('defaults.account')} hint={text('defaults.account.hint')}>
          <Choice
            label={text('defaults.account.label')}
            value={defaults.data.account}
            options={accounts.map(({ key, name, phone }) => ({ value: key, label: phone ? `${name} (${phone})` : name }))}
            placeholder={text('defaults.account.none')}
            disabled={save.pending}
            clearable
            onChange={(account) => void save.run(account)}
          />
          <FailureAlert failure={save.failure} onClose={save.clear} />
        </Panel>
      )}
    </Screen>
  );
};

export default MyDefaultsPage;
