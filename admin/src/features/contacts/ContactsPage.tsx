import * as React from 'react';
import { Button, Grid, Link } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { CONTACT_SOURCES } from '../../../../plugin/contracts/contacts';
import type { ContactView } from '../../../../plugin/contracts/contacts';
import { usePages } from '../../api/use-pages';
import { useResource } from '../../api/use-resource';
import { FilterChoice } from '../../components/FilterChoice';
import { PagedList } from '../../components/PagedList';
import { Screen } from '../../components/Screen';
import { SearchField } from '../../components/SearchField';
import { useFilters, type Filters } from '../../components/use-filters';
import { useText } from '../../i18n';
import { useMay } from '../../permissions';
import { ContactForm, type CompanyOption } from './ContactForm';
import { ContactTable } from './ContactTable';
import { contactPath, DUPLICATES_PATH, sourceKey } from './contact-words';
import { PURPOSES } from './consent-words';

const PAGE = 25;
const NARROWING = ['search', 'utility', 'marketing', 'linked', 'company', 'source'] as const;
const STATES = ['granted', 'denied', 'unknown'] as const;

const FilterBar = ({ filters, companies }: { filters: Filters; companies: CompanyOption[] }) => {
  const text = useText();
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch" justifyContent="flex-end">
        <SearchField label={text('contacts.search')} value={filters.get('search')} onSearch={(words) => filters.set({ search: words })} />
      </Grid.Item>
      {PURPOSES.map((purpose) => (
        <Grid.Item key={purpose} col={2} s={6} xs={6} direction="column" alignItems="stretch">
          <FilterChoice filters={filters} name={purpose} label={text(`consent.column.${purpose}`)} options={STATES.map((state) => ({ value: state, label: text(`consent.${state}`) }))} />
        </Grid.Item>
      ))}
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="linked" label={text('contacts.column.partner')} options={[
            { value: 'yes', label: text('contacts.linked.yes') },
            { value: 'no', label: text('contacts.linked.no') },
          ]} />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <FilterChoice filters={filters} name="source" label={text('contacts.column.source')} options={CONTACT_SOURCES.map((source) => ({ value: source, label: text(sourceKey(source)) }))} />
      </Grid.Item>
      {companies.length > 0 && (
        <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
          <FilterChoice filters={filters} name="company" label={text('contacts.column.company')} options={companies.map(({ id, name }) => ({ value: id, label: name ?? id }))} />
        </Grid.Item>
      )}
    </Grid.Root>
  );
};

/** Everyone who wrote, was written to, or was entered here. */
const ContactsPage = () => {
  const text = useText();
  const may = useMay();
  const navigate = useNavigate();
  const filters = useFilters();
  const options = useResource<{ companies: CompanyOption[] }>('/contacts/options');
  const list = usePages<ContactView>('/contacts', Object.fromEntries(NARROWING.map((name) => [name, filters.get(name)])), PAGE);
  const [adding, setAdding] = React.useState(false);
  const companies = options.data?.companies ?? [];

  return (
    <Screen
      actions={['contacts.read']}
      title={text('contacts.title')}
      subtitle={text('contacts.subtitle')}
      primaryAction={
        may('contacts.write') ? (
          <Button startIcon={<Plus />} onClick={() => setAdding(true)}>
            {text('contacts.add')}
          </Button>
        ) : undefined
      }
      secondaryAction={
        may('contacts.merge') ? (
          <Link tag={RouterLink} to={DUPLICATES_PATH}>
            {text('contacts.duplicates')}
          </Link>
        ) : undefined
      }
    >
      <FilterBar filters={filters} companies={companies} />
      <PagedList list={list} empty={text('contacts.empty')} narrowed={{ filters, names: NARROWING, empty: text('contacts.empty.filtered') }} more={text('contacts.more')}>
        <ContactTable contacts={list.rows} />
      </PagedList>
      {adding && <ContactForm contact={null} companies={companies} onClose={() => setAdding(false)} onSaved={({ id }) => navigate(contactPath(id))} />}
    </Screen>
  );
};

export default ContactsPage;
