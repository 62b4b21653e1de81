import * as React from 'react';
import { Badge, Box, Flex, Link, LinkButton, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Page } from '@strapi/strapi/admin';
import { Link as RouterLink, Route, Routes, useNavigate } from 'react-router-dom';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import { segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { Screen } from '../../components/Screen';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { useMay } from '../../permissions';
import { qualityLook, qualityWords } from '../templates/template-words';
import { ConnectionStatus, HaltBanner, limitWords } from './AccountHealth';
import { MediaSettingsPanel } from './MediaSettingsPanel';

const AccountPage = React.lazy(() => import('./AccountPage'));
const ConnectionPage = React.lazy(() => import('./ConnectionPage'));

const AccountList = () => {
  const text = useText();
  const { moment, number } = useTimes();
  const may = useMay();
  const navigate = useNavigate();
  const { data, failure, loading, reload, replace } = useResource<AccountView[]>('/accounts');
  const accounts = data ?? [];
  const add = may('accounts.configure') ? (
    <LinkButton tag={RouterLink} to="new" startIcon={<Plus />}>
      {text('accounts.add')}
    </LinkButton>
  ) : undefined;
  const columns = ['name', 'number', 'state', 'quality', 'limit', 'webhook'] as const;
  return (
    <Screen settings actions={['accounts.read']} title={text('accounts.title')} subtitle={text('accounts.subtitle')} primaryAction={accounts.length > 0 ? add : undefined}>
      {loading && <LoadingBlock />}
      {failure && !data && <FailureBlock failure={failure} onRetry={reload} />}
      {data && accounts.length === 0 && <EmptyBlock content={text('accounts.empty')} action={add} />}
      {accounts
        .filter((account) => account.halt)
        .map((account) => (
          <Box key={account.id}>
            <Typography variant="pi" fontWeight="bold">
              {account.name}
            </Typography>
            <HaltBanner
              account={account}
              mayResume={may('accounts.configure')}
              onResumed={(resumed) => replace(accounts.map((one) => (one.id === resumed.id ? resumed : one)))}
            />
          </Box>
        ))}
      {accounts.length > 0 && (
        <Table colCount={columns.length} rowCount={accounts.length + 1} aria-label={text('accounts.title')}>
          <Thead>
            <Tr>
              {columns.map((column) => (
                <Th key={column}>
                  <Typography variant="sigma" textColor="neutral600">
                    {text(`accounts.column.${column}`)}
                  </Typography>
                </Th>
              ))}
            </Tr>
          </Thead>
          <Tbody>
            {accounts.map((account) => (
              <Tr key={account.id} onClick={() => navigate(segment(account.id))} style={{ cursor: 'pointer' }}>
                <Td>
                  <Flex gap={2} maxWidth="28rem">
                    <Link tag={RouterLink} to={segment(account.id)} onClick={(event: { stopPropagation(): void }) => event.stopPropagation()}>
                      <Typography ellipsis textColor="inherit">
                        {account.name}
                      </Typography>
                    </Link>
                    {account.isDefault && <Badge active>{text('accounts.is-default')}</Badge>}
                  </Flex>
                  <Typography variant="pi" textColor="neutral600">
                    {account.key} · {account.provider}
                  </Typography>
                </Td>
                <Td>
                  <Flex direction="column" alignItems="flex-start">
                    <Typography dir="ltr">{account.displayPhoneNumber ?? text('value.unknown')}</Typography>
                    <Typography variant="pi" textColor="neutral600">
                      {account.verifiedName}
                    </Typography>
                  </Flex>
                </Td>
                <Td>
                  <ConnectionStatus account={account} />
                </Td>
                <Td>
                  {account.quality ? (
                    <Pill variant={qualityLook(account.quality)}>{qualityWords(account.quality, text)}</Pill>
                  ) : (
                    <Typography textColor="neutral600">{text('value.unknown')}</Typography>
                  )}
                </Td>
                <Td>
                  <Typography>{limitWords(account, text, number)}</Typography>
                </Td>
                <Td>
                  <Typography>{account.webhookSeenAt ? moment(account.webhookSeenAt) : text('time.never')}</Typography>
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
      {data && <MediaSettingsPanel mayChange={may('accounts.configure')} />}
    </Screen>
  );
};

/** Settings, WhatsApp, Accounts. */
const AccountsPage = () => (
  <React.Suspense fallback={<Page.Loading />}>
    <Routes>
      <Route index element={<AccountList />} />
      <Route path="new" element={<AccountPage />} />
      <Route path=":id" element={<AccountPage />} />
      <Route path=":id/connect" element={<ConnectionPage />} />
    </Routes>
  </React.Suspense>
);

export default AccountsPage;
