import * as React from 'react';
import { Button, Field, Flex, MultiSelect, MultiSelectOption, Radio } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { AccountView } from '../../../../plugin/contracts/accounts';
import { useClient } from '../../api/client';
import { segment } from '../../api/query';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';

interface Company {
  id: string;
  name: string | null;
}

const sameList = (one: readonly string[] | null, other: readonly string[] | null): boolean =>
  one === null || other === null ? one === other : [...one].sort().join('\n') === [...other].sort().join('\n');

const CompanyList = ({ label, hint, value, companies, disabled, onChange }: { label: string; hint: string; value: string[]; companies: Company[]; disabled: boolean; onChange: (ids: string[]) => void }) => {
  const text = useText();
  return (
    <Field.Root hint={hint}>
      <Field.Label>{label}</Field.Label>
      <MultiSelect value={value} disabled={disabled} withTags placeholder={text('accounts.companies.choose')} clearLabel={text('action.clear')} onClear={() => onChange([])} onChange={(chosen: string[]) => onChange(chosen)}>
        {companies.map(({ id, name }) => (
          <MultiSelectOption key={id} value={id}>
            {name ?? id}
          </MultiSelectOption>
        ))}
      </MultiSelect>
      <Field.Hint />
    </Field.Root>
  );
};

/** Companies the account serves, and those that send from it by default; people see records of the companies of their accounts. */
export const AccountCompanies = ({ account, onStored }: { account: AccountView; onStored: (account: AccountView) => void }) => {
  const text = useText();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const companies = useResource<Company[]>('/companies');
  const [serves, setServes] = React.useState(account.companies);
  const [defaultFor, setDefaultFor] = React.useState(account.defaultFor);

  const save = useAction(async () => {
    const { data } = await client.put<AccountView>(`/accounts/${segment(account.id)}`, { companies: serves, defaultFor });
    setServes(data.companies);
    setDefaultFor(data.defaultFor);
    onStored(data);
    toggleNotification({ type: 'success', message: text('accounts.saved') });
  });
  const served = serves === null ? (companies.data ?? []) : (companies.data ?? []).filter(({ id }) => serves.includes(id));

  return (
    <Panel title={text('accounts.companies.title')} hint={text('accounts.companies.hint')}>
      {companies.loading && <LoadingBlock />}
      {companies.failure && !companies.data && <FailureBlock failure={companies.failure} onRetry={companies.reload} />}
      {companies.data && companies.data.length === 0 && <NoticeBox level="info">{text('accounts.companies.empty')}</NoticeBox>}
      {companies.data && companies.data.length > 0 && (
        <>
          <Radio.Group value={serves === null ? 'all' : 'some'} disabled={save.pending} aria-label={text('accounts.companies.title')} onValueChange={(value: string) => setServes(value === 'all' ? null : (account.companies ?? []))}>
            <Radio.Item value="all">{text('accounts.companies.all')}</Radio.Item>
            <Radio.Item value="some">{text('accounts.companies.some')}</Radio.Item>
          </Radio.Group>
          {serves !== null && (
            <CompanyList
              label={text('accounts.companies.serves')}
              hint={text('accounts.companies.serves.hint')}
              value={serves}
              companies={companies.data}
              disabled={save.pending}
              onChange={(ids) => {
                setServes(ids);
                setDefaultFor((former) => former.filter((id) => ids.includes(id)));
              }}
            />
          )}
          <CompanyList label={text('accounts.companies.default')} hint={text('accounts.companies.default.hint')} value={defaultFor} companies={served} disabled={save.pending} onChange={setDefaultFor} />
          <FailureAlert failure={save.failure} onClose={save.clear} />
          <Flex>
            <Button type="button" loading={save.pending} disabled={sameList(serves, account.companies) && sameList(defaultFor, account.defaultFor)} onClick={() => void save.run()}>
              {text('action.save')}
            </Button>
          </Flex>
        </>
      )}
    </Panel>
  );
};
