import * as React from 'react';
import { Button, Grid, Link } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { CONTACT_SOURCES } from '../../../../plugin/contracts/contacts';
import type { ContactView } from '../../../../plugin/contracts/contacts';
import { usePages } from '../../api/use-pages';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
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
          <Choice
            label={text(`consent.column.${purpose}`)}
            value={filters.get(purpose) || null}
            options={STATES.map((state) => ({ value: state, label: text(`consent.${state}`) }))}
            onChange={(state) => filters.set({ [purpose]: state })}
            placeholder={text('filter.any')}
            clearable
          />
        </Grid.Item>
      ))}
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <Choice
          label={text('contacts.column.partner')}
          value={filters.get('linked') || null}
          options={[
            { value: 'yes', label: text('contacts.linked.yes') },
            { value: 'no', label: text('contacts.linked.no') },
          ]}
          onChange={(linked) => filters.set({ linked })}
          placeholder={text('filter.any')}
          clearable
        />
      </Grid.Item>
      <Grid.Item col={2} s={6} xs={6} direction="column" alignItems="stretch">
        <Choice
          label={text('contacts.column.source')}
          value={filters.get('source') || null}
          options={CONTACT_SOURCES.map((source) => ({ value: source, label: text(sourceKey(source)) }))}
          onChange={(source) => filters.set({ source })}
          placeholder={text('filter.any')}
          clearable
        />
      </Grid.Item>
      {companies.length > 0 && (
        <Grid.Item col={4} s={6} xs={12} direction="column" alignItems="stretch">
          <Choice
            label={text('contacts.column.company')}
            value={filters.get('company') || null}
            options={companies.map(({ id, name }) => ({ value: id, label: name ?? id }))}
            onChange={(company) => filters.set({ company })}
            placeholder={text('filter.any')}
            clearable
          />
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
