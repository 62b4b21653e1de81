import * as React from 'react';
import { Button, Flex, Grid } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import type { ErpConnectionView, ErpFieldView } from '../../../../plugin/contracts/erp';
import { useClient } from '../../api/client';
import { useAction } from '../../api/use-action';
import { useResource } from '../../api/use-resource';
import { Choice, type ChoiceOption } from '../../components/Choice';
import { NoticeBox } from '../../components/Notices';
import { Panel } from '../../components/Panel';
import { FailureAlert, FailureBlock, LoadingBlock } from '../../components/States';
import { useText } from '../../i18n';
import { PURPOSES, type ConsentPurpose } from './consent-words';

type Mapping = ErpConnectionView['consentMapping'];

/** A field that is mapped and no longer offered stays visible: dropping it in silence would end its consents. */
const optionsOf = (fields: ErpFieldView[], mapped: string | undefined): ChoiceOption[] => {
  const options = fields.map((field) => ({ value: field.name, label: `${field.label} (${field.name}, ${field.type})` }));
  return mapped && !fields.some((field) => field.name === mapped) ? [{ value: mapped, label: mapped }, ...options] : options;
};

/** Which field of an ERP's partner proves which consent. */
export const ConsentMapping = ({ onSaved }: { onSaved: () => void }) => {
  const text = useText();
  const client = useClient();
  const { toggleNotification } = useNotification();
  const connection = useResource<ErpConnectionView | null>('/erp/connection');
  const fields = useResource<ErpFieldView[]>(connection.data ? '/erp/fields' : null);
  const [changes, setChanges] = React.useState<Partial<Record<ConsentPurpose, string | null>>>({});
  const stored: Mapping = connection.data?.consentMapping ?? {};
  const chosen = (purpose: ConsentPurpose): string | null => (purpose in changes ? (changes[purpose] ?? null) : (stored[purpose] ?? null));

  const save = useAction(async () => {
    const mapping: Mapping = {};
    for (const purpose of PURPOSES) {
      const field = chosen(purpose);
      if (field) mapping[purpose] = field;
    }
    const { data } = await client.put<ErpConnectionView>('/erp/consent-mapping', mapping);
    connection.replace(data);
    setChanges({});
    toggleNotification({ type: 'success', message: text('consent.mapping.saved') });
    onSaved();
  });

  if (connection.loading) return <LoadingBlock />;
  if (connection.failure) return <FailureBlock failure={connection.failure} onRetry={connection.reload} />;
  if (!connection.data) return <NoticeBox level="info">{text('consent.mapping.no-erp')}</NoticeBox>;
  const dirty = PURPOSES.some((purpose) => chosen(purpose) !== (stored[purpose] ?? null));

  return (
    <Panel title={text('consent.mapping.title')} hint={text('consent.mapping.hint')}>
      {fields.loading && <LoadingBlock />}
      {fields.failure && <FailureBlock failure={fields.failure} onRetry={fields.reload} />}
      {fields.data && (
        <>
          <Grid.Root gap={4}>
            {PURPOSES.map((purpose) => (
              <Grid.Item key={purpose} col={6} s={12} xs={12} direction="column" alignItems="stretch">
                <Choice
                  label={text(`consent.mapping.${purpose}`)}
                  value={chosen(purpose)}
                  options={optionsOf(fields.data ?? [], stored[purpose])}
                  onChange={(field) => setChanges((former) => ({ ...former, [purpose]: field }))}
                  placeholder={text('consent.mapping.none')}
                  clearable
                  disabled={save.pending}
                />
              </Grid.Item>
            ))}
          </Grid.Root>
          <FailureAlert failure={save.failure} onClose={save.clear} />
          <Flex>
            <Button loading={save.pending} disabled={!dirty} onClick={() => void save.run()}>
              {text('action.save')}
            </Button>
          </Flex>
        </>
      )}
    </Panel>
  );
};
