import * as React from 'react';
import { Box, Button, Checkbox, Flex, Link, Table, Tbody, Td, Th, Thead, Tr, Typography, VisuallyHidden } from '@strapi/design-system';
import { Link as RouterLink } from 'react-router-dom';
import type { ConsentRowView } from '../../../../plugin/contracts/contacts';
import { pathOf } from '../../api/query';
import { useResource } from '../../api/use-resource';
import { Pager } from '../../components/Pager';
import { Screen } from '../../components/Screen';
import { SearchField } from '../../components/SearchField';
import { EmptyBlock, FailureBlock, LoadingBlock } from '../../components/States';
import { useFilters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { useMay } from '../../permissions';
import { ConsentMapping } from './ConsentMapping';
import { ConsentState, Stops } from './ConsentState';
import { nameOf, PURPOSES, rowKey } from './consent-words';
import { contactPath } from './contact-words';
import { StateConsentDialog } from './StateConsentDialog';

const PAGE_SIZE = 25;
const NO_ROWS: ConsentRowView[] = [];

/** Who may be written to for what, and where the proof is. */
const ConsentPage = () => {
  const text = useText();
  const say = useSay();
  const may = useMay();
  const filters = useFilters();
  const consents = useResource<ConsentRowView[]>(pathOf('/consents', { search: filters.get('search'), page: filters.page, pageSize: PAGE_SIZE }), { keep: true });
  const [selected, setSelected] = React.useState<ReadonlySet<string>>(new Set());
  const [stating, setStating] = React.useState(false);
  const rows = consents.data ?? NO_ROWS;
  const maySelect = may('contacts.state-consent');
  // A selection goes on over the pages: people tick on page 1 and on page 2, then state once.
  const selectable = rows.filter((row) => !row.problem);
  const onPage = selectable.filter((row) => selected.has(rowKey(row))).length;

  const toggle = (keys: string[], on: boolean) =>
    setSelected((former) => {
      const next = new Set(former);
      for (const key of keys) {
        if (on) next.add(key);
        else next.delete(key);
      }
      return next;
    });

  const columns = ['name', 'phone', 'utility', 'marketing'] as const;
  return (
    <Screen actions={['contacts.read']} title={text('consent.title')} subtitle={text('consent.subtitle')}>
      {may('erp.read') && may('erp.configure') && <ConsentMapping onSaved={consents.reload} />}
      <Flex justifyContent="space-between" alignItems="flex-end" gap={4} wrap="wrap">
        <Box width={{ initial: '100%', medium: '32rem' }}>
          <SearchField label={text('consent.search')} value={filters.get('search')} onSearch={(words) => filters.set({ search: words })} />
        </Box>
        {maySelect && (
          <Flex gap={3} wrap="wrap">
            <Typography aria-live="polite">{text('consent.selected', { count: selected.size })}</Typography>
            {selected.size > 0 && (
              <Button variant="tertiary" onClick={() => setSelected(new Set())}>
                {text('consent.select.none')}
              </Button>
            )}
            <Button disabled={selected.size === 0} onClick={() => setStating(true)}>
              {text('consent.state.button')}
            </Button>
          </Flex>
        )}
      </Flex>
      {consents.loading && <LoadingBlock />}
      {consents.failure && <FailureBlock failure={consents.failure} onRetry={consents.reload} />}
      {consents.data && rows.length === 0 && <EmptyBlock content={text(filters.get('search') ? 'consent.empty.filtered' : 'consent.empty')} />}
      {rows.length > 0 && (
        <Box aria-busy={consents.refreshing}>
          <Table colCount={columns.length + (maySelect ? 1 : 0)} rowCount={rows.length + 1} aria-label={text('consent.title')}>
            <Thead>
              <Tr>
                {maySelect && (
                  <Th>
                    <Checkbox
                      aria-label={text('consent.select.page')}
                      disabled={selectable.length === 0}
                      checked={onPage === 0 ? false : onPage === selectable.length ? true : 'indeterminate'}
                      onCheckedChange={(on) => toggle(selectable.map(rowKey), on === true)}
                    />
                  </Th>
                )}
                {columns.map((column) => (
                  <Th key={column}>
                    <Typography variant="sigma" textColor="neutral600">
                      {text(`consent.column.${column}`)}
                    </Typography>
                  </Th>
                ))}
              </Tr>
            </Thead>
            <Tbody>
              {rows.map((row) => (
                <Tr key={rowKey(row)}>
                  {maySelect && (
                    <Td>
                      <Checkbox
                        aria-label={text('consent.select.one', { name: nameOf(row, text) })}
                        disabled={Boolean(row.problem)}
                        checked={selected.has(rowKey(row))}
                        onCheckedChange={(on) => toggle([rowKey(row)], on === true)}
                      />
                    </Td>
                  )}
                  <Td>
                    <Flex direction="column" alignItems="flex-start" gap={1} maxWidth="28rem">
                      {row.contact ? (
                        <Link tag={RouterLink} to={contactPath(row.contact.id)}>
                          <Typography fontWeight="semiBold" textColor="inherit" dir="auto" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                            {nameOf(row, text)}
                          </Typography>
                        </Link>
                      ) : (
                        <Typography fontWeight="semiBold" dir="auto" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                          {nameOf(row, text)}
                        </Typography>
                      )}
                      <Typography variant="pi" textColor="neutral600">
                        {row.partner ? [text('consent.partner'), row.partner.company].filter(Boolean).join(' · ') : text('consent.contact')}
                      </Typography>
                      {row.contact && <Stops contact={row.contact} />}
                    </Flex>
                  </Td>
                  <Td>
                    {row.problem ? (
                      <Typography variant="pi" textColor="neutral800" style={{ whiteSpace: 'normal' }}>
                        {say(row.problem)}
                      </Typography>
                    ) : (
                      <PhoneOrId row={row} />
                    )}
                  </Td>
                  {PURPOSES.map((purpose) => (
                    <Td key={purpose}>
                      <ConsentState consents={row.contact?.consents ?? []} purpose={purpose} />
                    </Td>
                  ))}
                </Tr>
              ))}
            </Tbody>
          </Table>
        </Box>
      )}
      <Pager pagination={consents.meta.pagination} onPage={filters.toPage} />
      {stating && (
        <StateConsentDialog
          keys={[...selected]}
          onClose={() => setStating(false)}
          onStated={() => {
            setSelected(new Set());
            consents.reload();
          }}
        />
      )}
    </Screen>
  );
};

/** A business-scoped id is shown as such, never as a phone. */
const PhoneOrId = ({ row }: { row: ConsentRowView }) => {
  const text = useText();
  const phone = row.phone ?? row.contact?.phone;
  if (phone) return <Typography dir="ltr">{phone}</Typography>;
  const id = row.contact?.userIds[0];
  return (
    <Typography variant="pi" textColor="neutral600" style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
      {id ? text('consent.user-id', { id }) : <VisuallyHidden>{text('consent.no-phone')}</VisuallyHidden>}
    </Typography>
  );
};

export default ConsentPage;
