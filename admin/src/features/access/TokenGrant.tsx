import * as React from 'react';
import { Box, Button, Checkbox, Field, Flex, Grid, MultiSelect, MultiSelectOption, NumberInput, Radio, Typography } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { TokenGrantView } from '../../../../plugin/contracts/access';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { FailureAlert } from '../../components/States';
import { Pill } from '../../components/Pill';
import { useText, useTimes } from '../../i18n';
import { grantBodyOf, grantFormOf, hasValidLimits, isChanged, VERB_GROUPS, type GrantForm } from './grant-form';

interface TokenGrantProps {
  grant: TokenGrantView;
  /** Null where the person may not see accounts: then the choice of accounts stays as it is. */
  accounts: AccountView[] | null;
  onSaved: (grant: TokenGrantView) => void;
}

/** What one token may do, saved by itself. */
export const TokenGrant = ({ grant, accounts, onSaved }: TokenGrantProps) => {
  const text = useText();
  const { moment } = useTimes();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const [form, setForm] = React.useState<GrantForm>(() => grantFormOf(grant));
  const noAccount = form.accounts !== null && form.accounts.length === 0;

  const save = useAction(async () => {
    const { data } = await client.put<TokenGrantView>(`/grants/${grant.token.id}`, grantBodyOf(form));
    setForm(grantFormOf(data));
    onSaved(data);
    toggleNotification({ type: 'success', message: text('access.saved', { name: grant.token.name }) });
  });

  // Keys of accounts that were removed stay visible until someone takes them out.
  const keys = [...new Set([...(accounts ?? []).map((account) => account.key), ...(form.accounts ?? [])])];
  const nameOf = (key: string) => accounts?.find((account) => account.key === key)?.name ?? key;

  return (
    <Panel
      title={grant.token.name}
      hint={[
        text('access.token.type', { type: grant.token.type }),
        grant.token.lastUsedAt ? text('access.token.used', { at: moment(grant.token.lastUsedAt) }) : text('access.token.unused'),
      ].join(' · ')}
      actions={
        <Pill variant={grant.verbs.length > 0 ? 'success' : 'neutral'}>{grant.verbs.length > 0 ? text('access.granted', { count: grant.verbs.length }) : text('access.nothing')}</Pill>
      }
    >
      <Grid.Root gap={5}>
        {VERB_GROUPS.map((group) => (
          <Grid.Item key={group.key} col={4} s={6} xs={12} direction="column" alignItems="stretch">
            <Box role="group" aria-label={`${grant.token.name}: ${text(group.key)}`}>
              <Typography variant="sigma" textColor="neutral600" tag="p">
                {text(group.key)}
              </Typography>
              <Flex direction="column" alignItems="flex-start" gap={2} paddingTop={2}>
                {group.verbs.map((verb) => (
                  <Checkbox
                    key={verb}
                    checked={form.verbs.has(verb)}
                    disabled={save.pending}
                    onCheckedChange={(on) =>
                      setForm((former) => {
                        const verbs = new Set(former.verbs);
                        if (on === true) verbs.add(verb);
                        else verbs.delete(verb);
                        return { ...former, verbs };
                      })
                    }
                  >
                    {text(`verb.${verb}`)}
                  </Checkbox>
                ))}
              </Flex>
            </Box>
          </Grid.Item>
        ))}
      </Grid.Root>
      <Radio.Group
        value={form.accounts === null ? 'all' : 'some'}
        disabled={save.pending}
        aria-label={text('access.accounts')}
        onValueChange={(value: string) => setForm((former) => ({ ...former, accounts: value === 'all' ? null : (grant.accounts ?? []) }))}
      >
        <Radio.Item value="all">{text('access.accounts.all')}</Radio.Item>
        <Radio.Item value="some">{text('access.accounts.some')}</Radio.Item>
      </Radio.Group>
      {form.accounts !== null && (
        <Field.Root hint={noAccount ? text('access.accounts.none') : undefined}>
          <Field.Label>{text('access.accounts')}</Field.Label>
          <MultiSelect
            value={form.accounts}
            disabled={save.pending}
            withTags
            placeholder={text('access.accounts.choose')}
            clearLabel={text('action.clear')}
            onClear={() => setForm((former) => ({ ...former, accounts: [] }))}
            onChange={(chosen: string[]) => setForm((former) => ({ ...former, accounts: chosen }))}
          >
            {keys.map((key) => (
              <MultiSelectOption key={key} value={key}>
                {nameOf(key)}
              </MultiSelectOption>
            ))}
          </MultiSelect>
          <Field.Hint />
        </Field.Root>
      )}
      <Grid.Root gap={5}>
        {(['callsPerMinute', 'strangersPerDay'] as const).map((limit) => (
          <Grid.Item key={limit} col={6} s={12} xs={12} direction="column" alignItems="stretch">
            <Field.Root hint={text(`access.limit.${limit}.hint`)} error={hasValidLimits({ ...form, limits: { callsPerMinute: null, strangersPerDay: null, [limit]: form.limits[limit] } }) ? undefined : text('access.limit.invalid')}>
              <Field.Label>{text(`access.limit.${limit}`)}</Field.Label>
              <NumberInput
                value={form.limits[limit] ?? undefined}
                disabled={save.pending}
                placeholder={text('access.limit.none')}
                onValueChange={(value: number | undefined) => setForm((former) => ({ ...former, limits: { ...former.limits, [limit]: value ?? null } }))}
              />
              <Field.Hint />
              <Field.Error />
            </Field.Root>
          </Grid.Item>
        ))}
      </Grid.Root>
      {noAccount && form.verbs.size > 0 && <NoticeBox level="warning">{text('access.accounts.none')}</NoticeBox>}
      <FailureAlert failure={save.failure} onClose={save.clear} />
      <Flex gap={3}>
        <Button loading={save.pending} disabled={!isChanged(form, grant) || !hasValidLimits(form)} onClick={() => void save.run()}>
          {text('action.save')}
        </Button>
      </Flex>
    </Panel>
  );
};
