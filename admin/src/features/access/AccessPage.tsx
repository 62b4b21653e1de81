import { Link, LinkButton } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { TokenGrantView } from '../../../../plugin/contracts/access';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { TokenGrant } from './TokenGrant';

const TOKENS_PATH = '/settings/api-tokens';

/** Settings, WhatsApp, API access. */
const AccessPage = () => {
  const text = useText();
  const may = useMay();
  const grants = useResource<TokenGrantView[]>('/grants');
  const accounts = useResource<AccountView[]>(may('accounts.read') ? '/accounts' : null);
  const tokens = grants.data ?? [];
  return (
    <Screen actions={['access.configure']} title={text('access.title')} subtitle={text('access.subtitle')}>
      <NoticeBox
        level="info"
        action={
          <Link tag={RouterLink} to={TOKENS_PATH}>
            {text('access.tokens')}
          </Link>
        }
      >
        {text('access.explained')}
      </NoticeBox>
      {(grants.loading || accounts.loading) && <LoadingBlock />}
      {grants.failure && !grants.data && <FailureBlock failure={grants.failure} onRetry={grants.reload} />}
      {accounts.failure && <FailureBlock failure={accounts.failure} onRetry={accounts.reload} />}
      {grants.data && tokens.length === 0 && (
        <EmptyBlock
          content={text('access.empty')}
          action={
            <LinkButton tag={RouterLink} to={TOKENS_PATH} variant="secondary">
              {text('access.tokens')}
            </LinkButton>
          }
        />
      )}
      {!accounts.loading &&
        tokens.map((grant) => (
          <TokenGrant
            key={grant.token.id}
            grant={grant}
            accounts={accounts.data}
            onSaved={(saved) => grants.replace(tokens.map((one) => (one.token.id === saved.token.id ? saved : one)))}
          />
        ))}
    </Screen>
  );
};

export default AccessPage;
