import * as React from 'react';
import { Box, Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import type { CountryView, PersonView } from '../../../../plugin/contracts/compositions';
import { pathOf } from '../../api/query';
import { useDebounced } from '../../api/use-debounced';
import { useResource } from '../../api/use-resource';
import { Choice } from '../../components/Choice';
import { FoundButton } from '../../components/FoundButton';
import { useText } from '../../i18n';
import { useSay } from '../../sentences';
import { looksLikeNumber } from './draft';
import type { Composer } from './use-composer';

const nameOf = (person: PersonView): string => person.name ?? person.phone ?? '';

/** How a number without + is read: as people of this country write it. */
const CountryField = ({ composer }: { composer: Composer }) => {
  const text = useText();
  const { locale } = useIntl();
  const countries = useResource<CountryView[]>('/compositions/countries');
  const options = React.useMemo(() => {
    const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' });
    return (countries.data ?? [])
      .map(({ country, callingCode }) => ({ value: country, label: `${names.of(country) ?? country} (+${callingCode})` }))
      .sort((one, other) => one.label.localeCompare(other.label, locale));
  }, [countries.data, locale]);
  return (
    <Choice
      label={text('compose.country')}
      hint={text('compose.country.hint')}
      value={composer.choices.country ?? composer.shown?.country ?? null}
      placeholder={text('compose.country.none')}
      options={options}
      disabled={composer.send.pending}
      onChange={(country) => composer.choose({ country: country ?? undefined })}
    />
  );
};

/** To whom: somebody found by name or number, or a number that is typed. */
export const PersonField = ({ composer }: { composer: Composer }) => {
  const text = useText();
  const say = useSay();
  const [query, setQuery] = React.useState('');
  const [chosen, setChosen] = React.useState<PersonView | null>(null);
  const wanted = useDebounced(query.trim());
  const isNumber = looksLikeNumber(query);
  const found = useResource<PersonView[]>(chosen === null && wanted.length >= 2 ? pathOf('/compositions/people', { search: wanted }) : null, { keep: true });
  const { shown, choose, send } = composer;
  const people = wanted.length >= 2 ? (found.data ?? []) : [];

  const type = (words: string) => {
    setQuery(words);
    choose({ to: looksLikeNumber(words) ? words : undefined });
  };
  const take = (person: PersonView) => {
    setChosen(person);
    choose({ to: person.contact ? { contact: person.contact } : (person.phone ?? undefined) });
  };

  if (chosen) {
    return (
      <Field.Root>
        <Field.Label>{text('send.to')}</Field.Label>
        <Flex justifyContent="space-between" gap={3} background="neutral100" hasRadius padding={3}>
          <Box minWidth={0}>
            <Typography tag="p" fontWeight="semiBold" dir="auto" style={{ overflowWrap: 'anywhere' }}>
              {nameOf(chosen)}
            </Typography>
            <Typography variant="pi" textColor="neutral600">
              <bdi dir="ltr">{shown?.toShown ?? chosen.phone ?? ''}</bdi>
            </Typography>
          </Box>
          <Button
            size="S"
            variant="tertiary"
            disabled={send.pending}
            onClick={() => {
              setChosen(null);
              type('');
            }}
          >
            {text('compose.to.change')}
          </Button>
        </Flex>
      </Field.Root>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Field.Root required hint={isNumber && shown?.toShown ? text('compose.to.number', { number: shown.toShown }) : text('compose.to.hint')}>
        <Field.Label>{text('send.to')}</Field.Label>
        <TextInput
          name="recipient"
          value={query}
          autoComplete="off"
          disabled={send.pending}
          placeholder={text('compose.to.placeholder')}
          onChange={(event: React.ChangeEvent<HTMLInputElement>) => type(event.target.value)}
        />
        <Field.Hint />
      </Field.Root>
      {people.length > 0 && (
        <Box tag="ul" borderColor="neutral200" hasRadius overflow="hidden" aria-label={text('compose.to.found')}>
          {people.map((person, index) => (
            <li key={person.contact ?? `${person.name}:${index}`}>
              <FoundButton type="button" disabled={person.problem !== null} onClick={() => take(person)}>
                <Typography tag="span" display="block" textColor={person.problem ? 'neutral600' : 'neutral800'} dir="auto" style={{ overflowWrap: 'anywhere' }}>
                  {nameOf(person)}
                </Typography>
                <Typography tag="span" display="block" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
                  {person.problem ? say(person.problem) : <bdi dir="ltr">{[person.name ? person.phone : null, person.company].filter(Boolean).join(' · ')}</bdi>}
                </Typography>
              </FoundButton>
            </li>
          ))}
        </Box>
      )}
      {wanted.length >= 2 && !isNumber && found.data?.length === 0 && (
        <Typography variant="pi" textColor="neutral600" role="status">
          {text('compose.to.nobody')}
        </Typography>
      )}
      {isNumber && !query.trim().startsWith('+') && <CountryField composer={composer} />}
    </Flex>
  );
};
