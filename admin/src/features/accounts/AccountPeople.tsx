import * as React from 'react';
import { Box, Button, Checkbox, Flex, IconButton, Typography } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { ACCOUNT_VERBS, type AccessSubjectsView, type AccountAccessView, type AccountPersonView, type AccountVerb } from '../../../../plugin/contracts/access';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Choice, type ChoiceOption } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';

const keyOf = ({ type, id }: Pick<AccountPersonView, 'type' | 'id'>): string => `${type} ${id}`;

const sameAs = (one: AccountPersonView[], other: AccountPersonView[]): boolean => {
  const words = (people: AccountPersonView[]) => people.map((person) => `${keyOf(person)} ${[...person.verbs].sort().join(',')}`).sort().join('\n');
  return words(one) === words(other);
};

const PersonRow = ({ person, disabled, onChange, onRemove }: { person: AccountPersonView; disabled: boolean; onChange: (verbs: AccountVerb[]) => void; onRemove: () => void }) => {
  const text = useText();
  const name = person.name ?? text('access.people.gone');
  return (
    <Box tag="li" padding={4} background="neutral100" hasRadius>
      <Flex justifyContent="space-between" alignItems="center" gap={3} wrap="wrap">
        <Flex direction="column" alignItems="flex-start" minWidth={0}>
          <Typography fontWeight="semiBold" style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Typography>
          <Typography variant="pi" textColor="neutral600">
            {text(person.type === 'role' ? 'access.people.role' : 'access.people.user')}
          </Typography>
        </Flex>
        <Flex gap={4} wrap="wrap" role="group" aria-label={name}>
          {ACCOUNT_VERBS.map((verb) => (
            <Checkbox
              key={verb}
              checked={person.verbs.includes(verb)}
              disabled={disabled}
              onCheckedChange={(on) => onChange(ACCOUNT_VERBS.filter((one) => (one === verb ? on === true : person.verbs.includes(one))))}
            >
              {text(`access.people.${verb}`)}
            </Checkbox>
          ))}
          <IconButton type="button" variant="ghost" label={text('access.people.remove', { name })} disabled={disabled} onClick={onRemove}>
            <Trash />
          </IconButton>
        </Flex>
      </Flex>
    </Box>
  );
};

const Editor = ({ accountId, stored, subjects, onSaved }: { accountId: string; stored: AccountAccessView; subjects: AccessSubjectsView; onSaved: (view: AccountAccessView) => void }) => {
  const text = useText();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [people, setPeople] = React.useState(stored.people);
  const isIncomplete = people.some(({ verbs }) => verbs.length === 0);

  const save = useAction(async () => {
    const { data } = await client.put<AccountAccessView>(`/accounts/${segment(accountId)}/access`, { people: people.map(({ type, id, verbs }) => ({ type, id, verbs })) });
    setPeople(data.people);
    onSaved(data);
    toggleNotification({ type: 'success', message: text('access.people.saved') });
  });

  const taken = new Set(people.map(keyOf));
  const candidates = [
    // Super-admins may do everything anyway: giving them an account would only look as if it did something.
    ...subjects.roles.filter(({ superAdmin }) => !superAdmin).map(({ id, name }) => ({ type: 'role' as const, id, name, label: text('access.people.role-option', { name }) })),
    ...subjects.users.map(({ id, name, email }) => ({ type: 'user' as const, id, name, label: name === email ? name : `${name} (${email})` })),
  ].filter((one) => !taken.has(keyOf(one)));
  const options: ChoiceOption[] = candidates.map((one) => ({ value: keyOf(one), label: one.label }));

  return (
    <>
      {people.length === 0 ? (
        <NoticeBox level="info">{text('access.people.open')}</NoticeBox>
      ) : (
        <Flex tag="ul" direction="column" alignItems="stretch" gap={2}>
          {people.map((person) => (
            <PersonRow
              key={keyOf(person)}
              person={person}
              disabled={save.pending}
              onChange={(verbs) => setPeople((former) => former.map((one) => (keyOf(one) === keyOf(person) ? { ...one, verbs } : one)))}
              onRemove={() => setPeople((former) => former.filter((one) => keyOf(one) !== keyOf(person)))}
            />
          ))}
        </Flex>
      )}
      <Choice
        label={text('access.people.add')}
        value={null}
        options={options}
        placeholder={text('access.people.choose')}
        disabled={save.pending || options.length === 0}
        onChange={(value) => {
          const found = candidates.find((one) => keyOf(one) === value);
          if (found) setPeople((former) => [...former, { type: found.type, id: found.id, name: found.name, verbs: ['read', 'send'] }]);
        }}
      />
      {isIncomplete && <NoticeBox level="warning">{text('access.people.incomplete')}</NoticeBox>}
      <FailureAlert failure={save.failure} onClose={save.clear} />
      <Flex>
        <Button type="button" loading={save.pending} disabled={isIncomplete || sameAs(people, stored.people)} onClick={() => void save.run()}>
          {text('action.save')}
        </Button>
      </Flex>
    </>
  );
};

/** Who may use the account, and what for: roles and users, saved apart from the account itself. */
export const AccountPeople = ({ accountId }: { accountId: string }) => {
  const text = useText();
  const stored = useResource<AccountAccessView>(`/accounts/${segment(accountId)}/access`);
  const subjects = useResource<AccessSubjectsView>('/access/subjects');
  const failure = stored.failure ?? subjects.failure;
  return (
    <Panel title={text('access.people.title')} hint={text('access.people.hint')}>
      {(stored.loading || subjects.loading) && <LoadingBlock />}
      {failure && !(stored.data && subjects.data) && (
        <FailureBlock
          failure={failure}
          onRetry={() => {
            stored.reload();
            subjects.reload();
          }}
        />
      )}
      {stored.data && subjects.data && <Editor accountId={accountId} stored={stored.data} subjects={subjects.data} onSaved={stored.replace} />}
    </Panel>
  );
};
