import { Box, Button, Flex, Grid, Link, LinkButton, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useIntl } from 'react-intl';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import type { TemplateView } from '../../../../plugin/contracts/templates';
import { pathOf, segment } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { FilterChoice } from '../../components/FilterChoice';
import { Pager } from '../../components/Pager';
import { Screen } from '../../components/Screen';
import { SearchField } from '../../components/SearchField';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { useFilters } from '../../components/use-filters';
import { Pill } from '../../components/Pill';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { useMay } from '../../permissions';
import { SyncTemplates } from './SyncTemplates';
import { approvalLook, approvalWords, categoryWords, languageName, qualityLook, qualityWords } from './template-words';

const PAGE_SIZE = 25;
const APPROVALS = ['LOCAL', 'APPROVED', 'PENDING', 'REJECTED', 'PAUSED', 'DISABLED'] as const;

export const ApprovalStatus = ({ template }: { template: TemplateView }) => {
  const text = useText();
  return (
    <Pill variant={approvalLook(template)}>{template.missing ? text('approval.missing') : approvalWords(template.approvalStatus, text)}</Pill>
  );
};

/** What the provider knows of our templates. Nobody sets "approved" by hand: it is read, never written. */
const TemplatesPage = () => {
  const text = useText();
  const say = useSay();
  const { locale } = useIntl();
  const may = useMay();
  const navigate = useNavigate();
  const filters = useFilters();
  const accounts = useResource<AccountView[]>(may('accounts.read') ? '/accounts' : null);
  const templates = useResource<TemplateView[]>(
    pathOf('/templates', { search: filters.get('search'), status: filters.get('status'), account: filters.get('account'), page: filters.page, pageSize: PAGE_SIZE }),
    { keep: true },
  );
  const rows = templates.data ?? [];
  const filtered = Boolean(filters.get('search') || filters.get('status') || filters.get('account'));
  const syncable = (accounts.data ?? []).filter((account) => account.active);
  const write = may('templates.write') ? (
    <LinkButton tag={RouterLink} to="new" startIcon={<Plus />}>
      {text('templates.write')}
    </LinkButton>
  ) : undefined;
  const columns = ['name', 'language', 'category', 'status', 'quality', 'reason'] as const;

  return (
    <Screen actions={['templates.read']} title={text('templates.title')} subtitle={text('templates.subtitle')} primaryAction={write}>
      {may('templates.sync') && accounts.data && <SyncTemplates accounts={syncable} onSynced={templates.reload} />}
      <Grid.Root gap={4}>
        <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch" justifyContent="flex-end">
          <SearchField label={text('templates.search')} value={filters.get('search')} onSearch={(words) => filters.set({ search: words })} />
        </Grid.Item>
        <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
          <FilterChoice filters={filters} name="status" label={text('templates.column.status')} options={APPROVALS.map((status) => ({ value: status, label: approvalWords(status, text) }))} />
        </Grid.Item>
        {(accounts.data?.length ?? 0) > 1 && (
          <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
            <FilterChoice filters={filters} name="account" label={text('log.column.account')} options={(accounts.data ?? []).map((account) => ({ value: account.key, label: account.name }))} />
          </Grid.Item>
        )}
      </Grid.Root>
      {templates.loading && <LoadingBlock />}
      {templates.failure && <FailureBlock failure={templates.failure} onRetry={templates.reload} />}
      {templates.data && rows.length === 0 && (
        <EmptyBlock
          content={text(filtered ? 'templates.empty.filtered' : 'templates.empty')}
          action={
            filtered ? (
              <Button variant="secondary" onClick={() => filters.set({ search: null, status: null, account: null })}>
                {text('filter.clear')}
              </Button>
            ) : undefined
          }
        />
      )}
      {rows.length > 0 && (
        <Box aria-busy={templates.refreshing}>
          <Table colCount={columns.length} rowCount={rows.length + 1} aria-label={text('templates.title')}>
            <Thead>
              <Tr>
                {columns.map((column) => (
                  <Th key={column}>
                    <Typography variant="sigma" textColor="neutral600">
                      {text(`templates.column.${column}`)}
                    </Typography>
                  </Th>
                ))}
              </Tr>
            </Thead>
            <Tbody>
              {rows.map((template) => (
                <Tr key={template.id} onClick={() => navigate(segment(template.id))} style={{ cursor: 'pointer' }}>
                  <Td>
                    <Box maxWidth="28rem">
                      <Link tag={RouterLink} to={segment(template.id)} onClick={(event: { stopPropagation(): void }) => event.stopPropagation()}>
                        <Typography ellipsis textColor="inherit">
                          {template.name}
                        </Typography>
                      </Link>
                    </Box>
                  </Td>
                  <Td>
                    <Flex direction="column" alignItems="flex-start">
                      <Typography>{languageName(template.language, locale)}</Typography>
                      <Typography variant="pi" textColor="neutral600">
                        {template.language}
                      </Typography>
                    </Flex>
                  </Td>
                  <Td>
                    <Typography>{categoryWords(template.category, text)}</Typography>
                  </Td>
                  <Td>
                    <ApprovalStatus template={template} />
                  </Td>
                  <Td>
                    {qualityWords(template.quality, text) && (
                      <Pill variant={qualityLook(template.quality)}>{qualityWords(template.quality, text)}</Pill>
                    )}
                  </Td>
                  <Td>
                    <Box maxWidth="32rem">
                      <Typography variant="pi" textColor="neutral700" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                        {[template.refusal && say(template.refusal), template.rejectedReason, ...template.obstacles.flatMap((obstacle) => (obstacle.level === 'notice' ? [say(obstacle)] : []))].filter(Boolean).join(' ')}
                      </Typography>
                    </Box>
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Box>
      )}
      <Pager pagination={templates.meta.pagination} onPage={filters.toPage} />
    </Screen>
  );
};

export default TemplatesPage;
