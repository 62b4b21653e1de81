import * as React from 'react';
import { Box, Button, Flex, Typography } from '@strapi/design-system';
import type { TemplateFieldsView } from '../../../../plugin/contracts/templates';
import { SearchField } from '../../components/SearchField';
import { useText } from '../../i18n';
import { fieldWords } from './template-words';

/** An ERP has hundreds of fields of its own: the first few, and the rest when somebody looks. */
const FIRST = 12;

/** Every field that can be chosen, the placeholder that names it in free text, and what it says of a real record. */
export const FieldList = ({ fields }: { fields: TemplateFieldsView }) => {
  const text = useText();
  const [search, setSearch] = React.useState('');
  const [all, setAll] = React.useState(false);
  const wanted = search.trim().toLowerCase();
  const found = fields.fields
    .map((field) => ({ ...field, words: fieldWords(field, text) }))
    .filter(({ words, path }) => words.toLowerCase().includes(wanted) || path.toLowerCase().includes(wanted));
  const shown = all || wanted ? found.slice(0, 200) : found.slice(0, FIRST);
  return (
    <Flex tag="section" direction="column" alignItems="stretch" gap={3} paddingTop={2} aria-label={text('templates.fields.title')}>
      <Typography variant="delta" tag="h3">
        {text('templates.fields.title')}
      </Typography>
      <Typography variant="pi" textColor="neutral600">
        {fields.record
          ? text('templates.fields.hint', { record: [fields.record.number, fields.record.partnerName].filter(Boolean).join(' · ') })
          : text('templates.fields.hint.no-record')}
      </Typography>
      <SearchField label={text('templates.fields.search')} value={search} onSearch={(words) => setSearch(words ?? '')} />
      <Box tag="dl" style={{ margin: 0 }}>
        {shown.map((field) => (
          <Flex key={field.path} justifyContent="space-between" alignItems="flex-start" gap={3} paddingTop={2} paddingBottom={2} borderColor="neutral150" borderStyle="solid" borderWidth="0 0 1px 0" wrap="wrap">
            <Flex tag="dt" direction="column" alignItems="flex-start" minWidth={0}>
              <Typography>{field.words}</Typography>
              <Typography variant="pi" textColor="neutral600" tag="code" dir="ltr" style={{ overflowWrap: 'anywhere' }}>
                {`{{${field.path}}}`}
              </Typography>
            </Flex>
            <Typography tag="dd" dir="auto" textColor={field.sample ? 'neutral800' : 'neutral500'} style={{ margin: 0, overflowWrap: 'anywhere' }}>
              {field.sample ?? text('templates.fields.empty')}
            </Typography>
          </Flex>
        ))}
      </Box>
      {shown.length === 0 && <Typography textColor="neutral600">{text('templates.fields.none')}</Typography>}
      {!wanted && !all && found.length > FIRST && (
        <Flex>
          <Button variant="tertiary" onClick={() => setAll(true)}>
            {text('templates.fields.all', { count: found.length })}
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
